//go:build unix

package command_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The README has every reason why a drop-in does something otherwise than the AWS CLI, in the same words.
func TestREADMEDifferences(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("dropin_reasons_test.go")
	if err != nil {
		t.Fatal(err)
	}
	reasons := regexp.MustCompile(`reason = "(.*)"`).FindAllStringSubmatch(string(source), -1)
	if len(reasons) == 0 {
		t.Fatal("there are no reasons")
	}
	for _, r := range reasons {
		if !strings.Contains(string(readme), "\n- "+r[1]+"\n") {
			t.Errorf("the README lacks: %s", r[1])
		}
	}
}

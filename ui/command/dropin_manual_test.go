//go:build unix

package command_test

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// versionTwo is the one difference that no test sees: what version 2 puts before its errors. Its row comes last.
const versionTwo = "It is not the AWS CLI that speaks."

// The manual's table of differences has every reason why a drop-in does something otherwise than the AWS CLI, in the same
// words, and no other.
func TestManualHasTheDifferences(t *testing.T) {
	topic, err := os.ReadFile("manual/scripts.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("dropin_reasons_test.go")
	if err != nil {
		t.Fatal(err)
	}
	told, known := []string{}, []string{versionTwo}
	for _, row := range regexp.MustCompile(`(?m)^\| [^|]+ \| [^|]+ \| [^|]+ \| ([^|]+\.) \|$`).FindAllStringSubmatch(string(topic), -1) {
		told = append(told, row[1])
	}
	for _, r := range regexp.MustCompile(`reason = "(.*)"`).FindAllStringSubmatch(string(source), -1) {
		known = append(known, r[1])
	}
	slices.Sort(told)
	slices.Sort(known)
	if !slices.Equal(told, known) {
		t.Errorf("the manual tells\n%q\nthe tests know\n%q", told, known)
	}
}

package demoiam_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// The README lists the cast, each with what the user shows.
func TestREADMECast(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range demoiam.TheCast() {
		if row := fmt.Sprintf("| `%s` | %s |", c.User, c.Shows); !strings.Contains(string(readme), row) {
			t.Errorf("the README lacks the row %s", row)
		}
	}
}

package demoiam_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// The manual lists the cast, each with what the user shows.
func TestManualHasTheCast(t *testing.T) {
	topic, err := os.ReadFile("../../ui/command/manual/demo.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range demoiam.TheCast() {
		if row := fmt.Sprintf("| `%s` | %s |", c.User, c.Shows); !strings.Contains(string(topic), row) {
			t.Errorf("the manual lacks the row %s", row)
		}
	}
}

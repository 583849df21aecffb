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

// It lists the first accounts of the organization, with their numbers.
func TestManualHasTheAccounts(t *testing.T) {
	topic, err := os.ReadFile("../../ui/command/manual/demo.md")
	wantOK(t, err)
	org := demoiam.CompanyOrganization(6, 2, demoiam.Latency{})
	_, answer := ask(t, org.Transport(), hubKey, "ListAccounts", "{}")
	for i, name := range names(answer, "Accounts", "Name") {
		if row := fmt.Sprintf("\n| `%s`, %s | ", name, names(answer, "Accounts", "Id")[i]); !strings.Contains(string(topic), row) {
			t.Errorf("the manual lacks the row %s", row)
		}
	}
	for _, role := range []string{demoiam.OrganizationRole, demoiam.HelpDeskRole, demoiam.MFARole} {
		if !strings.Contains(string(topic), "\n| `"+role+"` | ") {
			t.Errorf("the manual lacks the role %s", role)
		}
	}
}

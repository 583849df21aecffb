package ui

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// manualRow is the row of the manual's table of keys that a section of the help stands in.
var manualRow = map[string]string{
	"Users": "users", "Filter": "filter", "Form": "form", "Hand-over": "hand-over", "Offboard": "offboard", "Accounts": "accounts",
	"Anywhere": "anywhere", "History": "history", "Password policy": "password policy",
	"Bulk plan": "bulk plan", "Bulk run": "bulk run",
	"Accounts in the list": "accounts in the list", "Policy form": "password policy", "Policy review": "password policy",
}

// Every key that the help tells of is in the manual, in the row of its place, and every letter in the row of the users
// is a key.
func TestManualHasEveryKey(t *testing.T) {
	rows := manualKeys(t)
	for _, section := range sections(false) {
		row, ok := rows[manualRow[section.heading]]
		if !ok {
			t.Errorf("the manual has no row for %s", section.heading)
			continue
		}
		for _, b := range section.keys {
			for label := range strings.FieldsSeq(b.Help().Key) {
				if b.what != "" && !row[named(label)] {
					t.Errorf("the manual's row %q lacks %s, %s", manualRow[section.heading], label, b.what)
				}
			}
		}
	}
	letters := map[string]bool{"/": true}
	for _, b := range usersKeys(helpState{}) {
		for _, k := range b.Keys() {
			letters[k] = true
		}
	}
	for name := range rows["users"] {
		if len(name) == 1 && !letters[name] {
			t.Errorf("the manual's row of the users has %s, which is no key there", name)
		}
	}
}

// Every place has a topic of the manual, which is there.
func TestEveryPlaceHasATopic(t *testing.T) {
	parts := []part{
		&usersScreen{}, &accessScreen{}, &historyScreen{}, &form{}, &handover{}, &policyScreen{}, &policyForm{}, &policyReview{},
		&accountsScreen{}, &overview{}, &offboardScreen{}, &bulkPlan{}, &bulkScreen{}, &bulkChoice{}, &question{},
	}
	for _, p := range parts {
		if topics[place(p)] == "" {
			t.Errorf("%T has no topic", p)
		}
	}
	for _, s := range sections(false) {
		if s.heading != "Anywhere" && topics[s.heading] == "" {
			t.Errorf("%s has no topic", s.heading)
		}
	}
	for where, topic := range topics {
		if _, err := os.Stat("command/manual/" + topic + ".md"); err != nil {
			t.Errorf("%s: %v", where, err)
		}
	}
}

// manualKeys are the keys in the manual's table, by place.
func manualKeys(t *testing.T) map[string]map[string]bool {
	t.Helper()
	topic, err := os.ReadFile("command/manual/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([^|]*) \| (.*) \|$`).FindAllStringSubmatch(string(topic), -1) {
		keys := map[string]bool{}
		for _, name := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(row[2], -1) {
			keys[named(name[1])] = true
		}
		rows[row[1]] = keys
	}
	return rows
}

// named is a key's name without its spelling: of letters alone, upper and lower case are two keys.
func named(label string) string {
	switch label {
	case "↑↓":
		return "↑"
	case "pgdn":
		return "pgdown"
	}
	if len(label) == 1 {
		return label
	}
	return strings.ToLower(label)
}

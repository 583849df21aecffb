package ui

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// readmeRow is the row of the README's table of keys that a section of the help stands in.
var readmeRow = map[string]string{
	"Users": "users", "Filter": "filter", "Form": "form", "Hand-over": "hand-over", "Offboard": "offboard", "Accounts": "accounts",
	"Anywhere": "anywhere", "History": "history", "Password policy": "password policy",
	"Policy form": "password policy", "Policy review": "password policy",
}

// Every key that the help tells of is in the README, in the row of its place, and every letter in the row of the users
// is a key.
func TestREADMEHasEveryKey(t *testing.T) {
	rows := readmeKeys(t)
	for _, section := range sections(false) {
		row, ok := rows[readmeRow[section.heading]]
		if !ok {
			t.Errorf("the README has no row for %s", section.heading)
			continue
		}
		for _, b := range section.keys {
			for label := range strings.FieldsSeq(b.Help().Key) {
				if b.what != "" && !row[named(label)] {
					t.Errorf("the README's row %q lacks %s, %s", readmeRow[section.heading], label, b.what)
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
			t.Errorf("the README's row of the users has %s, which is no key there", name)
		}
	}
}

// readmeKeys are the keys in the README's table, by place.
func readmeKeys(t *testing.T) map[string]map[string]bool {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "\n## Keys\n")
	table, _, _ = strings.Cut(table, "\n## ")
	rows := map[string]map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([^|]*) \| (.*) \|$`).FindAllStringSubmatch(table, -1) {
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

package uitest

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

// FilesIn are the names of the files in a folder, with spaces between.
func FilesIn(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

// SavedPassword is the password in the console's own file.
func SavedPassword(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name) //nolint:gosec // a file that the test's program wrote
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil || len(rows) != 2 || len(rows[1]) != 3 {
		t.Fatalf("%s is not the console's file: %v", name, err)
	}
	return rows[1][1]
}

package awsconfig

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every refusal names the place and what to do, and never a value.
func TestRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeff[default]\n":                                   ":1 begins with a byte order mark",
		"\xff\xfe[\x00":                                       ":1 begins as UTF-16",
		"[default]\n# caf\xe9\n":                              ":2 is not UTF-8",
		"[default]\nregion = TOPSECRET\x00\n":                 ":2 has a control character",
		"[profile x\nregion = TOPSECRET\n":                    ":1 begins a section header without its closing bracket",
		"[a]\nregion = x\n  [profile b]\n":                    ":3 is an indented section header",
		"[profile a] # see [b]\n":                             ":1 has more than one pair of brackets",
		"region = TOPSECRET\n":                                ":1 stands before the first section header",
		"[a]\nTOPSECRET\n":                                    ":2 is neither a section header, a setting nor a comment",
		"[a]\nregion = x\nREGION = TOPSECRET\n":               ":3 repeats the setting region of line 2",
		"[a]\nTOPSECRET = x\nTOPSECRET = x\n":                 ":3 repeats the setting of line 2",
		"[a]\n[b]\n[a]\n":                                     ":3 repeats the section [a] of line 1",
		"[DEFAULT]\n":                                         ":1 is a section [DEFAULT]",
		"[a]\ns3 =\n  TOPSECRET\n":                            ":2 begins nested settings",
		"[default]\noutput = json\n  role_arn = TOPSECRET\n":  ":3 is indented",
		"[default]\nrole_arn = TOPSECRET # x\n":               ":2 has a comment behind role_arn",
		"[default]\nrole_arn = \"TOPSECRET\"\n":               ":2 has quotes around role_arn",
		"[default]\nrole_arn =\n":                             ":2 sets role_arn to nothing",
		"[default]\nrole_arn = TOPSECRET\n":                   ":2 sets role_arn for the profile [default] without source_profile",
		"[default]\nrole_arn = x\nsource_profile = SECRET\n":  ":3 sets source_profile to a profile that is not there",
		"[default]\nrole_arn = x\nsource_profile = default\n": ":3 closes a circle",
		"[default ]\nregion = x\n":                            ":1 looks like it",
	} {
		folder := t.TempDir()
		file := filepath.Join(folder, "config")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		env := func(name string) (string, bool) {
			value, ok := map[string]string{"AWS_CONFIG_FILE": file, "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(folder, "none")}[name]
			return value, ok
		}
		files, err := Load(env)
		if err == nil {
			_, err = files.Plan(env, "")
		}
		if err == nil || !strings.Contains(err.Error(), file+want) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// A directory, and what is not there, in the place of a file.
func TestNoFile(t *testing.T) {
	folder := t.TempDir()
	if _, err := readLines(folder); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("%v", err)
	}
	for _, file := range []string{os.DevNull, filepath.Join(folder, "none"), filepath.Join(os.DevNull, ".aws", "config")} {
		if lines, err := readLines(file); err != nil || strings.Join(lines, "") != "" {
			t.Errorf("%s: %q, %v", file, lines, err)
		}
	}
}

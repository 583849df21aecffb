package bulkreport

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
)

func TestCommand(t *testing.T) {
	for _, c := range []struct {
		does, path string
		keyed      bool
		want       string
	}{
		{"resume", "/home/x/a.journal", false, "iampasswd bulk resume /home/x/a.journal"},
		{"recover", "/home/x/a.journal", true, "iampasswd bulk recover /home/x/a.journal --identity FILE"},
		{"wipe", "/home/x/a.journal", true, "iampasswd bulk wipe /home/x/a.journal"},
		{"resume", "/home/it's mine/a", false, `iampasswd bulk resume '/home/it'\''s mine/a'`},
	} {
		if got := Command(c.does, c.path, c.keyed); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestRefusedGroupsByReason(t *testing.T) {
	p := &bulk.Plan{Items: []bulk.Item{
		{User: "a", Do: bulk.Refuse, Why: "protected"}, {User: "b", Do: bulk.Change}, {User: "c", Do: bulk.Refuse, Why: "this is you"},
		{User: "d", Do: bulk.Refuse, Why: "protected"},
	}}
	got := Refused(p)
	if len(got) != 2 || got[0].Why != "protected" || strings.Join(got[0].Users, " ") != "a d" || strings.Join(got[1].Users, " ") != "c" {
		t.Errorf("%+v", got)
	}
	if got := Few([]string{"a", "b", "c"}, 2); got != "a, b, and 1 more" {
		t.Errorf("%q", got)
	}
}

// Neither a report nor the file of one who has no password has a password, and no file is written over.
func TestFiles(t *testing.T) {
	p := &bulk.Plan{SignIn: "https://acme.signin.aws.amazon.com/console", Caller: iamclient.Identity{Account: "123456789012"}}
	results := []bulk.Result{
		{User: "Bob", Status: bulk.Done, Password: iamclient.NewSecret("Canary-1")},
		{User: "nina", Status: bulk.Refused, Code: "NoSuchEntity", Why: "there is none"},
		{User: "tina", Status: bulk.Unknown, Password: iamclient.NewSecret("Canary-2")},
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "passwords.csv")
	if n, err := SavePasswords(path, nil, p, results); n != 1 || err != nil {
		t.Fatalf("%d saved, %v", n, err)
	}
	wantFile(t, path, "User name,Password,Console sign-in URL\nBob,Canary-1,https://acme.signin.aws.amazon.com/console\n")
	if _, err := SavePasswords(path, nil, p, nil); err == nil {
		t.Error("a file is written over")
	}
	for _, name := range []string{"report.csv", "report.json"} {
		path := filepath.Join(folder, name)
		if err := SaveReport(path, p, results); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil || strings.Contains(string(content), "Canary") || !strings.Contains(string(content), "NoSuchEntity") {
			t.Errorf("%s: %v\n%s", name, err, content)
		}
	}
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(content) != want {
		t.Errorf("%s has %q, want %q", path, content, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", path, info.Mode(), err)
	}
}

func TestSealRepeatsNoKey(t *testing.T) {
	for text, want := range map[string]string{
		"/nowhere/keys":               "there is no such file",
		"age1nonsense":                "no recipient",
		"ssh-ed25519 AAAA-secret-ish": "no recipient",
	} {
		_, err := Seal([]string{text})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret-ish") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

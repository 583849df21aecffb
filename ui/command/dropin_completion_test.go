//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// completions are what the program tells a shell about the last of the words.
func completions(t *testing.T, env []string, words ...string) (found []string, directive string) {
	t.Helper()
	got := piped(t, env, "", append([]string{"__complete"}, words...)...)
	lines := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n")
	if got.code != 0 || !strings.HasPrefix(lines[len(lines)-1], ":") {
		t.Fatalf("%+v", got)
	}
	return lines[:len(lines)-1], lines[len(lines)-1]
}

func TestDropinCompletesUsers(t *testing.T) {
	t.Parallel()
	account := dropinAccount()
	account.Add(demoiam.User{Name: "Bob.Contractor"}, demoiam.User{Name: "barbara", Deleted: true})
	s := serveAccount(t, account)
	for _, c := range []struct {
		words []string
		want  []string
	}{
		{[]string{"update-login-profile", "--user-name", "b"}, []string{"bob", "Bob.Contractor", "barbara"}},
		{[]string{"update-login-profile", "--user-name", "BOB"}, []string{"bob", "Bob.Contractor"}},
		{[]string{"update-login-profile", "--password-stdin", "--user-name", ""}, []string{"admin", "bob", "Bob.Contractor", "barbara", "nina"}},
		{[]string{"create-login-profile", "--user-name", "n"}, []string{"nina"}},
		{[]string{"update-login-profile", "--user-name", "x"}, nil},
		{[]string{"update-login-profile", "--user-name=n"}, []string{"--user-name=nina"}},
		{[]string{"--region", "eu-west-1", "update-login-profile", "--user-name", "n"}, []string{"nina"}},
	} {
		got, directive := completions(t, s.env(t), c.words...)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || directive != ":4" { // and no names of files
			t.Errorf("%q: %q %s, want %q", c.words, got, directive, c.want)
		}
	}
	if got, _ := completions(t, s.env(t), "change-password", ""); !slices.ContainsFunc(got, func(o string) bool { return strings.HasPrefix(o, "--new-password") }) {
		t.Errorf("options: %q", got)
	}
	for _, call := range s.Calls() {
		if call.Action != "ListUsers" {
			t.Errorf("completion calls %s", call.Action)
		}
	}
}

// A shell is not to wait for long, and not to show errors.
func TestDropinCompletesWithoutAnswer(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	words := []string{"update-login-profile", "--user-name", "b"}
	for name, env := range map[string][]string{
		"nobody listens":  environment(t, append(staticKeys(), "AWS_ENDPOINT_URL=http://127.0.0.1:1")...),
		"no credentials":  environment(t, "AWS_EC2_METADATA_DISABLED=true"),
		"unknown profile": s.env(t, "AWS_PROFILE=nope"),
	} {
		if got, _ := completions(t, env, words...); len(got) != 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	s.Inject(demoiam.Fault{Latency: 2 * patience})
	started := time.Now()
	if got, _ := completions(t, s.env(t), words...); len(got) != 0 || time.Since(started) > patience {
		t.Errorf("%q after %s", got, time.Since(started))
	}
}

func TestDropinCompletesProfilesAndOptions(t *testing.T) {
	t.Parallel()
	config := filepath.Join(t.TempDir(), "config")
	const profiles = "[default]\nregion = us-east-1\n[profile helpdesk]\nregion = eu-west-1\n[profile hr]\n[sso-session corp]\n"
	if err := os.WriteFile(config, []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	credentials := filepath.Join(filepath.Dir(config), "credentials")
	if err := os.WriteFile(credentials, []byte("[home]\naws_secret_access_key = hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := environment(t, append(staticKeys(), "AWS_CONFIG_FILE="+config, "AWS_SHARED_CREDENTIALS_FILE="+credentials, "AWS_ENDPOINT_URL=http://127.0.0.1:1")...)
	const noFiles, files = ":4", ":0"
	for _, c := range []struct {
		words     []string
		want      []string
		directive string
	}{
		{[]string{"update-login-profile", "--profile", ""}, []string{"default", "helpdesk", "home", "hr"}, noFiles},
		{[]string{"update-login-profile", "--profile", "h"}, []string{"helpdesk", "home", "hr"}, noFiles},
		{[]string{"--profile", "he"}, []string{"helpdesk"}, noFiles},
		{[]string{"update-login-profile", "--generate-cli-skeleton", ""}, []string{"input", "output"}, noFiles},
		{[]string{"update-login-profile", "--color", ""}, []string{"on", "off", "auto"}, noFiles},
		{[]string{"update-login-profile", "--password", ""}, nil, noFiles},
		{[]string{"update-login-profile", "--ca-bundle", ""}, nil, files},
		{[]string{"update-login-profile", "--password"}, []string{"--password", "--password-reset-required", "--password-prompt", "--password-stdin"}, noFiles},
		{[]string{"update-login-profile", "--profile=h"}, []string{"--profile=helpdesk", "--profile=home", "--profile=hr"}, noFiles},
		{[]string{"update-login-profile", "--password-stdin", "--u"}, []string{"--user-name"}, noFiles},
		{[]string{"change-password", "--o"}, []string{"--old-password", "--output"}, noFiles},
		{[]string{"update-account-password-policy", "--max"}, []string{"--max-password-age"}, noFiles},
		{[]string{"man", "update"}, []string{"update-account-password-policy", "update-login-profile"}, noFiles},
	} {
		got, directive := completions(t, env, c.words...)
		for i := range got {
			got[i], _, _ = strings.Cut(got[i], "\t")
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || directive != c.directive {
			t.Errorf("%q: %q %s, want %q %s", c.words, got, directive, c.want, c.directive)
		}
	}
}

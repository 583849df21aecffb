//go:build unix

package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient/grants"
)

func TestPermissions(t *testing.T) {
	t.Parallel()
	for line, scope := range map[string]grants.Scope{
		"help-desk":                             {},
		"":                                      {},
		"help-desk --path /staff/ --tag team=x": {Path: "/staff/", Tag: "team=x"},
	} {
		want, err := grants.Policy(grants.HelpDesk, scope)
		if err != nil || !json.Valid([]byte(want)) {
			t.Fatal(err)
		}
		run(t, environment(t), append([]string{"permissions"}, strings.Fields(line)...)...).want(t, 0, want, "")
	}
	want, err := grants.Organization("ops/HelpDesk", "aws-cn")
	if err != nil || !json.Valid([]byte(want)) || !strings.Contains(want, `"arn:aws-cn:iam::*:role/ops/HelpDesk"`) {
		t.Fatal(err, want)
	}
	run(t, environment(t), "permissions", "organization", "--role", "ops/HelpDesk", "--partition", "aws-cn").want(t, 0, want, "")
	for line, says := range map[string]string{
		"organization --tag a=b":         "iampasswd: organization is about accounts, and --path and --tag are about users: leave them out.\n",
		"organization --role *":          "iampasswd: --role is the name of a role, such as HelpDesk, not \"*\".\n",
		"help-desk --role x":             "iampasswd: --role goes with organization: add that, or leave it out.\n",
		"helpdesk":                       "iampasswd: there is no set \"helpdesk\": help-desk, admin, read-only or organization.\n",
		"admin read-only":                "iampasswd: permissions takes one set, not 2: help-desk, admin, read-only or organization.\n",
		"admin --path staff":             "iampasswd: --path begins and ends with a slash, as /staff/, and has none of * ? $ { }, not \"staff\".\n",
		"admin --path /${aws:username}/": "iampasswd: --path begins and ends with a slash, as /staff/, and has none of * ? $ { }, not \"/${aws:username}/\".\n",
		"admin --path=":                  "iampasswd: --path is empty: give it a value, or leave it out.\n",
		"admin --tag=":                   "iampasswd: --tag is empty: give it a value, or leave it out.\n",
		"admin --tag a=b --tag c=d":      "iampasswd: --tag is given more than once: give it once.\n",
		"admin --tag team":               "iampasswd: --tag is a key and a value, as team=x, not \"team\".\n",
	} {
		run(t, environment(t), append([]string{"permissions"}, strings.Fields(line)...)...).want(t, 252, "", says)
	}
}

// A policy can be tried on the embedded IAM: with the one of the help desk a reset works, and the password policy is denied.
func TestDemoServerUnderAPolicy(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "policy.json")
	policy := run(t, environment(t), "permissions", "help-desk", "--path", "/finance/")
	if err := os.WriteFile(file, []byte(policy.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	_, url := serve(t, environment(t), "--policy", file)
	env := environment(t, staticKeys()...)
	run(t, env, "update-login-profile", "--user-name", "Bob", "--password", "Brisk-Otter-4711!", "--endpoint-url", url).want(t, 0, "", "")
	for _, line := range []string{
		"update-login-profile --user-name lola.lostphone --password Brisk-Otter-4711!", // on another path
		"update-account-password-policy --minimum-password-length 8",
	} {
		got := run(t, env, append(strings.Fields(line), "--endpoint-url", url)...)
		if got.code != 254 || !strings.Contains(got.stderr, "AccessDenied") || !strings.Contains(got.stderr, "no identity-based policy allows") {
			t.Errorf("%s: exit code %d, %s", line, got.code, got.stderr)
		}
	}
	if err := os.WriteFile(file, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(t, environment(t), "demo-server", "--listen", "127.0.0.1:0", "--policy", file)
	if got.code != 252 || !strings.Contains(got.stderr, "is no IAM policy") {
		t.Errorf("exit code %d, %s", got.code, got.stderr)
	}
}

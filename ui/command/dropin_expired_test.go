//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// A session that a person signs in for names the command that renews it, with the profile that signs in.
func TestDropinExpiredSession(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	config := filepath.Join(t.TempDir(), "config")
	const profiles = "[sso-session acme]\nsso_start_url = https://acme.example/start\nsso_region = us-east-1\n" +
		"[profile sandbox]\nsso_session = acme\nsso_account_id = 333333333333\nsso_role_name = HelpDesk\n" +
		"[profile desk]\nrole_arn = arn:aws:iam::123456789012:role/HelpDesk\nsource_profile = sandbox\n" +
		"[profile signin]\nlogin_session = arn:aws:iam::555555555555:user/alice\n" +
		"[profile key]\naws_access_key_id = AKIAKEY\naws_secret_access_key = s\n"
	if err := os.WriteFile(config, []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "ExpiredToken"})
	for profile, command := range map[string]string{
		"sandbox": "aws sso login --profile sandbox", "desk": "aws sso login --profile sandbox", "signin": "aws login --profile signin", "key": "",
	} {
		got := piped(t, s.env(t, "AWS_CONFIG_FILE="+config), "", append(resetsBob, "--profile", profile, "--password-reset-required")...)
		last := got.stderr[strings.LastIndexByte(strings.TrimSuffix(got.stderr, "\n"), '\n')+1:]
		if command == "" && strings.Contains(got.stderr, "renew") || command != "" && !strings.HasSuffix(last, "renew it with `"+command+"`, then try again.\n") {
			t.Errorf("%s: %s", profile, got.stderr)
		}
	}
}

//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// What a credential_process prints, and what cannot be read as credentials, is shown nowhere: not on the screen, not in the
// whole error, not by a command, and not with --debug.
func TestNothingThatACredentialProcessPrintsIsShown(t *testing.T) {
	t.Parallel()
	const key, token = "wJq8Xz2VkP7Tn4Rb", "FwoGZy3Hc9Md6Lf5"
	for name, script := range map[string]string{
		"cut off":          `echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"` + key + `","SessionToken":"` + token + `'`,
		"another version":  `echo '{"Version":2,"SecretAccessKey":"` + key + `","SessionToken":"` + token + `"}'`,
		"of another kind":  `echo '{"Version":1,"AccessKeyId":"` + key + `","SecretAccessKey":["` + key + `"],"SessionToken":"` + token + `"}'`,
		"as names":         `echo '{"Version":1,"` + key + `":"AccessKeyId","` + token + `":1}'`,
		"as a date":        `echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"` + key + `","SessionToken":"` + token + `","Expiration":"` + token + `"}'`,
		"as an INI file":   `echo '[default]'; echo 'aws_secret_access_key = ` + key + `'; echo 'aws_session_token = ` + token + `'`,
		"as a shell's":     `echo 'export AWS_SECRET_ACCESS_KEY=` + key + ` AWS_SESSION_TOKEN=` + token + `'`,
		"alone":            `echo ` + key + `; echo ` + token,
		"twice":            `for i in 1 2; do echo '{"Version":1,"SecretAccessKey":"` + key + `","SessionToken":"` + token + `"}'; done`,
		"very much":        `i=0; while [ $i -lt 3000 ]; do echo '{"` + key + `":"` + token + `"}'; i=$((i+1)); done`,
		"with a failure":   `echo '{"SecretAccessKey":"` + key + `"}'; exit 3`,
		"on stderr":        `echo 'SECRET=` + key + ` TOKEN=` + token + `' >&2; exit 1`,
		"on stderr, alone": `printf '` + key + `\033[31m` + token + `' >&2; echo no`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := serveAccount(t, demoiam.Company(5, demoiam.Latency{}))
			file := filepath.Join(t.TempDir(), "login")
			if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			config := filepath.Join(t.TempDir(), "config")
			if err := os.WriteFile(config, []byte("[profile desk]\ncredential_process = "+file+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			env := environment(t, "AWS_CONFIG_FILE="+config, "AWS_PROFILE=desk", "AWS_ENDPOINT_URL="+account.url, "AWS_MAX_ATTEMPTS=1")
			for _, args := range [][]string{nil, {"--debug"}} {
				r := piped(t, env, newPassword, append(append(args, resetsBob...), "--password", "file:///dev/stdin")...)
				if r.code == 0 || !strings.Contains(r.stderr, "the credential_process of the profile desk ") {
					t.Errorf("%q ended with %d: %s", args, r.code, r.stderr)
				}
				for _, secret := range []string{key, token, newPassword} {
					if strings.Contains(r.stdout+r.stderr, secret) {
						t.Errorf("%q shows %s:\n%s%s", args, secret, r.stdout, r.stderr)
					}
				}
			}
			x := start(t, 80, 24, env)
			x.guard(key)
			x.guard(token)
			x.shows("credential_process")
			x.types("\x1bOQ") // F2: the whole error
			x.shows("esc close", "credential_process of the profile")
			x.types(ctrl('c'))
			x.exits()
			x.unseen()
		})
	}
}

package iamclient_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient"
)

func commanding(t *testing.T, script string) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell to run a credential_process in")
	}
	file := filepath.Join(t.TempDir(), "command")
	wantOK(t, os.WriteFile(file, []byte("#!/bin/sh\n"+script), 0o700))
	configure(t, "[default]\ncredential_process="+file+"\n", nil)
}

func TestCredentialProcess(t *testing.T) {
	commanding(t, `
if read line; then echo "got $line from the terminal" >&2; exit 1; fi
echo "this would tear the screen" >&2
echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'
`)
	stdin := filepath.Join(t.TempDir(), "stdin")
	wantOK(t, os.WriteFile(stdin, []byte("the operator's keys\n"), 0o600))
	keyboard, err := os.Open(stdin)
	wantOK(t, err)
	defer keyboard.Close()
	old := os.Stdin
	os.Stdin = keyboard
	defer func() { os.Stdin = old }()
	said := onStderr(t, func() {
		if e, l := attemptReset(t, iamclient.Options{}); e != nil || l.key() != "ASIAPROCESS" {
			t.Errorf("%v, signed by %s", e, l.key())
		}
	})
	if said != "" {
		t.Errorf("on stderr: %s", said)
	}
}

func TestCredentialProcessThatFails(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"it repeats a key":     {"echo '{\"SecretAccessKey\":\"TOPSECRET\"}'; echo 'TOPSECRET' >&2; exit 3", "exit status 3: run it in a shell to see why"},
		"it does not say why":  {"exit 3", "exit status 3"},
		"it says very much":    {"i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i+1)); done; exit 1", "exit status 1: run it in a shell"},
		"it does not stop":     {"i=0; while [ $i -lt 2000 ]; do printf 'é' >&2; i=$((i+1)); done; exit 1", "exit status 1: run it in a shell"},
		"it prints no JSON":    {`echo '{"SecretAccessKey":"TOPSECRET", oops'`, "something else than credentials"},
		"it prints other JSON": {`echo '{"Version":"one","SecretAccessKey":"TOPSECRET"}'`, "something else than credentials"},
		"it has no keys":       {`echo '{"Version":1}'`, "without AccessKeyId"},
	} {
		t.Run(name, func(t *testing.T) {
			commanding(t, c.script)
			e, _ := attemptReset(t, iamclient.Options{})
			if e.Kind != iamclient.KindCredentials || !strings.HasSuffix(e.Message, c.want) && !strings.Contains(e.Message, c.want) {
				t.Errorf("%+v, want %s", e, c.want)
			}
			if strings.Contains(fmt.Sprintf("%+v %v", e, e.Unwrap()), "TOPSECRET") {
				t.Errorf("the error holds keys: %+v", e)
			}
			if len(e.Message) > 400 {
				t.Errorf("the message has %d characters", len(e.Message))
			}
		})
	}
}

// Credentials that run out on the way are asked for again, by the next try.

func onStderr(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	wantOK(t, err)
	old := os.Stderr
	os.Stderr = file
	defer func() { os.Stderr = old }()
	f()
	wantOK(t, file.Close())
	said, err := os.ReadFile(file.Name())
	wantOK(t, err)
	return string(said)
}

// The command of a profile whose credentials assume a role has no more business with the terminal.
func TestCredentialProcessOfASourceProfile(t *testing.T) {
	commanding(t, `
if read line; then echo "got $line from the terminal" >&2; exit 1; fi
echo "this would tear the screen" >&2
echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'
`)
	config, err := os.ReadFile(os.Getenv("AWS_CONFIG_FILE"))
	wantOK(t, err)
	const chained = "[profile first]\nrole_arn=arn:aws:iam::123456789012:role/First\nsource_profile=default\n" +
		"[profile second]\nrole_arn=arn:aws:iam::210987654321:role/Second\nsource_profile=first\nexternal_id=x\n" +
		"role_session_name=alice\nduration_seconds=1800\nmfa_serial=" + aliceDevice + "\n"
	said := onStderr(t, func() {
		c, f, _, l := assumeWith(t, string(config)+chained, "second", "111111")
		if _, err := c.Identity(t.Context()); iamclient.KindOf(err) != iamclient.KindMFA {
			t.Errorf("%v", err)
		}
		_, err := c.Renew(t.Context(), "111111")
		wantOK(t, err)
		asked := f.requests()
		first, second := asked[len(asked)-2], asked[len(asked)-1]
		if first.Get("RoleArn") != "arn:aws:iam::123456789012:role/First" || first.Has("ExternalId") || first.Get("DurationSeconds") != "900" {
			t.Errorf("first %v", first)
		}
		if second.Get("RoleArn") != "arn:aws:iam::210987654321:role/Second" || second.Get("ExternalId") != "x" ||
			second.Get("DurationSeconds") != "1800" || second.Get("RoleSessionName") != "alice" || second.Get("TokenCode") != "111111" {
			t.Errorf("second %v", second)
		}
		if !strings.HasPrefix(l.key(), "ASIA") || l.key() == "ASIAPROCESS" {
			t.Errorf("%s signs", l.key())
		}
	})
	if said != "" {
		t.Errorf("on stderr: %s", said)
	}
}

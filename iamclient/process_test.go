package iamclient_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

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
		"it prints other JSON": {`echo '["TOPSECRET"]'`, "something else than credentials"},
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

// The program is started without a shell, as by the AWS CLI: what a shell replaces reaches it as it is.
func TestCredentialProcessRunsWithoutAShell(t *testing.T) {
	commanding(t, `[ $# = 8 ] || exit 9
for want in '$HOME' '~' '*' 'a b' '' '$(exit)' 'a;b' '>out'; do [ "$1" = "$want" ] || exit 8; shift; done
echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'
`)
	file := os.Getenv("AWS_CONFIG_FILE")
	config, err := os.ReadFile(file)
	wantOK(t, err)
	wantOK(t, os.WriteFile(file, []byte(strings.TrimSpace(string(config))+` $HOME ~ * 'a b' "" $(exit) a\;b '>out'`+"\n"), 0o600))
	if e, l := attemptReset(t, iamclient.Options{}); e != nil || l.key() != "ASIAPROCESS" {
		t.Errorf("%v, signed by %s", e, l.key())
	}
}

// A command that the AWS CLI refuses is refused before any request, by file, line and profile. Its text is not repeated.
func TestCredentialProcessThatCannotBeSplit(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a backslash at the end is no mistake there")
	}
	for command, want := range map[string]string{
		`login "CANARY`: "with a quotation mark that is not closed: close it, or put a backslash before it",
		`login CANARY\`: "that ends with a backslash: remove it, or write two",
		`"" CANARY`:     "without a program: name one",
	} {
		configure(t, "[profile desk]\ncredential_process = "+command+"\n", nil)
		_, err := iamclient.New(t.Context(), iamclient.Options{Profile: "desk"})
		if want = os.Getenv("AWS_CONFIG_FILE") + ":2 sets credential_process of the profile desk to a command " + want; err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", command, err, want)
		}
	}
	configure(t, "[profile desk]\ncredential_process =\n", nil)
	if _, err := iamclient.New(t.Context(), iamclient.Options{Profile: "desk"}); err == nil || !strings.Contains(err.Error(), ":2 sets credential_process to nothing") {
		t.Errorf("an empty command: %v", err)
	}
}

// What the command prints is read as by Python, which the AWS CLI is written in.
func TestCredentialProcessJSON(t *testing.T) {
	const keys = `"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"CANARY"`
	for printed, want := range map[string]string{
		`{"Version":1,` + keys + `}`:                                      "",
		`{"Version":1.0,` + keys + `}`:                                    "",
		`{"Version":1e0,` + keys + `}`:                                    "",
		`{"Version":2,"Version":1,` + keys + `}`:                          "",
		`{"Version":1,"AccessKeyId":"ASIAOTHER",` + keys + `}`:            "",
		`{"Version":1,` + keys + `,"accesskeyid":"ASIAOTHER"}`:            "",
		`{"Version":1,` + keys + `,"AccountId":123456789012}`:             "",
		`{"Version":1,` + keys + `,"AccountId":"123456789012"}`:           "",
		`{"Version":1,` + keys + `,"SessionToken":null,"AccountId":null}`: "",
		`{"Version":1,` + keys + `,"More":{"Version":2}}`:                 "",
		`{"version":1,` + keys + `}`:                                      "printed no \"Version\": 1, the only one there is",
		`{"Version":"1",` + keys + `}`:                                    "printed no \"Version\": 1, the only one there is",
		`{"Version":1,"Version":2,` + keys + `}`:                          "printed no \"Version\": 1, the only one there is",
		`{"Version":null,` + keys + `}`:                                   "printed no \"Version\": 1, the only one there is",
		`{"Version":1,"accesskeyid":"A","secretaccesskey":"CANARY"}`:      "printed credentials without AccessKeyId",
		`{"Version":1,"AccessKeyId":"A","secretAccessKey":"CANARY"}`:      "printed credentials without SecretAccessKey",
		`{"Version":1,` + keys + `,"SessionToken":["CANARY"]}`:            "printed credentials with something else than a text as SessionToken",
		`{"Version":1,` + keys + `,"AccountId":{"CANARY":1}}`:             "printed credentials with something else than a text as AccountId",
		`{"Version":1,` + keys + `,"Expiration":4102444800}`:              "printed credentials with something else than a text as Expiration",
		`null`:                                "printed no \"Version\": 1, the only one there is",
		`{"Version":1,` + keys + `} "CANARY"`: "printed something else than credentials in JSON",
	} {
		commanding(t, "echo '"+printed+"'")
		e, l := attemptReset(t, iamclient.Options{})
		if want != "" {
			want = "the credential_process of the profile default " + want
		}
		if e == nil && (want != "" || l.key() != "ASIAPROCESS") || e != nil && e.Message != want {
			t.Errorf("%s: %v, want %q", printed, e, want)
		}
		if e != nil && strings.Contains(fmt.Sprintf("%+v %v", *e, e.Unwrap()), "CANARY") {
			t.Errorf("%s: the error holds credentials: %+v", printed, *e)
		}
	}
}

// Where an attempt's time ends while the command runs, the command is named as what took so long, also where a role is
// assumed with its credentials.
func TestCredentialProcessThatIsSlow(t *testing.T) {
	for _, profile := range []string{"default", "first"} {
		commanding(t, "sleep 30")
		config, err := os.ReadFile(os.Getenv("AWS_CONFIG_FILE"))
		wantOK(t, err)
		configure(t, string(config)+"[profile first]\nrole_arn=arn:aws:iam::123456789012:role/First\nsource_profile=default\n", nil)
		e, _ := attemptReset(t, iamclient.Options{Profile: profile, AttemptTimeout: time.Second})
		iamclient.EndProcesses() // the command has a minute, and may end well for the next try
		const want = "the credential_process of the profile default took longer than 1 s: run it in a shell to see why, and first where it has to ask for something, for it has no terminal here"
		if e == nil || e.Kind != iamclient.KindCredentials || e.Message != want {
			t.Errorf("%s: %+v", profile, e)
		}
	}
}

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

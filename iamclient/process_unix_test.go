//go:build unix

package iamclient_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"iampasswd/iamclient"
)

// A credential_process has no terminal: it cannot ask there, and not read what the operator types. The error says what to
// do about it.
func TestCredentialProcessHasNoTerminal(t *testing.T) {
	keyboard, tty, err := pty.Open()
	wantOK(t, err)
	defer keyboard.Close()
	defer tty.Close()
	commanding(t, `if (exec </dev/tty) 2>/dev/null; then echo "there is a terminal" >&2; exit 1; fi
exit 3`)
	old := os.Stdin
	os.Stdin = tty
	defer func() { os.Stdin = old }()
	e, _ := attemptReset(t, iamclient.Options{})
	if e.Kind != iamclient.KindCredentials || !strings.Contains(e.Message, "exit status 3") || !strings.Contains(e.Message, "run it in a shell to see why") {
		t.Errorf("%+v", e)
	}
}

// What a credential_process starts ends with it, when the program ends.
func TestCredentialProcessIsKilledWithItsChildren(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "child")
	commanding(t, "sleep 300 & echo $! > "+mark+"; wait")
	go func() {
		for {
			if text, err := os.ReadFile(mark); err == nil && len(text) > 1 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		iamclient.EndProcesses()
	}()
	if e, _ := attemptReset(t, iamclient.Options{}); e == nil {
		t.Fatal("the change was made")
	}
	wantEnded(t, mark)
}

// wantEnded fails unless the process whose number is in a file has ended.
func wantEnded(t *testing.T, mark string) {
	t.Helper()
	text, err := os.ReadFile(mark)
	wantOK(t, err)
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	wantOK(t, err)
	for range 200 {
		if err = syscall.Kill(child, 0); err != nil || isZombie(child) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the child %d is still there", child)
}

func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z")
}

// The dates that the AWS CLI accepts are accepted, and no other.
func TestCredentialProcessDates(t *testing.T) {
	for date, ok := range map[string]bool{
		"2099-05-16T19:19:29Z": true, "2099-05-16T19:19:29UTC": true, "2099-05-16T19:19:29+02:00": true, "2099-05-16T19:19:29+0200": true,
		"2099-05-16T19:19:29.123Z": true, "2099-05-16 19:19:29+00:00": true, "Sat, 16 May 2099 19:19:29 GMT": true, "2099-05-16T19:19:29 UTC": true,
		"Sat May 16 19:19:29 UTC 2099": true, "2099-05-16T19:19:29+00": true, "2099-05-16 19:19 UTC": true, "2099-05-16T19:19:29z": true,
		"2099/05/16 19:19:29 Z": true, "16 May 2099 19:19:29 GMT": true, "05/06/2099 19:19:29Z": false,
		"2099-05-16T19:19:29": false, "2099-05-16T19:19:29 XYZ": false, "tomorrow": false, "2001-01-01T00:00:00Z": false,
	} {
		commanding(t, `echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"CANARY-SECRET","SessionToken":"CANARY-TOKEN","Expiration":"`+date+`"}'`)
		e, l := attemptReset(t, iamclient.Options{})
		if ok != (e == nil) || ok && l.key() != "ASIAPROCESS" {
			t.Errorf("%s: %v", date, e)
		}
		if e != nil && strings.Contains(fmt.Sprintf("%+v %v %v", *e, e, e.Unwrap()), "CANARY") {
			t.Errorf("%s: the error holds credentials: %+v", date, *e)
		}
	}
}

// Nothing of what looks like a key is repeated, whichever way the process prints it.
func TestCredentialProcessSecretsAreNotRepeated(t *testing.T) {
	for name, script := range map[string]string{
		"another version":    `echo '{"Version":2,"AccessKeyId":"ASIAX","SecretAccessKey":"CANARYwJalrXUtnFEMI","SessionToken":"CANARY"}'`,
		"a text as version":  `echo '{"Version":"CANARY","SecretAccessKey":"CANARYwJalrXUtnFEMI"}'`,
		"no JSON":            `echo 'aws_secret_access_key = CANARYwJalrXUtnFEMI'`,
		"without a secret":   `echo '{"Version":1,"AccessKeyId":"CANARYwJalrXUtnFEMI"}'`,
		"on standard error":  `echo '+ SECRET=CANARYwJalrXUtnFEMI' >&2; exit 1`,
		"and more than that": `i=0; while [ $i -lt 3000 ]; do echo '{"CANARYwJalrXUtnFEMI":"CANARY"}'; i=$((i+1)); done`,
	} {
		commanding(t, script)
		e, _ := attemptReset(t, iamclient.Options{})
		if text := fmt.Sprintf("%+v %v %v", *e, e, e.Unwrap()); strings.Contains(text, "CANARY") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// What a credential_process leaves running may hold its output open: what it printed still counts, and what it left
// running ends.
func TestCredentialProcessThatLeavesAChild(t *testing.T) {
	for _, output := range []string{"", ">/dev/null 2>&1"} {
		mark := filepath.Join(t.TempDir(), "child")
		commanding(t, "sleep 300 "+output+" & echo $! > "+mark+`
echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'`)
		if e, l := attemptReset(t, iamclient.Options{}); e != nil || l.key() != "ASIAPROCESS" {
			t.Errorf("%v, signed by %s", e, l.key())
		}
		wantEnded(t, mark)
	}
}

// What a credential_process that may ask leaves running is left alone, as by the AWS CLI: it shares the program's process group.
func TestCredentialProcessThatMayAskLeavesAChild(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "child")
	commanding(t, "sleep 300 >/dev/null 2>&1 & echo $! > "+mark+`
echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'`)
	if e, l := attemptReset(t, iamclient.Options{ProcessMayAsk: true}); e != nil || l.key() != "ASIAPROCESS" {
		t.Errorf("%v, signed by %s", e, l.key())
	}
	text, err := os.ReadFile(mark)
	wantOK(t, err)
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	wantOK(t, err)
	if err := syscall.Kill(child, syscall.SIGKILL); err != nil {
		t.Errorf("the child is gone: %v", err)
	}
}

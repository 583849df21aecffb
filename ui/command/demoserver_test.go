//go:build unix

package command_test

import (
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// serve starts the demo server on a free port and returns its URL.
func serve(t *testing.T, env []string, args ...string) (x *terminal, server string) {
	t.Helper()
	x = start(t, 120, 24, env, append([]string{"demo-server", "--listen", "127.0.0.1:0"}, args...)...)
	server = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(x.shows("ctrl+c ends it"))
	return x, server
}

func TestDemoServer(t *testing.T) {
	t.Parallel()
	tool(t, "aws")
	x, server := serve(t, environment(t), "--users", "30")
	x.shows("The embedded IAM listens at "+server+", with 30 users.", "Any credentials do")
	names := strings.Fields(aws(t, server, "iam", "list-users", "--query", "Users[].UserName"))
	if len(names) != 30 || !strings.Contains(strings.Join(names, " "), "Bob") {
		t.Errorf("the AWS CLI lists %d users: %q", len(names), names)
	}
	x.types(ctrl('c'))
	x.ends(130)
	if got := x.stderr.String(); got != "" {
		t.Errorf("stderr: %s", got)
	}
}

func TestDemoServerWithAccounts(t *testing.T) {
	t.Parallel()
	tool(t, "aws")
	x, server := serve(t, environment(t), "--accounts", "3", "--users", "10")
	x.shows("with 3 accounts of 10 users each.")
	if names := strings.Fields(aws(t, server, "organizations", "list-accounts", "--query", "Accounts[].Name")); !slices.Equal(names, []string{"Acme", "prod", "dev"}) {
		t.Errorf("the AWS CLI lists the accounts %q", names)
	}
	if names := strings.Fields(aws(t, server, "iam", "list-users", "--query", "Users[].UserName")); len(names) != 10 {
		t.Errorf("the first account has %q", names)
	}
}

func TestDemoServerEndsOnSIGTERM(t *testing.T) {
	t.Parallel()
	x, _ := serve(t, environment(t))
	x.signal(syscall.SIGTERM)
	x.ends(128 + int(syscall.SIGTERM))
}

// Under nohup a signal to hang up is ignored, as it is by any other program.
func TestDemoServerUnderNohup(t *testing.T) {
	t.Parallel()
	x := startCommand(t, 120, 24, environment(t), "/bin/sh", "-c",
		`trap "" HUP; exec "$0" demo-server --listen 127.0.0.1:0`, binary(t))
	x.shows("ctrl+c ends it")
	x.signal(syscall.SIGHUP)
	x.signal(syscall.SIGTERM)
	x.ends(128 + int(syscall.SIGTERM))
}

// The program's own terminal UI on the demo server, over TCP.
func TestResetOnTheDemoServer(t *testing.T) {
	t.Parallel()
	_, server := serve(t, environment(t))
	x := start(t, 80, 24, environment(t, staticKeys()...), "--endpoint-url", server)
	x.shows("acme-demo", "Bob", "60")
	x.find("Bob", "bob", "3 of 60")
	x.guard(newPassword)
	x.types(newPassword, tab, newPassword, enter)
	x.shows("Password changed for Bob")
	x.types(ctrl('c'))
	x.ends(0)
	x.unseen()
}

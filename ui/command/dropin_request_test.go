//go:build unix

package command_test

import (
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// A command costs one request. Only what it is asked for beyond that may cost another.
func TestDropinRequests(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args, stdin string
		code        int
		actions     []string
	}{
		{"update-login-profile --user-name bob --password Tram-Kettle+49", "", 0, []string{"UpdateLoginProfile"}},
		{"update-login-profile --user-name bob --no-password-reset-required", "", 0, []string{"UpdateLoginProfile"}},
		{"update-login-profile --user-name bob --password-stdin", newPassword, 0, []string{"UpdateLoginProfile"}},
		{"update-login-profile --user-name bob --password-stdin --debug", newPassword, 0, []string{"UpdateLoginProfile"}},
		{"update-login-profile --user-name nobody --password-stdin", newPassword, 254, []string{"UpdateLoginProfile"}},
		{"update-login-profile --user-name nina --password-stdin", newPassword, 254, []string{"UpdateLoginProfile"}},
		{"update-login-profile --user-name bob --password-stdin", "short", 254, []string{"UpdateLoginProfile"}},
		{"create-login-profile --user-name nina --password-stdin", newPassword, 0, []string{"CreateLoginProfile"}},
		{"create-login-profile --user-name bob --password-stdin", newPassword, 254, []string{"CreateLoginProfile"}},
		{"change-password --password-stdin", heldPassword + "\n" + newPassword, 0, []string{"ChangePassword"}},
		{"update-account-password-policy --hard-expiry", "", 0, []string{"UpdateAccountPasswordPolicy"}},
		{"update-login-profile --generate-cli-skeleton", "", 0, nil},
		{"update-login-profile --help", "", 0, nil},
		{"update-login-profile help", "", 0, nil},
		{"create-login-profile --password-stdin", newPassword, 252, nil},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			if got := piped(t, s.env(t), c.stdin, strings.Fields(c.args)...); got.code != c.code {
				t.Errorf("%+v", got)
			}
			s.wantActions(t, c.actions...)
		})
	}
}

// --read-only lets nothing through, and asks for nothing first: wherever it stands, and whatever else there is.
func TestDropinReadOnly(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"--read-only update-login-profile --user-name bob --password Tram-Kettle+49",
		"update-login-profile --user-name bob --password-stdin --read-only",
		"update-login-profile --read-only --user-name bob --generate-password",
		"create-login-profile --read-only --user-name nina --password Tram-Kettle+49",
		"create-login-profile --read-only --password Tram-Kettle+49",
		"change-password --old-password a --new-password b --read-only",
		"update-account-password-policy --read-only",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			command := strings.Fields(strings.TrimPrefix(args, "--read-only "))[0]
			piped(t, s.env(t), newPassword, strings.Fields(args)...).want(t, 252, "", "iampasswd: --read-only refuses "+command+".\n")
			s.wantActions(t)
		})
	}
}

func TestDropinNamesTheCaller(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		setup func(*demoiam.Server)
		whom  string
	}{
		{nil, "the caller, admin"},
		{func(s *demoiam.Server) { s.SetCaller("arn:aws:sts::123456789012:assumed-role/Admin/alice") }, "the caller, Admin/alice"},
		{fault(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied"}), "the caller"},
	} {
		s := serveAccount(t, dropinAccount())
		if c.setup != nil {
			c.setup(s.Server)
		}
		piped(t, s.env(t), "", "create-login-profile", "--password", newPassword).
			want(t, 252, "", "iampasswd: create-login-profile needs --user-name: without it AWS would take "+c.whom+".\n")
		s.wantActions(t)
	}
}

// A certificate is checked: by the authorities of the system, or by those that are named.
func TestDropinCertificates(t *testing.T) {
	t.Parallel()
	account := dropinAccount()
	server := httptest.NewTLSServer(account)
	t.Cleanup(server.Close)
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(bundle, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	garbage := filepath.Join(t.TempDir(), "garbage.pem")
	if err := os.WriteFile(garbage, []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := environment(t, append(staticKeys(), "AWS_ENDPOINT_URL="+server.URL, "AWS_MAX_ATTEMPTS=1")...)
	args := slices.Concat(resetsBob, []string{"--password", newPassword})
	env = append(env, "HOME=") // and so nothing but the change is asked of the server
	for _, c := range []struct {
		name  string
		env   []string
		args  []string
		code  int
		says  string
		calls int
	}{
		{"of nobody", nil, nil, 255, "certificate", 0},
		{"of another authority", nil, []string{"--ca-bundle", garbage}, 255, "", 0},
		{"unchecked", nil, []string{"--no-verify-ssl"}, 252, "anybody on the way could read the password", 0},
		{"--ca-bundle", nil, []string{"--ca-bundle", bundle}, 0, "", 1},
		{"AWS_CA_BUNDLE", []string{"AWS_CA_BUNDLE=" + bundle}, nil, 0, "", 1},
		{"the option before the variable", []string{"AWS_CA_BUNDLE=" + garbage}, []string{"--ca-bundle=" + bundle}, 0, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(account.Calls())
			got := piped(t, append(env, c.env...), "", append(args, c.args...)...)
			got.says(t, c.says)
			if calls := len(account.Calls()) - before; got.code != c.code || calls != c.calls {
				t.Errorf("%+v, and %d requests", got, calls)
			}
		})
	}
}

// A time-out ends the request: what got no answer is not sent again.
func TestDropinReadTimeout(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 2 * patience, Times: 1})
	got := piped(t, s.env(t), "", append(resetsBob, "--password", newPassword, "--cli-read-timeout", "1")...)
	got.want(t, 255, "", "\nno answer in time"+outcomeNote)
	s.wantActions(t, "UpdateLoginProfile")
}

// Options of the AWS CLI that are not there are refused by their names; those that cannot matter are taken.
func TestDropinGlobalOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"--no-cli-pager --output yaml --query x --color on --cli-binary-format base64 --no-cli-auto-prompt --no-paginate", 0, ""},
		{"--output off", 0, ""},
		{"--no-sign-request", 252, "--no-sign-request of the AWS CLI is not there"},
		{"--cli-auto-prompt", 252, "--cli-auto-prompt of the AWS CLI is not there"},
		{"--cli-error-format json", 252, "--cli-error-format of the AWS CLI is not there"},
		{"--version", 252, "--version of the AWS CLI is not there"},
		{"--demo", 252, "iampasswd demo-server"},
		{"--demo-users 5", 252, "iampasswd demo-server"},
		{"--demo-accounts 5", 252, "iampasswd demo-server"},
		{"--no-verify-ssl", 252, "--ca-bundle names a certificate authority of your own"},
		{"--cli-input-yaml x", 252, "Unknown options: --cli-input-yaml\n"},
		{"--read-onl", 252, "Unknown options: --read-onl\n"},
	} {
		for _, front := range []bool{true, false} {
			s := serveAccount(t, dropinAccount())
			reset := append(slices.Clone(resetsBob), "--password", newPassword)
			args := slices.Concat(reset, strings.Fields(c.args))
			if front {
				if strings.Contains(c.says, "Unknown") { // there is no command to tell of it
					continue
				}
				args = append(strings.Fields(c.args), reset...)
			}
			got := piped(t, s.env(t), "", args...)
			got.says(t, c.says)
			if got.code != c.code || got.stdout != "" || len(s.Calls()) != map[bool]int{true: 1}[c.code == 0] {
				t.Errorf("%q: %+v", args, got)
			}
		}
	}
}

// Signals end a request that is under way, and what is known of it is said.
func TestDropinInterrupted(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 2 * patience})
	cmd := detached(t.Context(), t, s.env(t), append(resetsBob, "--generate-password")...)
	var out, errs output
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return s.Count("UpdateLoginProfile", "bob") == 1 }, func() string { return "no request came: " + errs.String() })
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	got := ran{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
	got.says(t, "the outcome is unknown")
	if password := generatedAlone(t, got); got.code != 130 || len(password) != 16 {
		t.Errorf("%+v", got)
	}
}

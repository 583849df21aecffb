//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// roleWithMFA is an environment with a profile whose role asks for an MFA code, and the account that it leads to.
func roleWithMFA(t *testing.T) (*served, []string) {
	t.Helper()
	s := serveAccount(t, dropinAccount())
	s.SetMFACode("123456")
	config := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(config, []byte("[profile base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n"+
		"[profile mfa]\nrole_arn=arn:aws:iam::123456789012:role/HelpDesk\nsource_profile=base\nmfa_serial=arn:aws:iam::123456789012:mfa/alice\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return s, s.env(t, "AWS_CONFIG_FILE="+config, "AWS_ENDPOINT_URL_STS="+s.url)
}

const asksCode = "Enter MFA code for arn:aws:iam::123456789012:mfa/alice: "

// As the AWS CLI does, on the terminal and without an echo.
func TestDropinMFA(t *testing.T) {
	t.Parallel()
	s, env := roleWithMFA(t)
	x := start(t, 80, 24, env, append(resetsBob, "--debug", "--profile", "mfa", "--password", newPassword, "--password-reset-required")...)
	x.guard("123456")
	x.asks(asksCode)
	x.types("123456", enter)
	x.ends(0)
	if got := x.stderr.String(); !strings.Contains(got, "UpdateLoginProfile") || strings.Contains(got, "123456\n") || strings.Contains(got, "TokenCode") {
		t.Errorf("the log: %s", got)
	}
	s.wantActions(t, "AssumeRole", "UpdateLoginProfile")
}

func TestDropinMFARefused(t *testing.T) {
	t.Parallel()
	s, env := roleWithMFA(t)
	x := start(t, 80, 24, env, append(resetsBob, "--profile", "mfa", "--password", newPassword)...)
	x.asks(asksCode)
	x.types("654321", enter)
	x.ends(254)
	const said = "An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code."
	if got := x.stderr.String(); !strings.Contains(got, said) || strings.Contains(got, "654321") {
		t.Errorf("stderr: %s", got)
	}
	s.wantActions(t, "AssumeRole")
}

// Where nobody sits at a terminal there is nobody to ask.
func TestDropinMFAWithoutATerminal(t *testing.T) {
	t.Parallel()
	s, env := roleWithMFA(t)
	got := piped(t, env, "", append(resetsBob, "--profile", "mfa", "--password", newPassword)...)
	if got.code != 253 || !strings.Contains(got.stderr, "the profile's role asks for an MFA code") {
		t.Errorf("%+v", got)
	}
	s.wantActions(t)
}

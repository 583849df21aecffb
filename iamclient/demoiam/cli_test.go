package demoiam_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// The AWS CLI is a client that nobody here wrote. It has to find nothing odd
// about the server.

// awsCLI runs `aws` on an endpoint, one at a time.
type awsCLI struct{ path, endpoint string }

func newAWSCLI(t *testing.T, s *demoiam.Server) awsCLI {
	t.Helper()
	if testing.Short() {
		t.Skip("the AWS CLI takes half a second a call")
	}
	path, err := exec.LookPath("aws")
	if err != nil {
		t.Skip("the AWS CLI is not installed, so it cannot be the referee")
	}
	t.Parallel()
	return awsCLI{path, listen(t, s)}
}

// run returns what aws wrote and how it ended.
func (a awsCLI) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), a.path, append([]string{"--endpoint-url", a.endpoint, "--output", "text"}, args...)...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") }),
		"AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=secret", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true", "AWS_MAX_ATTEMPTS=1")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// ok checks that a command succeeds and writes want, tabs and all.
func (a awsCLI) ok(t *testing.T, want, command string) {
	t.Helper()
	stdout, stderr, code := a.run(t, strings.Fields(command)...)
	if code != 0 || stderr != "" || stdout != want {
		t.Errorf("aws %s\nended with %d, wrote %q and complained %q\nwant %q", command, code, stdout, stderr, want)
	}
}

// fails checks that a command fails with AWS's error.
func (a awsCLI) fails(t *testing.T, code, operation, message, command string) {
	t.Helper()
	want := "\nAn error occurred (" + code + ") when calling the " + operation + " operation: " + message + "\n"
	stdout, stderr, status := a.run(t, strings.Fields(command)...)
	if status == 0 || stdout != "" || stderr != want {
		t.Errorf("aws %s\nended with %d, wrote %q and complained %q\nwant %q", command, status, stdout, stderr, want)
	}
}

func TestAWSCLILoginProfiles(t *testing.T) {
	s := withBob(false)
	cli := newAWSCLI(t, s)
	cli.ok(t, "bob\tFalse\n", "iam get-login-profile --user-name bob --query LoginProfile.[UserName,PasswordResetRequired]")
	cli.ok(t, "", "iam update-login-profile --user-name bob --password "+good+" --password-reset-required")
	if !s.Check("bob", good) {
		t.Error("the password is not the new one")
	}
	wantReset(t, s, "bob", true)
	cli.fails(t, "PasswordPolicyViolation", "UpdateLoginProfile",
		lacks1+noUpper+", "+noSymbol, "iam update-login-profile --user-name bob --password password1")
	cli.fails(t, "ValidationError", "UpdateLoginProfile",
		`1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`,
		"iam update-login-profile --user-name bob --password Ten-€-a-month-1")
	cli.fails(t, "NoSuchEntity", "UpdateLoginProfile", "Login Profile for User nina cannot be found.",
		"iam update-login-profile --user-name nina --password "+good)
	cli.ok(t, "nina\tTrue\n", "iam create-login-profile --user-name nina --password-reset-required --password "+good+
		" --query LoginProfile.[UserName,PasswordResetRequired]")
	cli.fails(t, "EntityAlreadyExists", "CreateLoginProfile", "Login Profile for user nina already exists.",
		"iam create-login-profile --user-name nina --password "+good)
	cli.ok(t, "", "iam delete-login-profile --user-name nina")
	cli.fails(t, "NoSuchEntity", "GetLoginProfile", "Login Profile for User nina cannot be found.", "iam get-login-profile --user-name nina")
}

func TestAWSCLIUsers(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: many(249)})
	cli := newAWSCLI(t, s)
	stdout, stderr, _ := cli.run(t, "iam", "list-users", "--page-size", "100", "--query", "Users[].[UserName]")
	if names := strings.Fields(stdout); stderr != "" || len(names) != 250 || !slices.IsSorted(names) {
		t.Errorf("%d names; %s", len(names), stderr)
	}
	if n := s.Count("ListUsers", ""); n != 3 {
		t.Errorf("%d pages, want 3", n)
	}
	stdout, stderr, _ = cli.run(t, "iam", "list-users", "--page-size", "7", "--max-items", "10", "--query", "Users[].[UserName]", "--output", "json")
	if strings.Count(stdout, "user-") != 9 || stderr != "" {
		t.Errorf("--max-items 10 gave %s %s", stdout, stderr)
	}
	cli.ok(t, "zoe\t/eng/\tarn:aws:iam::123456789012:user/eng/zoe\tweb\n",
		"iam create-user --user-name zoe --path /eng/ --tags Key=team,Value=web --query User.[UserName,Path,Arn,Tags[0].Value]")
	cli.fails(t, "EntityAlreadyExists", "CreateUser", "User with name Zoe already exists.", "iam create-user --user-name Zoe")
	cli.ok(t, "web\n", "iam get-user --user-name zoe --query User.Tags[0].Value")
	cli.ok(t, "zoe\n", "iam list-users --path-prefix /eng/ --query Users[].[UserName]")
	cli.ok(t, "", "iam delete-user --user-name zoe")
	cli.fails(t, "NoSuchEntity", "GetUser", "The user with name zoe cannot be found.", "iam get-user --user-name zoe")
}

func TestAWSCLIPasswordPolicy(t *testing.T) {
	cli := newAWSCLI(t, demoiam.New(demoiam.Options{}))
	cli.fails(t, "NoSuchEntity", "GetAccountPasswordPolicy", "The Password Policy with domain name 123456789012 cannot be found.", "iam get-account-password-policy")
	cli.ok(t, "", "iam update-account-password-policy --minimum-password-length 12 --require-symbols --max-password-age 90 --password-reuse-prevention 3 --no-hard-expiry")
	cli.ok(t, "12\tTrue\tFalse\tTrue\t90\t3\tFalse\n", "iam get-account-password-policy --query PasswordPolicy."+
		"[MinimumPasswordLength,RequireSymbols,RequireNumbers,ExpirePasswords,MaxPasswordAge,PasswordReusePrevention,HardExpiry]")
	cli.fails(t, "ValidationError", "UpdateAccountPasswordPolicy",
		"1 validation error detected: Value at 'minimumPasswordLength' failed to satisfy constraint: Member must have value less than or equal to 128",
		"iam update-account-password-policy --minimum-password-length 129")
	cli.ok(t, "", "iam delete-account-password-policy")
}

func TestAWSCLICaller(t *testing.T) {
	s := demoiam.Company(30, demoiam.Latency{})
	cli := newAWSCLI(t, s)
	cli.ok(t, "123456789012\tarn:aws:iam::123456789012:user/helpdesk/alice\n", "sts get-caller-identity --query [Account,Arn]")
	cli.ok(t, "acme-demo\n", "iam list-account-aliases --query AccountAliases[]")
	cli.ok(t, "alice\n", "iam get-user --query User.UserName")
	cli.fails(t, "AccessDenied", "ChangePassword", "The old password was incorrect.", "iam change-password --old-password x --new-password "+good)
	cli.ok(t, "", "iam change-password --old-password "+demoiam.CastPassword+" --new-password "+good)
	if !s.Check("alice", good) {
		t.Error("the password is not the new one")
	}
	cli.fails(t, "PasswordPolicyViolation", "ChangePassword", reused, "iam change-password --old-password "+good+" --new-password "+demoiam.CastPassword)
	cli.fails(t, "AccessDenied", "UpdateLoginProfile", "User: arn:aws:iam::123456789012:user/helpdesk/alice is not authorized to perform: "+
		"iam:UpdateLoginProfile on resource: user sid.scp with an explicit deny in a service control policy",
		"iam update-login-profile --user-name sid.scp --password "+good)
}

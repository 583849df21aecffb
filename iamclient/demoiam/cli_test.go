package demoiam_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// The AWS CLI is a client that nobody here wrote. It has to find nothing odd
// about the server.

// awsCLI runs `aws` on an endpoint, one at a time.
type awsCLI struct {
	path, endpoint string
	session        []string // access key id, secret and token; nil for the usual key
}

func newAWSCLI(t *testing.T, s http.Handler) awsCLI {
	t.Helper()
	if testing.Short() {
		t.Skip("the AWS CLI takes half a second a call")
	}
	path, err := exec.LookPath("aws")
	if err != nil {
		t.Skip("the AWS CLI is not installed, so it cannot be the referee")
	}
	t.Parallel()
	return awsCLI{path: path, endpoint: listen(t, s)}
}

// run returns what aws wrote and how it ended.
func (a awsCLI) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), a.path, append([]string{"--endpoint-url", a.endpoint, "--output", "text"}, args...)...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") }),
		"AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=secret", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true", "AWS_MAX_ATTEMPTS=1")
	if a.session != nil {
		cmd.Env = append(cmd.Env, "AWS_ACCESS_KEY_ID="+a.session[0], "AWS_SECRET_ACCESS_KEY="+a.session[1], "AWS_SESSION_TOKEN="+a.session[2])
	}
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

func TestAWSCLIAccess(t *testing.T) {
	s := withCarol()
	cli := newAWSCLI(t, s)
	cli.ok(t, "team\tweb\n", "iam list-user-tags --user-name Carol --query Tags[0].[Key,Value]")
	cli.ok(t, "eng\nstaff\nweb\n", "iam list-groups-for-user --user-name Carol --page-size 1 --query Groups[].[GroupName]")
	cli.ok(t, carolsPhone+"\n"+carolsToken+"\n", "iam list-mfa-devices --user-name Carol --query MFADevices[].[SerialNumber]")
	cli.fails(t, "DeleteConflict", "DeleteVirtualMFADevice", "MFA VirtualDevice in use. Must deactivate first.", "iam delete-virtual-mfa-device --serial-number "+carolsPhone)
	cli.ok(t, "", "iam deactivate-mfa-device --user-name Carol --serial-number "+carolsPhone)
	cli.ok(t, "", "iam delete-virtual-mfa-device --serial-number "+carolsPhone)
	cli.fails(t, "NoSuchEntity", "DeactivateMFADevice", "MFA Device invalid for user.", "iam deactivate-mfa-device --user-name Carol --serial-number "+carolsPhone)

	cli.ok(t, "", "iam update-access-key --user-name Carol --access-key-id "+carolsKey+" --status Inactive")
	cli.ok(t, "Inactive\tInactive\n", "iam list-access-keys --user-name Carol --query AccessKeyMetadata[].Status")
	cli.fails(t, "ValidationError", "UpdateAccessKey",
		"1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]",
		"iam update-access-key --user-name Carol --access-key-id "+carolsKey+" --status Off")

	cli.ok(t, "Carol\t2026-01-02T03:04:05Z\n", "iam get-access-key-last-used --access-key-id "+carolsKey+" --query [UserName,AccessKeyLastUsed.LastUsedDate]")
	const credentials = "iam list-service-specific-credentials --user-name Carol --service-name codecommit.amazonaws.com " +
		"--query ServiceSpecificCredentials[].[ServiceSpecificCredentialId,Status]"
	carol, _ := s.User("carol")
	cli.ok(t, carolsGit+"\tActive\n"+carol.Credentials[2].ID+"\tInactive\n", credentials)
	cli.ok(t, "", "iam update-service-specific-credential --user-name Carol --service-specific-credential-id "+carolsGit+" --status Inactive")
	cli.ok(t, carolsGit+"\tInactive\n"+carol.Credentials[2].ID+"\tInactive\n", credentials)
	cli.fails(t, "NoSuchEntity", "UpdateServiceSpecificCredential", "No such credential ACCANOBODYSCREDENTIAL exists",
		"iam update-service-specific-credential --user-name Carol --service-specific-credential-id ACCANOBODYSCREDENTIAL --status Inactive")

	const simulate = "iam simulate-principal-policy --policy-source-arn arn:aws-us-gov:iam::111122223333:user/dan " +
		"--action-names iam:ChangePassword iam:GetUser --query EvaluationResults[].EvalDecision"
	cli.ok(t, "implicitDeny\timplicitDeny\n", simulate)
	cli.ok(t, "", "iam attach-user-policy --user-name dan --policy-arn "+managedPolicy)
	cli.ok(t, "allowed\timplicitDeny\n", simulate)
	cli.ok(t, "IAMUserChangePassword\t"+managedPolicy+"\n", "iam list-attached-user-policies --user-name dan --query AttachedPolicies[].[PolicyName,PolicyArn]")
	cli.ok(t, "", "iam detach-user-policy --user-name dan --policy-arn "+managedPolicy)
	cli.fails(t, "NoSuchEntity", "DetachUserPolicy", "Policy "+managedPolicy+" was not found.", "iam detach-user-policy --user-name dan --policy-arn "+managedPolicy)

	cli.ok(t, "", "iam put-user-policy --user-name dan --policy-name Own --policy-document "+inlineText)
	cli.ok(t, "Own\n", "iam list-user-policies --user-name dan --query PolicyNames[]")
	cli.ok(t, "Deny\n", "iam get-user-policy --user-name dan --policy-name Own --query PolicyDocument.Statement.Effect")
	cli.fails(t, "MalformedPolicyDocument", "PutUserPolicy", "Syntax errors in policy.", "iam put-user-policy --user-name dan --policy-name Own --policy-document {}")
	cli.ok(t, "", "iam delete-user-policy --user-name dan --policy-name Own")
	cli.fails(t, "NoSuchEntity", "GetUserPolicy", "The user policy with name Own cannot be found.", "iam get-user-policy --user-name dan --policy-name Own")
}

func TestAWSCLICredentialReport(t *testing.T) {
	s := withCarol()
	cli := newAWSCLI(t, s)
	// "Unknown" is what the AWS CLI has for an error without a message.
	cli.fails(t, "ReportNotPresent", "GetCredentialReport", "Unknown", "iam get-credential-report")
	cli.ok(t, "STARTED\n", "iam generate-credential-report --query State")
	s.SetReport(0)
	cli.ok(t, "COMPLETE\n", "iam generate-credential-report --query State")
	stdout, stderr, _ := cli.run(t, "iam", "get-credential-report", "--query", "[ReportFormat,Content]")
	format, content, _ := strings.Cut(strings.TrimSpace(stdout), "\t")
	report, err := base64.StdEncoding.DecodeString(content)
	if err != nil || format != "text/csv" || !strings.Contains(string(report), "\nCarol,arn:aws-us-gov:iam::111122223333:user/eng/Carol,2024-05-06T07:08:09Z,true,") {
		t.Errorf("a report in %s: %s %s %v", format, report, stderr, err)
	}
	s.SetReport(5 * time.Hour)
	cli.fails(t, "ReportExpired", "GetCredentialReport", "Unknown", "iam get-credential-report")
}

func TestAWSCLIAssumeRole(t *testing.T) {
	s := withBob(false)
	s.SetMFACode("123456")
	cli := newAWSCLI(t, s)
	const assume = "sts assume-role --role-arn " + helpdesk + " --role-session-name carol --serial-number arn:aws:iam::123456789012:mfa/admin --token-code "
	cli.fails(t, "AccessDenied", "AssumeRole", wrongCode, assume+"000000")
	stdout, stderr, _ := cli.run(t, strings.Fields(assume+"123456 --query Credentials.[AccessKeyId,SecretAccessKey,SessionToken]")...)
	session := strings.Fields(stdout)
	if len(session) != 3 {
		t.Fatalf("got %q %s", stdout, stderr)
	}
	cli.session = session
	cli.ok(t, "123456789012\t"+asCarol+"\n", "sts get-caller-identity --query [Account,Arn]")
	cli.ok(t, "bob\n", "iam get-user --user-name bob --query User.UserName")
	cli.session[2] = "stolen"
	cli.fails(t, "InvalidClientTokenId", "GetCallerIdentity", "The security token included in the request is invalid", "sts get-caller-identity")
}

// page reads one page of a list of accounts, and the token of the next one.
func (a awsCLI) page(t *testing.T, token string) (ids []string, next string) {
	t.Helper()
	args := []string{"organizations", "list-accounts", "--no-paginate", "--max-results", "2", "--output", "json"}
	if token != "" {
		args = append(args, "--next-token", token)
	}
	stdout, stderr, _ := a.run(t, args...)
	var page struct {
		Accounts  []struct{ ID string }
		NextToken string
	}
	if err := json.Unmarshal([]byte(stdout), &page); err != nil {
		t.Fatalf("%v %q %s", err, stdout, stderr)
	}
	for _, account := range page.Accounts {
		ids = append(ids, account.ID)
	}
	return ids, page.NextToken
}

func TestAWSCLIOrganizations(t *testing.T) {
	org := newOrganization()
	cli := newAWSCLI(t, org)
	cli.ok(t, hub+"\tACTIVE\tACTIVE\n"+prod+"\tACTIVE\tACTIVE\n"+lab+"\tACTIVE\tACTIVE\n", "organizations list-accounts --query Accounts[].[Id,Status,State]")
	first, token := cli.page(t, "")
	empty, token := cli.page(t, token)
	last, token := cli.page(t, token)
	if !slices.Equal(first, []string{hub, prod}) || len(empty) != 0 || !slices.Equal(last, []string{lab}) || token != "" {
		t.Errorf("pages of %v, %v and %v, then %q", first, empty, last, token)
	}
	cli.ok(t, hub+"\n"+prod+"\n"+lab+"\n", "organizations list-accounts --page-size 1 --query Accounts[].[Id]")
	cli.ok(t, "o-acmedemo23/r-acme/"+org.UnitID("Workloads")+"/"+lab+"/\n", "organizations list-accounts --query Accounts[2].Paths")
	cli.ok(t, hub+"\tALL\n", "organizations describe-organization --query Organization.[MasterAccountId,FeatureSet]")
	cli.ok(t, "r-acme\tRoot\n", "organizations list-roots --query Roots[].[Id,Name]")
	cli.ok(t, "Workloads\n", "organizations list-organizational-units-for-parent --parent-id r-acme --query OrganizationalUnits[].Name")
	cli.ok(t, org.UnitID("Production")+"\n", "organizations list-organizational-units-for-parent --parent-id "+org.UnitID("Workloads")+" --query OrganizationalUnits[].Id")
	cli.ok(t, lab+"\n", "organizations list-accounts-for-parent --parent-id "+org.UnitID("Workloads")+" --query Accounts[].Id")
	cli.fails(t, "ParentNotFoundException", "ListAccountsForParent", "You specified parent that doesn't exist.", "organizations list-accounts-for-parent --parent-id r-other")
	cli.fails(t, "InvalidInputException", "ListAccounts", "You specified an invalid value.", "organizations list-accounts --no-paginate --next-token y")
	cli.session = []string{"AKIA" + lab, "secret", ""}
	cli.fails(t, "AccessDeniedException", "ListAccounts", "You don't have permissions to access this resource.", "organizations list-accounts")
	cli.ok(t, hub+"\n", "organizations describe-organization --query Organization.MasterAccountId")
}

func TestAWSCLIOutsideOfAnOrganization(t *testing.T) {
	cli := newAWSCLI(t, withBob(false))
	for command, operation := range map[string]string{
		"list-accounts": "ListAccounts", "describe-organization": "DescribeOrganization", "list-roots": "ListRoots",
	} {
		cli.fails(t, "AWSOrganizationsNotInUseException", operation, "Your account is not a member of an organization.", "organizations "+command)
	}
}

func TestAWSCLISessionPolicies(t *testing.T) {
	org := newOrganization()
	cli := newAWSCLI(t, org)
	const role = "arn:aws:iam::" + prod + ":role/" + demoiam.OrganizationRole
	const caller = "User: arn:aws:sts::" + prod + ":assumed-role/" + demoiam.OrganizationRole + "/carol is not authorized to perform: "
	assume := func(policies ...string) []string {
		t.Helper()
		stdout, stderr, _ := awsCLI{path: cli.path, endpoint: cli.endpoint}.run(t, append([]string{"sts", "assume-role", "--role-arn", role,
			"--role-session-name", "carol", "--query", "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]"}, policies...)...)
		session := strings.Fields(stdout)
		if len(session) != 3 {
			t.Fatalf("got %q %s", stdout, stderr)
		}
		return session
	}
	cli.session = assume("--policy-arns", "arn="+*readOnly[0].Arn)
	cli.ok(t, prod+"\tarn:aws:sts::"+prod+":assumed-role/"+demoiam.OrganizationRole+"/carol\n", "sts get-caller-identity --query [Account,Arn]")
	cli.ok(t, "admin\nbob\n", "iam list-users --query Users[].[UserName]")
	cli.fails(t, "AccessDenied", "UpdateLoginProfile", caller+"iam:UpdateLoginProfile on resource: user bob because no session policy allows the iam:UpdateLoginProfile action",
		"iam update-login-profile --user-name bob --password "+good)
	cli.fails(t, "AccessDeniedException", "ListAccounts", caller+"organizations:ListAccounts on resource: * because no session policy allows the organizations:ListAccounts action",
		"organizations list-accounts")

	cli.session = assume("--policy", resetsBob)
	cli.ok(t, "", "iam update-login-profile --user-name bob --password "+good)
	cli.fails(t, "AccessDenied", "ListUsers", caller+"iam:ListUsers on resource: * because no session policy allows the iam:ListUsers action", "iam list-users")
	if !org.Account(prod).Check("bob", good) || org.Account(lab).Check("bob", good) {
		t.Error("the password is not that of prod's bob alone")
	}

	cli.session = assume("--policy", resetsBob, "--policy-arns", "arn="+*readOnly[0].Arn)
	cli.ok(t, "admin\nbob\n", "iam list-users --query Users[].[UserName]")
	cli.ok(t, "", "iam update-login-profile --user-name bob --password "+good)

	cli.session = nil
	cli.fails(t, "MalformedPolicyDocument", "AssumeRole", "Syntax errors in policy.", "sts assume-role --role-arn "+role+" --role-session-name carol --policy {}")
	cli.fails(t, "AccessDenied", "AssumeRole", "User: "+asAdmin+" is not authorized to perform: sts:AssumeRole on resource: "+role+"s", "sts assume-role --role-arn "+role+"s --role-session-name carol")
	cli.fails(t, "ValidationError", "AssumeRole", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
		"sts assume-role --role-arn "+role+" --role-session-name carol --duration-seconds 7200")
}

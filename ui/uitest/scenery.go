package uitest

import (
	"fmt"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// strictRails are guard rails with most of what there is.
const strictRails = `
reset_required = true
generated_only = true
[reason]
pattern = "(INC|REQ)-[0-9]+"
example = "INC-4711"
[[protected]]
name = "ben.*"
reason = "Break-glass account: call the security desk, ext. 4711."
[accounts.123456789012]
name = "PRODUCTION"
colour = "red"
`

// rest puts the cursor on a user, and waits until what is known of the user has been read.
func (s *Screen) rest(user string) {
	s.Type("/" + user)
	s.Key("enter")
	s.Sleep(time.Second)
}

// reviewPolicy makes a change of the account's policy that is better in one way and worse in others.
func reviewPolicy(s *Screen) {
	s.Type("pe")
	s.SetPolicyField("Minimum length", "12")
	s.SetPolicyField("Maximum age", "60")
	s.Key("tab", "space", "ctrl+s")
}

// helpless is an account whose caller may read next to nothing.
func helpless() *demoiam.Server {
	account := acme()
	for _, action := range []string{
		"GetLoginProfile", "ListMFADevices", "ListGroupsForUser", "ListAccessKeys", "GetUserPolicy", "SimulatePrincipalPolicy",
		"ListAttachedUserPolicies", "GenerateCredentialReport", "GetAccountPasswordPolicy", "ListServiceSpecificCredentials",
	} {
		account.Inject(demoiam.Fault{Action: action, Code: "AccessDenied"})
	}
	return account
}

// guessing is an account in which Bob has typed wrong passwords, and somebody a name that no user has.
func guessing() *demoiam.Server {
	account := reported()
	for ago, who := range map[time.Duration]string{2 * time.Minute: "Bob", 5 * time.Minute: "Bob", 4 * time.Minute: "HIDDEN_DUE_TO_SECURITY_REASONS"} {
		at := time.Now().Add(-ago)
		message := "Failed authentication"
		if who != "Bob" {
			message = "No username found in supplied account"
		}
		account.PutEvent(demoiam.Event{Name: "ConsoleLogin", Username: who, Time: at, JSON: fmt.Sprintf(`{"eventTime":%q,"sourceIPAddress":"203.0.113.7",`+
			`"userIdentity":{"type":"IAMUser","userName":%q},"responseElements":{"ConsoleLogin":"Failure"},"additionalEventData":{"MFAUsed":"No"},"errorMessage":%q}`,
			at.UTC().Format(time.RFC3339), who, message)})
	}
	return account
}

// offboard confirms the checklist of a user as it is.
func (s *Screen) offboard(user string) {
	s.rest(user)
	s.Type("L")
	s.Type(user)
	s.Key("enter")
}

// slowKeys is an account that takes a while to deactivate an access key.
func slowKeys() *demoiam.Server {
	account := acme()
	account.Inject(demoiam.Fault{Action: "UpdateAccessKey", Latency: 5 * time.Second})
	return account
}

// deniedKeys is an account whose caller may not deactivate access keys.
func deniedKeys() *demoiam.Server {
	account := acme()
	account.Inject(demoiam.Fault{Action: "UpdateAccessKey", Code: "AccessDenied"})
	return account
}

// company is the account of the demo, of which there is a credential report.
func company() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.SetReport(2 * time.Hour)
	return account
}

// reported is the account with a credential report.
func reported() *demoiam.Server {
	account := acme()
	account.SetReport(2 * time.Hour)
	return account
}

// slowList is a large account in the middle of being listed.
func slowList() *demoiam.Server {
	account := acme()
	crowd(account)
	account.Inject(demoiam.Fault{Action: "ListUsers", Latency: 700 * time.Millisecond})
	return account
}

// deniedList is an account whose users the caller may not list.
func deniedList() *demoiam.Server {
	account := acme()
	account.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
	return account
}

// realPace is an account that takes about as long for a change as AWS does.
func realPace() *demoiam.Server {
	account := acme()
	account.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 300 * time.Millisecond})
	return account
}

// noPolicy is an account without a password policy of its own.
func noPolicy() *demoiam.Server {
	account := acme()
	account.SetPolicy(nil)
	return account
}

// fixedPolicy is an account whose password policy the caller may read and not change.
func fixedPolicy() *demoiam.Server {
	account := acme()
	account.Inject(demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Code: "AccessDenied"})
	return account
}

// hiddenPolicy is an account whose password policy the caller may not read.
func hiddenPolicy() *demoiam.Server {
	account := acme()
	account.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"})
	return account
}

// aWeek is a history with every outcome in it.
func aWeek() history.Log {
	log := &history.Memory{}
	at := func(id int, ago time.Duration, operation, target string, outcome history.Outcome, code, reason string) {
		e := history.Entry{
			ID: fmt.Sprint(id), Time: Now.Add(-ago), Account: "123456789012", Caller: "arn:aws:iam::123456789012:user/helpdesk/alice",
			Profile: "helpdesk", Operation: operation, Target: target, Password: operation != "DeactivateMFADevice", Outcome: outcome,
			Error: code, Reason: reason, RequestID: RequestID, Attempts: 1, Seconds: 0.3,
		}
		_ = log.Append(e) // into memory, which takes everything
	}
	at(1, 100*time.Hour, "CreateLoginProfile", "nina.newhire", history.Done, "", "REQ-2201")
	at(2, 76*time.Hour, "UpdateLoginProfile", "slow.lorris", history.Started, "", "INC-4702")
	at(3, 52*time.Hour, "UpdateLoginProfile", "tina.timeout", history.Unknown, "unknown outcome", "INC-4705")
	at(4, 51*time.Hour, "DeactivateMFADevice", "mia.lostphone", history.Done, "", "INC-4706")
	at(5, 26*time.Hour, "UpdateLoginProfile", "ned.network", history.NotSent, "network", "INC-4709")
	at(6, 2*time.Hour, "UpdateLoginProfile", "dana.denied", history.Refused, "AccessDenied", "INC-4711, by phone")
	at(7, time.Hour, "UpdateLoginProfile", "Bob", history.Done, "", "INC-4712")
	return log
}

// manyAccounts is the AWS configuration of somebody who works in several accounts.
func manyAccounts() *AWS {
	return &AWS{Config: `[default]
region = eu-central-1
[profile acme-prod]
aws_access_key_id = AKIAPROD
aws_secret_access_key = s
region = eu-central-1
[profile acme-dev]
role_arn = arn:aws:iam::210987654321:role/HelpDesk
source_profile = acme-prod
mfa_serial = arn:aws:iam::123456789012:mfa/alice
region = eu-central-1
[profile acme-sandbox]
sso_session = acme
sso_account_id = 345678901234
sso_role_name = HelpDesk
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-central-1
[profile globex-emergency-access-break-glass]
role_arn = arn:aws-us-gov:iam::456789012345:role/BreakGlass
source_profile = acme-sandbox
region = us-gov-west-1
[profile initech]
credential_process = corp-login
aws_account_id = 567890123456
`}
}

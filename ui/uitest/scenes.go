package uitest

import (
	"fmt"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// Scene is a screen worth a picture, and how a person gets to see it.
type Scene struct {
	Name   string // also of its files
	Script func(s *Screen)

	Account  func() *demoiam.Server // nil: the demo account, of which there is a credential report
	ReadOnly bool
	Rails    string             // the guard rails' file
	History  func() history.Log // nil: nothing was changed before
	AWS      *AWS               // instead of the demo, with the profile below
	Profile  string             // of AWS
	Size     string             // of a scene that is about one size; "": any
}

// Play runs the script on a terminal, of which only the looks count: size, background and colours. Then it looks.
func (c Scene) Play(t *testing.T, terminal Config, look func(s *Screen)) {
	t.Helper()
	terminal.Account, terminal.ReadOnly, terminal.Demo = c.Account, c.ReadOnly, c.AWS == nil
	terminal.AWS, terminal.Profile, terminal.Rails = c.AWS, c.Profile, c.Rails
	if c.History != nil {
		terminal.History = c.History()
	}
	if c.Account == nil {
		terminal.Account = reported
	}
	Run(t, terminal, func(s *Screen) {
		c.Script(s)
		look(s)
	})
}

// Scenes are all of them, in the order in which an operator may come across them.
func Scenes() []Scene {
	return []Scene{
		{Name: "users", Script: func(s *Screen) {
			for s.Selected() != "bob.contractor" {
				s.Key("down")
			}
			s.Sleep(time.Second)
		}},
		{Name: "users-unreported", Account: unreported, Script: func(s *Screen) { s.Sleep(time.Second) }},
		{Name: "users-expired-first", Script: func(s *Screen) { s.Type("ss"); s.Key("g"); s.Sleep(time.Second) }},
		{Name: "why-locked-out", Script: func(s *Screen) { s.rest("lars.lockedout"); s.Type("i") }},
		{Name: "why-leaver", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("i") }},
		{Name: "why-revoked", Script: func(s *Screen) { s.rest("rex.revoked"); s.Type("i") }},
		{Name: "why-unknown", Account: helpless, Script: func(s *Screen) { s.rest("Bob"); s.Type("i") }},
		{Name: "users-loading", Account: slowList, Script: func(s *Screen) {
			s.Sleep(time.Second)
			s.Key("down")
		}},
		{Name: "users-denied", Account: deniedList, Script: func(*Screen) {}},
		{Name: "read-only", ReadOnly: true, Script: func(s *Screen) { s.Key("enter") }},
		{Name: "filter", Script: func(s *Screen) { s.Type("/bo") }},
		{Name: "no-match", Script: func(s *Screen) { s.Type("/roberto") }},
		{Name: "user-name", Script: func(s *Screen) { s.Type("u"); s.Type("Bob") }},
		{Name: "force-change", Script: func(s *Screen) { s.Type("/bob"); s.Key("enter", "F") }},
		{Name: "disable-console", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("D"); s.Type("leo"); s.Key("enter") }},
		{Name: "mfa", Script: func(s *Screen) { s.rest("lola.lostphone"); s.Type("M") }},
		{Name: "mfa-which", Script: func(s *Screen) { s.rest("hank.hardware"); s.Type("M") }},
		{Name: "revoke", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("R") }},
		{Name: "access-keys", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("K") }},
		{Name: "allow-change", Script: func(s *Screen) { s.rest("lars.lockedout"); s.Type("w") }},
		{Name: "remedy-denied", Script: func(s *Screen) { s.rest("dana.denied"); s.Type("D"); s.Type("dana.denied"); s.Key("enter") }},
		{Name: "help", Script: func(s *Screen) { s.Key("?") }},

		{Name: "form", Script: func(s *Screen) { s.Open("Bob") }},
		{Name: "form-unmet", Script: func(s *Screen) { s.Open("Bob"); s.Type("Summer2026") }},
		{Name: "form-met", Script: func(s *Screen) { s.Open("Bob"); s.Fill(GoodPassword) }},
		{Name: "form-generated", Script: func(s *Screen) { s.Open("Bob"); s.Key("ctrl+g") }},
		{Name: "form-words", Script: func(s *Screen) { s.Open("Bob"); s.Key("ctrl+g", "ctrl+r") }},
		{Name: "form-not-the-same", Script: func(s *Screen) { s.Open("Bob"); s.Fill(GoodPassword); s.Type("?"); s.Key("enter") }},
		{Name: "form-sent-unmet", Script: func(s *Screen) { s.Open("Bob"); s.Fill("Summer2026"); s.Key("enter") }},
		{Name: "form-unverified", Account: hiddenPolicy, Script: func(s *Screen) { s.Open("Bob"); s.Type("Summer2026") }},
		{Name: "form-discard", Script: func(s *Screen) { s.Open("Bob"); s.Type("Summer2026"); s.Key("esc") }},

		{Name: "sending", Script: func(s *Screen) { s.Reset("slow.lorris", GoodPassword); s.Sleep(1200 * time.Millisecond) }},
		{Name: "sending-quit", Script: func(s *Screen) { s.Reset("slow.lorris", GoodPassword); s.Key("ctrl+c") }},
		{Name: "parked", Script: func(s *Screen) { s.Reset("slow.lorris", GoodPassword); s.Key("esc") }},
		{Name: "late-notice", Script: func(s *Screen) {
			s.Reset("slow.lorris", GoodPassword)
			s.Key("esc")
			s.Sleep(10 * time.Second)
		}},
		{Name: "countdown", Script: func(s *Screen) { s.Reset("uma.unready", GoodPassword); s.Sleep(2 * time.Second) }},

		{Name: "policy-violation", Script: func(s *Screen) { s.Reset("rita.reuse", demoiam.CastPassword) }},
		{Name: "no-login-profile", Account: unreported, Script: func(s *Screen) { s.Reset("nina.newhire", GoodPassword) }},
		{Name: "denied", Script: func(s *Screen) { s.Reset("dana.denied", GoodPassword) }},
		{Name: "denied-explicitly", Script: func(s *Screen) { s.Reset("xena.explicit", GoodPassword) }},
		{Name: "expired", Script: func(s *Screen) { s.Reset("eva.expired", GoodPassword) }},
		{Name: "unknown-outcome", Script: func(s *Screen) { s.Reset("tina.timeout", GoodPassword); s.Sleep(time.Minute) }},
		{Name: "own-password", Script: func(s *Screen) { s.Reset("alice", GoodPassword) }},

		{Name: "hand-over", Account: realPace, Script: func(s *Screen) { s.Reset("Bob", GoodPassword); s.Sleep(time.Second) }},
		{Name: "hand-over-message", Script: func(s *Screen) { s.Reset("Bob", GoodPassword); s.Key("m") }},
		{Name: "hand-over-unseen", Script: func(s *Screen) { s.Open("Bob"); s.Key("ctrl+g"); s.Key("enter"); s.Key("esc") }},

		{Name: "policy", Script: func(s *Screen) { s.Type("p") }},
		{Name: "policy-default", Account: noPolicy, Script: func(s *Screen) { s.Type("p") }},
		{Name: "policy-unverified", Account: hiddenPolicy, Script: func(s *Screen) { s.Type("p") }},
		{Name: "policy-read-only", ReadOnly: true, Script: func(s *Screen) { s.Type("pe") }},
		{Name: "policy-edit", Script: func(s *Screen) { s.Type("pe"); s.SetPolicyField("Maximum age", "60"); s.Key("tab", "space") }},
		{Name: "policy-edit-default", Account: noPolicy, Script: func(s *Screen) { s.Type("pe") }},
		{Name: "policy-edit-wrong", Script: func(s *Screen) { s.Type("pe"); s.SetPolicyField("Minimum length", "500") }},
		{Name: "policy-review", Script: reviewPolicy},
		{Name: "policy-wrong-account", Script: func(s *Screen) { reviewPolicy(s); s.Key("down", "down"); s.Type("acme"); s.Key("enter") }},
		{Name: "policy-refused", Account: fixedPolicy, Script: func(s *Screen) { reviewPolicy(s); s.Key("down", "down"); s.Type("acme-demo"); s.Key("enter") }},
		{Name: "policy-changed", Script: func(s *Screen) { reviewPolicy(s); s.Key("down", "down"); s.Type("acme-demo"); s.Key("enter") }},
		{Name: "policy-delete", Script: func(s *Screen) { s.Type("pd") }},
		{Name: "rails-protected", Rails: strictRails, Script: func(s *Screen) { s.Type("/ben.b"); s.Key("enter", "enter") }},
		{Name: "rails-form", Rails: strictRails, Script: func(s *Screen) { s.Open("Bob"); s.Type("x") }},
		{Name: "rails-reason", Rails: strictRails, Script: func(s *Screen) {
			s.Open("Bob")
			s.Key("ctrl+g", "enter")
			s.Type("Bob called")
			s.Key("enter")
		}},
		{Name: "history", Rails: strictRails, History: aWeek, Script: func(s *Screen) { s.Key("H"); s.Key("down") }},
		{Name: "history-empty", Script: func(s *Screen) { s.Key("H") }},
		{Name: "accounts", AWS: manyAccounts(), Profile: "acme-prod", Script: func(s *Screen) { s.Key("a"); s.Key("down") }},
		{Name: "accounts-filter", AWS: manyAccounts(), Profile: "acme-prod", Script: func(s *Screen) { s.Key("a"); s.Type("help") }},
		{Name: "accounts-expired", AWS: manyAccounts(), Profile: "acme-prod", Script: func(s *Screen) {
			s.SignIn("acme", -time.Hour)
			s.Key("a")
			s.Type("sandbox")
			s.Key("enter")
		}},
		{Name: "mfa-code", AWS: manyAccounts(), Profile: "acme-prod", Script: func(s *Screen) {
			s.Key("a")
			s.Type("acme-dev")
			s.Key("enter")
			s.Type("123")
		}},
		{Name: "mfa-code-refused", AWS: manyAccounts(), Profile: "acme-dev", Script: func(s *Screen) { s.Type("123456"); s.Key("enter") }},

		{Name: "too-small", Size: "50x12", Script: func(*Screen) {}},
	}
}

// rest puts the cursor on a user, and waits until what is known of the user has been read.
func (s *Screen) rest(user string) {
	s.Type("/" + user)
	s.Key("enter")
	s.Sleep(time.Second)
}

// helpless is an account whose caller may read next to nothing.
func helpless() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	for _, action := range []string{
		"GetLoginProfile", "ListMFADevices", "ListGroupsForUser", "ListAccessKeys", "GetUserPolicy", "SimulatePrincipalPolicy",
		"ListAttachedUserPolicies", "GenerateCredentialReport", "GetAccountPasswordPolicy",
	} {
		account.Inject(demoiam.Fault{Action: action, Code: "AccessDenied"})
	}
	return account
}

// reported is the demo account with a credential report.
func reported() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.SetReport(2 * time.Hour)
	return account
}

// unreported is the demo account, whose first credential report is still being made.
func unreported() *demoiam.Server { return demoiam.Company(60, demoiam.Latency{}) }

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

// slowList is a large account in the middle of being listed.
func slowList() *demoiam.Server {
	account := demoiam.Company(5000, demoiam.Latency{})
	account.Inject(demoiam.Fault{Action: "ListUsers", Latency: 700 * time.Millisecond})
	return account
}

// deniedList is an account whose users the caller may not list.
func deniedList() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
	return account
}

// realPace is an account that takes about as long for a change as AWS does.
func realPace() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 300 * time.Millisecond})
	return account
}

// noPolicy is an account without a password policy of its own.
func noPolicy() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.SetPolicy(nil)
	return account
}

// fixedPolicy is an account whose password policy the caller may read and not change.
func fixedPolicy() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.Inject(demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Code: "AccessDenied"})
	return account
}

// reviewPolicy makes a change of the demo account's policy that is better in one way and worse in others.
func reviewPolicy(s *Screen) {
	s.Type("pe")
	s.SetPolicyField("Minimum length", "12")
	s.SetPolicyField("Maximum age", "60")
	s.Key("tab", "space", "ctrl+s")
}

// hiddenPolicy is an account whose password policy the caller may not read.
func hiddenPolicy() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"})
	return account
}

package uitest

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// Scene is a screen worth a picture, and how a person gets to see it.
type Scene struct {
	Name   string // also of its files
	Script func(s *Screen)

	Account      func() *demoiam.Server // nil: acme, of which there is a credential report
	ReadOnly     bool
	Rails        string                       // the guard rails' file
	History      func() history.Log           // nil: nothing was changed before
	Organization func() *demoiam.Organization // nil: there is one account
	AWS          *AWS                         // instead of an embedded account, with the profile below
	Profile      string                       // of AWS
	Size         string                       // of a scene that is about one size; "": any
}

// Play runs the script on a terminal, of which only the looks count: size, background and colours. Then it looks.
func (c Scene) Play(t *testing.T, terminal Config, look func(s *Screen)) {
	t.Helper()
	terminal.Account, terminal.ReadOnly, terminal.Demo = c.Account, c.ReadOnly, c.AWS == nil
	terminal.Organization = c.Organization
	terminal.AWS, terminal.Profile, terminal.Rails = c.AWS, c.Profile, c.Rails
	if c.History != nil {
		terminal.History = c.History()
	}
	if c.Account == nil && c.Organization == nil {
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
		{Name: "marks", Script: func(s *Screen) {
			s.Key("space", "space")
			s.Type("/bo")
			s.Key("enter", "A")
			s.Sleep(time.Second)
		}},
		{Name: "marks-range", Script: func(s *Screen) {
			s.Key("space", "down")
			s.Type("V")
			s.Key("down", "down")
			s.Sleep(time.Second)
		}},
		{Name: "users-unreported", Account: acme, Script: func(s *Screen) { s.Sleep(time.Second) }},
		{Name: "users-expired-first", Script: func(s *Screen) { s.Type("ss"); s.Key("g"); s.Sleep(time.Second) }},
		{Name: "users-pane", Size: "120x30", Script: func(s *Screen) {
			s.Type("s")
			s.Key("g")
			for s.Selected() != "lars.lockedout" {
				s.Key("down")
			}
			s.Sleep(time.Second)
		}},
		{Name: "why-locked-out", Script: func(s *Screen) { s.rest("lars.lockedout"); s.Type("i") }},
		{Name: "why-leaver", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("i") }},
		{Name: "why-revoked", Script: func(s *Screen) { s.rest("rex.revoked"); s.Type("i") }},
		{Name: "why-wrong-password", Account: guessing, Script: func(s *Screen) { s.rest("Bob"); s.Type("i") }},
		{Name: "pane-wrong-password", Size: "120x40", Account: guessing, Script: func(s *Screen) { s.rest("Bob") }},
		{Name: "why-unknown", Account: helpless, Script: func(s *Screen) { s.rest("Bob"); s.Type("i") }},
		{Name: "users-loading", Account: slowList, Script: func(s *Screen) {
			s.Sleep(time.Second)
			s.Key("down")
		}},
		{Name: "users-denied", Account: deniedList, Script: func(*Screen) {}},
		{Name: "read-only", ReadOnly: true, Script: func(s *Screen) { s.Key("enter") }},
		{Name: "filter", Script: func(s *Screen) { s.Type("/bo") }},
		{Name: "query", Script: func(s *Screen) { s.Type("/is:console -mfa:any signed-in:>30d") }},
		{Name: "query-completed", Script: func(s *Screen) { s.Type("/bo is:"); s.Key("tab", "tab") }},
		{Name: "query-mistake", Script: func(s *Screen) { s.Type("/bo is:consolx"); s.Key("enter") }},
		{Name: "query-unknown", Script: func(s *Screen) { s.Type("/is:must-change") }},
		{Name: "filter-selected", Script: func(s *Screen) { s.Type("/bo"); s.Key("enter"); s.Type("/") }},
		{Name: "no-match", Script: func(s *Screen) { s.Type("/roberto") }},
		{Name: "user-name", Script: func(s *Screen) { s.Type("u"); s.Type("Bob") }},
		{Name: "force-change", Script: func(s *Screen) { s.Type("/bob"); s.Key("enter", "F") }},
		{Name: "force-trap", Script: func(s *Screen) { s.rest("lars.lockedout"); s.Type("F"); s.Type("y") }},
		{Name: "disable-console", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("D"); s.Type("leo"); s.Key("enter") }},
		{Name: "mfa", Script: func(s *Screen) { s.rest("lola.lostphone"); s.Type("M") }},
		{Name: "mfa-which", Script: func(s *Screen) { s.rest("hank.hardware"); s.Type("M") }},
		{Name: "mfa-sync", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("Y"); s.Type("123456"); s.Type("12") }},
		{Name: "mfa-sync-refused", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("Y"); s.Type("123456654321"); s.Key("enter") }},
		{Name: "mfa-sync-which", Script: func(s *Screen) { s.rest("hank.hardware"); s.Type("Y") }},
		{Name: "revoke", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("R") }},
		{Name: "access-keys", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("K") }},
		{Name: "allow-change", Script: func(s *Screen) { s.rest("lars.lockedout"); s.Type("w") }},
		{Name: "remedy-denied", Script: func(s *Screen) { s.rest("dana.denied"); s.Type("D"); s.Type("dana.denied"); s.Key("enter") }},
		{Name: "offboard", Script: func(s *Screen) { s.rest("leo.leaver"); s.Type("L"); s.Type("leo") }},
		{Name: "offboard-unread", Account: helpless, Script: func(s *Screen) { s.rest("Bob"); s.Type("L") }},
		{Name: "offboard-running", Account: slowKeys, Script: func(s *Screen) { s.offboard("leo.leaver"); s.Sleep(1200 * time.Millisecond) }},
		{Name: "offboard-done", Script: func(s *Screen) { s.offboard("leo.leaver") }},
		{Name: "offboard-refused", Account: deniedKeys, Script: func(s *Screen) { s.offboard("leo.leaver") }},
		{Name: "bulk-choice", Script: func(s *Screen) { s.mark("Bob", "dana.denied", "slow.lorris"); s.Type("B") }},
		{Name: "bulk-plan", Rails: "[[protected]]\nname = \"ben.*\"\nreason = \"Call the security desk\"\n", Script: func(s *Screen) {
			s.Key("A", "B", "enter")
			s.Sleep(time.Second)
		}},
		{Name: "bulk-plan-wrong-number", Script: func(s *Screen) {
			s.Key("A", "B", "enter")
			s.Sleep(time.Second)
			s.Type("cw7")
			s.Key("enter")
		}},
		{Name: "bulk-plan-force", Script: func(s *Screen) { s.mark("Bob", "lars.lockedout"); s.Type("BF"); s.Sleep(time.Second) }},
		{Name: "bulk-encrypt", Script: func(s *Screen) {
			s.mark("Bob")
			s.Key("B", "enter")
			s.Sleep(time.Second)
			s.Type("e")
			s.Type("age1nobody")
			s.Key("enter")
		}},
		{Name: "bulk-passphrase", Script: func(s *Screen) {
			s.mark("Bob")
			s.Key("B", "enter")
			s.Sleep(time.Second)
			s.Type("e")
			s.Key("tab")
			s.Type("correct horse")
		}},
		{Name: "bulk-names", Script: func(s *Screen) { s.Key("A", "B", "enter"); s.Sleep(time.Second); s.Key("f2") }},
		{Name: "bulk-run", Script: func(s *Screen) { s.bulk("Bob", "dana.denied", "slow.lorris", "sonia.soon"); s.Sleep(3 * time.Second) }},
		{Name: "bulk-expired", Script: func(s *Screen) { s.bulk("eva.expired"); s.Sleep(3 * time.Second) }},
		{Name: "bulk-background", Script: func(s *Screen) {
			s.bulk("Bob", "dana.denied", "slow.lorris", "sonia.soon")
			s.Sleep(2 * time.Second)
			s.Key("esc")
			s.Sleep(time.Second)
		}},
		{Name: "bulk-quit", Script: func(s *Screen) { s.bulk("Bob", "slow.lorris"); s.Sleep(time.Second); s.Key("ctrl+c") }},
		{Name: "bulk-ended", Script: func(s *Screen) { s.bulk("Bob", "dana.denied", "slow.lorris", "sonia.soon"); s.Sleep(time.Minute) }},
		{Name: "bulk-save", Script: func(s *Screen) { s.bulk("Bob", "sonia.soon"); s.Sleep(5 * time.Second); s.Type("s") }},
		{Name: "help", Script: func(s *Screen) { s.Key("?") }},

		{Name: "form", Script: func(s *Screen) { s.Open("Bob") }},
		{Name: "form-unmet", Script: func(s *Screen) { s.Open("Bob"); s.Type("Summer2026") }},
		{Name: "form-met", Script: func(s *Screen) { s.Open("Bob"); s.Fill(GoodPassword) }},
		{Name: "form-generated", Script: func(s *Screen) { s.Open("Bob"); s.Key("ctrl+g") }},
		{Name: "form-words", Script: func(s *Screen) { s.Open("Bob"); s.Key("ctrl+g", "ctrl+r") }},
		{Name: "form-not-the-same", Script: func(s *Screen) { s.Open("Bob"); s.Fill(GoodPassword); s.Type("?"); s.Key("enter") }},
		{Name: "form-sent-unmet", Script: func(s *Screen) { s.Open("Bob"); s.Fill("Summer2026"); s.Key("enter") }},
		{Name: "form-default", Account: noPolicy, Script: func(s *Screen) { s.Open("Bob"); s.Type("Summer2026") }},
		{Name: "form-locks-out", Script: func(s *Screen) { s.Open("ed.expired"); s.Key("ctrl+g") }},
		{Name: "form-trap", Script: func(s *Screen) { s.rest("lars.lockedout"); s.Key("enter"); s.Key("ctrl+g", "enter") }},
		{Name: "form-trap-denied", Account: company, Script: func(s *Screen) { s.rest("nick.nomfa"); s.Key("enter"); s.Key("ctrl+g", "enter") }},
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

		{Name: "policy-violation", Script: func(s *Screen) { s.Reset("rita.reuse", ritasPassword) }},
		{Name: "no-login-profile", Account: acme, Script: func(s *Screen) { s.Reset("nina.newhire", GoodPassword) }},
		{Name: "denied", Script: func(s *Screen) { s.Reset("dana.denied", GoodPassword) }},
		{Name: "denied-explicitly", Script: func(s *Screen) { s.Reset("xena.explicit", GoodPassword) }},
		{Name: "expired", Script: func(s *Screen) { s.Reset("eva.expired", GoodPassword) }},
		{Name: "unknown-outcome", Script: func(s *Screen) { s.Reset("tina.timeout", GoodPassword); s.Sleep(time.Minute) }},
		{Name: "own-password", Script: func(s *Screen) { s.Reset("alice", GoodPassword) }},

		{Name: "hand-over", Account: realPace, Script: func(s *Screen) { s.Reset("Bob", GoodPassword); s.Sleep(time.Second) }},
		{Name: "hand-over-chosen", Script: func(s *Screen) {
			s.Reset("Bob", GoodPassword)
			s.Sleep(8 * time.Second)
			s.IAM.Add(demoiam.User{Name: "Bob", Console: true, Path: "/finance/"}) // who signs in
			s.Sleep(7 * time.Second)
		}},
		{Name: "hand-over-locked-out", Script: func(s *Screen) { s.Reset("ed.expired", GoodPassword) }},
		{Name: "hand-over-let", Script: func(s *Screen) {
			s.rest("lars.lockedout")
			s.Key("enter")
			s.Key("ctrl+g", "enter")
			s.Key("space", "enter")
		}},
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
		{Name: "rails-verify", Rails: "verify = 'mfa'\n", Script: func(s *Screen) { s.rest("leo.leaver"); s.Key("enter") }},
		{Name: "rails-verify-reason", Rails: "verify = 'mfa'\n", Script: func(s *Screen) { s.Open("rita.reuse"); s.Fill(GoodPassword); s.Key("enter", "enter") }},
		{Name: "history", Rails: strictRails, History: aWeek, Script: func(s *Screen) { s.Key("H"); s.Key("down") }},
		{Name: "history-empty", Script: func(s *Screen) { s.Key("H") }},
		{Name: "several", Organization: Organization, Script: func(s *Screen) {
			s.Type("/bob")
			s.Key("enter", "down")
			s.Sleep(10 * time.Second)
		}},
		{Name: "several-accounts", Organization: Organization, Script: func(s *Screen) { s.Key("a"); s.Sleep(10 * time.Second) }},
		{Name: "several-form", Organization: Organization, Script: func(s *Screen) {
			s.Type("/bob")
			s.Key("enter", "down", "enter")
			s.Sleep(time.Second)
		}},
		{Name: "several-offboard", Organization: Organization, Script: func(s *Screen) {
			s.Type("/leo")
			s.Key("enter", "L")
			s.Sleep(time.Second)
		}},
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

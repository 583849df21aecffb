package plain_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// sent are the operations that arrived, in their order.
func (c *talk) sent() string {
	var actions []string
	for _, call := range c.changes() {
		actions = append(actions, call.Action)
	}
	return strings.Join(actions, " ")
}

// What is offered for a user is what applies to the user, and a question mark tells what it is.
func TestPlainMenu(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("leo.leaver")
		c.asks("Go on with leo.leaver? Type reset, why, b to go back, or a letter: F force a change, M deactivate an MFA device, Y or sync synchronise an MFA device and verify the caller, "+
			"D disable console access, R sign out of all sessions, K deactivate the access keys; enter alone means reset: ", false)
		c.types("?")
		c.hears("D: disable console access: delete the password.", "Nothing is sent yet.")
		c.types("x")
		c.hears("No sessions of leo.leaver are revoked.")
		c.types("z")
		c.hears("z is none of these.")
		c.types("b", "nina.newhire")
		c.asks("enter alone means create: ", false)
		c.types("")
		c.asks("New password", true)
		if sent := c.sent(); sent != "" {
			t.Errorf("sent: %s", sent)
		}
	})
}

func TestPlainWhy(t *testing.T) {
	for user, want := range map[string][]string{
		"lars.lockedout": {"Problem: Must choose a new password at next sign-in, but may not: neither", "Next: w attaches IAMUserChangePassword.", "May change it: no.", "MFA: none."},
		"nick.nomfa":     {"Problem: Must choose a new password at next sign-in, but may not: the policy ForceMFA explicitly denies", "Next: enter resets it: untick"},
		"lola.lostphone": {"No problem found, but whether the password has expired is not known. Forgotten password: enter. Lost MFA device: M. Codes refused: Y.", "MFA: virtual since", "Sign-in page: https://acme-demo.signin.aws.amazon.com/console"},
		"rex.revoked":    {"Warning: Sessions from before", "Next: X removes that."},
		"nina.newhire":   {"Problem: No console password.", "Next: enter creates one."},
	} {
		inTalk(t, talkConfig{}, func(c *talk) {
			c.types(user, "why")
			c.hears(want...)
			c.asks("Go on with "+user+"?", false)
		})
	}
}

// The remedies of the list, each with its question, its requests and its outcome.
func TestPlainRemedies(t *testing.T) {
	for name, test := range map[string]struct {
		lines       []string
		asks, hears string
		sent        string
	}{
		"MFA":         {[]string{"lola.lostphone", "m"}, "Deactivate the MFA device of lola.lostphone? Type yes or no", "MFA device of lola.lostphone removed.", "DeactivateMFADevice DeleteVirtualMFADevice"},
		"one of two":  {[]string{"hank.hardware", "M", "1"}, "Deactivate the MFA device of hank.hardware?", "MFA device of hank.hardware", "DeactivateMFADevice"},
		"allow":       {[]string{"lars.lockedout", "w"}, "Let lars.lockedout change their own password", "lars.lockedout may change their password now; allow a few minutes. Check with why.", "AttachUserPolicy"},
		"force":       {[]string{"Bob", "F"}, "Make Bob choose a new password at next sign-in?", "Bob must choose a new password at next sign-in.", "UpdateLoginProfile"},
		"force, let":  {[]string{"lars.lockedout", "F", "yes"}, "Make lars.lockedout choose", "Forced for lars.lockedout; IAMUserChangePassword attached; check with why.", "AttachUserPolicy UpdateLoginProfile"},
		"force, trap": {[]string{"lars.lockedout", "F", "no", "yes"}, "Make lars.lockedout choose", "lars.lockedout must choose", "UpdateLoginProfile"},
		"sessions":    {[]string{"leo.leaver", "R"}, "Sign leo.leaver out of all current sessions?", "Sessions of leo.leaver revoked", "PutUserPolicy"},
	} {
		t.Run(name, func(t *testing.T) {
			inTalk(t, talkConfig{}, func(c *talk) {
				c.types(test.lines...)
				c.asks(test.asks, false)
				if sent := c.sent(); sent != "" {
					t.Fatalf("sent before it was agreed to: %s", sent)
				}
				c.types("yes")
				c.hears(test.hears)
				c.asks("Go on with "+test.lines[0]+"?", false)
				if sent := c.sent(); !strings.HasPrefix(sent, test.sent) {
					t.Errorf("sent %s, want %s", sent, test.sent)
				}
			})
		})
	}
}

// A password is deleted only where the whole name was typed.
func TestPlainDisables(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("leo.leaver", "D")
		c.hears("Current sessions stay signed in (R signs them out)")
		c.asks("Type leo.leaver to disable console access; enter alone goes back: ", false)
		c.types("leo")
		c.hears("That is not the name.", "Nothing was sent.")
		c.types("D", "")
		c.hears("Nothing was sent.")
		c.types("D", "leo.leaver")
		c.hears("leo.leaver disabled. Open: sessions R")
		c.types("D")
		c.hears("leo.leaver has no console password.")
		if sent := c.sent(); sent != "DeleteLoginProfile" {
			t.Errorf("sent %s", sent)
		}
	})
}

// An MFA device is synchronised with two codes that are typed: each has six digits, and what AWS refuses is asked for again
// from the menu.
func TestPlainSynchronises(t *testing.T) {
	account := demoiam.Company(60, demoiam.Latency{})
	inTalk(t, talkConfig{account: func() *demoiam.Server { return account }}, func(c *talk) {
		c.types("dora.drift", "Y")
		c.hears("arn:aws:iam::123456789012:mfa/dora.drift", "Ask the caller for the code that it shows, and for the next one.", "Synchronise the MFA device of dora.drift with two of its codes?")
		c.asks("The code that it shows, six digits; enter alone goes back: ", false)
		c.types("")
		c.hears("Nothing was sent.")
		c.types("Y", "123456", "123456")
		c.hears("That is the same code twice")
		c.types("12345", "123456")
		c.hears("Each code has six digits.")
		if sent := c.sent(); sent != "" {
			t.Fatalf("sent: %s", sent)
		}
		c.types("000000", "111111")
		c.hears("AWS refuses the codes for dora.drift.", "not one directly after the other", "The MFA device of dora.drift was not synchronised.")
		codes, _ := account.DeviceCodes("dora.drift")
		c.types("sync", codes[0].Now[:3]+" "+codes[0].Now[3:], codes[0].Next)
		c.hears("In sync: the caller holds dora.drift's MFA device.")
		c.asks("Go on with dora.drift?", false)
		if sent := c.sent(); sent != "ResyncMFADevice ResyncMFADevice" {
			t.Errorf("sent: %s", sent)
		}
	})
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("fay.fido", "Y")
		c.hears("fay.fido has security keys only (FIDO)")
		c.types("b", "hank.hardware", "Y")
		c.asks("Which one does the caller have? Type its number; enter alone goes back: ", false)
	})
}

// What is refused is told in the words of the prompt; what may be tried again is, behind what was made.
func TestPlainRemediesThatFail(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("dana.denied", "D", "dana.denied")
		c.hears("Access denied: helpdesk/alice is missing iam:DeleteLoginProfile", "Console access of dana.denied was not disabled.")
		c.asks("Go on with dana.denied?", false)
	})
	halfway := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "lars.lockedout", Code: "ServiceFailure", Times: 3})
		return account
	}
	inTalk(t, talkConfig{account: halfway}, func(c *talk) {
		c.types("lars.lockedout", "F", "yes", "yes")
		c.passes(time.Minute)
		c.hears("The first step was made, the next was not.", "AWS failed on its side")
		c.asks("Press enter to try again", false)
		c.types("")
		c.passes(time.Second)
		c.hears("Forced for lars.lockedout")
		if n := c.IAM.Count("AttachUserPolicy", "lars.lockedout"); n != 1 {
			t.Errorf("attached %d times", n)
		}
	})
	inTalk(t, talkConfig{rails: "[reason]\npattern = 'INC-[0-9]+'"}, func(c *talk) {
		c.types("lola.lostphone", "M", "yes", "b")
		c.hears("Nothing was sent.")
		c.types("lola.lostphone", "M", "yes", "INC-1")
		c.hears("MFA device of lola.lostphone removed.")
	})
}

// Whoever gives up letting a user change the password still has a password to pass on.
func TestPlainHandOverSurvivesAStep(t *testing.T) {
	denied := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "AttachUserPolicy", Code: "ServiceFailure", Times: 3})
		return account
	}
	inTalk(t, talkConfig{account: denied}, func(c *talk) {
		c.types("lars.lockedout", "", "", "", "no", "yes", "yes")
		c.hears("Password changed for lars.lockedout.")
		c.types("w", "yes")
		c.passes(time.Minute)
		c.asks("Press enter to try again, or type b", false)
		c.types("b")
		c.asks("Type s to show the password", false)
	})
}

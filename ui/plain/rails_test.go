package plain_test

import (
	"testing"

	"iampasswd/iamclient/demoiam"
)

// Guard rails hold in lines too, and each says what it keeps from being asked.
func TestPlainGuardRails(t *testing.T) {
	const rails = `
reset_required = true
generated_only = true
[reason]
pattern = "INC-[0-9]+"
example = "INC-4711"
[[protected]]
tag = "department=legal"
reason = "Ask Eve."
[accounts.123456789012]
name = "PRODUCTION"
`
	inTalk(t, talkConfig{rails: rails}, func(c *talk) {
		c.hears("This is PRODUCTION, account acme-demo 123456789012")
		c.types("adam.abebe")
		c.hears("adam.abebe is protected by a guard rail of your team. Ask Eve.")
		c.asks("User name", false)
		c.types("Bob", "yes")
		c.hears("takes generated passwords only", "A password is generated.", "Bob must choose a new password at next sign-in: a guard rail")
		c.asks("Ticket or reason, such as INC-4711; b goes back to the users: ", false)
		c.types("he called")
		c.hears("The reason has to match INC-[0-9]+, such as INC-4711.")
		c.types("INC-7")
		c.asks("Reset the password of Bob", false)
		if sent := c.changes(); len(sent) > 0 {
			t.Fatalf("sent before it was agreed to: %+v", sent)
		}
		c.types("yes")
		c.hears("Password changed for Bob.")
		c.types("n", "y")
		c.asks("User name", false)
		c.types("Bob", "yes", "b") // the reason is asked for anew
		c.hears("Nothing was sent.")
		c.asks("User name", false)
		if sent := c.changes(); len(sent) != 1 {
			t.Errorf("sent: %+v", sent)
		}
	})
}

// The caller is verified before a reset, where a guard rail wants that; where that is not possible, a reason is asked for.
func TestPlainVerifiesTheCaller(t *testing.T) {
	account := demoiam.Company(60, demoiam.Latency{})
	inTalk(t, talkConfig{rails: "verify = 'mfa'\n", account: func() *demoiam.Server { return account }}, func(c *talk) {
		c.types("dora.drift", "yes")
		c.hears("A guard rail of your team wants the caller verified first.")
		c.types("")
		c.hears("Nothing was sent.")
		c.types("M", "yes")
		c.hears("A guard rail of your team wants the caller verified first.")
		c.types("")
		codes, _ := account.DeviceCodes("dora.drift")
		c.types("reset", codes[0].Now, codes[0].Next)
		c.hears("In sync: the caller holds dora.drift's MFA device.")
		c.types(good, good, "", "yes")
		c.hears("Password changed for dora.drift.")
		c.types("n", "y", "fay.fido", "yes", good, good, "")
		c.asks("Ticket or reason; b goes back to the users: ", false)
		c.types("")
		c.hears("A reason is required, because the caller cannot be verified by MFA.")
		c.types("at the desk", "yes")
		c.hears("Password changed for fay.fido.")
		if sent := c.sent(); sent != "ResyncMFADevice UpdateLoginProfile UpdateLoginProfile" {
			t.Errorf("sent: %s", sent)
		}
	})
}

// A refusal that nothing mends is not tried again.
func TestPlainGuardedByGroup(t *testing.T) {
	denied := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListGroupsForUser", Code: "AccessDenied"})
		return account
	}
	inTalk(t, talkConfig{rails: "[[protected]]\ngroup = 'x'", account: denied}, func(c *talk) {
		c.types("Bob", "yes", good, good, "", "yes")
		c.hears("A guard rail refuses: it cannot be told whether Bob is protected, for you lack iam:ListGroupsForUser")
		c.asks("User name", false)
		if sent := c.changes(); len(sent) != 0 {
			t.Errorf("sent: %+v", sent)
		}
	})
}

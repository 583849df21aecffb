package plain_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// Where nobody could tell that there is no login profile, AWS tells when it is too late, and one can be created.
func TestPlainCreatesAfterAll(t *testing.T) {
	account := func() *demoiam.Server {
		s := demoiam.Company(60, demoiam.Latency{})
		s.Inject(demoiam.Fault{Action: "GetLoginProfile", Code: "AccessDenied"})
		return s
	}
	inTalk(t, talkConfig{account: account}, func(c *talk) {
		c.types("nina.newhire")
		c.hears("unknown: you may not read it (iam:GetLoginProfile)")
		c.types("n")
		c.sends("nina.newhire", good)
		c.types("yes")
		c.hears("nina.newhire has no console password yet.", "One can be created", "AWS says: NoSuchEntity")
		c.asks("Create a console password for nina.newhire", false)
		c.types("yes")
		c.hears("Console password created for nina.newhire.")
	})
}

func TestPlainAsksAgainAfterAViolation(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.sends("rita.reuse", demoiam.CastPassword)
		c.types("yes")
		c.hears("AWS refuses the password", "Nothing was changed", "AWS says: PasswordPolicyViolation", "The password needs 14")
		c.asks("New password", true)
		c.types(good, good)
		c.asks("Reset the password of rita.reuse", false)
		c.types("yes")
		c.hears("Password changed for rita.reuse.")
	})
}

func TestPlainTellsOfEachPause(t *testing.T) {
	for user, want := range map[string][]string{
		"theo.throttled": {"AWS is throttling; trying again in "},
		"uma.unready":    {"uma.unready is temporarily unmodifiable; trying again in 5 seconds.", "trying again in 10 seconds."},
	} {
		t.Run(user, func(t *testing.T) {
			inTalk(t, talkConfig{}, func(c *talk) {
				c.sends(user, good)
				c.types("yes")
				c.passes(time.Minute)
				c.hears(append(want, "Password changed for "+user)...)
				if n := strings.Count(c.last(), "trying again"); n != 2 {
					t.Errorf("%d pauses were told of, want 2:\n%s", n, c.last())
				}
			})
		})
	}
}

func TestPlainDenied(t *testing.T) {
	for user, want := range map[string]string{
		"dana.denied": `"Action":"iam:UpdateLoginProfile"`,
		"sid.scp":     "no Allow will help",
	} {
		inTalk(t, talkConfig{}, func(c *talk) {
			c.sends(user, good)
			c.types("yes")
			c.hears("Access denied: helpdesk/alice", want, "AWS says: AccessDenied")
			c.asks("User name", false)
		})
	}
}

func TestPlainOwnPassword(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.never(demoiam.CastPassword, better)
		c.types("alice")
		c.hears("This is you.")
		c.types("n")
		c.sends("alice", good)
		c.types("yes")
		c.hears("You may not reset your own password", "with your current password")
		c.asks("Your current password", true)
		c.types(better, "yes")
		c.hears("Check the current password")
		c.asks("Your current password", true)
		c.types(demoiam.CastPassword)
		c.asks("Change your own password, alice in acme-demo 123456789012?", false)
		c.types("yes")
		c.hears("Password changed for alice.", "with the new password")
	})
}

func TestPlainGhost(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("gus.ghost")
		c.hears("No user named gus.ghost", "Check the spelling")
		c.asks("User name", false)
	})
}

func TestPlainWithoutAList(t *testing.T) {
	account := func() *demoiam.Server {
		s := demoiam.Company(60, demoiam.Latency{})
		s.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
		s.Inject(demoiam.Fault{Action: "GetUser", User: "tina.timeout", Code: "AccessDenied"})
		return s
	}
	inTalk(t, talkConfig{account: account}, func(c *talk) {
		c.types("bob")
		c.hears("You may not list this account's users: iam:ListUsers is missing.", "An exact user name still works.")
		c.asks("Go on with Bob?", false)
		c.types("n", "nobody")
		c.hears("There is no user of exactly the name nobody.")
		if strings.Contains(c.last(), "You may not list") {
			t.Errorf("it is said again:\n%s", c.last())
		}
		c.types("tina.timeout")
		c.hears("as you typed it")
		c.asks("Go on with tina.timeout?", false)
	})
}

// losingAnswers is an account in which Bob's password is changed, and nobody hears of it.
func losingAnswers() *demoiam.Server {
	s := demoiam.Company(60, demoiam.Latency{})
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Times: 3, Drop: demoiam.DropAfter})
	return s
}

func TestPlainUnknownOutcome(t *testing.T) {
	inTalk(t, talkConfig{account: losingAnswers}, func(c *talk) {
		c.types("Bob", "yes", "g", "", "yes")
		c.passes(time.Minute)
		c.hears("The connection broke, outcome unknown; trying again in ", "Unknown outcome", "Keep the password until you know.")
		c.asks("Press enter to send the same again, type s to show the password, or d to drop it", false)
		c.types("s", "y")
		c.hears("The password is on the next line.")
		c.types("")
		c.hears("The earlier attempt may have succeeded", "Let Bob try to sign in with this password.")
		c.asks("Press enter to send the same again", false)
		c.types("d")
		c.asks("User name", false)
	})
}

func TestPlainRenewal(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.sends("eva.expired", good)
		c.types("yes")
		c.hears("Your AWS session has expired.", "Then enter reads the credentials again")
		c.asks("The password is kept. Press enter to try again", false)
		c.types("")
		c.hears("Password changed for eva.expired.")
	})
	inTalk(t, talkConfig{}, func(c *talk) { // someone else's
		c.sends("eva.expired", good)
		c.types("yes")
		c.IAM.SetCaller("arn:aws:iam::210987654321:user/mallory")
		c.types("")
		c.hears("The credentials are not those from before.", "you are mallory")
		c.asks("Send the password with these?", false)
		c.types("")
		c.hears("Nothing was sent.")
		if n := c.IAM.Count("UpdateLoginProfile", "eva.expired"); n != 1 {
			t.Errorf("sent %d times, want once", n)
		}
	})
}

func TestPlainWhoAmIFails(t *testing.T) {
	account := func() *demoiam.Server {
		s := demoiam.Company(60, demoiam.Latency{})
		s.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "ExpiredToken", Times: 1})
		return s
	}
	inTalk(t, talkConfig{account: account}, func(c *talk) {
		c.hears("Your AWS session has expired.")
		c.types("")
		c.hears("This is account acme-demo 123456789012")
		c.asks("User name", false)
	})
}

const deskRole = "arn:aws:iam::123456789012:role/Desk"

// assumed is a profile whose role is assumed again every hour, by the SDK itself. Where the role leads then is up to
// [uitest.STS.Lead].
func assumed() uitest.Config {
	const keys = "[profile prod]\naws_access_key_id=AKIAPROD\naws_secret_access_key=s\nregion=eu-central-1\n"
	const desk = "[profile desk]\nrole_arn=" + deskRole + "\nsource_profile=prod\n"
	return uitest.Config{Profile: "desk", AWS: &uitest.AWS{Config: keys + desk}}
}

// The credentials become another account's by themselves: nothing of that one is told under the name of the one before.
func TestPlainReadsWithAnotherAccountsCredentials(t *testing.T) {
	for name, typed := range map[string]string{"of the list": "Bob", "who is not in the list": "zoe.lab"} {
		t.Run("a user "+name, func(t *testing.T) {
			inTalk(t, talkConfig{from: assumed()}, func(c *talk) {
				c.hears("This is account acme-demo 123456789012")
				time.Sleep(2 * time.Hour)
				lab := demoiam.New(demoiam.Options{
					AccountID: "210987654321", Alias: "acme-lab", Caller: "arn:aws:sts::210987654321:assumed-role/HelpDesk/alice",
					Policy: &demoiam.Policy{MinimumLength: 6, AllowUsersToChangePassword: true}, Users: []demoiam.User{{Name: "Bob", Console: true, Path: "/lab/"}, {Name: "zoe.lab", Console: true}},
				})
				c.STS.Lead(deskRole, lab)
				c.types(typed)
				c.hears("The credentials are not those from before. This is account acme-lab 210987654321, you are HelpDesk/alice")
				if typed == "Bob" {
					c.asks("User name", false) // who has the same name there is somebody else
					c.types("Bob")
				}
				c.hears(typed + ": path /")
				c.types("y", good, good, "", "y")
				c.asks("Send the password with these?", false)
				if lab.Count("UpdateLoginProfile", typed) != 0 {
					t.Error("sent before it was agreed to")
				}
				c.types("y")
				c.hears("Password changed for " + typed + ".")
			})
		})
	}
}

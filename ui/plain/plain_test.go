package plain_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

func TestPlainTyped(t *testing.T) {
	inTalk(t, talkConfig{demo: true}, func(c *talk) {
		c.hears("DEMO", "This is account acme-demo 123456789012, you are helpdesk/alice")
		c.asks("User name, or part of it: ", false)
		c.never(good)
		c.types("bob")
		c.hears("Bob is the exact name of a user; 2 more match.", "Bob: path /finance/, created on ",
			"last sign-in", "Tags: ", "department finance", "Has a console password")
		c.types("y")
		c.hears("The password needs 14 characters or more, an uppercase letter, a lowercase letter, a number and a symbol.",
			"not one of the last 5")
		c.types(good, good)
		c.hears("Must Bob choose a new password at next sign-in?", "enter alone means yes")
		c.types("")
		c.asks("Reset the password of Bob in acme-demo 123456789012, to be replaced at next sign-in?", false)
		if sent := c.changes(); len(sent) > 0 {
			t.Fatalf("sent before it was agreed to: %+v", sent)
		}
		c.types("yes")
		c.hears("Sending the password for Bob.\n", "Password changed for Bob.\n",
			"Sign-in page: https://acme-demo.signin.aws.amazon.com/console\n", "User name: Bob\n", "must choose a new password")
		if !c.IAM.Check("Bob", good) {
			t.Error("the password is not in force")
		}
		c.types("n")
		c.asks("User name", false)
		c.types("")
		c.isOver(nil)
		sent := c.changes()
		if len(sent) != 1 || sent[0].Action != "UpdateLoginProfile" || sent[0].UserName != "Bob" ||
			!sent[0].Password || sent[0].Params["PasswordResetRequired"] != "true" {
			t.Errorf("sent: %+v", sent)
		}
	})
}

func TestPlainKeepsAPasswordIfToldTo(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("Bob", "yes", good, good, "perhaps")
		c.hears("neither yes nor no")
		c.types("no")
		c.asks("to be kept?", false)
		c.types("y")
		c.hears("keeps this password")
		if sent := c.changes(); len(sent) != 1 || sent[0].Params["PasswordResetRequired"] != "false" {
			t.Errorf("sent: %+v", sent)
		}
	})
}

func TestPlainGenerated(t *testing.T) {
	for _, key := range []string{"", "g"} {
		inTalk(t, talkConfig{}, func(c *talk) {
			c.types("Bob", "yes", key)
			c.hears("A password is generated.")
			c.types("", "yes")
			c.hears("Password changed for Bob.")
			c.types("n")
			c.asks("was neither shown nor copied nor saved, and would be lost. Go on anyway?", false)
			c.types("n", "s")
			c.asks("would stay on the screen", false)
			c.types("")
			c.asks("Type s to show", false)
			c.types("s", "yes")
			lines := strings.Split(c.last(), "\n")
			at := 0
			for i, line := range lines {
				if strings.Contains(line, "on the next line") {
					at = i + 1
				}
			}
			password := lines[at]
			if at == 0 || len(password) < 14 || strings.Count(c.said.String(), password) != 1 {
				t.Fatalf("%q should be the password, once:\n%s", password, c.said.String())
			}
			if !c.IAM.Check("Bob", password) {
				t.Error("what was shown is not in force")
			}
			c.types("n")
			c.asks("User name", false)
		})
	}
}

// A file that cannot be written is told, and what to do.
func TestPlainSavesAFile(t *testing.T) {
	folder := t.TempDir()
	inTalk(t, talkConfig{folder: folder}, func(c *talk) {
		c.types("Bob", "yes", "g", "", "yes", "f")
		c.hears("Saved to " + filepath.Join(folder, "Bob_credentials.csv") + ", which only you may read.")
		text, err := os.ReadFile(filepath.Join(folder, "Bob_credentials.csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(rows) != 2 || !c.IAM.Check("Bob", rows[1][1]) {
			t.Errorf("the file does not hold the password in force: %v", err)
		}
		c.types("n") // it is saved: nothing is lost
		c.asks("User name", false)
	})
	inTalk(t, talkConfig{folder: filepath.Join(folder, "gone")}, func(c *talk) {
		c.types("Bob", "yes", "g", "", "yes", "f")
		c.hears("Not saved: ", "Show it, or correct that and save it again.")
		c.types("n")
		c.asks("was neither shown nor copied nor saved", false)
	})
}

func TestPlainMatches(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("bo")
		c.hears("7 users match bo:\n1. Bob, path /finance/\n2. bob-ci, path /robots/\n3. bob.contractor, path /contractors/\n4. ben.boundary", "Type a number")
		c.types("3")
		c.asks("Go on with bob.contractor?", false)
		c.types("b")
		c.asks("User name", false)
		c.types("E")
		c.hears("users match E:\n1. e", "\n10. ", " more: type more of the name.")
		if strings.Contains(c.last(), "\n11. ") {
			t.Errorf("more than ten are listed:\n%s", c.last())
		}
		c.types("11")
		c.hears("No user matches 11.", "IAM Identity Center")
		c.types("slow")
		c.asks("Go on with slow.lorris?", false)
		c.types("n", "?")
		c.hears("exact name, or a part of it")
		c.types("-no \x1b[such")
		c.hears("No user matches -no [such.")
	})
}

// Who was made after the list was read is found all the same.
func TestPlainFindsWhoIsNew(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("Bob", "n")
		c.IAM.Add(demoiam.User{Name: "zoe.zenith", Console: true})
		c.types("zoe.zenith")
		c.asks("Go on with zoe.zenith?", false)
	})
}

func TestPlainCreates(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.sends("nina.newhire", good)
		c.asks("Create a console password for nina.newhire in acme-demo", false)
		c.types("yes")
		c.hears("Console password created for nina.newhire.")
		if sent := c.changes(); len(sent) != 1 || sent[0].Action != "CreateLoginProfile" {
			t.Errorf("sent: %+v", sent)
		}
	})
}

func TestPlainWeighsAPassword(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.never("hunter22", good)
		c.types("Bob", "yes", "hunter22", "hunter22")
		c.asks("The policy asks for 14 characters or more, an uppercase letter and a symbol. Send it anyway?", false)
		c.types("")
		c.asks("New password", true)
		c.types(good, better)
		c.hears("The two are not the same.")
		c.types("tab\there")
		c.hears("types no character")
		c.types("snowman ☃☃☃☃☃☃☃☃")
		c.hears("IAM takes only characters up to ÿ")
		c.types(strings.Repeat("x", 129))
		c.hears("at most 128 characters")
		c.types("?")
		c.hears("it is not shown")
		c.types(" "+good, " "+good)
		c.hears("the password begins with a space")
		c.types("", "no")
		c.hears("Nothing was sent.")
		c.asks("User name", false)
		c.types("Bob", "yes", "b")
		c.asks("User name", false)
		if sent := c.changes(); len(sent) > 0 {
			t.Errorf("sent: %+v", sent)
		}
	})
}

func TestPlainReadOnly(t *testing.T) {
	inTalk(t, talkConfig{readOnly: true}, func(c *talk) {
		c.hears("READ-ONLY")
		c.types("Bob")
		c.hears("Bob: path /finance/", "No problem found.", "Sign-in page: https://acme-demo", "nothing can be changed")
		if strings.Contains(c.last(), "Next: ") {
			t.Errorf("a key is offered:\n%s", c.last())
		}
		c.asks("User name", false)
	})
}

// Lines are broken at spaces, and what is to be copied is not broken at all.
func TestPlainBreaksNoWord(t *testing.T) {
	inTalk(t, talkConfig{columns: 44}, func(c *talk) {
		c.types("dana.denied", "yes", "g", "", "yes")
		c.hears(`"Resource":"arn:aws:iam::123456789012:user/admins/dana.denied"}`)
		for line := range strings.Lines(c.said.String()) {
			if line = strings.TrimRight(line, " \n"); len(line) > 44 && strings.Contains(line, " ") {
				t.Errorf("the line is broken by the terminal: %q", line)
			}
		}
		if got := strings.Join(strings.Fields(c.said.String()), " "); !strings.Contains(got, "The password needs 14 characters or more, an uppercase letter,") {
			t.Errorf("words went missing:\n%s", got)
		}
	})
}

func TestPlainWarnsOfAnExplicitDeny(t *testing.T) {
	inTalk(t, talkConfig{}, func(c *talk) {
		c.types("nick.nomfa", "y", good, good)
		c.hears("Warning: This would lock the user out: the policy ForceMFA denies it.")
		c.types("yes") // and is not asked whether to attach a policy, which would not help
		c.asks("nick.nomfa would be locked out. Go on anyway?", false)
		c.types("")
		c.asks("Must nick.nomfa choose a new password at next sign-in?", false)
		c.types("no")
		c.asks("to be kept?", false)
	})
}

// Nobody is locked out without a choice.
func TestPlainNeverTraps(t *testing.T) {
	for name, test := range map[string]struct {
		answers []string
		ends    string
		actions string
	}{
		"let":    {[]string{"", "yes"}, "to be replaced at next sign-in, and attach IAMUserChangePassword first?", "AttachUserPolicy UpdateLoginProfile "},
		"anyway": {[]string{"", "", "yes"}, "to be replaced at next sign-in?", "UpdateLoginProfile "},
		"kept":   {[]string{"no"}, "to be kept?", "UpdateLoginProfile "},
	} {
		inTalk(t, talkConfig{}, func(c *talk) {
			c.types("lars.lockedout", "yes", good, good)
			c.hears("Warning: This would lock the user out: they may not change their password.")
			c.types(test.answers...)
			c.asks(test.ends, false)
			c.types("yes")
			c.hears("Password changed for lars.lockedout.")
			actions := ""
			for _, call := range c.changes() {
				actions += call.Action + " "
			}
			if actions != test.actions {
				t.Errorf("%s: sent %s, want %s", name, actions, test.actions)
			}
			switch name {
			case "let":
				c.hears("Attached: IAMUserChangePassword; check with why.")
			case "anyway":
				c.hears("Warning: lars.lockedout is locked out: w allows it.")
				c.types("w")
				c.asks("Let lars.lockedout change their own password, by attaching IAMUserChangePassword?", false)
				c.types("yes")
				c.hears("lars.lockedout may change their password now")
				if strings.Contains(c.last(), "w to let") {
					t.Errorf("it is offered again:\n%s", c.last())
				}
			}
		})
	}
}

package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// ending is how the reset of a user ends who shows something.
type ending struct {
	password string // "": a good one
	// shows is on the screen once the first try is over, next to AWS's code and the request's id where there are any.
	shows []string
	// next is what the next Enter leads to; "": there is no form any more.
	next string
	// after is what has to hold in the end.
	after func(t *testing.T, s *uitest.Screen)
}

// changed is an ending without an error.
func changed(user string, calls int) ending {
	return ending{shows: []string{"Password changed for " + user}, after: func(t *testing.T, s *uitest.Screen) {
		if !s.IAM.Check(user, good) {
			t.Errorf("the password of %s is not the one that was typed", user)
		}
		wantCalls(t, s, "UpdateLoginProfile", user, calls)
	}}
}

// afterEnter is an ending with an error, from which the next Enter leads to success.
func afterEnter(user string, calls int, shows ...string) ending {
	e := changed(user, calls)
	e.shows, e.next = shows, "Password changed for "+user
	return e
}

// created is an ending with an offer to create what is missing.
func created(user string, shows ...string) ending {
	return ending{
		shows: append(shows, "Create a console password for "+user),
		next:  "Console password created for " + user,
		after: func(t *testing.T, s *uitest.Screen) {
			if required, console := s.IAM.ResetRequired(user); !console || !required || !s.IAM.Check(user, good) {
				t.Errorf("%s has a console password: %v, must change it: %v", user, console, required)
			}
			wantCalls(t, s, "UpdateLoginProfile", user, 1)
			wantCalls(t, s, "CreateLoginProfile", user, 1)
		},
	}
}

// denied is an ending that trying again does not mend.
func denied(user string, shows ...string) ending {
	const action = "iam:UpdateLoginProfile."
	return ending{shows: append(shows, action), next: action,
		after: func(t *testing.T, s *uitest.Screen) {
			if s.IAM.Check(user, good) {
				t.Errorf("the password of %s was changed", user)
			}
			wantCalls(t, s, "UpdateLoginProfile", user, 2)
		}}
}

// longEnough is more than any of the demo account's users takes to come to an end.
const longEnough = 16 * time.Second

// endings has one for each member of the demo account's cast.
var endings = map[string]ending{
	"Bob":            changed("Bob", 1),
	"bob.contractor": changed("bob.contractor", 1),
	"slow.lorris":    changed("slow.lorris", 1),
	"uma.unready":    changed("uma.unready", 3),
	"theo.throttled": changed("theo.throttled", 3),
	"lola.lostphone": changed("lola.lostphone", 1),
	"hank.hardware":  changed("hank.hardware", 1),
	"leo.leaver":     changed("leo.leaver", 1),
	"lars.lockedout": changed("lars.lockedout", 1),
	"nick.nomfa":     changed("nick.nomfa", 1),
	"paula.path":     changed("paula.path", 1),
	"wanda.welcome":  changed("wanda.welcome", 1),
	"ed.expired":     changed("ed.expired", 1),
	"sonia.soon":     changed("sonia.soon", 1),
	"rex.revoked":    changed("rex.revoked", 1),
	"dora.drift":     changed("dora.drift", 1),
	"fay.fido":       changed("fay.fido", 1),
	"wes.wrong":      changed("wes.wrong", 1),
	"fay.factor":     changed("fay.factor", 1),
	"ty.typo":        changed("ty.typo", 1),
	"sam.signedin":   changed("sam.signedin", 1),
	"quinn.quiet":    changed("quinn.quiet", 1),

	"bob-ci":       created("bob-ci", "bob-ci has no console password yet", "enter creates one, with what you typed"),
	"nina.newhire": created("nina.newhire", "nina.newhire has no console password yet"),
	"mona.maybe":   created("mona.maybe", "has no console password, or does not exist", "you lack iam:GetUser to tell which"),
	"gus.ghost": {
		shows: []string{"No user named gus.ghost", "The list is being read again"},
		next:  "No user named gus.ghost",
		after: func(t *testing.T, s *uitest.Screen) {
			s.Key("esc")
			s.Key("y")
			s.Want("No user matches gus.ghost")
			wantCalls(t, s, "CreateLoginProfile", "", 0)
		},
	},
	"rita.reuse": {
		password: demoiam.CastPassword,
		shows:    []string{"AWS refuses the password", "password reuse prevention", "Nothing was changed", "▌ New password"},
		next:     "▌ Again", // she needs another one, so the fields come first
		after: func(t *testing.T, s *uitest.Screen) {
			s.Key("ctrl+u", "up", "ctrl+u")
			s.Fill(good)
			s.Key("enter")
			s.Want("Password changed for rita.reuse")
			if !s.IAM.Check("rita.reuse", good) {
				t.Error("the password of rita.reuse is not the second one")
			}
		},
	},

	"sven.servererror": afterEnter("sven.servererror", 4, "AWS failed on its side", "enter tries again", "3 attempts"),
	"gary.garbage":     afterEnter("gary.garbage", 4, "AWS failed on its side", "HTTP 502 Bad Gateway", "3 attempts"),
	"ned.network":      afterEnter("ned.network", 1, "AWS could not be reached, so nothing was changed", "Connection refused at iam.amazonaws.com."),
	"eva.expired":      afterEnter("eva.expired", 2, "Your AWS session has expired", "`aws sso login`", "nothing that you typed is lost"),
	"ian.invalidtoken": afterEnter("ian.invalidtoken", 2, "AWS does not know these credentials", "need --region", "a session without MFA"),
	"tina.timeout": {
		shows: []string{"The earlier attempt may have succeeded", "Let tina.timeout try to sign in with this password", "Keep the password"},
		next:  "The earlier attempt may have succeeded",
		after: func(t *testing.T, s *uitest.Screen) {
			if !s.IAM.Check("tina.timeout", good) {
				t.Error("the password is not in force")
			}
			s.Key("esc") // it may be in force: leaving has to ask for that
			s.Want("The password may be in force for tina.timeout, and would be lost. Leave anyway?")
		},
	},

	"dana.denied":   denied("dana.denied", "Ask for:", `"Action":"iam:UpdateLoginProfile"`, "helpdesk/alice"),
	"xena.explicit": denied("xena.explicit", "denies it explicitly, so no Allow will help"),
	"sid.scp":       denied("sid.scp", "A service control policy of the organization denies it, so no Allow will help"),
	"ben.boundary":  denied("ben.boundary", "permissions boundary denies it, so no Allow will help"),
	"alice": {
		shows: []string{"You may not reset your own password (iam:UpdateLoginProfile)", "▌ Your current", "iam:ChangePassword"},
		next:  "▌ New password",
		after: func(t *testing.T, s *uitest.Screen) {
			s.Key("up")
			s.Type(demoiam.CastPassword)
			s.Key("ctrl+s")
			s.Want("Password changed for alice")
			if !s.IAM.Check("alice", good) {
				t.Error("alice's password is not the new one")
			}
			wantCalls(t, s, "ChangePassword", "", 1)
		},
	},
}

// unlooked is the demo account for a caller who may not read login profiles: that somebody has none is only known once
// the reset has been refused.
func unlooked() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.Inject(demoiam.Fault{Action: "GetLoginProfile", Code: "AccessDenied"})
	return account
}

// Every user of the demo account who shows something shows it: what happened, AWS's own words, and what to do.
func TestTheCast(t *testing.T) {
	for _, cast := range demoiam.TheCast() {
		t.Run(cast.User, func(t *testing.T) {
			t.Parallel()
			end, ok := endings[cast.User]
			if !ok {
				t.Fatal("nobody has said how it ends with this user")
			}
			uitest.Run(t, uitest.Config{Account: unlooked}, func(s *uitest.Screen) {
				password := end.password
				if password == "" {
					password = good
				}
				s.Never(good, demoiam.CastPassword)
				s.Reset(cast.User, password)
				s.Sleep(longEnough)
				s.Want(end.shows...)
				if end.next != "" {
					wantField(t, s, "New password", bullets(len(password)))
					wantField(t, s, "Again", bullets(len(password)))
					if cast.Code != "" {
						wantDetail(s, cast.Code, uitest.RequestID)
					}
					s.Key("enter")
					s.Sleep(time.Second)
					s.Want(end.next)
				}
				end.after(t, s)
			})
		})
	}
}

// wantDetail finds texts in an error's own words, if need be on the page that shows all of it.
func wantDetail(s *uitest.Screen, texts ...string) {
	for _, text := range texts {
		if s.Shows(text) {
			continue
		}
		s.Key("f2")
		s.Want(text)
		s.Key("esc")
	}
}

// At the smallest size as well: what happened and AWS's code, or the way to them.
func TestTheCastOnASmallTerminal(t *testing.T) {
	for user, end := range endings {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			uitest.Run(t, uitest.Config{Size: "60x15", Account: unlooked}, func(s *uitest.Screen) {
				password := end.password
				if password == "" {
					password = good
				}
				s.Reset(user, password)
				s.Sleep(longEnough)
				wantDetail(s, end.shows...)
			})
		})
	}
}

// The whole of an error can be read, and the form is as it was.
func TestAnErrorInFull(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Reset("dana.denied", good)
		s.WantNot("because no identity-based policy allows")
		s.Key("f2")
		s.Want("AccessDenied", uitest.RequestID)
		s.Key("down")
		s.Want("because no identity-based policy allows the iam:UpdateLoginProfile action")
		s.Key("esc")
		s.WantLine("▌ Again", bullets(len(good)))
	})
}

// Whether a policy or GetUser is at fault, NoSuchEntity is told apart by asking, never by AWS's words.
func TestNoSuchEntityIsToldApartByAsking(t *testing.T) {
	for name, c := range map[string]struct {
		faults []demoiam.Fault
		want   string
	}{
		"the user is there": {[]demoiam.Fault{
			{Action: "UpdateLoginProfile", Code: "NoSuchEntity", Message: "The user with name Bob cannot be found."},
		}, "Bob has no console password yet"},
		"the user is not": {[]demoiam.Fault{
			{Action: "UpdateLoginProfile", Code: "NoSuchEntity", Message: "Login Profile for User Bob cannot be found."},
			{Action: "GetUser", Code: "NoSuchEntity"},
		}, "No user named Bob"},
		"nobody knows": {[]demoiam.Fault{
			{Action: "UpdateLoginProfile", Code: "NoSuchEntity"},
			{Action: "GetUser", Code: "ServiceFailure"},
		}, "Bob has no console password, or does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: faulty(c.faults...)}, func(s *uitest.Screen) {
				s.Reset("Bob", good)
				s.Sleep(longEnough)
				s.Want(c.want)
			})
		})
	}
}

// A policy that has changed since it was read is read again when it refuses.
func TestARefusalReadsThePolicyAgain(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Want("14 characters or more")
		s.IAM.SetPolicy(&demoiam.Policy{MinimumLength: 20, RequireSymbols: true})
		s.Fill(good)
		s.Key("enter")
		s.Want("AWS refuses the password", "PasswordPolicyViolation", uitest.RequestID, "✗ 20 characters or more", "✓ a symbol")
		s.WantNot("14 characters", "an uppercase letter")
		wantField(t, s, "New password", bullets(len(good)))
		s.Type("abc")
		s.Key("enter")
		s.Type("abc")
		s.Key("enter")
		s.Want("Password changed for Bob")
		if !s.IAM.Check("Bob", good+"abc") {
			t.Error("the password is not the longer one")
		}
	})
}

func TestACodeThatNobodyKnows(t *testing.T) {
	odd := faulty(demoiam.Fault{Action: "UpdateLoginProfile", Code: "LimitExceeded", Message: "Cannot exceed quota."})
	uitest.Run(t, uitest.Config{Account: odd}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Want("AWS refuses: Cannot exceed quota.", "LimitExceeded", uitest.RequestID, "enter tries again")
		wantField(t, s, "New password", bullets(len(good)))
	})
}

// Creating a login profile that somebody else has created meanwhile.
func TestALoginProfileThatIsThereByNow(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: unlooked}, func(s *uitest.Screen) {
		s.Reset("nina.newhire", good)
		s.Want("has no console password yet")
		s.IAM.Add(demoiam.User{Name: "nina.newhire", Path: "/engineering/", Console: true, Groups: []string{"engineering"}})
		s.Key("enter")
		s.Want("nina.newhire already has a console password", "EntityAlreadyExists", "enter resets it")
		s.Key("enter")
		s.Want("Password changed for nina.newhire")
		if !s.IAM.Check("nina.newhire", good) {
			t.Error("the password is not the one that was typed")
		}
	})
}

// The same answer is lost three times: nobody can know.
func TestAnOutcomeThatNobodyKnows(t *testing.T) {
	lost := faulty(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: demoiam.DropBefore, Times: 3})
	uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(longEnough)
		s.Want("Unknown outcome", "The password may be in force", "Keep the password")
		s.Key("esc")
		s.Want("The password may be in force for Bob, and would be lost")
		s.Key("n")
		s.Key("enter")
		s.Sleep(longEnough)
		s.Want("Password changed for Bob")
		wantCalls(t, s, "UpdateLoginProfile", "Bob", 4)
	})
}

// Another password is not the one that may be in force.
func TestAnUnknownOutcomeEndsWithTheText(t *testing.T) {
	lost := faulty(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: demoiam.DropBefore, Times: 3})
	uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(longEnough)
		s.Want("Unknown outcome")
		s.Key("up", "up", "up")
		s.Type("2")
		s.Key("esc")
		s.Want("Discard what you typed for Bob?")
	})
}

// After an attempt whose answer was lost, a refusal on a later Enter may be its consequence.
func TestARefusalAfterAnUnknownOutcome(t *testing.T) {
	lost := faulty(
		demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: demoiam.DropBefore, Times: 2},
		demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: demoiam.DropAfter, Times: 1},
	)
	uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(longEnough)
		for !s.IAM.Check("Bob", good) {
			s.Key("enter")
			s.Sleep(longEnough)
		}
		s.Key("enter")
		s.Sleep(longEnough)
		s.Want("The earlier attempt may have succeeded", "PasswordPolicyViolation")
		s.Key("up", "up", "up", "up") // another password is another story
		s.Key("ctrl+u", "tab", "ctrl+u", "up")
		s.Fill(good + "2")
		s.Key("enter")
		s.Sleep(longEnough)
		s.Want("Password changed for Bob")
	})
}

func TestOwnPassword(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("alice")
		s.Want("this is you", "This is your own user. If you may not reset it, you are asked for your current password.")
		s.Fill(good)
		s.Key("enter")
		s.Want("You may not reset your own password")
		s.WantNot("must choose a new password at next") // ChangePassword has no such flag
		s.Key("ctrl+s")
		s.Want("Type your current password")
		s.Type("Not-The-Right-One-1")
		s.Key("ctrl+s")
		s.Want("Check the current password", "The old password was incorrect", "AccessDenied", uitest.RequestID)
		s.WantLine("▌ Your current", "•")
		s.Key("ctrl+u")
		s.Type(demoiam.CastPassword)
		s.Key("ctrl+s")
		s.Want("Password changed for alice", "with the new password")
		wantCalls(t, s, "ChangePassword", "", 2)
		if !s.IAM.Check("alice", good) {
			t.Error("alice's password is not the new one")
		}
	})
}

// Who may reset their own password needs no current one.
func TestOwnPasswordByAnAdministrator(t *testing.T) {
	admin := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetCaller("arn:aws:iam::123456789012:user/finance/Bob")
		return account
	}
	uitest.Run(t, uitest.Config{Account: admin}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Want("this is you")
		s.Fill(good)
		s.Key("enter")
		s.Want("Password changed for Bob")
		wantCalls(t, s, "ChangePassword", "", 0)
	})
}

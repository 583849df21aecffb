package ui_test

import (
	"slices"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// offboard opens the checklist of a user and confirms it.
func offboard(s *uitest.Screen, user string) {
	at(s, user)
	s.Key("L")
	s.Type(user)
	s.Key("enter")
}

// offboarding are the requests of the usual checklist for leo.leaver, in the order that is safe.
var offboarding = []string{"DeleteLoginProfile", "UpdateAccessKey", "UpdateAccessKey", "UpdateServiceSpecificCredential", "PutUserPolicy"}

// written are the operations that changed something of leo.leaver, in order.
func written(s *uitest.Screen) []string {
	var all []string
	for _, call := range s.IAM.Calls() {
		switch call.Action {
		case "DeleteLoginProfile", "UpdateAccessKey", "UpdateServiceSpecificCredential", "DeactivateMFADevice", "DeleteVirtualMFADevice", "PutUserPolicy":
			all = append(all, call.Action)
		}
	}
	return all
}

func TestOffboarding(t *testing.T) {
	for _, size := range []string{"60x15", "80x24", "120x40"} {
		uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
			at(s, "leo.leaver")
			s.Key("L")
			s.WantLine("Offboard leo.leaver in acme-demo 123456789012")
			s.WantLine("[x] Console password", "set", "delete")
			s.WantLine("[x] Access key …", "used 2 h ago", "deactivate")
			s.WantLine("[x] Access key …", "used 40 d ago", "deactivate")
			s.WantLine("[x] Credential …", "CodeCommit", "deactivate")
			s.WantLine("[ ] MFA device", "virtual", "leave it")
			s.WantLine("[x] Sessions", "may be active", "revoke")
			s.Type("leo.leave")
			s.Key("enter")
			s.Want("That is not the name: type it as it stands there.")
			if sent := written(s); sent != nil {
				t.Fatalf("sent before it was confirmed: %v", sent)
			}
			s.Type("r")
			s.Key("enter")
			s.Want("✓ leo.leaver offboarded: 5 steps done.")
			s.WantLine("✓  Console password", "deleted")
			s.WantLine("✓  Credential", "deactivated")
			s.WantLine("✓  Sessions", "revoked")
			s.WantLine("[ ] MFA device", "leave it")
			u, _ := s.IAM.User("leo.leaver")
			if u.Console || !u.AccessKeys[0].Inactive || !u.AccessKeys[1].Inactive || !u.Credentials[0].Inactive || len(u.MFA) != 1 || u.Inline["AWSRevokeOlderSessions"] == "" {
				t.Errorf("the user is %+v", u)
			}
			if sent := written(s); !slices.Equal(sent, offboarding) {
				t.Errorf("sent was %v", sent)
			}
			s.Key("y")
			s.Want("There is nothing to try again.")
			s.Key("esc")
			s.WantLine("▌ leo.leaver", "no")
			s.Key("L")
			s.WantLine("Console password", "none")
			s.WantLine("Access keys", "none active")
			s.WantLine("[x] Sessions", "revoked before")
		})
	}
}

// What is unticked is left alone; a virtual device that is ticked is deactivated and deleted, before the sessions.
func TestOffboardingWhatIsTicked(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.Key("L")
		s.Key("space", "down", "space", "down", "down", "down", "space", "up", "down")
		s.WantLine("[ ] Console password", "leave it")
		s.WantLine("▌ [x] MFA device", "remove")
		s.Type("leo.leaver")
		s.WantLine("Type leo.leaver to do the 4 ticked steps: leo.leaver")
		s.Key("enter")
		s.Want("offboarded: 4 steps done.")
		want := []string{"UpdateAccessKey", "UpdateServiceSpecificCredential", "DeactivateMFADevice", "DeleteVirtualMFADevice", "PutUserPolicy"}
		if sent := written(s); !slices.Equal(sent, want) {
			t.Errorf("sent was %v", sent)
		}
	})
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "nina.newhire")
		s.Key("L")
		s.Key("space")
		s.Want("Nothing can be done there: none.")
		s.Click("[x] Sessions")
		s.WantLine("▌ [ ] Sessions", "leave it")
		s.Type("nina.newhire")
		s.Key("enter")
		s.Want("Nothing is ticked: space ticks.")
		s.Key("esc")
		s.WantLine("▌ nina.newhire")
		if sent := written(s); sent != nil {
			t.Errorf("sent was %v", sent)
		}
	})
}

// A step that is refused does not stop the others, and is tried again without them.
func TestOffboardingWhereOneStepIsRefused(t *testing.T) {
	account := with(demoiam.Fault{Action: "UpdateServiceSpecificCredential", Times: 1, Code: "AccessDenied"})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Want("✗ leo.leaver not offboarded: 4 of 5 done, 1 refused.")
		s.WantLine("▌  ✗  Credential", "you may not iam:UpdateServiceSpecificCredential")
		s.Want("helpdesk/alice is missing iam:UpdateServiceSpecificCredential", "Ask for:")
		s.WantLine("✓  Sessions")
		s.WantLine("y try again", "F2 why", "esc back")
		s.Key("f2")
		s.Want("request " + uitest.RequestID)
		s.Key("esc")
		s.Key("enter")
		s.Want("That was sent")
		if sent := written(s); !slices.Equal(sent, offboarding) {
			t.Errorf("sent was %v", sent)
		}
		s.Key("y")
		s.Want("✓ leo.leaver offboarded: 5 steps done.")
		if sent := written(s)[len(offboarding):]; !slices.Equal(sent, []string{"UpdateServiceSpecificCredential"}) {
			t.Errorf("tried again was %v", sent)
		}
	})
}

// Where the password is only deleted by another try, sessions may have begun since they were revoked.
func TestOffboardingRevokesAfterALatePassword(t *testing.T) {
	account := with(demoiam.Fault{Action: "DeleteLoginProfile", Times: 1, Code: "AccessDenied"})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Want("4 of 5 done, 1 refused.")
		s.Key("y")
		s.Want("✓ leo.leaver offboarded: 5 steps done.")
		if sent := written(s)[len(offboarding):]; !slices.Equal(sent, []string{"DeleteLoginProfile", "PutUserPolicy"}) {
			t.Errorf("tried again was %v", sent)
		}
	})
}

// A step whose answer got lost is unknown, and another try tells.
func TestOffboardingWithAnUnknownOutcome(t *testing.T) {
	account := with(demoiam.Fault{Action: "DeleteLoginProfile", Times: 3, Drop: demoiam.DropAfter})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Sleep(time.Minute)
		s.Want("! leo.leaver not offboarded: 4 of 5 done, 1 unknown.", "Unknown outcome")
		s.WantLine("▌  ?  Console password", "unknown: the answer was lost")
		s.Key("y")
		s.Sleep(time.Minute)
		s.WantLine("✓  Console password", "already gone")
		s.Want("✓ leo.leaver offboarded: 5 steps done.")
	})
	account = with(demoiam.Fault{Action: "UpdateAccessKey", Times: 3, Drop: demoiam.DropAfter})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Sleep(time.Minute)
		s.Want("4 of 5 done, 1 unknown.")
		s.IAM.Inject(demoiam.Fault{Action: "UpdateAccessKey", Code: "AccessDenied"})
		s.Key("y")
		s.Want("4 of 5 done, 1 unknown.", "Unknown outcome") // the first request may still have been carried out
	})
}

// What may not be read is unknown, with the permission; the password and the sessions need no reading.
func TestOffboardingWhatMayNotBeRead(t *testing.T) {
	var faults []demoiam.Fault
	for _, action := range []string{"GetLoginProfile", "ListAccessKeys", "ListServiceSpecificCredentials", "ListMFADevices", "GetUserPolicy"} {
		faults = append(faults, demoiam.Fault{Action: action, Code: "AccessDenied"})
	}
	uitest.Run(t, uitest.Config{Account: with(faults...), Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.Key("L")
		s.WantLine("[x] Console password", "unknown: you may not iam:GetLoginProfile", "delete")
		s.WantLine("    Access keys", "unknown: you may not iam:ListAccessKeys")
		s.WantLine("    Credentials", "unknown: you may not iam:ListServiceSpecificCredentials")
		s.WantLine("    MFA device", "unknown: you may not iam:ListMFADevices")
		s.WantLine("[x] Sessions", "unknown: you may not iam:GetUserPolicy", "revoke")
		s.Type("leo.leaver")
		s.Key("enter")
		s.Want("✓ leo.leaver offboarded: 2 steps done.")
	})
	uitest.Run(t, uitest.Config{Account: with(demoiam.Fault{Action: "GetAccessKeyLastUsed", Code: "AccessDenied"}), Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.Key("L")
		s.WantLine("[x] Access key …", "last use unknown: you may not iam:GetAccessKeyLastUsed", "deactivate")
	})
}

// Nothing is confirmed before what is open was read, and what is typed meanwhile is kept.
func TestOffboardingWaitsForTheReading(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: with(demoiam.Fault{Action: "ListAccessKeys", Latency: 3 * time.Second})}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.Key("L")
		s.Type("leo.leaver")
		s.Key("enter")
		s.Want("Reading what is open", "Still reading what is open.")
		s.Sleep(5 * time.Second)
		s.Want("Type leo.leaver to do the 5 ticked steps: leo.leaver")
		s.Key("enter")
		s.Want("✓ leo.leaver offboarded")
	})
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "gus.ghost")
		s.Key("L")
		s.Want("No user named gus.ghost.")
		s.Key("enter")
		if sent := written(s); sent != nil {
			t.Errorf("sent was %v", sent)
		}
	})
}

// L says why not: in --read-only, and of a protected user, in the list and where it is told why a user cannot sign in.
func TestOffboardingThatIsNotAllowed(t *testing.T) {
	protected := uitest.Config{Rails: "[[protected]]\nname = \"leo.*\"\nreason = \"Ask the security desk.\"\n"}
	for want, cfg := range map[string]uitest.Config{"Read-only: with --read-only nothing can be changed.": {ReadOnly: true}, "Ask the security desk.": protected} {
		for _, from := range []string{"", "i"} {
			uitest.Run(t, cfg, func(s *uitest.Screen) {
				at(s, "leo.leaver")
				if from != "" {
					s.Key(from)
				}
				s.Key("L")
				s.Want(want)
				s.WantNot("Offboard leo.leaver")
			})
		}
	}
}

// A guard rail asks for the reason once, for all steps, and each is in the history with it.
func TestOffboardingWithAReason(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "[reason]\nrequired = true\n"}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Want("Ticket or reason")
		s.Type("HR-4711")
		s.Key("enter")
		s.Want("✓ leo.leaver offboarded: 5 steps done.")
		s.Key("esc")
		s.Key("H")
		s.Want("deactivate serv", "remove console", "revoke sessions", "HR-4711")
	})
}

// Nobody has to watch: what is under way goes on, and ctrl+o opens the checklist with every outcome.
func TestOffboardingThatNobodyWatches(t *testing.T) {
	slow := demoiam.Fault{Action: "UpdateAccessKey", Latency: 5 * time.Second}
	for name, c := range map[string]struct {
		account      func() *demoiam.Server
		notice, line string
	}{
		"all well": {with(slow), "leo.leaver offboarded: 5 steps done. ctrl+o opens it.", "✓  Credential"},
		"one refused": {with(slow, demoiam.Fault{Action: "UpdateServiceSpecificCredential", Code: "AccessDenied"}),
			"leo.leaver not offboarded: 4 of 5 done, 1 refused. ctrl+", "✗  Credential"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: c.account}, func(s *uitest.Screen) {
				offboard(s, "leo.leaver")
				s.Sleep(time.Second)
				s.Want("Offboarding, 1 of 5…", "esc stops watching")
				s.WantLine("✓  Console password", "deleted")
				s.WantLine("Access key", "under way…")
				s.WantLine("[x] Sessions")
				s.Key("enter")
				s.Want("The request is on its way")
				s.Key("ctrl+c")
				s.Want("The change for leo.leaver is still under way")
				s.Key("n")
				s.Key("esc")
				s.Want("Still changing leo.leaver")
				s.WantLine("▌ leo.leaver")
				s.Sleep(20 * time.Second)
				s.Want(c.notice)
				s.Key("ctrl+o")
				s.Want("Offboard leo.leaver in")
				s.WantLine(c.line)
				s.Key("esc")
				s.WantLine("▌ leo.leaver", "no")
			})
		})
	}
}

// A pause before another attempt can be stopped: what has not been sent is not.
func TestStoppingToOffboard(t *testing.T) {
	account := with(demoiam.Fault{Action: "DeleteLoginProfile", Code: "EntityTemporarilyUnmodifiable"})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Want("trying again in")
		s.Key("esc")
		s.Want("leo.leaver not offboarded: 0 of 5 done, 5 not sent.")
		if sent := written(s); len(sent) != 1 {
			t.Errorf("sent was %v", sent)
		}
	})
}

// Credentials that have expired stop all of it, and are read again before the next try.
func TestOffboardingWithAnExpiredSession(t *testing.T) {
	account := with(demoiam.Fault{Action: "UpdateAccessKey", Times: 1, Code: "ExpiredToken"})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Want("1 of 5 done, 1 refused, 3 not sent.", "Your AWS session has expired.")
		s.Key("y")
		s.Want("✓ leo.leaver offboarded: 5 steps done.")
		if sent := written(s); len(sent) != 6 {
			t.Errorf("sent was %v", sent)
		}
	})
}

// After D alone, the notice says what is still open.
func TestDisablingSaysWhatIsStillOpen(t *testing.T) {
	for size, want := range map[string]string{
		"80x24": "leo.leaver disabled. Open: sessions R, 2 access keys K, 1 credential L.", "120x40": "disabled. Open: sessions R, 2 access keys K, 1 credential L.",
	} {
		uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
			at(s, "leo.leaver")
			s.Key("D")
			s.Type("leo.leaver")
			s.Key("enter")
			s.Want(want)
		})
	}
	uitest.Run(t, uitest.Config{Size: "60x15", Account: with(demoiam.Fault{Action: "ListAccessKeys", Code: "AccessDenied"})}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("D")
		s.Type("Bob")
		s.Key("enter")
		s.Want("Open: sessions R, access keys unknown.")
	})
}

// The pane tells of service-specific credentials where there are some.
func TestThePaneHasServiceCredentials(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.WantLine("│", "Credentials", "for CodeCommit, need no password")
		s.WantLine("│", "L offboard")
		s.Key("esc")
		at(s, "Bob")
		s.WantNot("Credentials")
	})
}

// What is under way stays with its account, and so does what is tried again.
func TestOffboardingStaysWithItsAccount(t *testing.T) {
	cfg := configured("prod")
	cfg.Account = with(
		demoiam.Fault{Action: "UpdateAccessKey", Latency: 5 * time.Second},
		demoiam.Fault{Action: "UpdateServiceSpecificCredential", Times: 1, Code: "AccessDenied"},
	)
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		offboard(s, "leo.leaver")
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		switchTo(s, "lab")
		s.Sleep(time.Second)
		s.WantLine("acme-lab 210987654321")
		s.Sleep(20 * time.Second)
		s.Want("leo.leaver not offboarded: 4 of 5 done, 1 refused")
		s.Key("ctrl+o")
		s.WantLine("acme-demo 123456789012", "helpdesk/alice")
		s.WantLine("Offboard leo.leaver in acme-demo 123456789012")
		s.Key("y")
		s.Want("✓ leo.leaver offboarded: 5 steps done.")
		if sent := written(s); len(sent) != 6 {
			t.Errorf("sent was %v", sent)
		}
		for _, call := range s.STS.Account("AKIALAB").Calls() {
			if call.UserName == "leo.leaver" {
				t.Errorf("the other account was asked: %+v", call)
			}
		}
		s.Key("esc")
		s.WantLine("acme-lab 210987654321")
		s.Want("zoe.lab")
	})
}

// While it is tried again, F2 tells why a step was refused that has ended already, wherever the cursor is.
func TestDetailsWhileOffboardingAgain(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "DeleteLoginProfile", Code: "AccessDenied"})
		s.Type("/Bob")
		s.Key("enter", "L")
		s.Type("Bob")
		s.Key("enter")
		s.Sleep(5 * time.Second)
		s.IAM.Inject(demoiam.Fault{Action: "PutUserPolicy", Latency: 10 * time.Second})
		s.Key("y")
		s.Key("down")
		s.Key("down")
		s.Key("f2")
		s.Want("missing iam:DeleteLoginProfile")
		s.Key("esc")
		s.Sleep(time.Minute)
		s.Want("not offboarded: 1 of 2 done, 1 refused")
	})
}

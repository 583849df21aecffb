package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// The codes are typed as the caller says them; what cannot be right is not sent, and what AWS refuses is typed again at
// once.
func TestSynchronising(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("Y")
		s.WantLine("Code ______", "Next code ______")
		s.WantLine("enter synchronise", "esc back")
		s.Type("12345x")
		s.Want("A code has digits only.")
		s.Type("6")
		s.WantNot("A code has digits only.")
		s.WantLine("Code 123456", "Next code ______")
		s.Key("enter")
		s.Want("Each code has six digits.")
		s.Type("123456")
		s.Key("enter")
		s.Want("That is the same code twice: wait for the next one.")
		s.Type("7")
		s.Want("Each code has six digits.")
		s.Key("ctrl+u", "backspace", "backspace")
		s.WantLine("Code 12345_", "Next code ______")
		s.Key("tab")
		s.Type("654321")
		s.Key("up")
		s.Type("6")
		s.WantLine("Code 123456", "Next code 654321")
		if n := s.IAM.Count("ResyncMFADevice", ""); n != 0 {
			t.Fatalf("%d were sent", n)
		}
		s.Key("enter")
		s.Want("AWS refuses the codes for dora.drift.", "not one directly after the other")
		s.WantLine("Code ______", "Next code ______")
		s.Key("f2")
		s.Want("InvalidAuthenticationCode")
		s.Key("esc")
		typeCodes(s)
		s.Want("In sync: the caller holds dora.drift's MFA device.")
		if n := s.IAM.Count("ResyncMFADevice", "dora.drift"); n != 2 {
			t.Errorf("%d were sent", n)
		}
	})
}

// Codes are pasted as apps show them: with spaces, one or both.
func TestPastedCodes(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("Y")
		codes, _ := s.IAM.DeviceCodes("dora.drift")
		s.Paste(codes[0].Now[:3] + " " + codes[0].Now[3:] + "\n")
		s.WantLine("Code "+codes[0].Now, "Next code ______")
		s.Paste("1234567")
		s.Want("Each code has six digits.")
		s.Paste(codes[0].Next)
		s.Key("enter")
		s.Want("In sync: the caller holds dora.drift's MFA device")
	})
}

func TestWhoCannotSynchronise(t *testing.T) {
	for user, why := range map[string]string{
		"bob.contractor": "bob.contractor has no MFA device.",
		"fay.fido":       "fay.fido has security keys only (FIDO)",
	} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			at(s, user)
			s.Key("Y")
			s.Want(why)
		})
	}
	uitest.Run(t, uitest.Config{Account: with(demoiam.Fault{Action: "ListMFADevices", Code: "AccessDenied"})}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("Y")
		s.Want("The MFA devices of dora.drift could not be read")
	})
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "hank.hardware")
		s.Key("Y")
		s.Want("hank.hardware has several MFA devices. Which one does the caller have?", "GAHT12345678")
		s.Key("1")
		codes, _ := s.IAM.DeviceCodes("hank.hardware")
		s.Type(codes[0].Now + codes[0].Next)
		s.Key("enter")
		s.Want("In sync: the caller holds hank.hardware's MFA device")
	})
}

// Where an answer got lost, nobody knows, and nothing is claimed of the caller.
func TestSynchronisingWithALostAnswer(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: with(demoiam.Fault{Action: "ResyncMFADevice", Times: 1, Drop: demoiam.DropAfter})}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("Y")
		typeCodes(s)
		s.Sleep(5 * time.Second)
		s.Want("Unknown outcome: an answer was lost.", "This shows nothing about the caller.")
		s.WantNot("the caller holds")
	})
}

const verifies = "verify = 'mfa'\n"

// Under the guard rail a reset asks for the codes first, keeps what was typed meanwhile, and is sent once they were right.
func TestAResetVerifiesTheCaller(t *testing.T) {
	for _, size := range []string{"60x15", "80x24", "120x40"} {
		uitest.Run(t, uitest.Config{Rails: verifies, Size: size}, func(s *uitest.Screen) {
			at(s, "dora.drift")
			s.Key("enter")
			s.Want("A guard rail: verify the caller first.", "Code ______")
			s.Key("esc") // not yet
			s.Fill(good)
			s.Key("enter")
			s.Want("A guard rail: verify the caller first.", "Code ______")
			s.Type("000000111111")
			s.Key("enter")
			s.Want("AWS refuses the codes for dora.drift.")
			wantWrites(t, s, "ResyncMFADevice")
			s.Key("esc")
			s.Key("ctrl+s")
			s.Want("verify the caller first")
			typeCodes(s)
			s.Want("In sync: the caller holds dora.drift's MFA device.", "Reset password for dora.drift")
			wantWrites(t, s, "ResyncMFADevice", "ResyncMFADevice")
			s.Key("ctrl+s")
			s.Want("Password changed for dora.drift")
			if !s.IAM.Check("dora.drift", good) {
				t.Error("the password is another one")
			}
			s.Key("esc")
			s.Type("H")
			s.Want("verified: mfa")
		})
	}
}

// The codes are asked for before anybody types a password, and not again for the reset.
func TestTheCallerIsVerifiedBeforeTheForm(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: verifies}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("enter")
		typeCodes(s)
		s.Want("Reset password for dora.drift")
		s.Key("ctrl+g", "enter")
		s.Want("Password changed for dora.drift")
		wantWrites(t, s, "ResyncMFADevice", "UpdateLoginProfile")
	})
}

// Whoever has no device that shows codes gets the password with a reason, whatever the other guard rails want.
func TestAReasonInsteadOfVerifying(t *testing.T) {
	for _, user := range []string{"fay.fido", "rita.reuse"} {
		uitest.Run(t, uitest.Config{Rails: verifies}, func(s *uitest.Screen) {
			at(s, user)
			s.Key("enter")
			s.Fill(good)
			s.Key("enter")
			s.Want("Ticket or reason", "the caller cannot be verified by MFA")
			s.Type(" ")
			s.Key("enter")
			s.Want("A reason is required")
			s.Type("at the desk")
			wantWrites(t, s)
			s.Key("enter")
			s.Want("Password changed for " + user)
		})
	}
}

// An operator who is quicker than the reading of the devices is not asked for a reason instead of the codes.
func TestVerifyingWaitsForTheDevices(t *testing.T) {
	slow := with(demoiam.Fault{Action: "ListMFADevices", Latency: 20 * time.Second})
	uitest.Run(t, uitest.Config{Rails: verifies, Account: slow}, func(s *uitest.Screen) {
		s.Type("/dora.drift")
		s.Key("enter")
		s.Sleep(time.Second)
		s.Key("enter")
		s.Fill(good)
		s.Key("tab", "space") // no forced change, which waits for the same reading
		s.Key("ctrl+s")
		s.Want("Reading whether the caller can be verified by MFA.")
		s.WantNot("Ticket or reason")
		s.Sleep(20 * time.Second)
		s.Key("ctrl+s")
		s.Want("A guard rail: verify the caller first.", "Code ______")
		wantWrites(t, s)
	})
}

// Remedies that give access verify the caller; those that take it away do not wait for one.
func TestRemediesUnderVerification(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: verifies}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("M", "y")
		s.Want("A guard rail: verify the caller first. For a lost phone: iampasswd help guard-rails.", "Code ______")
		typeCodes(s)
		s.Want("Deactivate the MFA device of dora.drift?")
		s.Key("y")
		s.Want("MFA device of dora.drift removed.")
		wantWrites(t, s, "ResyncMFADevice", "DeactivateMFADevice", "DeleteVirtualMFADevice")
	})
	uitest.Run(t, uitest.Config{Rails: verifies}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.Key("F", "y")
		s.Want("dora.drift must choose a new password at next sign-in.")
		s.Key("R", "y")
		s.Want("Sessions of dora.drift revoked")
		wantWrites(t, s, "UpdateLoginProfile", "PutUserPolicy")
	})
}

// The pane says whether the caller was verified, until that is a quarter of an hour ago.
func TestThePaneSaysWhoWasVerified(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "dora.drift")
		s.WantLine("Caller", "not verified", "Y verify")
		s.Key("Y")
		typeCodes(s)
		s.WantLine("Caller", "verified by MFA, ")
		s.Sleep(16 * time.Minute)
		s.Key("down")
		s.WantLine("Caller", "not verified")
	})
	uitest.Run(t, uitest.Config{Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "fay.fido")
		s.Want("security key since")
		s.WantNot("not verified")
	})
}

// Offboarding takes access away without a caller; only the MFA device that it is told to take away needs one.
func TestOffboardingUnderVerification(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: verifies}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.Key("L")
		for !s.Shows("▌ [ ] MFA device") {
			s.Key("down")
		}
		s.Key("space")
		s.Type("leo.leaver")
		s.Key("enter")
		s.WantLine("✓  Console password", "deleted")
		s.WantLine("✓  Sessions", "revoked")
		s.Want("verify the caller first")
		if s.IAM.Count("DeactivateMFADevice", "") != 0 {
			t.Error("the MFA device was taken away")
		}
	})
}

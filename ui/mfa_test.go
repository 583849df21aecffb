package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

const (
	device = "arn:aws:iam::123456789012:mfa/alice"
	asks   = "MFA code for profile ops"
)

func TestMFAAtTheStart(t *testing.T) {
	uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.WantLine(asks, "______")
		s.Want("device "+device, "Not read yet: the profile ops asks for an MFA code.")
		s.Type("12a")
		s.Want("The code has digits only.")
		s.WantLine(asks, "12____")
		s.Key("enter")
		s.Want("The code has six digits.")
		s.Key("backspace")
		s.WantLine(asks, "1_____")
		s.Type("23")
		s.Key("ctrl+u")
		s.WantLine(asks, "______")
		s.Sleep(10 * time.Minute) // the phone is upstairs
		s.Paste("123 456\n")
		s.WantLine(asks, "123456")
		s.Key("enter")
		s.WantLine("acme-lab 210987654321", "profile ops")
		s.Want("zoe.lab")
		s.WantNot("MFA code")
		s.Key("r")
		s.Open("Bob")
		s.Fill("short1")
		s.Key("enter")
		s.Want("Password changed for Bob")
		if n := s.STS.Assumed(); n != 1 {
			t.Errorf("AssumeRole was asked %d times", n)
		}
	})
}

func TestMFAWithAWrongCode(t *testing.T) {
	uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.Type("654321")
		s.Key("enter")
		s.Want("MultiFactorAuthentication failed with invalid MFA one time pass code.", "Each code works once")
		s.WantLine(asks, "______")
		s.WantNot("is missing iam:")
		s.Type("123456")
		s.Key("enter")
		s.WantLine("acme-lab 210987654321", "profile ops")
		s.WantNot("MFA code")
	})
}

func TestMFACancelled(t *testing.T) {
	uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.Key("esc")
		s.WantNot(asks)
		s.Want("The profile ops asks for an MFA code.", "r asks for it again.")
		s.Key("r")
		s.WantLine(asks, "______")
		s.Type("123456")
		s.Key("enter")
		s.WantLine("acme-lab 210987654321", "profile ops")
	})
}

// The credentials run out between two changes: the one that waits goes on with what was typed.
func TestMFAOnSubmit(t *testing.T) {
	open := func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.Type("123456")
		s.Key("enter")
		s.Open("Bob")
		s.Fill("short1")
		s.Sleep(2 * time.Hour)
		s.Key("enter")
		s.WantLine(asks, "______")
		if n := updates(s.STS.Account("arn:aws:iam::210987654321:role/HelpDesk")); n != 0 {
			t.Errorf("%d changes were sent", n)
		}
	}
	t.Run("given", func(t *testing.T) {
		uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
			open(s)
			s.STS.Accept("222222")
			s.Type("123456") // was used
			s.Key("enter")
			s.Want("MultiFactorAuthentication failed")
			wantField(t, s, "New password", bullets(6))
			s.Type("222222")
			s.Key("enter")
			s.Want("Password changed for Bob")
			s.WantNot("Send it with these?") // it is the same principal
		})
	})
	t.Run("cancelled", func(t *testing.T) {
		uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
			open(s)
			s.Key("esc")
			s.Want("The profile ops asks for an MFA code.", "enter asks for it again.")
			wantField(t, s, "New password", bullets(6))
			s.STS.Accept("222222")
			s.Key("enter")
			s.WantLine(asks, "______")
			s.Type("222222")
			s.Key("enter")
			s.Want("Password changed for Bob")
		})
	})
	t.Run("cancelled while AWS is asked", func(t *testing.T) {
		uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
			open(s)
			s.STS.Accept("222222")
			remove := s.STS.Account("arn:aws:iam::210987654321:role/HelpDesk").Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: 10 * time.Second})
			s.Type("222222")
			s.Key("enter")
			s.Want("asking AWS…")
			s.Key("esc")
			s.Want("Not sent: nothing was changed")
			s.Sleep(time.Minute)
			remove()
			s.Key("enter") // the code was good: its credentials serve
			s.Want("Password changed for Bob")
		})
	})
	t.Run("not watched", func(t *testing.T) {
		uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
			s.STS.Accept("123456")
			s.Type("123456")
			s.Key("enter")
			s.STS.Account("arn:aws:iam::210987654321:role/HelpDesk").Inject(
				demoiam.Fault{Action: "UpdateLoginProfile", Code: "Throttling", Latency: 2 * time.Hour, Times: 1})
			s.Open("Bob")
			s.Fill("short1")
			s.Key("enter")
			s.Key("esc")
			s.Sleep(3 * time.Hour)
			s.WantNot(asks)
			s.Key("ctrl+o")
			wantField(t, s, "New password", bullets(6))
			s.STS.Accept("222222")
			s.Key("enter")
			s.WantLine(asks, "______")
			s.Type("222222")
			s.Key("enter")
			s.Want("Password changed for Bob")
		})
	})
}

func TestMFAOnASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		switchTo(s, "ops")
		s.WantLine(asks, "______")
		s.Type("111111")
		s.Key("enter")
		s.Want("MultiFactorAuthentication failed")
		s.Key("esc")
		s.Want("AWS refuses the MFA code.")
		s.WantLine("acme-demo 123456789012", "profile prod")
		s.Key("enter")
		s.Type("123456")
		s.Key("enter")
		s.WantLine("acme-lab 210987654321", "profile ops")
		switchTo(s, "prod")
		s.WantLine("acme-demo 123456789012", "profile prod")
		switchTo(s, "ops") // without another code
		s.WantLine("acme-lab 210987654321", "profile ops")
		s.Want("zoe.lab")
	})
}

// A code that could not be tried is no failure of the code, and Esc does not leave the account.
func TestMFAWithoutSTS(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.STS.Account("arn:aws:iam::210987654321:role/HelpDesk").Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied", Times: 1})
		switchTo(s, "ops")
		s.Type("123456")
		s.Key("enter")
		s.WantNot(asks)
		s.Want("GetCallerIdentity", "AccessDenied")
		s.WantLine("acme-demo 123456789012", "profile prod")
	})
}

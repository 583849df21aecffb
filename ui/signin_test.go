package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/ui/uitest"
)

// flowing is the screen's text without its lines: a sentence may be broken anywhere.
func flowing(s *uitest.Screen) string { return strings.Join(strings.Fields(s.Text()), " ") }

const ssoSession = "[sso-session acme]\nsso_start_url=https://acme.awsapps.com/start\nsso_region=us-east-1\n"

// The SSO session runs out over a typed form: the command is named, and once it has been run, enter goes on.
func TestSignInExpiresOnSubmit(t *testing.T) {
	const sso = "sso_session=acme\nsso_account_id=123456789012\nsso_role_name=HelpDesk\n" + ssoSession
	for name, c := range map[string]struct{ config, command string }{
		"SSO": {"[profile prod]\n" + sso, "`aws sso login --profile prod`. Then enter reads the credentials again; nothing that you typed is lost."},
		"a role of SSO": {"[profile prod]\nrole_arn=arn:aws:iam::123456789012:role/HelpDesk\nsource_profile=base one\n[profile 'base one']\n" + sso,
			"`aws sso login --profile 'base one'`. Then enter reads the credentials again; nothing that you typed is lost."},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Profile: "prod", AWS: &uitest.AWS{Config: c.config}}, func(s *uitest.Screen) {
				s.Want("Your AWS session has expired.")
				s.SignIn("acme", 8*time.Hour)
				s.Key("r")
				s.WantLine("Users", "60")
				s.Open("Bob")
				s.Fill(good)
				s.Sleep(9 * time.Hour)
				for range 2 {
					s.Key("enter")
					if text := flowing(s); !strings.Contains(text, "Your AWS session has expired. Renew it in another window: "+c.command) {
						t.Errorf("it does not say %s\n%s", c.command, s.Text())
					}
					wantField(t, s, "New password", bullets(len(good)))
				}
				wantCalls(t, s, "UpdateLoginProfile", "Bob", 0)
				s.SignIn("acme", 8*time.Hour)
				s.Key("enter")
				s.Want("Password changed for Bob")
			})
		})
	}
}

// At the start, with the command for each kind of session, and what is mended is read again.
func TestSignInAtTheStart(t *testing.T) {
	for name, c := range map[string]struct{ config, command string }{
		"SSO, legacy": {"sso_start_url=https://acme.awsapps.com/start\nsso_region=us-east-1\nsso_account_id=123456789012\nsso_role_name=HelpDesk\n",
			"`aws sso login --profile prod`."},
		"aws login": {"login_session=arn:aws:iam::123456789012:user/alice\n", "`aws login --profile prod`."},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Profile: "prod", AWS: &uitest.AWS{Config: "[profile prod]\n" + c.config}}, func(s *uitest.Screen) {
				if text := flowing(s); !strings.Contains(text, "Renew it in another window: "+c.command) {
					t.Errorf("it does not say %s\n%s", c.command, s.Text())
				}
				s.Configure("[profile prod]\naws_access_key_id=AKIAPROD\naws_secret_access_key=s\n")
				s.Key("r")
				s.WantLine("Users", "60")
			})
		})
	}
}

package ui_test

import (
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// The list shows what the client would use: a comment behind a header ends nothing, and an unusable profile is marked.
func TestAccountsReadLikeTheClient(t *testing.T) {
	const files = "[profile prod]\naws_access_key_id=AKIAPROD\naws_secret_access_key=s\n" +
		"[profile sandbox] ; the playground\nrole_arn=arn:aws:iam::210987654321:role/Play\nsource_profile=prod\n" +
		"[profile alone]\nrole_arn=arn:aws:iam::210987654321:role/Alone\n"
	cfg := uitest.Config{Profile: "prod", AWS: &uitest.AWS{Config: files, Accounts: map[string]func() *demoiam.Server{}}}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Key("a")
		s.WantLine("prod", "access key")
		s.WantLine("sandbox", "210987654321", "role Play via prod")
		s.WantLine("alone", "unusable: enter says why")
		s.Type("alone")
		s.Key("enter")
		s.Want("cannot be used", "without source_profile")
		s.Key("esc")
		s.Key("esc")
		s.Configure(strings.Replace(files, "[profile alone]", "[profile alone", 1))
		s.Key("a")
		s.Want("The AWS configuration cannot be used.", "closing bracket")
		s.WantNot("sandbox")
	})
}

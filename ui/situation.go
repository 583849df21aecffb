package ui

import (
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// situation is what an error is explained by.
type situation struct {
	user    string // whom the request was about; empty: nobody
	userARN string // empty where it is not known
	self    bool   // the user is the caller
	caller  iamclient.Identity
	profile string
	signIn  string // the command that signs in for the credentials; empty where nobody does
	again   string // the key that tries again
	remedy  bool   // the change sets no password
}

// SignInCommand is what a person types to sign in for the credentials; empty where nobody does.
func SignInCommand(at iamclient.Endpoint) string {
	if at.SignIn == "" {
		return ""
	}
	return at.SignIn + profileFlag(at.SignInProfile)
}

func profileFlag(profile string) string {
	if profile == "" || profile == "default" || strings.HasPrefix(profile, "(") {
		return ""
	}
	if name := text.Clean(profile); !strings.ContainsAny(name, " '\"$`\\;&|<>()*?!#~") {
		return " --profile " + name
	}
	return " --profile '" + strings.ReplaceAll(text.Clean(profile), "'", `'\''`) + "'"
}

// renewal names the command that renews the session, where the settings tell it.
func renewal(s situation) string {
	if s.signIn != "" {
		return "`" + s.signIn + "`"
	}
	return "`aws sso login" + profileFlag(s.profile) + "`, `aws login" + profileFlag(s.profile) + "`, or however you got it"
}

func who(i iamclient.Identity) string {
	if i.Name == "" {
		return "the caller"
	}
	return text.Clean(i.Name)
}

func statement(action string, s situation) string {
	resource := s.userARN
	if resource == "" {
		resource = "*"
	}
	return fmt.Sprintf(`{"Effect":"Allow","Action":%q,"Resource":%q}`, action, text.Clean(resource))
}

// situation is what an error is explained by here, where again is the key that tries again.
func (m *Model) situation(user target, again string) situation { return m.where.situation(user, again) }

func (w where) situation(user target, again string) situation {
	return situation{
		user: user.name(), userARN: user.ARN, self: user.self, caller: w.identity, profile: w.endpoint.Profile, again: again,
		signIn: SignInCommand(w.endpoint),
	}
}

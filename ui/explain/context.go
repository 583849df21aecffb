package explain

import (
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// Context is what an error is explained by.
type Context struct {
	User       string // whom the request was about; empty: nobody
	UserARN    string // empty where it is not known
	Self       bool   // the user is the caller
	Caller     iamclient.Identity
	Profile    string
	SignIn     string // the command that signs in for the credentials; empty where nobody does
	Again      string // the key that tries again
	NoPassword bool   // the change sets no password
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
func renewal(in Context) string {
	if in.SignIn != "" {
		return "`" + in.SignIn + "`"
	}
	return "`aws sso login" + profileFlag(in.Profile) + "`, `aws login" + profileFlag(in.Profile) + "`, or however you got it"
}

func who(i iamclient.Identity) string {
	if i.Name == "" {
		return "the caller"
	}
	return text.Clean(i.Name)
}

func statement(action string, in Context) string {
	resource := in.UserARN
	if resource == "" || !strings.HasPrefix(action, "iam:") {
		resource = "*"
	}
	return fmt.Sprintf(`{"Effect":"Allow","Action":%q,"Resource":%q}`, action, text.Clean(resource))
}

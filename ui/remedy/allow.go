package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// allowChange lets the user change their own password: it attaches the AWS managed policy IAMUserChangePassword.
var allowChange = Remedy{
	Key: "w", Footer: "allow change", Help: "let the user change their password: attach IAMUserChangePassword", Verb: "allow",
	Blocked: func(user directory.User) string {
		policy, may := user.Account.Policy(), user.Live().MayChange
		if by, denied := directory.Denial(user); denied {
			return text.Capital(by) + " explicitly denies iam:ChangePassword to " + user.Shown() + ": attaching another policy does not help."
		}
		switch {
		case policy != nil && policy.Verified() && policy.UsersMayChange:
			return "Every user of this account may already change their own password."
		case may.Value.Allowed == iamclient.Yes:
			return user.Shown() + " may already change their own password."
		}
		return ""
	},
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb:         "attach",
			Ask:          "Let " + name + " change their own password, by attaching IAMUserChangePassword?",
			Consequences: []string{"This AWS managed policy lets the user change their own password and read the password policy."},
			Warning:      text.If(!c.User.IsNamedByPolicy(), "! It covers only users without a path; this user's path is "+text.Clean(c.User.Path)+" so it may not help."),
			Doing:        "Attaching IAMUserChangePassword",
			Done:         name + " may change their password now; allow a few minutes. Check with i.",
			Failed:       "No policy was attached to " + name + ".",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		return []iamclient.Change{iamclient.AttachChangePasswordPolicy(c.User.Name, c.User.Partition())}
	},
}

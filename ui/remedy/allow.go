package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// allowChange lets the user change their own password: it attaches the AWS managed policy IAMUserChangePassword.
var allowChange = Remedy{
	Key: "w", Help: "let the user change the password: attach IAMUserChangePassword", Verb: "allow",
	Blocked: func(user directory.User) string {
		policy, may := user.Account.Policy(), user.Live().MayChange
		if by, denied := directory.Denial(user); denied {
			return text.Capital(by) + " denies " + user.Shown() + " iam:ChangePassword explicitly: attaching another policy does not help."
		}
		switch {
		case policy != nil && policy.Verified() && policy.UsersMayChange:
			return "Every user of this account may change their own password already."
		case may.Value.Allowed == iamclient.Yes:
			return user.Shown() + " may change their own password already."
		}
		return ""
	},
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb:         "attach",
			Ask:          "Let " + name + " change their own password, by attaching IAMUserChangePassword?",
			Consequences: []string{"The AWS managed policy allows iam:ChangePassword on the user itself, and reading the password policy."},
			Warning:      text.If(!c.User.IsNamedByPolicy(), "! It names users without a path; this one has the path "+text.Clean(c.User.Path)+": it may not help."),
			Doing:        "Attaching IAMUserChangePassword",
			Done:         name + " may change their password; allow some minutes.",
			Failed:       "No policy was attached to " + name + ".",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		return []iamclient.Change{iamclient.AttachChangePasswordPolicy(c.User.Name, c.User.Partition())}
	},
}

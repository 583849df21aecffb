package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// allowChange lets the user change their own password: it attaches the AWS managed policy IAMUserChangePassword.
var allowChange = Remedy{
	Key: "w", Footer: "allow change", Help: "let the user change their password: attach IAMUserChangePassword", Verb: "allow",
	Name: "let the user change the password",
	Blocked: func(user directory.User) string {
		policy, may, name := user.Account.Policy(), user.Live().MayChange, user.Shown()
		switch forced := directory.ForcedChange(user); {
		case forced.DeniedBy != "":
			return text.Capital(forced.DeniedBy) + " explicitly denies iam:ChangePassword to " + name + ": attaching another policy does not help."
		case policy != nil && policy.Verified() && policy.UsersMayChange:
			return "Every user of this account may already change their own password."
		case may.Value.Allowed == iamclient.Yes:
			return name + " may already change their own password."
		case forced.Attached && forced.Path != "":
			return "IAMUserChangePassword is attached, but covers no users with a path."
		case forced.Attached:
			return "IAMUserChangePassword is attached already: allow a few minutes."
		}
		return ""
	},
	Words: func(c Case) Words {
		name, forced := c.User.Shown(), directory.ForcedChange(c.User)
		words := Words{
			Verb:         "attach",
			Ask:          "Let " + name + " change their own password, by attaching IAMUserChangePassword?",
			Consequences: []string{"This AWS managed policy lets the user change their own password and read the password policy."},
			Doing:        "Attaching IAMUserChangePassword",
			Done:         name + " may change their password now; allow a few minutes. Check with i.",
			Failed:       "No policy was attached to " + name + ".",
		}
		if forced.Path != "" {
			words.Warning = "! It covers only users without a path; this user's path is " + forced.Path + " so it may not help."
			words.Done = "IAMUserChangePassword attached to " + name + "; check with i."
		}
		return words
	},
	Steps: func(c Case) []iamclient.Change {
		return []iamclient.Change{iamclient.AttachChangePasswordPolicy(c.User.Name, c.User.Partition())}
	},
}

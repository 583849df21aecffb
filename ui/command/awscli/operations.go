package awscli

import "iampasswd/iamclient"

// operations are the drop-in commands.
var operations = []*Operation{updateLoginProfile, createLoginProfile, changePassword, updateAccountPasswordPolicy}

// Operations returns all operations. They are shared, and not to be changed.
func Operations() []*Operation { return operations }

// Lookup returns the operation of a command such as "update-login-profile"; nil where there is none.
func Lookup(command string) *Operation {
	for _, op := range operations {
		if op.Command() == command {
			return op
		}
	}
	return nil
}

var updateLoginProfile = &Operation{
	API:     "UpdateLoginProfile",
	Summary: "Change the console password of an IAM user",
	About: "Changes the password of a user who has a login profile, or whether the user must create a new one at the next" +
		" sign-in, or both. What is not given stays as it is. Prints nothing.",
	Examples: []Example{
		{"Type the new password, unseen:", "iampasswd update-login-profile --user-name Bob --password-prompt"},
		{"Make one that the account's policy accepts, and print it once AWS has it:", "iampasswd update-login-profile --user-name Bob --generate-password --password-reset-required"},
		{"Take it from another program:", "pass show bob | iampasswd update-login-profile --user-name Bob --password-stdin"},
	},
	Params: []Param{
		{Key: UserName, Kind: Text, Required: true, About: "the name of the user whose password changes"},
		{Key: Password, Kind: Secret, About: "the new password; it can be seen in the process list and the shell's history"},
		{Key: ResetRequired, Kind: Flag, About: "the user must create a new password at the next sign-in"},
	},
	change: func(in Input) iamclient.Change {
		return iamclient.UpdateLoginProfile(in.UserName(), in.Secret(Password), in.Flag(ResetRequired))
	},
}

var createLoginProfile = &Operation{
	API:     "CreateLoginProfile",
	Summary: "Give an IAM user a console password",
	About:   "Creates the login profile of a user who has none, and prints it.",
	Examples: []Example{
		{"Type the password, unseen:", "iampasswd create-login-profile --user-name Nina --password-prompt --password-reset-required"},
		{"Make one that the account's policy accepts, and print it once AWS has it:", "iampasswd create-login-profile --user-name Nina --generate-password --password-reset-required"},
	},
	Params: []Param{
		{Key: UserName, Kind: Text, About: "the name of the user who gets the password; always ask for it, for AWS would take the caller"},
		{Key: Password, Kind: Secret, About: "the password; it can be seen in the process list and the shell's history"},
		{Key: ResetRequired, Kind: Flag, About: "the user must create a new password at the next sign-in"},
	},
	outputSkeleton: `{
    "LoginProfile": {
        "UserName": "UserName",
        "CreateDate": "1970-01-01T00:00:00",
        "PasswordResetRequired": true
    }
}
`,
	change: func(in Input) iamclient.Change {
		return iamclient.CreateLoginProfile(in.UserName(), in.Secret(Password), in.Flag(ResetRequired))
	},
	output: func(result iamclient.Result) any {
		profile := result.LoginProfile
		return loginProfileOutput{loginProfileFields{
			profile.UserName, profile.Created.UTC().Format("2006-01-02T15:04:05+00:00"), profile.ResetRequired,
		}}
	},
}

var changePassword = &Operation{
	API:     "ChangePassword",
	Summary: "Change your own console password",
	About:   "Changes the password of the IAM user whose credentials are used. Prints nothing.",
	Examples: []Example{
		{"Type both passwords, unseen:", "iampasswd change-password --password-prompt"},
		{"Take both from another program, the current one on the first line:", "printf '%s\\n%s\\n' \"$OLD\" \"$NEW\" | iampasswd change-password --password-stdin"},
	},
	Params: []Param{
		{Key: OldPassword, Kind: Secret, Required: true, About: "your current password"},
		{Key: NewPassword, Kind: Secret, Required: true, About: "the new password"},
	},
	change: func(in Input) iamclient.Change {
		return iamclient.ChangePassword(in.Secret(OldPassword), in.Secret(NewPassword))
	},
}

var updateAccountPasswordPolicy = &Operation{
	API:     "UpdateAccountPasswordPolicy",
	Summary: "Replace the account's password policy",
	About: "Replaces the whole policy: what is not given goes back to IAM's default, which for most rules is none. Prints" +
		" nothing.",
	Examples: []Example{
		{"14 characters of all kinds, changed every 90 days:", "iampasswd update-account-password-policy --minimum-password-length 14 --require-symbols --require-numbers" +
			" --require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password --max-password-age 90"},
	},
	Params: []Param{
		{Key: "MinimumPasswordLength", Kind: Number, least: 6, About: "characters, 6 to 128; not given: 6"},
		{Key: "RequireSymbols", Kind: Flag, About: "ask for one of ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"},
		{Key: "RequireNumbers", Kind: Flag, About: "ask for a number"},
		{Key: "RequireUppercaseCharacters", Kind: Flag, About: "ask for an uppercase letter"},
		{Key: "RequireLowercaseCharacters", Kind: Flag, About: "ask for a lowercase letter"},
		{Key: "AllowUsersToChangePassword", Kind: Flag, About: "let every user change their own password"},
		{Key: "MaxPasswordAge", Kind: Number, least: 1, About: "days until a password expires, 1 to 1095; not given: never"},
		{Key: "PasswordReusePrevention", Kind: Number, least: 1, About: "how many earlier passwords may not come back, 1 to 24; not given: none"},
		{Key: "HardExpiry", Kind: Flag, About: "an expired password can be changed by an administrator only"},
	},
	change: func(in Input) iamclient.Change {
		return iamclient.UpdateAccountPasswordPolicy(iamclient.PasswordPolicyUpdate{
			MinLength:        in.Number("MinimumPasswordLength"),
			RequireSymbols:   in.Flag("RequireSymbols"),
			RequireNumbers:   in.Flag("RequireNumbers"),
			RequireUppercase: in.Flag("RequireUppercaseCharacters"),
			RequireLowercase: in.Flag("RequireLowercaseCharacters"),
			UsersMayChange:   in.Flag("AllowUsersToChangePassword"),
			MaxAgeDays:       in.Number("MaxPasswordAge"),
			ReusePrevention:  in.Number("PasswordReusePrevention"),
			HardExpiry:       in.Flag("HardExpiry"),
		})
	},
}

// loginProfileOutput is what the AWS CLI prints of a login profile.
type loginProfileOutput struct {
	LoginProfile loginProfileFields
}

type loginProfileFields struct {
	UserName              string
	CreateDate            string
	PasswordResetRequired bool
}

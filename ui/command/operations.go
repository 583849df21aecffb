package command

import "iampasswd/iamclient"

// operations are the drop-in commands.
func operations() []*operation {
	return []*operation{updateLoginProfile(), createLoginProfile(), changePassword(), updateAccountPasswordPolicy()}
}

func updateLoginProfile() *operation {
	return &operation{
		api:     "UpdateLoginProfile",
		summary: "Change the console password of an IAM user",
		about: "Changes the password of a user who has a login profile, or whether the user must create a new one at the next" +
			" sign-in, or both. What is not given stays as it is. Prints nothing.",
		examples: []example{
			{"Type the new password, unseen:", "iampasswd update-login-profile --user-name Bob --password-prompt"},
			{"Make one that the account's policy accepts, and print it once AWS has it:", "iampasswd update-login-profile --user-name Bob --generate-password --password-reset-required"},
			{"Take it from another program:", "pass show bob | iampasswd update-login-profile --user-name Bob --password-stdin"},
		},
		params: []param{
			{key: userName, kind: text, required: true, about: "the name of the user whose password changes"},
			{key: password, kind: secret, about: "the new password; it can be seen in the process list and the shell's history"},
			{key: resetRequired, kind: boolean, about: "the user must create a new password at the next sign-in"},
		},
		change: func(in input) iamclient.Change {
			return iamclient.UpdateLoginProfile(in.userName(), in.secret(password), get[bool](in, resetRequired))
		},
	}
}

func createLoginProfile() *operation {
	return &operation{
		api:     "CreateLoginProfile",
		summary: "Give an IAM user a console password",
		about:   "Creates the login profile of a user who has none, and prints it.",
		examples: []example{
			{"Type the password, unseen:", "iampasswd create-login-profile --user-name Nina --password-prompt --password-reset-required"},
			{"Make one that the account's policy accepts, and print it once AWS has it:", "iampasswd create-login-profile --user-name Nina --generate-password --password-reset-required"},
		},
		params: []param{
			{key: userName, kind: text, about: "the name of the user who gets the password; always ask for it, for AWS would take the caller"},
			{key: password, kind: secret, about: "the password; it can be seen in the process list and the shell's history"},
			{key: resetRequired, kind: boolean, about: "the user must create a new password at the next sign-in"},
		},
		outputSkeleton: `{
    "LoginProfile": {
        "UserName": "UserName",
        "CreateDate": "1970-01-01T00:00:00",
        "PasswordResetRequired": true
    }
}
`,
		change: func(in input) iamclient.Change {
			return iamclient.CreateLoginProfile(in.userName(), in.secret(password), get[bool](in, resetRequired))
		},
		output: func(result iamclient.Result) any {
			profile := result.LoginProfile
			return loginProfileOutput{loginProfileFields{
				profile.UserName, profile.Created.UTC().Format("2006-01-02T15:04:05+00:00"), profile.ResetRequired,
			}}
		},
	}
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

func changePassword() *operation {
	return &operation{
		api:     "ChangePassword",
		summary: "Change your own console password",
		about:   "Changes the password of the IAM user whose credentials are used. Prints nothing.",
		examples: []example{
			{"Type both passwords, unseen:", "iampasswd change-password --password-prompt"},
			{"Take both from another program, the current one on the first line:", "printf '%s\\n%s\\n' \"$OLD\" \"$NEW\" | iampasswd change-password --password-stdin"},
		},
		params: []param{
			{key: oldPassword, kind: secret, required: true, about: "your current password"},
			{key: newPassword, kind: secret, required: true, about: "the new password"},
		},
		change: func(in input) iamclient.Change {
			return iamclient.ChangePassword(in.secret(oldPassword), in.secret(newPassword))
		},
	}
}

func updateAccountPasswordPolicy() *operation {
	return &operation{
		api:     "UpdateAccountPasswordPolicy",
		summary: "Replace the account's password policy",
		about: "Replaces the whole policy: what is not given goes back to IAM's default, which for most rules is none. Prints" +
			" nothing.",
		examples: []example{
			{"14 characters of all kinds, changed every 90 days:", "iampasswd update-account-password-policy --minimum-password-length 14 --require-symbols --require-numbers" +
				" --require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password --max-password-age 90"},
		},
		params: []param{
			{key: "MinimumPasswordLength", kind: number, least: 6, about: "characters, 6 to 128; not given: 6"},
			{key: "RequireSymbols", kind: boolean, about: "ask for one of ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"},
			{key: "RequireNumbers", kind: boolean, about: "ask for a number"},
			{key: "RequireUppercaseCharacters", kind: boolean, about: "ask for an uppercase letter"},
			{key: "RequireLowercaseCharacters", kind: boolean, about: "ask for a lowercase letter"},
			{key: "AllowUsersToChangePassword", kind: boolean, about: "let every user change their own password"},
			{key: "MaxPasswordAge", kind: number, least: 1, about: "days until a password expires, 1 to 1095; not given: never"},
			{key: "PasswordReusePrevention", kind: number, least: 1, about: "how many earlier passwords may not come back, 1 to 24; not given: none"},
			{key: "HardExpiry", kind: boolean, about: "an expired password can be changed by an administrator only"},
		},
		change: func(in input) iamclient.Change {
			return iamclient.UpdateAccountPasswordPolicy(iamclient.PasswordPolicyUpdate{
				MinLength:        get[int32](in, "MinimumPasswordLength"),
				RequireSymbols:   get[bool](in, "RequireSymbols"),
				RequireNumbers:   get[bool](in, "RequireNumbers"),
				RequireUppercase: get[bool](in, "RequireUppercaseCharacters"),
				RequireLowercase: get[bool](in, "RequireLowercaseCharacters"),
				UsersMayChange:   get[bool](in, "AllowUsersToChangePassword"),
				MaxAgeDays:       get[int32](in, "MaxPasswordAge"),
				ReusePrevention:  get[int32](in, "PasswordReusePrevention"),
				HardExpiry:       get[bool](in, "HardExpiry"),
			})
		},
	}
}

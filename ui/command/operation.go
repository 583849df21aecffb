package command

import (
	"context"
	"strings"
	"unicode"

	"iampasswd/iamclient"
)

// operation describes an AWS operation as a command. Its arguments, JSON input, skeletons, help, completion and manual
// are all made from this one description.
type operation struct {
	api      string // "UpdateLoginProfile"
	summary  string
	about    string
	examples []example
	params   []param
	// outputSkeleton is what --generate-cli-skeleton output prints; empty: nothing.
	outputSkeleton string
	// make makes the request and returns what the AWS CLI prints; nil: nothing.
	make func(context.Context, *iamclient.Client, input) (any, error)
}

type example struct{ what, line string }

// kind is the type of a parameter.
type kind int

const (
	text kind = iota
	secret
	number
	boolean
)

// param is a parameter of an operation.
type param struct {
	key      string // as the API and the JSON input name it: "UserName"
	kind     kind
	required bool
	least    int // number: the least value that is sent
	about    string
}

// flag is the parameter's option, without the dashes: "user-name".
func (p param) flag() string { return kebab(p.key) }

// command is the operation's name on the command line: "update-login-profile".
func (o *operation) command() string { return kebab(o.api) }

// newPassword is the parameter that the safe sources of a password fill; ok is false where there is none.
func (o *operation) newPassword() (p param, ok bool) {
	for _, p := range o.params {
		if p.kind == secret && p.key != oldPassword {
			return p, true
		}
	}
	return param{}, false
}

// param is the parameter of that key; the zero value where there is none.
func (o *operation) param(key string) param {
	for _, p := range o.params {
		if p.key == key {
			return p
		}
	}
	return param{}
}

func (o *operation) takes(key string) bool { return o.param(key).key != "" }

// keys are those of the parameters, in their order.
func (o *operation) keys() []string {
	var keys []string
	for _, p := range o.params {
		keys = append(keys, p.key)
	}
	return keys
}

func kebab(camel string) string {
	var b strings.Builder
	for i, r := range camel {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

const (
	userName      = "UserName"
	password      = "Password"
	oldPassword   = "OldPassword"
	newPassword   = "NewPassword"
	resetRequired = "PasswordResetRequired"
)

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
		make: func(ctx context.Context, c *iamclient.Client, in input) (any, error) {
			return nil, c.UpdateLoginProfile(ctx, iamclient.LoginProfileUpdate{
				UserName: *get[string](in, userName), Password: in.secret(password), ResetRequired: get[bool](in, resetRequired),
			})
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
		make: func(ctx context.Context, c *iamclient.Client, in input) (any, error) {
			profile, err := c.CreateLoginProfile(ctx, iamclient.LoginProfileUpdate{
				UserName: *get[string](in, userName), Password: in.secret(password), ResetRequired: get[bool](in, resetRequired),
			})
			return loginProfileOutput{loginProfileFields{
				profile.UserName, profile.Created.UTC().Format("2006-01-02T15:04:05+00:00"), profile.ResetRequired,
			}}, err
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
		make: func(ctx context.Context, c *iamclient.Client, in input) (any, error) {
			return nil, c.ChangePassword(ctx, in.secret(oldPassword), in.secret(newPassword))
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
		make: func(ctx context.Context, c *iamclient.Client, in input) (any, error) {
			return nil, c.UpdateAccountPasswordPolicy(ctx, iamclient.PasswordPolicyUpdate{
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

// input is what an operation is called with, by the keys of its parameters: string, *iamclient.Secret, int32 or bool.
type input map[string]any

// get returns a parameter, nil where it was not given.
func get[T any](in input, key string) *T {
	if v, ok := in[key].(T); ok {
		return &v
	}
	return nil
}

func (in input) secret(key string) *iamclient.Secret {
	s, _ := in[key].(*iamclient.Secret)
	return s
}

// wipe wipes the passwords.
func (in input) wipe() {
	for _, v := range in {
		if s, ok := v.(*iamclient.Secret); ok {
			s.Wipe()
		}
	}
}

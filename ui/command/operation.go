package command

import (
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
	// change is what the arguments ask for.
	change func(input) iamclient.Change
	// output is what the AWS CLI prints of the result; nil: nothing.
	output func(iamclient.Result) any
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

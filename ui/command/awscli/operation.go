package awscli

import (
	"strings"
	"unicode"

	"iampasswd/iamclient"
)

// Operation describes an AWS operation as a command. Its arguments, JSON input, skeletons, help, completion and manual
// all come from this description.
type Operation struct {
	API      string // "UpdateLoginProfile"
	Summary  string
	About    string
	Examples []Example
	Params   []Param
	// outputSkeleton is the form of the output; empty: the command prints nothing.
	outputSkeleton string
	change         func(Input) iamclient.Change
	output         func(iamclient.Result) any // nil: the command prints nothing
}

// Example is a command line of the program and what it does.
type Example struct{ What, Line string }

// Kind is the type of a parameter.
type Kind int

// The types of parameters.
const (
	Text   Kind = iota // a string in an [Input]
	Secret             // a *iamclient.Secret
	Number             // an int32
	Flag               // a bool
)

// Param is a parameter of an operation.
type Param struct {
	Key      string // its name in the API and in JSON input: "UserName"
	Kind     Kind
	Required bool
	About    string
	least    int32 // the least Number that is sent
}

// The keys of the parameters of more than one operation.
const (
	UserName      = "UserName"
	Password      = "Password"
	OldPassword   = "OldPassword"
	NewPassword   = "NewPassword"
	ResetRequired = "PasswordResetRequired"
)

// Option is the name of the parameter's option, without the dashes: "user-name".
func (p Param) Option() string { return kebab(p.Key) }

// Command is the operation's name on the command line: "update-login-profile".
func (o *Operation) Command() string { return kebab(o.API) }

// Change is the change that the input asks for.
func (o *Operation) Change(in Input) iamclient.Change { return o.change(in) }

// Output is the value that the AWS CLI prints as JSON after the change; nil: it prints nothing.
func (o *Operation) Output(result iamclient.Result) any {
	if o.output == nil {
		return nil
	}
	return o.output(result)
}

// NewPassword returns the parameter for the new password; ok is false where the operation has none.
func (o *Operation) NewPassword() (p Param, ok bool) {
	for _, p := range o.Params {
		if p.Kind == Secret && p.Key != OldPassword {
			return p, true
		}
	}
	return Param{}, false
}

// Takes reports whether the operation has a parameter of that key.
func (o *Operation) Takes(key string) bool { return o.param(key).Key != "" }

// param returns the parameter of that key; the zero value where there is none.
func (o *Operation) param(key string) Param {
	for _, p := range o.Params {
		if p.Key == key {
			return p
		}
	}
	return Param{}
}

// keys returns the keys of the parameters, in their order.
func (o *Operation) keys() []string {
	var keys []string
	for _, p := range o.Params {
		keys = append(keys, p.Key)
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

package awscli

import (
	"fmt"
	"strings"

	"iampasswd/iamclient"
)

// Input is what an operation is called with, by the keys of its parameters. The type of a value follows from the
// parameter's [Kind].
type Input map[string]any

// UserName returns the name of the user; empty where it is not given.
func (in Input) UserName() string {
	name, _ := in[UserName].(string)
	return name
}

// Text returns a Text parameter; nil where it is not given.
func (in Input) Text(key string) *string { return get[string](in, key) }

// Number returns a Number parameter; nil where it is not given.
func (in Input) Number(key string) *int32 { return get[int32](in, key) }

// Flag returns a Flag parameter; nil where it is not given.
func (in Input) Flag(key string) *bool { return get[bool](in, key) }

// Secret returns a Secret parameter; nil where it is not given.
func (in Input) Secret(key string) *iamclient.Secret {
	s, _ := in[key].(*iamclient.Secret)
	return s
}

// Wipe wipes the passwords.
func (in Input) Wipe() {
	for _, v := range in {
		if s, ok := v.(*iamclient.Secret); ok {
			s.Wipe()
		}
	}
}

func get[T any](in Input, key string) *T {
	if v, ok := in[key].(T); ok {
		return &v
	}
	return nil
}

// mistyped stands in an input for a value of the wrong type.
type mistyped struct{ problem string }

// Check refuses values that the AWS CLI does not send: texts that are too short and numbers that are too small. AWS
// decides about all else.
func (o *Operation) Check(in Input) error { return refuse(o.problems(in, o.keys())) }

// problems names what is wrong with the values of the keys, in the order of the keys.
func (o *Operation) problems(in Input, keys []string) []string {
	var problems []string
	for _, key := range keys {
		short := fmt.Sprintf("Invalid length for parameter %s, value: 0, valid min length: 1", key)
		switch v := in[key].(type) {
		case mistyped:
			problems = append(problems, v.problem)
		case string:
			if v == "" {
				problems = append(problems, short)
			}
		case *iamclient.Secret:
			if v.Len() == 0 {
				problems = append(problems, short)
			}
		case int32:
			if least := o.param(key).least; v < least {
				problems = append(problems, fmt.Sprintf("Invalid value for parameter %s, value: %d, valid min value: %d", key, v, least))
			}
		}
	}
	return problems
}

// TrimLineEnd removes one line end from the end of a password. Editors and echo add it, and nobody can type it when
// signing in.
func TrimLineEnd(s string) (text string, trimmed bool) {
	text, trimmed = strings.CutSuffix(s, "\n")
	if trimmed {
		text = strings.TrimSuffix(text, "\r")
	}
	return text, trimmed
}

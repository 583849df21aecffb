package demoiam

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// statement is as much of a statement in a policy as is looked at: all of it where
// it is the caller's, and not the resources in a simulation.
type statement struct {
	Effect      string
	Action      oneOrMore[string]
	NotAction   oneOrMore[string]
	Resource    oneOrMore[string]
	NotResource oneOrMore[string]
	Condition   map[string]map[string]any
}

// mfaPresent is the context key that conditions of users' policies ask for.
const mfaPresent = "aws:multifactorauthpresent"

// oneOrMore is a list that policies write without brackets where it has one
// item.
type oneOrMore[T any] []T

func (o *oneOrMore[T]) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]T)(o))
	}
	*o = make([]T, 1)
	return json.Unmarshal(data, &(*o)[0])
}

// statementsOf takes a policy apart. What is no policy is nil.
func statementsOf(document string) []statement {
	var policy struct{ Statement oneOrMore[statement] }
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		return nil
	}
	if slices.ContainsFunc(policy.Statement, func(s statement) bool { return s.Effect != "Allow" && s.Effect != "Deny" }) {
		return nil
	}
	return policy.Statement
}

// covers tells whether a statement is about an action.
func (s statement) covers(action string) bool {
	if len(s.NotAction) > 0 {
		return !matchAny(s.NotAction, action)
	}
	return matchAny(s.Action, action)
}

func matchAny(patterns []string, action string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matches, err := path.Match(strings.ToLower(pattern), strings.ToLower(action))
		return err == nil && matches
	})
}

// holds tells whether a statement's condition holds in a context, whose keys are
// in lower case. Conditions on MFA are understood, by Bool and BoolIfExists, and on
// the tags and the policy that a request is about, by StringEquals and ArnEquals;
// one on anything else never holds. missing is the key that it needs and that the
// context lacks.
func (s statement) holds(context map[string]string) (holds bool, missing string) {
	for operator, keys := range s.Condition {
		for key, want := range keys {
			if operator == "StringEquals" || operator == "ArnEquals" {
				if got, given := context[strings.ToLower(key)]; !given || !equals(operator, got, want) {
					return false, ""
				}
				continue
			}
			if strings.ToLower(key) != mfaPresent || !strings.HasPrefix(operator, "Bool") {
				return false, ""
			}
			got, given := context[mfaPresent]
			switch {
			case !given && operator != "BoolIfExists":
				return false, key
			case given && !strings.EqualFold(got, fmt.Sprint(want)):
				return false, ""
			}
		}
	}
	return true, ""
}

// equals tells whether a value is one of those that a condition wants: one, or a
// list. In an ARN, * stands for any characters.
func equals(operator, got string, want any) bool {
	values, many := want.([]any)
	if !many {
		values = []any{want}
	}
	return slices.ContainsFunc(values, func(value any) bool {
		wanted, ok := value.(string)
		return ok && (wanted == got || operator == "ArnEquals" && like(wanted, got))
	})
}

package demoiam

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
)

// statement is as much of a statement in a policy as a simulation looks at.
type statement struct {
	Effect    string
	Action    oneOrMore[string]
	Condition json.RawMessage
}

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

// covers tells whether a statement is about an action. One with a condition is
// about none: a simulation that is given no context leaves it open.
func (s statement) covers(action string) bool {
	return s.Condition == nil && slices.ContainsFunc(s.Action, func(pattern string) bool {
		matches, err := path.Match(strings.ToLower(pattern), strings.ToLower(action))
		return err == nil && matches
	})
}

package awscli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"iampasswd/iamclient"
)

// member is a member of a JSON object.
type member struct {
	key   string
	value any // as encoding/json decodes it, a number as json.Number
}

// parseJSON reads --cli-input-json: an object with the operation's parameters. The members keep the order of the
// object. An unknown key is a problem, and is left out.
func (o *Operation) parseJSON(source []byte) (members []member, problems []string, err error) {
	all, err := decodeObject(source)
	if err != nil {
		return nil, nil, parsingError(optInputJSON, "Invalid JSON: "+err.Error())
	}
	for _, m := range all {
		if o.Takes(m.key) {
			members = append(members, m)
		} else {
			problems = append(problems, fmt.Sprintf("Unknown parameter in input: %q, must be one of: %s", m.key, strings.Join(o.keys(), ", ")))
		}
	}
	return members, problems, nil
}

// decodeObject reads one JSON object. Where a key is repeated, the last value counts, at the place of the first.
func decodeObject(source []byte) ([]member, error) {
	if !utf8.Valid(source) {
		return nil, errors.New("it is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(source))
	var values map[string]json.RawMessage
	if err := decoder.Decode(&values); err != nil {
		return nil, jsonError(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after the object")
	}
	if values == nil { // null
		return nil, errNoObject
	}
	return inOrder(source)
}

// inOrder returns the members of a valid object, in their order.
func inOrder(source []byte) ([]member, error) {
	decoder := json.NewDecoder(bytes.NewReader(source))
	decoder.UseNumber()
	if _, err := decoder.Token(); err != nil { // {
		return nil, jsonError(err)
	}
	var members []member
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, jsonError(err)
		}
		m := member{key: fmt.Sprint(key)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, jsonError(err)
		}
		if i := slices.IndexFunc(members, func(other member) bool { return other.key == m.key }); i >= 0 {
			members[i] = m
		} else {
			members = append(members, m)
		}
	}
	return members, nil
}

var errNoObject = errors.New("an object is wanted, { }")

// jsonError describes a mistake in JSON without repeating any of the JSON, which may hold a password.
func jsonError(err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("a mistake at character %d", syntax.Offset)
	}
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return errNoObject
	}
	return errors.New("it ends too early")
}

// fromJSON converts a JSON value for a parameter. A value of another type becomes [mistyped]. Where the operation has a
// password, no value is repeated: the password may be in the wrong place.
func (o *Operation) fromJSON(p Param, raw any) any {
	switch v := raw.(type) {
	case string:
		switch {
		case p.Kind != Text && p.Kind != Secret:
		case strings.ContainsRune(v, utf8.RuneError): // encoding/json decodes half of a surrogate pair to it
			return mistyped{fmt.Sprintf("Invalid text for parameter %s: it has half of a surrogate pair in it, or U+FFFD", p.Key)}
		case p.Kind == Secret:
			return iamclient.NewSecret(v)
		default:
			return v
		}
	case bool:
		if p.Kind == Flag {
			return v
		}
	case json.Number:
		if p.Kind == Number && pythonType(v) == p.Kind.pythonType() {
			if n, err := strconv.ParseInt(v.String(), 10, 32); err == nil {
				return int32(n)
			}
			return mistyped{fmt.Sprintf("Invalid value for parameter %s, value: %s, valid max value: %d", p.Key, v, math.MaxInt32)}
		}
	}
	shown := "value: " + pythonValue(raw) + ", "
	if _, ok := o.NewPassword(); ok {
		shown = ""
	}
	return mistyped{fmt.Sprintf("Invalid type for parameter %s, %stype: %s, valid types: %s", p.Key, shown, pythonType(raw), p.Kind.pythonType())}
}

// pythonType is the AWS CLI's name for the type of a JSON value.
func pythonType(raw any) string {
	name := map[bool]string{true: "float", false: "int"}
	switch v := raw.(type) {
	case nil:
		return "<class 'NoneType'>"
	case string:
		return "<class 'str'>"
	case bool:
		return "<class 'bool'>"
	case json.Number:
		return "<class '" + name[strings.ContainsAny(v.String(), ".eE")] + "'>"
	case []any:
		return "<class 'list'>"
	}
	return "<class 'dict'>"
}

// pythonValue is a simple value as the AWS CLI prints it, and only a sign for a list or an object.
func pythonValue(raw any) string {
	switch v := raw.(type) {
	case nil:
		return "None"
	case string:
		return v
	case bool:
		return map[bool]string{true: "True", false: "False"}[v]
	case json.Number:
		return v.String()
	case []any:
		return "[…]"
	}
	return "{…}"
}

// pythonType is the AWS CLI's name for the type of a parameter.
func (k Kind) pythonType() string {
	return "<class '" + map[Kind]string{Text: "str", Secret: "str", Number: "int", Flag: "bool"}[k] + "'>"
}

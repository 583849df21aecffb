package command

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

// invalidError is input that is refused before anything is sent, in the AWS CLI's words, with no password in them.
type invalidError struct{ text string }

func (e *invalidError) Error() string { return e.text }

// member is a member of a JSON object.
type member struct {
	key   string
	value any // as encoding/json reads it, numbers as they stand there
}

// mistyped stands in an input for a value that is not of its parameter's type.
type mistyped struct{ problem string }

// parseJSON reads --cli-input-json: an object with the operation's parameters, in their order. An unknown key is a
// problem, and is left out.
func (o *operation) parseJSON(source []byte) (members []member, problems []string, err error) {
	all, err := decodeObject(source)
	if err != nil {
		return nil, nil, &invalidError{"Error parsing parameter 'cli-input-json': Invalid JSON: " + err.Error()}
	}
	for _, m := range all {
		if o.takes(m.key) {
			members = append(members, m)
		} else {
			problems = append(problems, fmt.Sprintf("Unknown parameter in input: %q, must be one of: %s", m.key, strings.Join(o.keys(), ", ")))
		}
	}
	return members, problems, nil
}

// decodeObject reads one JSON object. Of a key that stands twice the last value counts, in the first one's place.
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

// inOrder reads the members of an object that is known to be valid.
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

// jsonError says what is wrong with JSON without repeating any of it: it may be a password.
func jsonError(err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("a mistake at character %d", syntax.Offset)
	}
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return errNoObject
	}
	return errors.New("it ends too early")
}

// fromJSON takes a parameter's value, which has to be of its very type; otherwise it is [mistyped]. Where the operation
// has a password, no value is repeated: somebody may have put the password in the wrong place.
func (o *operation) fromJSON(p param, raw any) any {
	switch v := raw.(type) {
	case string:
		switch {
		case p.kind != text && p.kind != secret:
		case strings.ContainsRune(v, utf8.RuneError): // encoding/json makes it of half a surrogate pair
			return mistyped{fmt.Sprintf("Invalid text for parameter %s: it has half of a surrogate pair in it, or U+FFFD", p.key)}
		case p.kind == secret:
			return iamclient.NewSecret(v)
		default:
			return v
		}
	case bool:
		if p.kind == boolean {
			return v
		}
	case json.Number:
		if p.kind == number && pythonType(v) == p.kind.pythonType() {
			if n, err := strconv.ParseInt(v.String(), 10, 32); err == nil {
				return int32(n)
			}
			return mistyped{fmt.Sprintf("Invalid value for parameter %s, value: %s, valid max value: %d", p.key, v, math.MaxInt32)}
		}
	}
	shown := "value: " + pythonValue(raw) + ", "
	if _, ok := o.newPassword(); ok {
		shown = ""
	}
	return mistyped{fmt.Sprintf("Invalid type for parameter %s, %stype: %s, valid types: %s", p.key, shown, pythonType(raw), p.kind.pythonType())}
}

// pythonType is a value's type as the AWS CLI names it.
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

// pythonValue is a simple value as the AWS CLI prints it; of others, only what they are.
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

func (k kind) pythonType() string {
	return "<class '" + map[kind]string{text: "str", secret: "str", number: "int", boolean: "bool"}[k] + "'>"
}

// wrong names what the AWS CLI does not send: values of a wrong type, too short or too small. For all else AWS has the
// last word.
func (o *operation) wrong(in input, keys []string) []string {
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
			if least := o.param(key).least; int(v) < least {
				problems = append(problems, fmt.Sprintf("Invalid value for parameter %s, value: %d, valid min value: %d", key, v, least))
			}
		}
	}
	return problems
}

func refuse(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return &invalidError{"Parameter validation failed:\n" + strings.Join(problems, "\n")}
}

// inputSkeleton is what --generate-cli-skeleton prints.
func (o *operation) inputSkeleton() string {
	var lines []string
	for _, p := range o.params {
		empty := map[kind]string{text: `""`, secret: `""`, number: "0", boolean: "true"}[p.kind]
		lines = append(lines, fmt.Sprintf("    %q: %s", p.key, empty))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n}\n"
}

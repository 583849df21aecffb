package awscli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"iampasswd/iamclient"
)

// canary is the password in fuzzed text, where the seeds have §. No option has this name.
const canary = "Xyzzy42Plugh"

// FuzzArguments passes arbitrary arguments, one per line, to each command.
func FuzzArguments(f *testing.F) {
	for _, seed := range []string{
		"--user-name\nbob\n--password\n§",
		"--user-name=bob\n--password=§\n--password-reset-required\n--no-password-reset-required",
		"--user\nbob\n--pass\n§", "--user-name\nbob\n--passwort\n§", "--passwort=§", "--password\n-§", "--password\n--§=x",
		"--password\n- §", "--password\n--\n§", "--\n--password\n§", "§", "-§", "--§", "--=§", "--password\n", "\n", "-", "--", "---", "--\n--",
		"--user-name\n-49\n--password\n-.5§", "--user-name\nbob\n--password-reset-required=§",
		"--cli-input-json\n{\"UserName\":\"bob\",\"Password\":\"§\"}", "--cli-input-json\n-", "--cli-input-json={§",
		"--generate-cli-skeleton\n§", "--generate-cli-skeleton=output", "--gen\ninput", "--password-stdin\n--generate-password\n§",
		"--profile\n§\n--region=§\n--query\n§\n--output\n§", "--output=json\n--color\noff\n--no-cli-pager", "--cli-read-timeout\n§",
		"--cli-connect-timeout=0\n--no-verify-ssl", "--old-password\n§\n--new-password\n§", "--minimum-password-length\n+8\n--hard-expiry",
		"--read-only\n--help\n--debug", "--no\n§", "--c\n§", "--demo", "--version",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(strings.ReplaceAll(line, "§", canary), "\n")
		for _, op := range Operations() {
			for _, options := range [][]Option{globalOptions(), op.options()} {
				checkParse(t, args, options)
			}
			checkLastWins(t, op, args)
			checkSilence(t, op, args)
		}
		if moved := CommandFirst(args); !sameArguments(moved, args) {
			t.Errorf("%q became %q", args, moved)
		}
	})
}

// checkParse checks that every option found exists, and that no argument is added or lost.
func checkParse(t *testing.T, args []string, options []Option) {
	t.Helper()
	found, rest, err := parseArguments(args, options)
	if err != nil {
		return
	}
	at := 0
	for _, arg := range rest {
		i := slices.Index(args[at:], arg)
		if i < 0 {
			t.Fatalf("the rest %q is not of %q", rest, args)
		}
		at += i + 1
	}
	for _, g := range found {
		i := slices.IndexFunc(options, func(o Option) bool { return o.Name == g.name })
		if i < 0 {
			t.Fatalf("there is no option %q", g.name)
		}
		o := options[i]
		if g.bare != (o.Takes == NoValue) && o.Takes != MaybeValue {
			t.Errorf("--%s was given %+v", o.Name, g)
		}
		if !g.bare && o.Choices != nil && !slices.Contains(o.Choices, g.value) {
			t.Errorf("--%s was given %q", o.Name, g.value)
		}
	}
	if n := len(args) - len(rest); n < len(found) || n > 2*len(found) { // each is one argument, or two
		t.Errorf("%q became %+v and %q", args, found, rest)
	}
}

// checkLastWins adds an option and checks that its value counts.
func checkLastWins(t *testing.T, op *Operation, args []string) {
	t.Helper()
	option := op.Params[0].Option()
	_, _, before := parseArguments(args, op.options())
	if before != nil || slices.Contains(args, "--") {
		return
	}
	var c Call
	var err error
	c.given, _, err = parseArguments(append(slices.Clone(args), "--"+option+"=the last"), op.options())
	opt, ok := c.last(option)
	if err != nil || !ok || opt.value != "the last" {
		t.Errorf("%q: --%s is %q (%v)", args, option, opt.value, err)
	}
}

// checkSilence reads arguments and checks that no message repeats the canary. A message may repeat it as the name of a
// file, or where the operation has no password.
func checkSilence(t *testing.T, op *Operation, args []string) {
	t.Helper()
	if _, ok := op.NewPassword(); !ok || strings.Contains(strings.Join(args, "\n"), filePrefix) {
		return
	}
	var said bytes.Buffer
	call, err := Parse(op, args)
	if err == nil {
		sys := stdinOnly(canary)
		sys.LineEndTrimmed = func(option string) { said.WriteString(option) }
		var exposed []string
		_, exposed, err = call.Read(t.Context(), sys)
		said.WriteString(strings.Join(exposed, " "))
	}
	if err != nil {
		said.WriteString(err.Error())
		mistake, ok := errors.AsType[Mistake](err)
		if !ok || mistake.ExitCode() != ExitUsage {
			t.Errorf("%q: the error is %#v", args, err)
		}
	}
	if strings.Contains(said.String(), canary) && !strings.Contains(said.String(), `Unknown parameter in input: "`) {
		t.Errorf("%q: %s", args, &said)
	}
}

// stdinOnly is a system that has standard input and nothing else.
func stdinOnly(stdin string) System {
	return System{
		Stdin:          func(context.Context) ([]byte, error) { return []byte(stdin), nil },
		ReadFile:       func(string) ([]byte, error) { return nil, errors.ErrUnsupported },
		HomeDir:        func() (string, error) { return "", errors.ErrUnsupported },
		LookupEnv:      func(string) (string, bool) { return "", false },
		LineEndTrimmed: func(string) {},
	}
}

// callWith is a call of an operation with options.
func callWith(op *Operation, options ...given) Call {
	password, _ := op.NewPassword()
	return Call{op: op, password: password, given: options}
}

func sameArguments(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// harmlessError matches the errors about JSON. They repeat no part of the JSON.
var harmlessError = regexp.MustCompile(`^(a mistake at character \d+|it ends too early|an object is wanted, \{ \}|it is not UTF-8|there is more after the object)$`)

// FuzzJSON passes arbitrary text to the reader of --cli-input-json, and compares the result with that of encoding/json.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"UserName":"bob","Password":"§","PasswordResetRequired":true}`, `{"UserName":"bob","Password":"§"`, `{"Password":§}`,
		`{"UserName":"§","UserName":"bob","Password":"","Password":"§"}`, `{"Password":["§",{"a":"§"}],"UserName":{"§":1}}`,
		`{"UserName":1,"Password":1.5e3,"PasswordResetRequired":"§"}`, `{"MinimumPasswordLength":12,"MaxPasswordAge":-1,"HardExpiry":null}`,
		`{"MinimumPasswordLength":99999999999999999999,"MaxPasswordAge":1e400}`, `{"Password":"\ud800§"}`, `{"Password":"\ud83d\ude8b\\ud800"}`,
		`{"OldPassword":"§","NewPassword":"§\u0000\n"}`, `{}`, `[]`, `null`, `"§"`, `§`, ``, ` `, `{"a":}`, `{"a" 1}`, `{,}`, `{"a":1,}`, `{"":0}`,
		"\ufeff{}", `{}{}`, `{} §`, "{\"a\":\"\xff\"}", `{"a":1}/**/`, `{"password":"§","Password ":"x"}`, `{"a":NaN}`, `{"a":01}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		source = strings.ReplaceAll(source, "§", canary)
		want, valid := objectOf(source)
		members, err := decodeObject([]byte(source))
		if (err == nil) != valid {
			t.Fatalf("%q: %v, and encoding/json says %t", source, err, valid)
		}
		if err != nil && !harmlessError.MatchString(err.Error()) {
			t.Errorf("%q: %v", source, err)
		}
		got := map[string]any{}
		for _, m := range members {
			got[m.key] = m.value
		}
		if len(got) != len(members) || valid && !reflect.DeepEqual(got, want) {
			t.Errorf("%q was read as %v", source, members)
		}
		for _, op := range Operations() {
			checkMembers(t, op, source, want)
		}
	})
}

// objectOf is the result of encoding/json for a text.
func objectOf(source string) (object map[string]any, valid bool) {
	decoder := json.NewDecoder(strings.NewReader(source))
	decoder.UseNumber()
	err := decoder.Decode(&object)
	return object, err == nil && object != nil && json.Valid([]byte(source)) && utf8.ValidString(source)
}

// checkMembers checks that an operation takes the parameters it knows unchanged, and that no message repeats the canary.
func checkMembers(t *testing.T, op *Operation, source string, want map[string]any) {
	t.Helper()
	in, _, err := callWith(op, given{name: optInputJSON, value: "-"}).Read(t.Context(), stdinOnly(source))
	if err != nil {
		_, hasPassword := op.NewPassword()
		inKey := slices.ContainsFunc(slices.Collect(maps.Keys(want)), func(key string) bool { return strings.Contains(key, canary) })
		if said := err.Error(); hasPassword && !inKey && strings.Contains(said, canary) {
			t.Errorf("%s: %q: %s", op.API, source, said)
		}
		return
	}
	for key, value := range in {
		if s, ok := value.(*iamclient.Secret); ok {
			value = s.Reveal()
		}
		if n, ok := value.(int32); ok {
			value = want[key]
			if i, err := want[key].(json.Number).Int64(); err != nil || i != int64(n) {
				t.Errorf("%s: %q: %s is %d", op.API, source, key, n)
			}
		}
		if !reflect.DeepEqual(value, want[key]) {
			t.Errorf("%s: %q: %s is %v", op.API, source, key, value)
		}
	}
	if len(in) != len(want) {
		t.Errorf("%s: %q became %d parameters", op.API, source, len(in))
	}
}

// FuzzRoundTrip writes valid input with encoding/json and reads it back, with an option that overrides it and without.
func FuzzRoundTrip(f *testing.F) {
	f.Add("bob", "Tram-Kettle+49", true, false)
	f.Add("b", "\x00\n\"\\\u2028<&>é€🚋", false, true)
	f.Add(" ", "file://x", true, true)
	f.Fuzz(func(t *testing.T, name, secret string, reset, byOption bool) {
		for _, s := range []string{name, secret} {
			if s == "" || !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
				t.Skip()
			}
		}
		object := map[string]any{UserName: name, Password: secret, ResetRequired: reset}
		var options []given
		if byOption {
			object[Password] = []any{"something else"}
			if strings.HasPrefix(secret, filePrefix) || strings.HasPrefix(secret, "fileb://") {
				t.Skip()
			}
			options = append(options, given{name: "password", value: secret})
		}
		source, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, given{name: optInputJSON, value: "-"})
		in, _, err := callWith(updateLoginProfile, options...).Read(t.Context(), stdinOnly(string(source)))
		if err != nil {
			t.Fatal(err)
		}
		if *in.Text(UserName) != name || in.Secret(Password).Reveal() != secret || *in.Flag(ResetRequired) != reset {
			t.Errorf("%s was read otherwise", source)
		}
	})
}

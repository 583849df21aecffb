package command

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"iampasswd/iamclient"
)

// canary stands for a password in what is fuzzed, where it is written §. No option is called so.
const canary = "Xyzzy42Plugh"

// FuzzArguments gives any arguments, one a line, to each command.
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
		for _, op := range operations() {
			for _, options := range [][]option{globalOptions(), op.options()} {
				checkParse(t, args, options)
			}
			checkLastWins(t, op, args)
			checkSilence(t, op, args)
		}
		if moved := commandFirst(args); !sameArguments(moved, args) {
			t.Errorf("%q became %q", args, moved)
		}
	})
}

// checkParse checks that what is found exists, and that nothing appears or is lost on the way.
func checkParse(t *testing.T, args []string, options []option) {
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
		i := slices.IndexFunc(options, func(o option) bool { return o.name == g.name })
		if i < 0 {
			t.Fatalf("there is no option %q", g.name)
		}
		o := options[i]
		if g.bare != (o.values == noValue) && o.values != maybeValue {
			t.Errorf("--%s was given %+v", o.name, g)
		}
		if !g.bare && o.choices != nil && !slices.Contains(o.choices, g.value) {
			t.Errorf("--%s was given %q", o.name, g.value)
		}
	}
	if n := len(args) - len(rest); n < len(found) || n > 2*len(found) { // each is one argument, or two
		t.Errorf("%q became %+v and %q", args, found, rest)
	}
}

// checkLastWins adds an option and looks whether it counts.
func checkLastWins(t *testing.T, op *operation, args []string) {
	t.Helper()
	flag := op.params[0].flag()
	_, _, before := parseArguments(args, op.options())
	if before != nil || slices.Contains(args, "--") {
		return
	}
	r := newRun(op)
	var err error
	r.given, _, err = parseArguments(append(slices.Clone(args), "--"+flag+"=the last"), op.options())
	opt, ok := r.last(flag)
	if err != nil || !ok || opt.value != "the last" {
		t.Errorf("%q: --%s is %q (%v)", args, flag, opt.value, err)
	}
}

// checkSilence reads arguments as far as that goes without a request, and looks for the canary in what is said. Where
// the operation has no password, and in the name of a file, it may be said.
func checkSilence(t *testing.T, op *operation, args []string) {
	t.Helper()
	if _, ok := op.newPassword(); !ok || strings.Contains(strings.Join(args, "\n"), filePrefix) {
		return
	}
	var said bytes.Buffer
	r := newRun(op)
	r.stdin, r.stdout, r.stderr, r.onTerminal = strings.NewReader(canary), io.Discard, &said, true
	err := r.parse(args)
	if err == nil {
		_, err = r.read(t.Context())
	}
	if err != nil {
		said.WriteString(errorText(err))
		if code := exitCode(err); code != exitUsage {
			t.Errorf("%q: exit code %d for %v", args, code, err)
		}
	}
	if strings.Contains(said.String(), canary) && !strings.Contains(said.String(), `Unknown parameter in input: "`) {
		t.Errorf("%q: %s", args, &said)
	}
}

func sameArguments(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// harmlessError is what is said about JSON: not one character of it.
var harmlessError = regexp.MustCompile(`^(a mistake at character \d+|it ends too early|an object is wanted, \{ \}|it is not UTF-8|there is more after the object)$`)

// FuzzJSON gives anything to the reader of --cli-input-json. What encoding/json makes of it decides.
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
		for _, op := range operations() {
			checkMembers(t, op, source, want)
		}
	})
}

// objectOf is what encoding/json makes of a text.
func objectOf(source string) (object map[string]any, valid bool) {
	decoder := json.NewDecoder(strings.NewReader(source))
	decoder.UseNumber()
	err := decoder.Decode(&object)
	return object, err == nil && object != nil && json.Valid([]byte(source)) && utf8.ValidString(source)
}

// checkMembers checks that an operation takes what it knows, as it stands there, and is silent about all else.
func checkMembers(t *testing.T, op *operation, source string, want map[string]any) {
	t.Helper()
	r := newRun(op)
	r.given = []given{{name: optInputJSON, value: "-"}}
	r.stdin = strings.NewReader(source)
	in, err := r.read(t.Context())
	if err != nil {
		_, hasPassword := op.newPassword()
		inKey := slices.ContainsFunc(slices.Collect(maps.Keys(want)), func(key string) bool { return strings.Contains(key, canary) })
		if said := errorText(err); hasPassword && !inKey && strings.Contains(said, canary) {
			t.Errorf("%s: %q: %s", op.api, source, said)
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
				t.Errorf("%s: %q: %s is %d", op.api, source, key, n)
			}
		}
		if !reflect.DeepEqual(value, want[key]) {
			t.Errorf("%s: %q: %s is %v", op.api, source, key, value)
		}
	}
	if len(in) != len(want) {
		t.Errorf("%s: %q became %d parameters", op.api, source, len(in))
	}
}

// FuzzRoundTrip writes valid input with encoding/json and reads it, with options over it and without.
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
		object := map[string]any{userName: name, password: secret, resetRequired: reset}
		r := newRun(updateLoginProfile())
		if byOption {
			object[password] = []any{"something else"}
			if strings.HasPrefix(secret, filePrefix) || strings.HasPrefix(secret, "fileb://") {
				t.Skip()
			}
			r.given = []given{{name: "password", value: secret}}
		}
		source, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		r.given = append(r.given, given{name: optInputJSON, value: "-"})
		r.stdin = bytes.NewReader(source)
		in, err := r.read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if *get[string](in, userName) != name || in.secret(password).Reveal() != secret || *get[bool](in, resetRequired) != reset {
			t.Errorf("%s was read otherwise", source)
		}
	})
}

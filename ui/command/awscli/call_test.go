package awscli

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"iampasswd/iamclient"
)

// An error says what is wrong and knows its exit code.
func TestMistakes(t *testing.T) {
	const update = "update-login-profile"
	for _, c := range []struct {
		command, args string
		ours          bool // a UsageError, and not an InputError
		text          string
	}{
		{update, "--password x", true, "the following arguments are required: --user-name"},
		{update, "--user-name bob extra", true, "Unknown arguments: 1 that belong to no option"},
		{update, "--user-name bob --foo", true, "Unknown options: --foo"},
		{update, "--user-name", true, "argument --user-name: expected one argument"},
		{update, "--user-name bob --password x --password-stdin", true, "--password and --password-stdin both say what the password is: give one of them."},
		{update, "--cli-input-json - --password-stdin", true, "--password-stdin and --cli-input-json - both read standard input: give one of them."},
		{update, "--user-name bob --no-verify-ssl", true, "--no-verify-ssl is refused: without the check of the certificate anybody on the way could read the password. --ca-bundle names a certificate authority of your own."},
		{update, "--user-name bob --cli-read-timeout -1", true, "argument --cli-read-timeout: takes whole seconds, 0 for no limit"},
		{update, "--user-name bob --password=", false, "Parameter validation failed:\nInvalid length for parameter Password, value: 0, valid min length: 1"},
		{update, `--cli-input-json {"Password":3}`, false, "Parameter validation failed:\nMissing required parameter in input: \"UserName\"\nInvalid type for parameter Password, type: <class 'int'>, valid types: <class 'str'>"},
		{update, "--user-name bob --cli-input-json {x", false, "Error parsing parameter 'cli-input-json': Invalid JSON: a mistake at character 2"},
		{update, "--user-name bob --password file://pw", false, "Error parsing parameter '--password': Unable to load paramfile file://pw: unsupported operation"},
		{"create-login-profile", "--output text", true, "create-login-profile prints JSON only: leave out --output text."},
		{"update-account-password-policy", "--max-password-age soon", true, `argument --max-password-age: a whole number is wanted, not "soon"`},
		{"update-account-password-policy", "--max-password-age 0", false, "Parameter validation failed:\nInvalid value for parameter MaxPasswordAge, value: 0, valid min value: 1"},
	} {
		t.Run(c.command+" "+c.args, func(t *testing.T) {
			call, err := Parse(Lookup(c.command), strings.Fields(c.args))
			if err == nil {
				_, _, err = call.Read(t.Context(), stdinOnly(""))
			}
			mistake, ok := errors.AsType[Mistake](err)
			if !ok || mistake.ExitCode() != ExitUsage || err.Error() != c.text {
				t.Fatalf("the error is %#v", err)
			}
			if _, ours := errors.AsType[*UsageError](err); ours != c.ours {
				t.Errorf("the error is a %T", err)
			}
		})
	}
}

// Global options become settings of the client, wherever they stand.
func TestGlobals(t *testing.T) {
	args := CommandFirst(strings.Fields("--profile hr --debug update-login-profile --user-name bob --cli-read-timeout 0 --read-only"))
	call, err := Parse(Lookup(args[0]), append(args[1:], "--reason", " ticket 7 "))
	if err != nil {
		t.Fatal(err)
	}
	g := call.Globals
	if g.Client.Profile != "hr" || !g.Client.ReadOnly || !g.Debug || g.Reason != "ticket 7" ||
		g.Client.AttemptTimeout != iamclient.NoTimeout || g.Client.ConnectTimeout != 60*time.Second {
		t.Errorf("the settings are %+v", g)
	}
	if g := LenientGlobals([]string{"--profile", "hr", "--reason", "a\nb", "--debug"}); g.Client.Profile != "hr" || g.Debug {
		t.Errorf("up to the mistake, the settings are %+v", g)
	}
}

// Files, the environment and standard input are those of the system that the caller passes.
func TestSystem(t *testing.T) {
	var read, trimmed []string
	sys := System{
		Stdin: func(context.Context) ([]byte, error) {
			return []byte(`{"NewPassword":"other","OldPassword":"old\n"}`), nil
		},
		ReadFile: func(path string) ([]byte, error) {
			read = append(read, path)
			return []byte("new\r\n"), nil
		},
		HomeDir:        func() (string, error) { return "/home/ann", nil },
		LookupEnv:      func(name string) (string, bool) { return "of " + name, name == "SET" },
		LineEndTrimmed: func(option string) { trimmed = append(trimmed, option) },
	}
	call, err := Parse(Lookup("change-password"), []string{"--new-password", "file://~/$SET/${SET}/$UNSET", "--cli-input-json", "-"})
	if err != nil {
		t.Fatal(err)
	}
	in, exposed, err := call.Read(t.Context(), sys)
	if err != nil {
		t.Fatal(err)
	}
	if in.Secret(NewPassword).Reveal() != "new" || in.Secret(OldPassword).Reveal() != "old\n" || len(exposed) != 0 {
		t.Errorf("%d parameters were read, and %q are exposed", len(in), exposed)
	}
	if !slices.Equal(read, []string{"/home/ann/of SET/of SET/$UNSET"}) || !slices.Equal(trimmed, []string{"new-password"}) {
		t.Errorf("the files are %q, and a line end was trimmed of %q", read, trimmed)
	}
	in.Wipe()
	if in.Secret(NewPassword).Len() != 0 || in.Secret(OldPassword).Len() != 0 {
		t.Error("a password is left")
	}
}

// With an error, what was read before it comes back: to be wiped, and to warn about.
func TestReadWithAnError(t *testing.T) {
	sys := stdinOnly("")
	sys.ReadFile = func(path string) ([]byte, error) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: iotest.ErrTimeout}
	}
	call, err := Parse(Lookup("change-password"), []string{"--old-password", canary, "--new-password", "file://pw"})
	if err != nil {
		t.Fatal(err)
	}
	in, exposed, err := call.Read(t.Context(), sys)
	if in.Secret(OldPassword).Reveal() != canary || !slices.Equal(exposed, []string{"old-password"}) {
		t.Errorf("%d parameters were read, and %q are exposed", len(in), exposed)
	}
	if want := "Error parsing parameter '--new-password': Unable to load paramfile file://pw: timeout"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// A skeleton needs no parameter, and is read back as valid input.
func TestSkeletons(t *testing.T) {
	for _, op := range Operations() {
		call, err := Parse(op, []string{"--generate-cli-skeleton"})
		if err != nil {
			t.Fatal(err)
		}
		text, ok := call.Skeleton()
		members, problems, err := op.parseJSON([]byte(text))
		if !ok || err != nil || len(problems) != 0 || len(members) != len(op.Params) {
			t.Errorf("%s: %s is read as %v, %q, %v", op.API, text, members, problems, err)
		}
		for i, m := range members {
			if value, wrong := op.fromJSON(op.Params[i], m.value).(mistyped); m.key != op.Params[i].Key || wrong {
				t.Errorf("%s: %s is %v", op.API, m.key, value)
			}
		}
		if call, err = Parse(op, []string{"--generate-cli-skeleton", "output"}); err != nil {
			t.Fatal(err)
		}
		if text, ok = call.Skeleton(); !ok || text != op.outputSkeleton {
			t.Errorf("%s: the output is %s", op.API, text)
		}
	}
}

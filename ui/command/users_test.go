//go:build unix

package command_test

import (
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

func TestUsersCommand(t *testing.T) {
	t.Parallel()
	account := dropinAccount()
	account.SetReport(0)
	s := serveAccount(t, account)
	env := s.env(t)
	configure(t, env, "[queries]\nsellers = 'path:/sales/'\n")
	csv := func(args ...string) []string {
		at := slices.Index(args, "users") + 1
		return slices.Insert(args, at, "--output", "csv", "--columns", "user,console")
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{csv("users"), "user,console\nadmin,true\nbob,true\nnina,false\n"},
		{csv("users", "is:console", "-bob"), "user,console\nadmin,true\n"},
		{csv("users", "-is:console"), "user,console\nnina,false\n"},
		{csv("users", "@sellers"), "user,console\nbob,true\n"},
		{csv("users", "-@sellers", "is:console"), "user,console\nadmin,true\n"},
		{csv("users", "--", "-path:/sales/"), "user,console\nadmin,true\nnina,false\n"},
		{csv("--region", "eu-west-1", "users", "nina"), "user,console\nnina,false\n"},
		{[]string{"users", "nina", "--output=json", "--columns=user,last_sign_in"}, "[\n    {\"user\": \"nina\", \"last_sign_in\": null}\n]\n"},
	} {
		piped(t, env, "", c.args...).want(t, 0, c.want, "")
	}
	piped(t, env, "", "users", "zoe", "--output", "json").want(t, 0, "[]\n", "iampasswd: No user matches.\n")
	if got := piped(t, env, "", "users", "bob"); got.code != 0 || !strings.HasPrefix(got.stdout, "USER  CONSOLE") || !strings.Contains(got.stdout, "\nbob   yes") {
		t.Errorf("%+v", got)
	}
	if got := piped(t, env, "", "users", "bob", "--debug"); !strings.Contains(got.stderr, "Action=ListUsers") {
		t.Errorf("--debug: %s", got.stderr)
	}
	s.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
	if got := piped(t, env, "", "users", "bob"); got.code != 254 || got.stdout != "" || !strings.Contains(got.stderr, "(AccessDenied) when calling the ListUsers operation") {
		t.Errorf("denied: %+v", got)
	}
	for _, call := range s.Calls() {
		switch call.Action {
		case "ListUsers", "GetLoginProfile", "GenerateCredentialReport", "GetCredentialReport", "GetAccountPasswordPolicy", "GetCallerIdentity":
		default:
			t.Errorf("it calls %s", call.Action)
		}
	}
	got := piped(t, environment(t), "", "users", "--demo", "--demo-users", "25", "bob", "--output", "csv", "--columns", "user")
	got.want(t, 0, "user\nBob\nbob-ci\nbob.contractor\n", "")
	got = piped(t, environment(t), "", "users", "--demo", "--demo-accounts", "3", "bob", "--output", "csv", "--columns", "user")
	got.want(t, 0, "user\nBob\nbob-ci\nbob.contractor\nBob\nBob\n", "")
}

// A mistake in a saved query is named with its file and line before anything is asked of AWS.
func TestSavedQueriesWithMistakes(t *testing.T) {
	t.Parallel()
	env := environment(t)
	path := configure(t, env, "reset_required = true\n[queries]\nok = 'bob'\nstale = 'is:consol'\n")
	for _, args := range [][]string{{"users"}, {"config"}} {
		got := run(t, env, args...)
		if got.code != 253 || !strings.Contains(got.stderr, path+", line 4: queries.stale: unknown qualifier is:consol at 0; did you mean is:console?") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	configure(t, env, "[queries]\nstale = 'signed-in:>180d'\n")
	if got := run(t, env, "config"); !strings.Contains(got.stdout, "queries.stale     signed-in:>180d") {
		t.Errorf("%+v", got)
	}
}

func TestUsersCompletesQueries(t *testing.T) {
	t.Parallel()
	env := environment(t)
	configure(t, env, "[queries]\nstale = 'signed-in:>180d'\n")
	for word, want := range map[string][]string{
		"is:exp": {"is:expired", "is:expiring"}, "@": {"@stale"}, "m": {"mfa:"}, "bob": nil,
	} {
		got, directive := completions(t, env, "users", word)
		if !slices.Equal(got, want) || directive != map[bool]string{true: ":6", false: ":4"}[word == "m"] {
			t.Errorf("%s completes to %v %s, want %v", word, got, directive, want)
		}
	}
	if got, _ := completions(t, env, "users", "--output", ""); !slices.Equal(got, []string{"table", "csv", "json"}) {
		t.Errorf("--output completes to %v", got)
	}
}

// iampasswd NAME begins with the users that match; behind a double dash every word is a NAME.
func TestName(t *testing.T) {
	t.Parallel()
	for args, want := range map[string][]string{
		"nina":                  {"/ nina", "esc clears", "nina.newhire"},
		"adam abebe":            {"/ adam abebe", "1 of 60", "adam.abebe"},
		"-- history":            {"/ history", "0 of 60", "No user matches history"},
		"bob -path:/finance/":   {"/ bob -path:/finance/", "2 of 60"},
		"dan":                   {"/ dan", "dana.denied"},
		"-path:/robots/ -- bob": {"/ -path:/robots/ bob", "2 of 60"},
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			x := start(t, 80, 24, environment(t), append([]string{"--demo"}, strings.Fields(args)...)...)
			x.shows(want...)
			x.types("q")
			x.ends(0)
		})
	}
}

// In lines, the NAME is the answer to the first question.
func TestNameInLines(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo", "--plain", "bob.contractor")
	x.shows("bob.contractor: path /contractors/")
	x.types(ctrl('d'))
	x.ends(0)
}

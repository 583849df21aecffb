package rails

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// write writes a file and returns its path; "" for no file.
func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t *testing.T, system, user string) *Rails {
	t.Helper()
	r, err := Load(write(t, system), write(t, user))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A user's file makes things stricter and never looser.
func TestTheUsersFileCannotLoosen(t *testing.T) {
	r := load(t, `
reset_required = true
history_required = true
profile = "machine"
[reason]
pattern = 'INC-\d+'
[[protected]]
name = "root-*"
[accounts.123456789012]
name = "prod"
colour = "red"
`, `
reset_required = false
generated_only = true
profile = "mine"
[reason]
required = false
pattern = 'phone'
example = "INC-4711, phone"
[[protected]]
name = "boss"
[accounts.123456789012]
name = "PRODUCTION"
[accounts.210987654321]
color = "bright-green"
`)
	if !r.ResetRequired || !r.GeneratedOnly || !r.HistoryRequired || r.Profile != "mine" {
		t.Errorf("%+v", r)
	}
	for reason, ok := range map[string]bool{"": false, "INC-1": false, "phone": false, "INC-1, by phone": true} {
		if got := r.RefuseReason(reason); (got == "") != ok {
			t.Errorf("the reason %q: %q", reason, got)
		}
	}
	if got := r.ReasonExample(); got != "INC-4711, phone" {
		t.Errorf("the example is %q", got)
	}
	for name, ok := range map[string]bool{"root-1": false, "BOSS": false, "bob": true} {
		if got := r.Protects(Subject{Name: name}); (got == nil) != ok {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := r.Account("123456789012"); got != (Account{"prod", Colour{"red"}}) {
		t.Errorf("%+v", got)
	}
	if got := r.Account("210987654321"); got != (Account{"", Colour{"bright-green"}}) {
		t.Errorf("%+v", got)
	}
}

// Neither the machine's file nor the user's takes away that a caller is verified.
func TestVerify(t *testing.T) {
	for _, files := range [][2]string{{"verify = 'mfa'", ""}, {"", "verify = 'mfa'"}, {"verify = 'mfa'", "generated_only = true"}} {
		r := load(t, files[0], files[1])
		if !r.AsksForVerification() {
			t.Errorf("%q asks for no verification", files)
		}
		if err := r.Unverified("verify first"); err == nil || !strings.HasPrefix(err.Error(), "verify first (verify in /") {
			t.Errorf("%v", err)
		}
	}
	if load(t, "generated_only = true", "").AsksForVerification() || (*Rails)(nil).AsksForVerification() {
		t.Error("it asks for what nobody wants")
	}
}

// Each setting of the system's file holds against a user's file that says the opposite, or nothing.
func TestTheSystemsFileAlone(t *testing.T) {
	for _, user := range []string{"", "reset_required = false\ngenerated_only = false\nhistory_required = false\nprotected = []\n[reason]\nrequired = false\npattern = ''"} {
		r := load(t, "reset_required = true\ngenerated_only = true\nhistory_required = true\n[reason]\nrequired = true\n[[protected]]\npath = \"/admins/\"", user)
		if !r.ResetRequired || !r.GeneratedOnly || !r.HistoryRequired || !r.ReasonRequired() || r.Protects(Subject{Name: "x", Path: "/admins/"}) == nil {
			t.Errorf("with %q: %+v", user, r)
		}
	}
}

func TestNothingIsRefusedWithoutFiles(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "config.toml")
	belowFile := filepath.Join(write(t, ""), "iampasswd", "config.toml")
	r, err := Load(missing, belowFile)
	if err != nil {
		t.Fatal(err)
	}
	if want := []Looked{{missing, false}, {belowFile, false}}; !slices.Equal(r.Looked(), want) {
		t.Errorf("%+v", r.Looked())
	}
	for _, r := range []*Rails{nil, r} {
		if why := r.Refuse(Change{User: "bob", Password: true}); why != nil || r.ReasonRequired() || r.AsksForUser() || r.AsksForGroups() {
			t.Errorf("%q, %+v", why, r)
		}
		if r.Account("123456789012") != (Account{}) || r.ReasonExample() != "" || r.RefuseReason("") != "" {
			t.Errorf("%+v", r)
		}
	}
}

func TestProtected(t *testing.T) {
	r := load(t, `
[[protected]]
name = "Break-Glass-?"
reason = "Ask the security desk, ext. 4711."
[[protected]]
path = "/Admins/"
[[protected]]
tag = "protected"
[[protected]]
tag = "team=Platform"
[[protected]]
group = "*Admin*"
`, "")
	if !r.AsksForUser() || !r.AsksForGroups() {
		t.Error("it does not ask for what it needs")
	}
	for _, c := range []struct {
		subject Subject
		says    string
	}{
		{Subject{Name: "break-glass-1"}, "break-glass-1 is protected: Ask the security desk, ext. 4711 (name = \"Break-Glass-?\" in " + r.files[0].path + ")"},
		{Subject{Name: "break-glass-12"}, ""},
		{Subject{Name: "a", Path: "/admins/eu/"}, "a is protected (path = \"/Admins/\" in "},
		{Subject{Name: "a", Path: "/staff/admins/"}, ""},
		{Subject{Name: "a", Path: "/"}, ""},
		{Subject{Name: "a", Tags: []Tag{{"Protected", ""}}}, `tag = "protected"`},
		{Subject{Name: "a", Tags: []Tag{{"x", "y"}, {"Team", "platform"}}}, `tag = "team=Platform"`},
		{Subject{Name: "a", Tags: []Tag{{"team", "sales"}}}, ""},
		{Subject{Name: "a", Groups: []string{"dev", "SuperAdmins"}}, `group = "*Admin*"`},
		{Subject{Name: "a", Groups: []string{"dev"}}, ""},
		{Subject{}, ""},
	} {
		wantRefused(t, c.subject, r.Protects(c.subject), c.says)
	}
}

// wantRefused fails unless what was tried is refused with these words; with none, unless it is not refused.
func wantRefused(t *testing.T, tried any, err error, says string) {
	t.Helper()
	if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
		t.Errorf("%+v: %v, want %q", tried, err, says)
	}
}

func TestRefuse(t *testing.T) {
	strict := load(t, "reset_required = true\ngenerated_only = true\n[reason]\nrequired = true\nexample = 'INC-1'\n[[protected]]\nname = 'boss'", "")
	on, off := new(true), new(false)
	for _, c := range []struct {
		change Change
		says   string
	}{
		{Change{User: "bob", Password: true, Generated: true, ResetRequired: on, Reason: "x"}, ""},
		{Change{User: "bob", Password: true, ResetRequired: on, Reason: "x"}, "only generated passwords are allowed (generated_only in "},
		{Change{Own: true, Password: true, Reason: "x"}, "only generated passwords"},
		{Change{User: "bob", Password: true, Generated: true, ResetRequired: off, Reason: "x"}, "a new password has to come with"},
		{Change{User: "bob", Password: true, Generated: true, Reason: "x"}, "(reset_required in "},
		{Change{User: "bob", ResetRequired: off, Reason: "x"}, "reset_required"}, // the second of two steps around it
		{Change{User: "bob", ResetRequired: on, Reason: "x"}, ""},
		{Change{User: "bob", Creates: true, Reason: "x"}, "reset_required"},
		{Change{Own: true, Password: true, Generated: true, Reason: "x"}, ""}, // one's own: nobody else knows it
		{Change{User: "bob", Reason: "x"}, ""},
		{Change{User: "bob"}, "a ticket or a reason is required, such as INC-1 (reason in "},
		{Change{Reason: " "}, "a ticket or a reason is required"},
		{Change{User: "Boss", ResetRequired: on, Reason: "x"}, "Boss is protected"},
	} {
		wantRefused(t, c.change, strict.Refuse(c.change), c.says)
	}
}

// A file that is wrong is named with its line and what is wrong there, and nothing of it holds by half.
func TestMistakes(t *testing.T) {
	for content, want := range map[string]string{
		"\nreset_requird = true":                             `line 2: there is no setting "reset_requird"`,
		"[[protected]]\nnam = 'x'":                           `line 2: there is no setting "protected.nam"`,
		"[accounts.123456789012]\nname = 'x'\ncoulour = 'x'": `line 3: there is no setting "accounts.123456789012.coulour"`,
		"reset_required = 'yes'":                             "line 1: reset_required takes true or false",
		"generated_only = 1":                                 "line 1: generated_only takes true or false",
		"verify = 'sms'":                                     `line 1: verify takes "mfa"`,
		"verify = ''":                                        `line 1: verify takes "mfa"`,
		"verify = false":                                     `line 1: verify takes "mfa"`,
		"profile = true":                                     "line 1: profile takes a text in quotes",
		"[reason]\nrequired = 1":                             "line 2: reason.required takes true or false",
		"[reason]\npattern = 3":                              "line 2: reason.pattern takes a text in quotes",
		"reason = 'x'":                                       "line 1: reason takes a text in a [[protected]] table, and is a table [reason] else",
		"protected = true":                                   "line 1: protected takes tables that begin with [[protected]]",
		"\n[[protected]]\nname = 3":                          "line 3: protected.name takes a text in quotes",
		"[[protected]]\nname = 'a'\n\n[[protected]]\nname = 'b'\npath = '/x/'": "line 4: a [[protected]] has one of name, path, tag and group",
		"[[protected]]\nreason = 'x'":                                          "line 1: a [[protected]] has one of",
		"[[protected]]\npath = 'admins'":                                       "line 1: a path begins with a slash",
		"[[protected]]\nname = '[a'":                                           `line 2: name and group take a name or a pattern such as "admin-*"`,
		"[[protected]]\nname = ''":                                             "line 2: name and group take a name or a pattern",
		"[[protected]]\ntag = '=x'":                                            `line 2: tag takes the key of a tag, or "key=value"`,
		"[reason]\npattern = '('":                                              "line 2: pattern takes a regular expression: ",
		"[accounts.123]\nname = 'x'":                                           `line 1: an account has the number of 12 digits, not "123"`,
		"[accounts.123456789012]\ncolour = 'pink'":                             "line 2: colour takes black, red,",
		"accounts = 3":                                                         "line 1: accounts takes tables such as [accounts.123456789012]",
		"a = [\n":                                                              "line 1: ",
		"reset_required = true\nreset_required = false":                        "line 2: key reset_required is already defined",
	} {
		path := write(t, content)
		for _, places := range [][2]string{{path, ""}, {"", path}} {
			r, err := Load(places[0], places[1])
			e, ok := errors.AsType[*FileError](err)
			if !ok || r != nil || !strings.HasPrefix(e.Error(), path+", "+want) {
				t.Errorf("%q:\n got %v\nwant %s", content, err, want)
			}
			if strings.ContainsAny(err.Error(), "\n") || strings.Contains(err.Error(), "struct") {
				t.Errorf("%q: %v", content, err)
			}
		}
	}
	dir := t.TempDir()
	if _, err := Load("", dir); err == nil || !strings.HasPrefix(err.Error(), dir+": cannot be read: ") {
		t.Errorf("a directory: %v", err)
	}
}

func TestSettingsSayWhereTheyComeFrom(t *testing.T) {
	system, user := write(t, "reset_required = true\nverify = 'mfa'\nprofile = 'a'\n[[protected]]\nname='x'\nreason='y'"), write(t, "reset_required = true\nprofile = 'b'\n[reason]\npattern = 'z'\n[accounts.123456789012]\nname='prod'\ncolour='red'")
	r, err := Load(system, user)
	if err != nil {
		t.Fatal(err)
	}
	want := []Setting{
		{"reset_required", "on", []string{system, user}}, {"generated_only", "off", nil}, {"history_required", "off", nil}, {"verify", "mfa", []string{system}},
		{"reason", "required, matching z", []string{user}}, {"protected", `name = "x": y`, []string{system}},
		{"accounts.123456789012", "prod red", []string{user}}, {"profile", "b", []string{user}},
	}
	if got := r.Settings(); !slices.EqualFunc(got, want, func(a, b Setting) bool {
		return a.Name == b.Name && a.Value == b.Value && slices.Equal(a.From, b.From)
	}) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestUserPlace(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"XDG_CONFIG_HOME": home}, filepath.Join(home, "iampasswd", "config.toml")},
		{map[string]string{"HOME": home}, filepath.Join(home, ".config", "iampasswd", "config.toml")},
		{nil, ""},
	} {
		if got := UserPlace(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}

// What cannot be read leaves nobody without guard rails that were meant to be there.
func TestFilesThatAreThereAndAreNot(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "config.toml")
	if err := os.Symlink(filepath.Join(dir, "moved"), link); err != nil {
		t.Skip(err)
	}
	below := filepath.Join(write(t, "reset_required = true\n"), "config.toml")
	for path, want := range map[string]string{
		link:  "symbolic link to a file that is not there",
		below: "has to be a directory",
	} {
		if _, err := Load(path, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, path := range []string{filepath.Join(dir, "nothing", "config.toml"), "/dev/null/iampasswd/config.toml"} {
		if _, err := Load(path, ""); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// Neither the mark that some editors put first nor a space around a name takes a guard rail away.
func TestFilesOfOtherEditors(t *testing.T) {
	r := load(t, "\ufeffreset_required = true\r\n[[protected]]\r\nname = \" boss \"\r\n[[protected]]\r\ntag = \"role = admin\"\r\n", "")
	if !r.ResetRequired || r.Protects(Subject{Name: "boss"}) == nil || r.Protects(Subject{Name: "a", Tags: []Tag{{"role", "admin"}}}) == nil {
		t.Errorf("%+v", r)
	}
}

// Whatever stands in a user's file, the machine's guard rails hold: what they refuse stays refused, and an account keeps
// its name and colour.
func TestMergingNeverLoosens(t *testing.T) {
	names := rapid.SampledFrom([]string{"", "root-1", "boss", "bob"})
	anyFile := rapid.Custom(func(t *rapid.T) *file {
		f := &file{
			ResetRequired: rapid.Bool().Draw(t, "reset"), GeneratedOnly: rapid.Bool().Draw(t, "generated"),
			HistoryRequired: rapid.Bool().Draw(t, "history"), Verify: verification{rapid.Bool().Draw(t, "verify")}, path: "f", Accounts: map[string]account{},
		}
		if rapid.Bool().Draw(t, "reason") {
			f.Reason = &reason{Required: rapid.Bool().Draw(t, "required")}
			if rapid.Bool().Draw(t, "pattern") {
				f.Reason.Pattern = expression{regexp.MustCompile(rapid.SampledFrom([]string{"INC", "phone", ".*"}).Draw(t, "form"))}
			}
		}
		if name := names.Draw(t, "protected"); name != "" {
			f.Protected = []Protected{{Name: Glob{name}}}
		}
		if path := rapid.SampledFrom([]string{"", "/admins/"}).Draw(t, "path"); path != "" {
			f.Protected = append(f.Protected, Protected{Path: path})
		}
		f.Accounts["123456789012"] = account{
			Name:   rapid.SampledFrom([]string{"", "prod", "test"}).Draw(t, "account"),
			Colour: Colour{rapid.SampledFrom([]string{"", "red", "green"}).Draw(t, "colour")},
		}
		return f
	})
	rapid.Check(t, func(t *rapid.T) {
		machine, both := &Rails{accounts: map[string]Account{}}, &Rails{accounts: map[string]Account{}}
		system := anyFile.Draw(t, "machine's")
		machine.add(system)
		both.add(system)
		both.add(anyFile.Draw(t, "user's"))
		c := Change{
			User: names.Draw(t, "user"), Own: rapid.Bool().Draw(t, "own"), Password: rapid.Bool().Draw(t, "password"),
			Generated: rapid.Bool().Draw(t, "made"), Creates: rapid.Bool().Draw(t, "creates"),
			Reason: rapid.SampledFrom([]string{"", "INC-1", "phone"}).Draw(t, "why"),
		}
		if rapid.Bool().Draw(t, "flag given") {
			c.ResetRequired = new(rapid.Bool().Draw(t, "flag"))
		}
		who := Subject{Name: "bob", Path: rapid.SampledFrom([]string{"/", "/admins/"}).Draw(t, "user's path")}
		switch {
		case machine.Refuse(c) != nil && both.Refuse(c) == nil:
			t.Fatalf("%+v is allowed with the user's file", c)
		case machine.Protects(who) != nil && both.Protects(who) == nil:
			t.Fatalf("%+v is not protected with the user's file", who)
		case machine.HistoryRequired && !both.HistoryRequired, machine.AsksForUser() && !both.AsksForUser(),
			machine.AsksForVerification() && !both.AsksForVerification():
			t.Fatal("a setting is gone with the user's file")
		}
		before, after := machine.Account("123456789012"), both.Account("123456789012")
		if before.Name != "" && after.Name != before.Name || before.Colour.name != "" && after.Colour != before.Colour {
			t.Fatalf("the account %+v is %+v with the user's file", before, after)
		}
	})
}

// Saved queries of both files add up; where both have a name, the machine's query is meant.
func TestQueriesAddUp(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	system := write("system.toml", "[queries]\nstale = \"signed-in:>180d\"\n")
	user := write("user.toml", "[queries]\nmine = \"bob\"\nstale = \"x\"\n")
	r, err := Load(system, user)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Queries(); len(got) != 2 || got["stale"] != (Query{"signed-in:>180d", system, 2}) || got["mine"] != (Query{"bob", user, 2}) {
		t.Errorf("%+v", got)
	}
	for content, want := range map[string]string{
		"[queries]\na = \"x\"\nb c = 1\n":                       ", line 3: ",
		"[queries]\na = \"x\"\nb = 1\n":                         ", line 3: queries.b takes a text in quotes",
		"sign_in_regions = [\"us-east-1\", \"evil.example\"]\n": ", line 1: sign_in_regions takes a list of Regions such as ",
		"sign_in_regions = []\n":                                ", line 1: sign_in_regions takes a list of Regions such as ",
		"sign_in_regions = \"us-east-1\"\n":                     ", line 1: sign_in_regions takes a list of Regions such as ",
		"queries = 3\n":                                         ", line 1: queries takes lines such as stale = ",
		"[queries]\n\n\"a b\" = \"x\"\n":                        ", line 3: the name of a query has letters, digits, - and _ only, not \"a b\"",
		"[queries.sub]\nx = \"y\"\n":                            ", line 1: queries.sub takes a text in quotes",
		"[queries]\na = \"\"\"x\ny\"\"\"\n?\n":                  ", line 4: ",
	} {
		if _, err := Load(write("wrong.toml", content), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v\nwant %s", content, err, want)
		}
	}
}

// The sign-in Regions restrict nothing: the user's file goes first.
func TestSignInRegions(t *testing.T) {
	r := load(t, `sign_in_regions = ["us-east-1"]`, `sign_in_regions = ["eu-north-1", "us-gov-west-1"]`)
	if got := r.SignInRegions(); !slices.Equal(got, []string{"eu-north-1", "us-gov-west-1"}) {
		t.Errorf("%v", got)
	}
	settings := r.Settings()
	i := slices.IndexFunc(settings, func(s Setting) bool { return s.Name == "sign_in_regions" })
	if i < 0 || settings[i].Value != "eu-north-1 us-gov-west-1" || len(settings[i].From) != 1 {
		t.Errorf("%+v", settings)
	}
	if got := (*Rails)(nil).SignInRegions(); got != nil {
		t.Errorf("%v", got)
	}
}

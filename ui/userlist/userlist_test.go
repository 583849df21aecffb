package userlist_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
	"iampasswd/ui/userlist"
)

// printed is what was printed, and what was said beside it.
type printed struct {
	out   string
	notes []string
	err   error
}

func company(users int) *demoiam.Server {
	account := demoiam.Company(users, demoiam.Latency{})
	account.SetReport(0)
	return account
}

func clientOf(t *testing.T, account *demoiam.Server, config string) *iamclient.Client {
	t.Helper()
	opts := iamclient.Options{Embedded: account.Transport(), ReadOnly: true}
	if config != "" {
		path := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := rails.Load(path, "")
		if err != nil {
			t.Fatal(err)
		}
		opts.Rails = in
	}
	client, err := iamclient.New(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func list(t *testing.T, client *iamclient.Client, form userlist.Form, columns, query string, width int) printed {
	t.Helper()
	q, err := directory.Parse(query, directory.Saved(client.Rails()))
	if err != nil {
		t.Fatal(err)
	}
	var got printed
	var out bytes.Buffer
	cfg := userlist.Config{
		Client: client, Query: q, Form: form, Out: &out, Width: width, Now: time.Now(),
		Note: func(s string) { got.notes = append(got.notes, s) },
	}
	if columns != "" {
		cfg.Columns, _ = userlist.Choose(columns)
	}
	got.err = userlist.Run(t.Context(), cfg)
	got.out = out.String()
	return got
}

// names are the users of a CSV.
func names(t *testing.T, out string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%q: %v", out, err)
	}
	at := slices.Index(rows[0], "user")
	var users []string
	for _, row := range rows[1:] {
		users = append(users, row[at])
	}
	return users
}

// Whatever the query, `iampasswd users` prints the users whom the list shows, in its order. Where a request for each user
// tells what the list does not know, it prints those, too, and none is left out.
func TestUsersAndTheListAgree(t *testing.T) {
	terms := []string{
		"bob", "a", "-e", "is:console", "is:no-console", "is:expired", "is:expiring", "is:never-signed-in", "is:protected", "mfa:none", "mfa:any",
		"keys:active", "keys:none", "password:>60d", "signed-in:<30d", "created:>1y", "path:/robots/", "account:acme-demo", "@finance",
		"is:must-change", "is:unclaimed", "tag:department=finance",
	}
	const config = "[queries]\nfinance = \"path:/finance/\"\n[[protected]]\nname = \"b*\"\n"
	account := company(60)
	client := clientOf(t, account, config)
	a, d := directory.NewAccount(client, directory.Options{}), &directory.Users{}
	identity, err := client.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a.Identify(identity)
	a.SetAlias("acme-demo")
	policy, err := client.PasswordPolicy(t.Context())
	a.SetPolicy(policy, err)
	users, _, err := client.Users(t.Context(), "", iamclient.FullPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.Add(a.View, users)
	report, err := client.CredentialReport(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.Report(a, report, time.Now())
	random := rand.New(rand.NewPCG(7, 8))
	for range 150 {
		var query []string
		for range 1 + random.IntN(3) {
			query = append(query, map[bool]string{true: "-"}[random.IntN(3) == 0]+terms[random.IntN(len(terms))])
		}
		for i := range query {
			query[i] = strings.TrimPrefix(query[i], "--")
		}
		words := strings.Join(query, " ")
		q, err := directory.Parse(words, directory.Saved(client.Rails()))
		if err != nil {
			t.Fatal(err)
		}
		d.Narrow(q, time.Now())
		var shown []string
		for i := range d.Len() {
			shown = append(shown, d.At(i).Name)
		}
		got := list(t, client, userlist.CSV, "user,console", words, 0)
		all := names(t, got.out)
		if each := q.Needs() & (directory.NeedsProfile | directory.NeedsTags); each == 0 && !slices.Equal(all, shown) {
			t.Errorf("%s prints %v, and the list shows %v", words, all, shown)
		}
		for _, name := range shown {
			if !slices.Contains(all, name) {
				t.Errorf("%s does not print %s, whom the list shows", words, name)
			}
		}
	}
}

func TestCSVAndJSON(t *testing.T) {
	day := func(n int) time.Time { return time.Now().AddDate(0, 0, n).UTC().Truncate(time.Second) }
	account := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "=cmd", Path: "/a\"b,c/", Created: day(-5), AccessKeys: []demoiam.AccessKey{{}, {Inactive: true}}},
		{Name: "@sum", Created: day(-5), Console: true, PasswordChanged: day(-4), LastSignIn: day(-3), ResetRequired: true, MFA: []demoiam.MFADevice{{}}},
		{Name: "-x", Created: day(-5)}, {Name: "+y", Created: day(-5)}, {Name: "bob", Created: day(-5)},
	}, Policy: &demoiam.Policy{MaxAge: 90}})
	account.SetReport(0)
	client := clientOf(t, account, "")
	got := list(t, client, userlist.CSV, "", "", 0)
	if got.err != nil || len(got.notes) > 0 {
		t.Fatalf("%v %v", got.err, got.notes)
	}
	at := func(tm time.Time) string { return tm.Format(time.RFC3339) }
	lines := strings.Split(got.out, "\n")
	if lines[0] != "account,user,path,console,must_change,password_changed,password_expires,last_sign_in,mfa,active_keys,created,arn" {
		t.Errorf("the columns are %s", lines[0])
	}
	for _, want := range []string{
		`123456789012,'=cmd,"/a""b,c/",false,false,,,,false,1,` + at(day(-5)) + `,"arn:aws:iam::123456789012:user/a""b,c/=cmd"`,
		`123456789012,'@sum,/,true,true,` + at(day(-4)) + "," + at(day(86)) + "," + at(day(-3)) + ",true,0," + at(day(-5)) + ",arn:aws:iam::123456789012:user/@sum",
		"123456789012,'-x,", "123456789012,'+y,", "123456789012,bob,",
	} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, want) }) {
			t.Errorf("no line begins with %s in\n%s", want, got.out)
		}
	}
	var users []map[string]any
	got = list(t, client, userlist.JSON, "", "", 0)
	if err := json.Unmarshal([]byte(got.out), &users); err != nil || len(users) != 6 { // with the caller
		t.Fatalf("%v in %s", err, got.out)
	}
	for _, u := range users {
		if len(u) != len(userlist.Names()) {
			t.Errorf("an object has %d members: %v", len(u), u)
		}
		if u["user"] == "=cmd" && (u["console"] != false || u["last_sign_in"] != nil || u["active_keys"] != 1.0 || u["path"] != `/a"b,c/`) {
			t.Errorf("%v", u)
		}
	}
	got = list(t, client, userlist.JSON, "", "nobody", 0)
	if got.out != "[]\n" || len(got.notes) != 1 || got.notes[0] != "No user matches." || got.err != nil {
		t.Errorf("nobody: %+v", got)
	}
	if got = list(t, client, userlist.Table, "", "nobody", 0); got.out != "" {
		t.Errorf("nobody: %+v", got)
	}
}

// Names reach a terminal as what can be printed, and JSON says the rest in ASCII.
func TestNamesArePrintable(t *testing.T) {
	account := company(5)
	account.Add(demoiam.User{Name: "red\x1b[31m", Path: "/\u202e/"})
	client := clientOf(t, account, "")
	for _, form := range []userlist.Form{userlist.Table, userlist.CSV, userlist.JSON} {
		got := list(t, client, form, "user,path", "red", 0)
		if strings.ContainsAny(got.out, "\x1b\u202e") || !strings.Contains(got.out, "[31m") {
			t.Errorf("%s: %q", form, got.out)
		}
	}
}

// What can be told by the list alone is printed page by page.
func TestRowsComeAsTheyAreRead(t *testing.T) {
	account := company(2500)
	client := clientOf(t, account, "")
	var pages []int
	q, _ := directory.Parse("created:>1d", nil)
	columns, _ := userlist.Choose("user,created")
	rows := 0
	err := userlist.Run(t.Context(), userlist.Config{
		Client: client, Query: q, Form: userlist.CSV, Columns: columns, Now: time.Now(), Note: func(string) {},
		Out: writer(func(p []byte) { rows += bytes.Count(p, []byte("\n")); pages = append(pages, rows) }),
	})
	if err != nil || len(pages) < 3 || pages[0] > 1100 {
		t.Errorf("%v: after each write there were %v lines", err, pages)
	}
	if n := account.Count("GenerateCredentialReport", ""); n != 0 {
		t.Errorf("the credential report was asked for %d times", n)
	}
}

type writer func(p []byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }

// Whether a change is forced is a request for each user: where the query asks, of those for whom it matters, and else of 50
// at most.
func TestProfilesAreAskedForSparingly(t *testing.T) {
	for query, want := range map[string][2]int{
		"":                           {0, 0},
		"is:console":                 {0, 0},
		"bob":                        {1, 5},
		"path:/finance/ is:console":  {1, 50},
		"is:must-change path:/legal": {1, 30},
	} {
		account := company(400)
		got := list(t, clientOf(t, account, ""), userlist.CSV, "", query, 0)
		if n := account.Count("GetLoginProfile", ""); got.err != nil || n < want[0] || n > want[1] {
			t.Errorf("%q asks for %d login profiles, want %v; %v", query, n, want, got.err)
		}
	}
	account := company(60)
	list(t, clientOf(t, account, ""), userlist.CSV, "user", "bob", 0)
	if n := account.Count("GetLoginProfile", "") + account.Count("GetCredentialReport", ""); n != 0 {
		t.Errorf("the names alone take %d requests more", n)
	}
}

// What may not be read is unknown and noted, and no error; the list itself has to be there.
func TestWhatIsDeniedIsUnknown(t *testing.T) {
	account := company(60)
	account.Inject(demoiam.Fault{Action: "GetCredentialReport", Code: "AccessDenied"})
	account.Inject(demoiam.Fault{Action: "GenerateCredentialReport", Code: "AccessDenied"})
	account.Inject(demoiam.Fault{Action: "GetLoginProfile", Code: "AccessDenied"})
	client := clientOf(t, account, "")
	got := list(t, client, userlist.CSV, "user,console,must_change,mfa", "bob", 0)
	if got.err != nil || !strings.Contains(got.out, "Bob,,,\n") || len(got.notes) != 2 || !strings.Contains(got.notes[0], "There is no credential report") ||
		!strings.Contains(got.notes[0], "AccessDenied") {
		t.Errorf("%+v", got)
	}
	got = list(t, client, userlist.JSON, "", "is:must-change", 0)
	if n := account.Count("GetLoginProfile", ""); got.err != nil || got.out != "[]\n" || n > 30 || !strings.Contains(fmt.Sprint(got.notes), "60 users are left out") {
		t.Errorf("%d requests, %+v", n, got)
	}
	account.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
	if got = list(t, client, userlist.JSON, "", "", 0); iamclient.KindOf(got.err) != iamclient.KindDenied || got.out != "" {
		t.Errorf("%+v", got)
	}
}

// Tags and groups are read where the query, or a guard rail that it asks about, is about them.
func TestTagsAreReadWhereTheQueryAsks(t *testing.T) {
	account := company(60)
	got := list(t, clientOf(t, account, ""), userlist.CSV, "user", "tag:department=finance bob", 0)
	if all := names(t, got.out); !slices.Equal(all, []string{"Bob"}) || account.Count("GetUser", "") > 5 {
		t.Errorf("%v after %d requests; %v", all, account.Count("GetUser", ""), got.notes)
	}
	const config = "[[protected]]\ngroup = \"finance\"\n[[protected]]\ntag = \"agency\"\n"
	got = list(t, clientOf(t, account, config), userlist.CSV, "user", "is:protected bob", 0)
	if all := names(t, got.out); !slices.Equal(all, []string{"Bob", "bob.contractor"}) {
		t.Errorf("protected: %v; %v", all, got.notes)
	}
}

// The table fits the terminal, and is whole where there is none.
func TestTheTableFits(t *testing.T) {
	client := clientOf(t, company(60), "")
	for _, width := range []int{0, 200, 120, 80, 60, 30} {
		got := list(t, client, userlist.Table, "", "", width)
		lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
		if len(lines) != 61 || !strings.HasPrefix(lines[0], "USER") || strings.Contains(got.out, "\x1b") {
			t.Fatalf("%d cells: %s", width, got.out)
		}
		for _, line := range lines {
			if width > 0 && text.Width(line) > width {
				t.Errorf("in %d cells, %d are taken by %q", width, text.Width(line), line)
			}
		}
		if all := strings.Contains(lines[0], "CREATED"); all != (width == 0 || width == 200) && width != 120 {
			t.Errorf("in %d cells: %s", width, lines[0])
		}
		if width >= 80 && !strings.Contains(lines[0], "CONSOLE") {
			t.Errorf("in %d cells: %s", width, lines[0])
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAnOutputThatBreaks(t *testing.T) {
	for _, form := range []userlist.Form{userlist.Table, userlist.CSV, userlist.JSON} {
		err := userlist.Run(t.Context(), userlist.Config{
			Client: clientOf(t, company(5), ""), Form: form, Out: broken{}, Now: time.Now(), Note: func(string) {},
		})
		if err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s: %v", form, err)
		}
	}
}

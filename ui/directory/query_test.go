package directory

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
)

// railed opens an account with a configuration.
func railed(t testing.TB, config string) *Account {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	client, err := iamclient.New(t.Context(), iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport(), Rails: in})
	if err != nil {
		t.Fatal(err)
	}
	a := NewAccount(client, Options{})
	a.Identify(iamclient.Identity{Account: "111111111111", ARN: "arn:aws:iam::111111111111:user/alice", UserName: "alice"})
	return a
}

const queryConfig = `
[[protected]]
name = "break-*"
[[protected]]
path = "/admins/"
[[protected]]
tag = "team=platform"
[accounts.111111111111]
name = "Prod"
[queries]
stale = "signed-in:>180d is:console"
never = "@stale -is:protected"
`

var testQueries = SavedQueries{"stale": "signed-in:>180d is:console", "never": "@stale -is:protected"}

// fakeFacts is what the naive evaluator knows of a user: it is told, and asks nobody.
type fakeFacts struct {
	user    iamclient.User
	facts   Facts
	tagged  bool
	protect iamclient.Known
}

// someUsers are users of whom all kinds of things are known and not known.
func someUsers(random *rand.Rand, a *Account, n int) (*Users, map[string]fakeFacts) {
	d, all := &Users{}, map[string]fakeFacts{}
	known := func() iamclient.Known { return iamclient.Known(random.IntN(3)) }
	when := func() time.Time {
		if random.IntN(4) == 0 {
			return time.Time{}
		}
		return noon.Add(-time.Duration(random.IntN(400*24)) * time.Hour)
	}
	for i := range n {
		u := iamclient.User{
			Name:    fmt.Sprintf("%s%c%s%d", []string{"Adam", "bob", "Eve", "break"}[random.IntN(4)], ".-_@+"[random.IntN(5)], []string{"abebe", "Bob", "glass"}[random.IntN(3)], i),
			Path:    []string{"/", "/staff/", "/Staff/it/", "/admins/"}[random.IntN(4)],
			Created: noon.AddDate(0, 0, -random.IntN(500)), LastSignIn: when(),
		}
		if random.IntN(3) == 0 {
			u.Tags = []iamclient.Tag{{Key: "team", Value: []string{"x", "platform"}[random.IntN(2)]}}
		}
		f := Facts{Console: known(), MFA: known(), Keys: known(), MustChange: known(), Changed: when(), At: noon}
		if f.Console == iamclient.No {
			f.MustChange, f.Changed = iamclient.No, time.Time{}
		}
		d.Add(a.View, []iamclient.User{u})
		d.Learn(a.Key(u.Name), f)
		protect := iamclient.No
		switch {
		case strings.HasPrefix(strings.ToLower(u.Name), "break-"), u.Path == "/admins/", len(u.Tags) > 0 && u.Tags[0].Value == "platform":
			protect = iamclient.Yes
		case len(u.Tags) == 0:
			protect = iamclient.Unknown
		}
		all[u.Name] = fakeFacts{u, f, len(u.Tags) > 0, protect}
	}
	return d, all
}

// naively evaluates one term by what the manual says, without the parser.
func naively(term string, f fakeFacts, policy *iamclient.Policy) iamclient.Known {
	not := func(k iamclient.Known) iamclient.Known {
		return map[iamclient.Known]iamclient.Known{iamclient.Yes: iamclient.No, iamclient.No: iamclient.Yes}[k]
	}
	both := func(a, b iamclient.Known) iamclient.Known {
		switch {
		case a == iamclient.No || b == iamclient.No:
			return iamclient.No
		case a == iamclient.Unknown || b == iamclient.Unknown:
			return iamclient.Unknown
		}
		return iamclient.Yes
	}
	age := func(at time.Time, bound string) iamclient.Known {
		ago := map[string]time.Time{"90d": noon.AddDate(0, 0, -90), "2w": noon.AddDate(0, 0, -14), "6mo": noon.AddDate(0, -6, 0), "1y": noon.AddDate(-1, 0, 0), "180d": noon.AddDate(0, 0, -180)}[bound[1:]]
		switch {
		case at.IsZero():
			return iamclient.Unknown
		case bound[0] == '>':
			return iamclient.Knowing(at.Before(ago))
		}
		return iamclient.Knowing(at.After(ago))
	}
	expiry := func() (Expiry, iamclient.Known) {
		switch {
		case f.facts.Console == iamclient.No:
			return Expiry{}, iamclient.No
		case policy != nil && policy.MaxAgeDays == 0:
			return Expiry{}, iamclient.No
		case policy == nil || f.facts.Console == iamclient.Unknown || f.facts.Changed.IsZero():
			return Expiry{}, iamclient.Unknown
		}
		return f.facts.Expiry(policy, noon), iamclient.Yes
	}
	if rest, ok := strings.CutPrefix(term, "-"); ok {
		return not(naively(rest, f, policy))
	}
	key, value, _ := strings.Cut(term, ":")
	switch key {
	case "@stale":
		return both(naively("signed-in:>180d", f, policy), naively("is:console", f, policy))
	case "@never":
		return both(naively("@stale", f, policy), not(naively("is:protected", f, policy)))
	case "password":
		if f.facts.Console == iamclient.No {
			return iamclient.No
		}
		return age(f.facts.Changed, value)
	case "created":
		return age(f.user.Created, value)
	case "signed-in":
		if f.user.LastSignIn.IsZero() && value[0] == '<' {
			return iamclient.No
		} else if f.user.LastSignIn.IsZero() {
			return age(f.user.Created, value)
		}
		return age(f.user.LastSignIn, value)
	}
	switch term {
	case "is:console":
		return f.facts.Console
	case "is:no-console":
		return not(f.facts.Console)
	case "is:must-change":
		return f.facts.MustChange
	case "is:never-signed-in":
		return iamclient.Knowing(f.user.LastSignIn.IsZero())
	case "is:protected":
		return f.protect
	case "is:unclaimed":
		switch {
		case f.facts.MustChange != iamclient.Yes:
			return f.facts.MustChange
		case f.user.LastSignIn.IsZero():
			return iamclient.Yes
		case f.facts.Changed.IsZero():
			return iamclient.Unknown
		}
		return not(iamclient.Knowing(f.user.LastSignIn.After(f.facts.Changed)))
	case "is:expired":
		x, known := expiry()
		if known == iamclient.Yes {
			return iamclient.Knowing(x.Expired)
		}
		return known
	case "is:expiring":
		x, known := expiry()
		if known == iamclient.Yes {
			return iamclient.Knowing(x.Soon())
		}
		return known
	case "mfa:any":
		return f.facts.MFA
	case "mfa:none":
		return not(f.facts.MFA)
	case "keys:active":
		return f.facts.Keys
	case "keys:none":
		return not(f.facts.Keys)
	case "path:/staff/":
		return iamclient.Knowing(f.user.Path == "/staff/" || f.user.Path == "/Staff/it/")
	case "tag:team=x":
		if !f.tagged {
			return iamclient.Unknown
		}
		return iamclient.Knowing(f.user.Tags[0].Value == "x")
	case "account:prod":
		return iamclient.Yes
	case "account:other":
		return iamclient.No
	}
	about := f.user.Name + "\n" + f.user.Path
	for _, tag := range f.user.Tags {
		about += "\n" + tag.Key + "=" + tag.Value
	}
	return iamclient.Knowing(strings.Contains(strings.ToLower(about), strings.ToLower(strings.Trim(term, `"`))))
}

var someTerms = []string{
	"adam", "BOB", "b", "glass", "/staff", "team", `"m=x"`, ".", "is:console", "is:no-console", "is:must-change", "is:expired", "is:expiring",
	"is:never-signed-in", "is:protected", "is:unclaimed", "mfa:none", "mfa:any", "keys:active", "keys:none", "password:>90d", "password:<2w",
	"signed-in:>180d", "signed-in:<6mo", "created:<1y", "created:>90d", "path:/staff/", "tag:team=x", "account:prod", "account:other", "@stale", "@never",
}

// Whatever the query, every row shown satisfies it, every row that satisfies it is shown, those of whom it cannot be told
// are counted, and what matches the words best comes first.
func TestQueriesAgainstANaiveEvaluator(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	a := railed(t, queryConfig)
	a.SetAlias("acme")
	for round := range 1500 {
		if round%100 == 0 {
			a.SetPolicy(iamclient.Policy{Source: iamclient.PolicyCustom, MaxAgeDays: 90}, nil)
			if round%300 == 0 {
				a.SetPolicy(iamclient.Policy{Source: iamclient.PolicyCustom}, nil)
			}
		}
		d, all := someUsers(random, a, 30)
		var terms []string
		for range 1 + random.IntN(4) {
			term := someTerms[random.IntN(len(someTerms))]
			if random.IntN(3) == 0 {
				term = "-" + term
			}
			terms = append(terms, term)
		}
		text := strings.Join(terms, strings.Repeat(" ", 1+random.IntN(2)))
		q, err := Parse(text, testQueries)
		if err != nil {
			t.Fatal(err)
		}
		d.Narrow(q, noon)
		shown := names(d)
		var want []string
		unknown := 0
		for name, f := range all {
			whole := iamclient.Yes
			for _, term := range terms {
				k := naively(term, f, a.Policy())
				if k == iamclient.No || whole == iamclient.No {
					whole = iamclient.No
				} else if k == iamclient.Unknown {
					whole = iamclient.Unknown
				}
			}
			switch whole {
			case iamclient.Yes:
				want = append(want, "111111111111/"+name)
			case iamclient.Unknown:
				unknown++
			}
		}
		if got := slices.Sorted(slices.Values(shown)); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Fatalf("%s shows\n%v, want\n%v", text, got, slices.Sorted(slices.Values(want)))
		}
		if d.LeftOut() != unknown {
			t.Fatalf("%s leaves %d out, want %d", text, d.LeftOut(), unknown)
		}
	}
}

// What the words are, or begin, comes first, and then the names that have them.
func TestTheBestMatchComesFirst(t *testing.T) {
	a, d := open(t, "111111111111"), &Users{}
	for name, path := range map[string]string{
		"adam.abebe": "/", "adam_abebe2": "/", "x.adam.abebe": "/", "abebe-adam": "/", "zed": "/adam/abebe/", "eve": "/",
	} {
		d.Add(a.View, []iamclient.User{{Name: name, Path: path}})
	}
	for query, want := range map[string]string{
		"adam abebe":   "adam.abebe adam_abebe2 abebe-adam x.adam.abebe zed",
		"ABEBE adam":   "abebe-adam adam.abebe adam_abebe2 x.adam.abebe zed",
		`"adam abebe"`: "adam.abebe adam_abebe2 x.adam.abebe",
		"adam.abebe":   "adam.abebe x.adam.abebe",
		"adam -x":      "adam.abebe adam_abebe2 abebe-adam zed",
		"aadm":         "",
	} {
		q, err := Parse(query, nil)
		d.Narrow(q, noon)
		var got []string
		for _, name := range names(d) {
			got = append(got, strings.TrimPrefix(name, "111111111111/"))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s shows %v, %v; want %s", query, got, err, want)
		}
		if d.Exact() != (query == "adam abebe" || query == "ABEBE adam" || query == "adam.abebe") && query != `"adam abebe"` {
			t.Errorf("%s: the first one being exactly it is %v", query, d.Exact())
		}
	}
}

func TestQueryMistakes(t *testing.T) {
	saved := SavedQueries{"stale": "is:console", "a": "@b", "b": "x @a", "bad": "ok is:consol"}
	for query, want := range map[string]string{
		"bob is:consol":      "unknown qualifier is:consol at 4; did you mean is:console?",
		"is:unheard-of":      "unknown qualifier is:unheard-of at 0; is: takes console, no-console, must-change, expired, expiring, never-signed-in, protected, unclaimed",
		"iz:console":         "unknown qualifier iz: at 0; did you mean is:console?",
		"foo:bar":            "unknown qualifier foo: at 0; quotes search for the text",
		"-is:":               "nothing follows is: at 0; is: takes console, no-console, must-change, expired, expiring, never-signed-in, protected, unclaimed",
		"mfa:on":             "unknown qualifier mfa:on at 0; did you mean mfa:none?",
		"é password:90d":     "cannot read password:90d at 3; write password:>90d or <2w, units d w mo y",
		"password:>9q":       "cannot read password:>9q at 0; write password:>90d or <2w, units d w mo y",
		"created:>99999d":    "cannot read created:>99999d at 0; write created:>90d or <2w, units d w mo y",
		"path:staff":         "cannot read path:staff at 0; write path:/staff/, with a slash first",
		"tag:=x":             "cannot read tag:=x at 0; write tag:team or tag:team=x",
		`tag:"team=a b`:      "the quote is not closed at 0",
		`"a"b c`:             "there is no space after the closing quote at 0",
		`bob ""`:             "there is nothing between the quotes at 4",
		"bob -":              `nothing follows the - at 4; quotes search for it: "-"`,
		"@stael":             "no saved query @stael at 0; did you mean @stale?",
		"@example.com":       "no saved query @example.com at 0; there is @a, @b, @bad, @stale; quotes search for the text",
		"@a":                 "a mistake in @a at 0; a mistake in @b at 0; @a leads back to itself at 2",
		"x @bad":             "a mistake in @bad at 2; unknown qualifier is:consol at 3; did you mean is:console?",
		"is:con is:consol x": "unknown qualifier is:con at 0; is: takes console, no-console, must-change, expired, expiring, never-signed-in, protected, unclaimed",
	} {
		q, err := Parse(query, saved)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v\n want %s", query, err, want)
		}
		if strings.HasPrefix(query, "bob") && q.String() != "bob" {
			t.Errorf("%s without its mistake is %s, want bob", query, q)
		}
	}
	if _, err := Parse("@x", nil); err == nil || !strings.Contains(err.Error(), "the configuration has none") {
		t.Errorf("without saved queries: %v", err)
	}
}

func TestSavedQueriesAreChecked(t *testing.T) {
	if err := CheckSaved(railed(t, queryConfig).Rails()); err != nil {
		t.Error(err)
	}
	err := CheckSaved(railed(t, "[queries]\nok = \"bob\"\nwrong = \"is:consol\"\n").Rails())
	bad, ok := errors.AsType[*rails.FileError](err)
	if !ok || bad.Line != 3 || !strings.Contains(bad.What, "queries.wrong: unknown qualifier is:consol at 0; did you mean is:console?") {
		t.Errorf("a mistake in a saved query: %v", err)
	}
	if err := CheckSaved(railed(t, "[queries]\na = \"@a\"\n").Rails()); err == nil || !strings.Contains(err.Error(), "@a leads back to itself") {
		t.Errorf("a query that leads to itself: %v", err)
	}
}

func TestCompletion(t *testing.T) {
	a, d := open(t, "111111111111"), &Users{}
	a.Name("dev")
	d.Add(a.View, []iamclient.User{{Name: "x", Path: "/staff/"}, {Name: "y", Path: "/", Tags: []iamclient.Tag{{Key: "team", Value: "a b"}}}})
	for query, want := range map[string]string{
		"bob is:con": "[is:console]",
		"-is:ex":     "[-is:expired -is:expiring]",
		"i":          "[is:]",
		"mfa:":       "[mfa:none mfa:any]",
		"pa":         "[password: path:]",
		"@st":        "[@stale]",
		"path:":      "[path:/ path:/staff/]",
		"tag:t":      `[tag:"team=a b"]`,
		"account:":   "[account:dev account:111111111111]",
		"password:>": "[password:>30d password:>90d password:>180d password:>1y]",
		"bob":        "[]",
		"foo:":       "[]",
	} {
		if got := Complete(query, len(query), Values{testQueries, d}); fmt.Sprint(got.Candidates) != want {
			t.Errorf("%s completes to %v, want %s", query, got.Candidates, want)
		}
	}
	c := Complete("bob is:con x", 10, Values{})
	if c.From != 4 || c.To != 10 {
		t.Errorf("in the middle, %d to %d is completed", c.From, c.To)
	}
	if all := Complete("", 0, Values{Saved: testQueries}).Candidates; len(all) != len(qualifiers())+2 {
		t.Errorf("an empty filter completes to %v", all)
	}
}

// The parser takes anything: it never panics, its mistakes are inside the query, and a query that it has read can be written
// so that it reads the same again.
func FuzzParse(f *testing.F) {
	for _, seed := range append(slices.Clone(someTerms), `-"a \" b" tag:"x=\\"`, "é @ - : -- -@", "\xff \"\xff\"", "a:b -1:2", "is:CONSOLE IS:console") {
		f.Add(seed)
	}
	a := railed(f, queryConfig)
	d, _ := someUsers(rand.New(rand.NewPCG(5, 6)), a, 20)
	f.Fuzz(func(t *testing.T, query string) {
		q, err := Parse(query, testQueries)
		if bad, ok := errors.AsType[*QueryError](err); ok && (bad.Offset < 0 || bad.End <= bad.Offset || bad.End > len(query)) {
			t.Errorf("%q: the mistake is from %d to %d", query, bad.Offset, bad.End)
		} else if err != nil && !ok {
			t.Errorf("%q: %v", query, err)
		}
		if bad, ok := errors.AsType[*QueryError](err); ok && utf8.ValidString(query) && !utf8.ValidString(bad.Error()) {
			t.Errorf("%q: %q", query, bad.Error())
		}
		again, err := Parse(q.String(), testQueries)
		if err != nil || again.String() != q.String() || len(again.terms) != len(q.terms) {
			t.Fatalf("%q is %q, and that is %q, %v", query, q, again, err)
		}
		for i, term := range q.terms {
			other := again.terms[i]
			term.fact, other.fact, term.saved, other.saved = nil, nil, Query{}, Query{}
			if !reflect.DeepEqual(term, other) {
				t.Errorf("%q is %+v, and read again %+v", query, term, other)
			}
		}
		d.Narrow(q, noon)
		for at := range min(len(query), 50) + 1 {
			if c := Complete(query, at, Values{testQueries, d}); c.From < 0 || c.From > c.To || c.To > at {
				t.Errorf("%q is completed from %d to %d", query, c.From, c.To)
			}
		}
	})
}

// BenchmarkFilter is a filter key: the query is parsed and asked of every user.
func BenchmarkFilter(b *testing.B) {
	const users = 100_000
	a := railed(b, queryConfig)
	a.SetPolicy(iamclient.Policy{Source: iamclient.PolicyCustom, MaxAgeDays: 90}, nil)
	d, report := &Users{}, iamclient.Report{Generated: noon}
	page := make([]iamclient.User, users)
	for i := range page {
		page[i] = iamclient.User{Name: fmt.Sprintf("user.%06d", i), Path: "/engineering/", Created: noon.AddDate(0, 0, -i%900), LastSignIn: noon.AddDate(0, 0, -i%400)}
		report.Users = append(report.Users, iamclient.ReportedUser{Name: page[i].Name, Console: iamclient.Yes, MFA: iamclient.Known(1 + i%2), PasswordChanged: noon.AddDate(0, 0, -i%365)})
	}
	d.Add(a.View, page)
	d.Report(a, report, noon)
	for _, query := range []string{"9", "user eng 0", "user eng 0 mfa:none signed-in:>90d", "user eng 0 is:expired password:>90d", "-zoe is:expiring is:console"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				q, err := Parse(query, testQueries)
				if err != nil {
					b.Fatal(err)
				}
				d.Narrow(q, noon)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/key")
		})
	}
}

package directory

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, number string) *Account {
	t.Helper()
	client, err := iamclient.New(t.Context(), iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport()})
	if err != nil {
		t.Fatal(err)
	}
	a := NewAccount(client, Options{})
	a.Identify(iamclient.Identity{Account: number, ARN: "arn:aws:iam::" + number + ":user/alice", UserName: "alice"})
	return a
}

func names(d *Users) []string {
	var all []string
	for i := range d.Len() {
		all = append(all, d.At(i).Account.Identity().Account+"/"+d.At(i).Name)
	}
	return all
}

// Whatever is done to the users, the ones shown are those that match, in order, and each is found by its key.
func TestUsersAgainstANaiveList(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	accounts := []*Account{open(t, "111111111111"), open(t, "222222222222")}
	letters := func() string {
		name := make([]byte, 1+random.IntN(4))
		for i := range name {
			name[i] = "abAB."[random.IntN(5)]
		}
		return string(name)
	}
	for range 200 {
		d, naive := &Users{}, map[Key]iamclient.User{}
		filter, order, reversed := "", ByName, false
		for range 30 {
			a := accounts[random.IntN(2)]
			switch random.IntN(7) {
			case 0, 1, 2:
				var page []iamclient.User
				for range random.IntN(5) {
					u := iamclient.User{Name: letters(), Created: noon.Add(time.Duration(random.IntN(5)) * time.Hour)}
					page = append(page, u)
					naive[a.Key(u.Name)] = u
				}
				d.Page(a, page, random.IntN(2) == 0)
			case 3:
				filter = strings.ToLower(letters()[:random.IntN(2)])
				query, err := Parse(filter, nil)
				if err != nil {
					t.Fatal(err)
				}
				d.Narrow(query, noon)
			case 4:
				order, reversed = []Order{ByName, ByCreated}[random.IntN(2)], random.IntN(2) == 0
				d.SortBy(order, reversed)
			case 5:
				d.Forget(a.View)
				for key := range naive {
					if key.Account == a.View {
						delete(naive, key)
					}
				}
			case 6:
				u := a.Read(iamclient.User{Name: letters(), Created: noon})
				if _, known := naive[u.Key()]; !known {
					naive[u.Key()] = u.User
				}
				d.Admit(u)
			}
			if d.Total() != len(naive) {
				t.Fatalf("%d users, want %d", d.Total(), len(naive))
			}
			shown := map[Key]bool{}
			for i := range d.Len() {
				e := d.At(i)
				if shown[e.Key()] || !strings.Contains(e.Lower, filter) || !e.Created.Equal(naive[e.Key()].Created) {
					t.Fatalf("%s is shown, with the filter %q", e.Name, filter)
				}
				shown[e.Key()] = true
				if i > 0 && better(d.At(i-1), e, filter, order, reversed) > 0 {
					t.Fatalf("%s is shown before %s, with the filter %q", d.At(i-1).Name, e.Name, filter)
				}
			}
			for key := range naive {
				if found := d.Find(key); found == nil || found.Key() != key {
					t.Fatalf("%s is not found", key.Name)
				}
				if strings.Contains(strings.ToLower(key.Name), filter) && !shown[key] {
					t.Fatalf("%s is not shown, with the filter %q", key.Name, filter)
				}
			}
		}
	}
}

// better is below 0 where a belongs before b.
func better(a, b *Entry, filter string, order Order, reversed bool) int {
	rank := func(e *Entry) int {
		switch {
		case filter == "":
			return 0
		case e.Lower == filter:
			return 1
		case strings.HasPrefix(e.Lower, filter):
			return 2
		}
		return 3
	}
	c := strings.Compare(a.Lower, b.Lower)
	if order == ByCreated {
		c = b.Created.Compare(a.Created)
	}
	if reversed {
		c = -c
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), c, strings.Compare(a.Lower, b.Lower))
}

// A refresh leaves the rows until it is complete, and what is known of the users outlives it.
func TestARefresh(t *testing.T) {
	a, d := open(t, "111111111111"), &Users{}
	user := func(name string) iamclient.User { return iamclient.User{Name: name, Created: noon} }
	d.Page(a, []iamclient.User{user("ann"), user("bob")}, true)
	d.Learn(a.Key("bob"), Facts{Console: iamclient.Yes, MustChange: iamclient.Yes, At: noon})
	a.ReadAgain(true)
	d.Page(a, []iamclient.User{user("bob")}, false)
	if got := fmt.Sprint(names(d)); got != "[111111111111/ann 111111111111/bob]" {
		t.Errorf("in the middle of a refresh there are %s", got)
	}
	d.Page(a, []iamclient.User{user("carl")}, true)
	if got := fmt.Sprint(names(d)); got != "[111111111111/bob 111111111111/carl]" || a.Listing().Active {
		t.Errorf("after a refresh there are %s", got)
	}
	if d.Find(a.Key("bob")).Facts.MustChange != iamclient.Yes {
		t.Error("what was known of bob is gone")
	}
}

// A namesake in another account, or one of before, has nothing of what is known of a user.
func TestNamesakes(t *testing.T) {
	a, b, d := open(t, "111111111111"), open(t, "222222222222"), &Users{}
	d.Add(a.View, []iamclient.User{{Name: "Bob", Created: noon}})
	d.Add(b.View, []iamclient.User{{Name: "Bob", Created: noon}})
	d.Learn(a.Key("Bob"), Facts{Console: iamclient.No, At: noon})
	d.Report(a, iamclient.Report{Generated: noon, Users: []iamclient.ReportedUser{{Name: "Bob", MFA: iamclient.Yes}}}, noon)
	if facts := d.Find(b.Key("Bob")).Facts; facts != (Facts{}) {
		t.Errorf("of the namesake is known %+v", facts)
	}
	if facts := d.Find(a.Key("Bob")).Facts; facts.Console != iamclient.No || facts.MFA != iamclient.Yes {
		t.Errorf("of Bob is known %+v", facts)
	}
	again := a.Read(iamclient.User{Name: "Bob", Created: noon.Add(time.Hour)})
	if facts := d.FactsOf(again); facts != (Facts{}) {
		t.Errorf("of the one who was made anew is known %+v", facts)
	}
	d.Page(a, []iamclient.User{again.User}, true)
	d.Learn(a.Key("Bob"), Facts{Console: iamclient.Yes, At: noon.Add(2 * time.Hour)})
	if facts := d.Find(a.Key("Bob")).Facts; facts.MFA != iamclient.Unknown || facts.MustChange != iamclient.Unknown {
		t.Errorf("with what is learned of the one who was made anew comes %+v", facts)
	}
	if a.Key("BOB").Folded() != a.Key("bob").Folded() || a.Key("Bob").Folded() == b.Key("Bob").Folded() {
		t.Error("keys are not folded by account and name")
	}
}

// Of an account whose credentials have become another account's, nothing is carried over but whom the operator knows.
func TestIdentify(t *testing.T) {
	a := open(t, "111111111111")
	a.SetAlias("acme")
	before := a.Round()
	same, moved := a.Identify(iamclient.Identity{Account: "111111111111", ARN: "arn:aws:iam::111111111111:user/mallory", UserName: "mallory"})
	if moved || same != a || a.Agreed() || a.Latest() != a.View {
		t.Error("another principal of the account is not told from the one that the operator knows")
	}
	a.Confirm()
	if !a.Agreed() {
		t.Error("the operator's agreement is not kept")
	}
	now, moved := a.Identify(iamclient.Identity{Account: "222222222222", ARN: "arn:aws:iam::222222222222:user/alice", UserName: "alice"})
	if !moved || now.View == a.View || a.Latest() != now.View || a.Agreed() || now.Agreed() {
		t.Error("another account is not told from the one before")
	}
	if now.Alias() != "" || now.Policy() != nil || a.Title() != "acme 111111111111" || now.Title() != "222222222222" {
		t.Errorf("the accounts are %s and %s", a.Title(), now.Title())
	}
	if before.Over() {
		t.Error("the round of the account before is over before it was left")
	}
	a.Leave()
	if !before.Over() || now.Round().Over() {
		t.Error("leaving an account does not end its round")
	}
	now.Confirm()
	if !now.Agreed() {
		t.Error("the operator's agreement to the other account is not kept")
	}
}

// An account without an alias is called by its name in the organization, as in the list; its users are not told that name.
func TestAccountIsCalledByItsNameInTheOrganization(t *testing.T) {
	a := open(t, "111111111111")
	a.Name("dev")
	if a.Title() != "dev 111111111111" || a.Short() != "dev" || a.Label() != "dev" || a.ForUser() != "111111111111" {
		t.Errorf("without an alias it is %q, %q and %q, and %q for its users", a.Title(), a.Short(), a.Label(), a.ForUser())
	}
	a.SetAlias("acme-dev")
	if a.Title() != "acme-dev 111111111111" || a.Short() != "acme-dev" || a.Label() != "acme-dev" || a.ForUser() != a.Title() {
		t.Errorf("with an alias it is %q, %q and %q, and %q for its users", a.Title(), a.Short(), a.Label(), a.ForUser())
	}
}

func TestSortingIsStableByName(t *testing.T) {
	a, d := open(t, "111111111111"), &Users{}
	d.Add(a.View, []iamclient.User{{Name: "b"}, {Name: "C"}, {Name: "a"}})
	d.SortBy(BySignIn, true)
	if got := names(d); !slices.Equal(got, []string{"111111111111/a", "111111111111/b", "111111111111/C"}) {
		t.Errorf("sorted: %v", got)
	}
}

package demoiam

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

const (
	day            = 24 * time.Hour
	maxPasswordAge = 90 // days
)

// companyCaller is who uses the demo account.
const companyCaller = "arn:aws:iam::123456789012:user/helpdesk/alice"

// Company makes the demo account: acme-demo, of so many users in all, the cast
// included. It goes up to 100,000 and is never without Bob and alice; a company
// smaller than its cast keeps the first of it. Nothing but the passage of time
// differs from one run to the next: dates are relative to now.
//
// The account's policy wants 14 characters of all four kinds, looks back on 5
// passwords and lets them live for 90 days. It does not let users change their
// own password, so that ordering somebody to do so is the lock-out that it is
// in so many real accounts; engineers, finance and sales among others may, by a
// policy of their group.
func Company(users int, latency Latency) *Server {
	o, cast := companyOptions(users, latency)
	s := New(o)
	s.stage(cast)
	return s
}

// companyOptions is what the demo account is made of, and its cast.
func companyOptions(users int, latency Latency) (Options, []part) {
	cast := parts()
	cast = cast[:min(max(users, 2), len(cast))]
	return Options{
		Alias: "acme-demo", Caller: companyCaller, Latency: latency, GroupPolicies: groupPolicies, Policy: &Policy{
			MinimumLength: 14, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
			MaxAge: maxPasswordAge, ReusePrevention: 5,
		},
		Users: newStaff(time.Now().Truncate(time.Second)).hire(cast, users),
	}, cast
}

// hire makes users: a cast, and as many others as there are to be in all.
func (s *staff) hire(cast []part, users int) []User {
	people := make([]User, 0, max(users, len(cast)))
	for _, p := range cast {
		people = append(people, s.member(p))
	}
	for len(people) < users {
		people = append(people, s.next())
	}
	return people
}

// stage sets up what happens to the members of a cast.
func (s *Server) stage(cast []part) {
	for _, p := range cast {
		for _, f := range p.faults {
			f.User, f.Action = p.User, cmp.Or(f.Action, updateAction)
			s.Inject(f)
		}
		s.recall(p.User, p.tried)
	}
}

// staff makes up users, one after the other, by a fixed seed.
type staff struct {
	random *rand.Rand
	now    time.Time
	people int // so far
	robots int

	names       names
	departments []department

	// personal is seeded with the name of each user in turn, so that what hangs
	// on it is the same whoever comes before.
	seed     *rand.PCG
	personal *rand.Rand
}

func newStaff(now time.Time) *staff {
	seed := new(rand.PCG)
	return &staff{
		random: rand.New(rand.NewPCG(1889, 3)), now: now, seed: seed, personal: rand.New(seed), //nolint:gosec // names, the same in every run
		names: newNames(), departments: departments(),
	}
}

// oneIn is true once in so many times.
func (s *staff) oneIn(n int) bool { return s.random.IntN(n) == 0 }

// member is the user of a part. Passwords are a month old unless the part says
// otherwise.
func (s *staff) member(p part) User {
	u := p.user
	u.Name = p.User
	if p.days > 0 {
		u.Created = s.now.AddDate(0, 0, -p.days)
	}
	if u.Console && len(u.Groups) == 0 {
		u.Groups = []string{selfServiceGroup}
	}
	if p.idle > 0 {
		u.LastSignIn = s.now.Add(-p.idle)
	}
	for i, ago := range p.used {
		u.AccessKeys[i].LastUsed = s.now.Add(-ago)
	}
	if p.revoked > 0 {
		u.Inline = map[string]string{revokingPolicy: revoking(s.now.Add(-p.revoked))}
	}
	u = s.date(u)
	u.PasswordChanged = latest(u.Created, s.now.Add(-cmp.Or(p.age, 30*day)))
	return u
}

// revokingPolicy is what AWS's console calls the policy by which it revokes
// sessions.
const revokingPolicy = "AWSRevokeOlderSessions"

// revoking denies everything to the sessions from before a time.
func revoking(before time.Time) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],` +
		`"Condition":{"DateLessThan":{"aws:TokenIssueTime":"` + before.UTC().Format(time.RFC3339) + `"}}}]}`
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// next makes up a user: about one in nine is a robot.
func (s *staff) next() User {
	if s.oneIn(9) {
		return s.robot()
	}
	return s.person()
}

// robot is a user for a machine: no console, no sign-ins.
func (s *staff) robot() User {
	name := combine(s.robots, s.names.services, s.names.duties, "-", "-")
	s.robots++
	u := s.date(User{Name: name, Path: "/robots/", Tags: robotTags, Groups: robotGroups})
	s.meet(u)
	if s.personal.IntN(12) > 0 {
		u.AccessKeys = s.keys(u, day)
	}
	return u
}

// person is a user for somebody who works there. One in ten has no console
// password, and of the others one in eighteen has to change it.
func (s *staff) person() User {
	name := combine(s.people, s.names.first, s.names.last, ".", "")
	s.people++
	switch {
	case s.oneIn(14):
		name += "@acme.example"
	case s.oneIn(30):
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	d := s.departments[s.random.IntN(len(s.departments))]
	console := !s.oneIn(10)
	u := s.date(User{Name: name, Path: d.path, Tags: d.tags, Groups: d.groups, Console: console, ResetRequired: console && s.oneIn(18)})
	s.meet(u)
	u.PasswordChanged = s.passwordChanged(u)
	switch n := s.personal.IntN(20); {
	case !console:
	case n == 0:
		u.MFA = []MFADevice{{Serial: fmt.Sprintf("GAHT%08d", s.personal.IntN(1e8))}}
	case n < 15:
		u.MFA = phone
	}
	if s.personal.IntN(6) == 0 {
		u.AccessKeys = s.keys(u, 30*day)
	}
	if s.personal.IntN(12) == 0 {
		u.Policies = []string{ChangeOwnPassword}
	}
	return u
}

// meet turns to what is known about one user alone.
func (s *staff) meet(u User) { s.seed.Seed(serialOf(u.Name), 0) }

// passwordChanged makes up when a password was set: where it has to be changed,
// by the help desk since the last sign-in, and otherwise by its owner, who could
// still sign in with it then.
func (s *staff) passwordChanged(u User) time.Time {
	since := latest(u.Created, u.LastSignIn)
	age := time.Duration(s.personal.Float64() * maxPasswordAge * float64(day))
	if u.ResetRequired {
		return since.Add(min(age, s.now.Sub(since))).Truncate(time.Second)
	}
	return latest(u.Created, since.Add(-age)).Truncate(time.Second)
}

// keys makes up an access key or two, last used about so long ago.
func (s *staff) keys(u User, ago time.Duration) []AccessKey {
	keys := make([]AccessKey, 1+s.personal.IntN(4)/3)
	for i := range keys {
		age := time.Duration(s.personal.Float64() * float64(s.now.Sub(u.Created)))
		keys[i] = AccessKey{Inactive: s.personal.IntN(5) == 0, Created: s.now.Add(-age).Truncate(time.Second)}
		if idle := time.Duration(s.personal.ExpFloat64() * float64(ago)); idle < age {
			keys[i].LastUsed = s.now.Add(-idle).Truncate(time.Second)
		}
	}
	return keys
}

// date gives a user a past, where there is none yet: created within the last
// seven years, last signed in some days ago, or in one of nine cases never.
func (s *staff) date(u User) User {
	if u.Created.IsZero() {
		u.Created = s.now.Add(-time.Duration((0.5 + s.random.Float64()*7*365) * float64(day))).Truncate(time.Second)
	}
	if !u.LastSignIn.IsZero() {
		return u
	}
	idle := time.Duration(s.random.ExpFloat64() * 21 * float64(day))
	if u.Console && !s.oneIn(9) {
		u.LastSignIn = s.now.Add(-min(idle, s.now.Sub(u.Created))).Truncate(time.Second)
	}
	return u
}

// combine makes the nth name of two halves. Every pair comes up once, in no
// order that shows, before any comes again with a number to it.
func combine(n int, first, second []string, between, beforeNumber string) string {
	const stride = 7829 // a prime, so that all pairs are visited, and far from any simple fraction of them
	pairs := len(first) * len(second)
	at, round := n*stride%pairs, n/pairs
	name := first[at%len(first)] + between + second[at/len(first)]
	if round > 0 {
		name += beforeNumber + strconv.Itoa(round+1)
	}
	return name
}

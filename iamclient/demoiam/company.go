package demoiam

import (
	"cmp"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
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
// in so many real accounts.
func Company(users int, latency Latency) *Server {
	now := time.Now().Truncate(time.Second)
	staff := newStaff(now)
	people := make([]User, 0, max(users, 2))
	cast := parts()
	cast = cast[:min(max(users, 2), len(cast))]
	for _, p := range cast {
		people = append(people, staff.member(p))
	}
	for len(people) < users {
		people = append(people, staff.next())
	}
	s := New(Options{Alias: "acme-demo", Caller: companyCaller, Latency: latency, Users: people, Policy: &Policy{
		MinimumLength: 14, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
		MaxAge: 90, ReusePrevention: 5,
	}})
	for _, p := range cast {
		s.stage(p)
	}
	return s
}

// stage sets up what happens to a member of the cast.
func (s *Server) stage(p part) {
	for _, f := range p.faults {
		f.User, f.Action = p.User, cmp.Or(f.Action, updateAction)
		s.Inject(f)
	}
}

// staff makes up users, one after the other, by a fixed seed.
type staff struct {
	random *rand.Rand
	now    time.Time
	people int // so far
	robots int
}

func newStaff(now time.Time) *staff {
	return &staff{random: rand.New(rand.NewPCG(1889, 3)), now: now} //nolint:gosec // names, the same in every run
}

// oneIn is true once in so many times.
func (s *staff) oneIn(n int) bool { return s.random.IntN(n) == 0 }

// member is the user of a part.
func (s *staff) member(p part) User {
	u := p.user
	u.Name = p.User
	if p.days > 0 {
		u.Created = s.now.AddDate(0, 0, -p.days)
	}
	return s.date(u)
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
	name := combine(s.robots, services, duties, "-", "-")
	s.robots++
	return s.date(User{Name: name, Path: "/robots/", Tags: robotTags})
}

// person is a user for somebody who works there. One in ten has no console
// password, and of the others one in eighteen has to change it.
func (s *staff) person() User {
	name := combine(s.people, firstNames, lastNames, ".", "")
	s.people++
	switch {
	case s.oneIn(14):
		name += "@acme.example"
	case s.oneIn(30):
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	d := departments[s.random.IntN(len(departments))]
	console := !s.oneIn(10)
	return s.date(User{Name: name, Path: d.path, Tags: d.tags, Console: console, ResetRequired: console && s.oneIn(18)})
}

// date gives a user a past, where there is none yet: created within the last
// seven years, last signed in some days ago, or in one of nine cases never.
func (s *staff) date(u User) User {
	const day = float64(24 * time.Hour)
	if u.Created.IsZero() {
		u.Created = s.now.Add(-time.Duration((0.5 + s.random.Float64()*7*365) * day)).Truncate(time.Second)
	}
	idle := time.Duration(s.random.ExpFloat64() * 21 * day)
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

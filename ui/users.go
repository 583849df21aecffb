package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// usersScreen is the list of the account's users.
type usersScreen struct {
	directory directory
	list      list[string] // by user name
	height    int          // in lines

	reading     reading
	caller      iamclient.Identity
	policy      *iamclient.Policy // nil until it has been read
	account     accountPage
	look        look
	wish        intent // a key that waits for the look; 0: none
	wishedFor   string // the user that it was pressed for
	credentials credentials

	readOnly bool
	rails    *rails.Rails
	demo     bool
}

// credentials is the state of reading the credential report.
type credentials struct {
	generated time.Time
	undated   bool             // it was read, and does not tell when it was made
	problem   *explain.Problem // why there is no newer one
}

// accountPage is where the account's users sign in.
type accountPage struct {
	name string // alias and number
	url  string // of the sign-in page; empty where it is not known
}

// reading is the state of reading the users page by page.
type reading struct {
	active   bool
	again    bool             // a refresh: the rows of the last reading stay until this one is complete
	incoming []iamclient.User // what a refresh has read so far
	waiting  string           // why it pauses; empty: it does not
	until    time.Time
	problem  *explain.Problem
	kind     iamclient.Kind // of the problem
}

func newUsersScreen(readOnly bool) *usersScreen {
	s := &usersScreen{readOnly: readOnly, reading: reading{active: true}}
	s.list = newList(s)
	return s
}

func (s *usersScreen) rowCount() int { return s.directory.len() }

func (s *usersScreen) rowKey(i int) string { return s.directory.at(i).Name }

// resize tells the screen how many lines it has.
func (s *usersScreen) resize(height int) { s.height = height }

// read starts a reading of the list. What is shown stays until the new one is complete.
func (s *usersScreen) read() {
	s.reading = reading{active: true, again: len(s.directory.all) > 0}
}

// loaded takes a page.
func (s *usersScreen) loaded(page []iamclient.User, last bool) {
	r := &s.reading
	r.waiting = ""
	r.active = !last
	switch {
	case !r.again:
		s.directory.add(page)
	case !last:
		r.incoming = append(r.incoming, page...)
	default:
		s.directory.replace(append(r.incoming, page...))
		r.incoming = nil
	}
	s.list.hold()
}

// reported takes the credential report, or why there is none. What an earlier one said stays. A report without a date is
// as of now.
func (s *usersScreen) reported(report iamclient.Report, p *explain.Problem, now time.Time) {
	s.credentials.problem = p
	if p == nil {
		s.credentials.generated, s.credentials.undated = report.Generated, report.Generated.IsZero()
		if s.credentials.undated {
			report.Generated = now
		}
		s.directory.report(report)
		s.list.hold()
	}
}

// found puts a user whose name was typed under the cursor, and into the list where it is not there.
func (s *usersScreen) found(user iamclient.User) {
	s.directory.admit(user)
	s.list.at = user.Name
	s.list.hold()
}

// failed ends a reading; the rows that were read stay.
func (s *usersScreen) failed(p explain.Problem, kind iamclient.Kind) {
	s.reading = reading{problem: &p, kind: kind}
}

// waits tells that the reading pauses.
func (s *usersScreen) waits(p iamclient.Progress, now time.Time) {
	s.reading.waiting, s.reading.until = "", now.Add(p.Wait)
	if p.Wait > 0 {
		s.reading.waiting = explain.Waiting(p.Err, "")
	}
}

// sorted tells the order, and how to get to its first rows where the selection is further down.
func (s *usersScreen) sorted() action {
	return say{notice{text: "Sorted by " + s.directory.sorting() + "." + text.If(s.list.first(s.page()) > 0, " g goes there.")}}
}

// page is how many rows there is room for: what went wrong stands below them.
func (s *usersScreen) page() int {
	foot := 0
	if s.reading.problem != nil {
		foot = problemRoom
	}
	return max(1, s.height-usersHead-foot)
}

// selection returns the user under the cursor.
func (s *usersScreen) selection() (iamclient.User, bool) {
	i, ok := s.list.selected()
	if !ok {
		return iamclient.User{}, false
	}
	return s.directory.at(i).User, true
}

// protects tells which guard rail is around a user, as far as what it has to know has been read.
func (s *usersScreen) protects(user iamclient.User) (rails.Protected, bool) {
	who := rails.Subject{Name: user.Name, Path: user.Path}
	if a := s.look.about(user.Name); a != nil {
		who.Groups = a.Groups.Value
		for _, t := range a.User.Value.Tags {
			who.Tags = append(who.Tags, rails.Tag(t))
		}
	}
	return s.rails.Rule(who)
}

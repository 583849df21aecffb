package ui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// overview shows the accounts of the list: who the program is in each, how many users were read, and which accounts could
// not be read and why.
type overview struct {
	users *directory.Users
	shown []overviewRow // that the filter leaves
	list  list[string]  // by the rows' ids
}

// overviewRow is an account of the list, or one without credentials.
type overviewRow struct {
	at        directory.View // the zero View: there are no credentials
	unreached directory.Unreached
}

// id tells the row from the others.
func (r overviewRow) id() string {
	if r.reached() {
		return cmp.Or(r.at.Identity().Account, openRow)
	}
	return r.unreached.ID
}

// openRow is the row of the account whose number AWS has not told. There is one at most: all others are asked for it before
// they are in the list.
const openRow = "?"

func (r overviewRow) reached() bool { return r.at != directory.View{} }

// label is what the account is called.
func (r overviewRow) label() string {
	if r.reached() {
		return r.at.Label()
	}
	return r.unreached.Name
}

func (r overviewRow) number() string {
	if r.reached() {
		return text.Clean(r.at.Identity().Account)
	}
	return r.unreached.Number
}

func (r overviewRow) caller() string {
	if r.reached() {
		return text.Clean(r.at.Identity().Name)
	}
	return ""
}

// problem is why the account could not be read whole; nil: it was, or is being read.
func (r overviewRow) problem() *explain.Problem {
	if r.reached() {
		return r.at.Listing().Problem
	}
	return &r.unreached.Problem
}

// turn is the place of the row's kind: what failed, what was read, and what is closed.
func (r overviewRow) turn() int {
	switch {
	case r.unreached.Inactive:
		return 2
	case r.problem() != nil:
		return 0
	}
	return 1
}

func newOverview(users *directory.Users) *overview {
	s := &overview{users: users}
	s.list = newList(s)
	s.narrow()
	s.list.home()
	return s
}

func (s *overview) rowCount() int { return len(s.shown) }

func (s *overview) rowKey(i int) string { return s.shown[i].id() }

// narrow shows the accounts that have the filter in what they are called, in the number or the caller. Those that failed
// come first, and those that are closed last.
func (s *overview) narrow() {
	filter := strings.ToLower(strings.TrimSpace(s.list.filter.Value()))
	s.shown = s.shown[:0]
	add := func(r overviewRow, turn int) {
		if r.turn() == turn && strings.Contains(strings.ToLower(r.label()+"\n"+r.number()+"\n"+r.caller()), filter) {
			s.shown = append(s.shown, r)
		}
	}
	for turn := range 3 {
		for _, u := range s.users.Unreached() {
			add(overviewRow{unreached: u}, turn)
		}
		for _, at := range s.users.Sorted() {
			add(overviewRow{at: at}, turn)
		}
	}
}

// settle shows the accounts as they are by now, with the cursor on the same one.
func (s *overview) settle() {
	s.narrow()
	s.list.hold()
}

func (s *overview) selection() (overviewRow, bool) {
	i, ok := s.list.selected()
	if !ok {
		return overviewRow{}, false
	}
	return s.shown[i], true
}

func (s *overview) takesText() bool { return s.list.filter.open }

func (s *overview) keys() keyMap {
	r, ok := s.selection()
	return overviewKeys(overviewState{
		filtering: s.list.filter.open, filtered: s.list.filter.Value() != "", choice: s.list.choice(),
		none: !ok, unreached: ok && !r.reached(), failed: ok && r.problem() != nil, inactive: r.unreached.Inactive,
	})
}

func (s *overview) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := s.keys().match(k)
	switch {
	case !ok:
		if s.list.filter.edit(k) {
			s.narrow()
			s.list.home()
		}
		return nil
	case b.why != "":
		return sayThat(b.why)
	case s.list.steer(b.intent, overviewPage(c)):
		s.list.filter.selected = false
		return nil
	}
	return s.do(b.intent)
}

func (s *overview) do(i intent) action {
	row, _ := s.selection()
	switch i {
	case intentFilter:
		s.list.filter.reopen()
	case intentKeepFilter:
		s.list.filter.open, s.list.filter.selected = false, false
	case intentEnter:
		return showAccount{row.at}
	case intentDetails:
		problem := *row.problem()
		problem.Title = strings.TrimSpace(row.label()+" "+text.If(row.number() != row.label(), row.number())) + ": " + problem.Title
		return openDetails{problem}
	case intentRefresh:
		if row.reached() {
			return readAccount{row.at}
		}
		return findAgain{row.unreached.ID}
	case intentHelp:
		return openHelp{}
	case intentBack:
		if !s.list.filter.open && s.list.filter.Value() == "" {
			return leave{1}
		}
		s.list.filter.clear()
		s.settle()
	}
	return nil
}

func (s *overview) paste(pasted string) action {
	if s.list.filter.edit(tea.PasteMsg{Content: text.Clean(pasted)}) {
		s.narrow()
		s.list.home()
	}
	return nil
}

// scroll moves the cursor by lines.
func (s *overview) scroll(lines int, c canvas) { s.list.move(lines, overviewPage(c)) }

// click puts the cursor on an account; a double click shows its users.
func (s *overview) click(at click, c canvas) action {
	if !s.list.click(at.y-overviewHead, overviewPage(c)) || !at.double {
		return nil
	}
	if row, _ := s.selection(); row.reached() {
		return showAccount{row.at}
	}
	return nil
}

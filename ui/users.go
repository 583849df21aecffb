package ui

import (
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
)

// usersScreen is the list of the account's users.
type usersScreen struct {
	directory directory
	selected  string // the name of the user under the cursor; it stays under filter, sort and refresh
	cursor    int    // where that user is shown
	chosen    bool   // the cursor was moved since the filter was opened; else typing selects the best match
	top       int    // the first row shown
	rows      int    // how many rows there is room for

	filter    textinput.Model
	filtering bool // the filter takes text

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
	problem   *problem // why there is no newer one
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
	problem  *problem
	kind     iamclient.Kind // of the problem
}

func newUsersScreen(readOnly bool) *usersScreen {
	filter := newTextInput()
	return &usersScreen{filter: filter, readOnly: readOnly, reading: reading{active: true}}
}

// newTextInput is a line of plain text, without the keys of the component that read the host's clipboard.
func newTextInput() textinput.Model {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	input.KeyMap.Paste.Unbind()
	input.KeyMap.AcceptSuggestion.Unbind()
	input.KeyMap.NextSuggestion.Unbind()
	input.KeyMap.PrevSuggestion.Unbind()
	input.CharLimit = 128
	input.Focus()
	return input
}

// resize tells the screen how many lines it has.
func (s *usersScreen) resize(height int) {
	s.rows = max(1, height-usersHead)
	s.follow()
}

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
	s.hold()
}

// reported takes the credential report, or why there is none. What an earlier one said stays.
func (s *usersScreen) reported(report iamclient.Report, p *problem) {
	s.credentials.problem = p
	if p == nil {
		s.credentials.generated = report.Generated
		s.directory.report(report)
		s.hold()
	}
}

// found puts a user whose name was typed under the cursor, and into the list where it is not there.
func (s *usersScreen) found(user iamclient.User) {
	s.directory.admit(user)
	s.selected = user.Name
	s.hold()
}

// failed ends a reading; the rows that were read stay.
func (s *usersScreen) failed(p problem, kind iamclient.Kind) {
	s.reading = reading{problem: &p, kind: kind}
	s.follow()
}

// waits tells that the reading pauses.
func (s *usersScreen) waits(p iamclient.Progress, now time.Time) {
	s.reading.waiting, s.reading.until = "", now.Add(p.Wait)
	if p.Wait > 0 {
		s.reading.waiting = waitReason(p.Err, "")
	}
}

// hold finds the selected user again, after the rows have changed. Where the user is not shown, the first row is
// selected.
func (s *usersScreen) hold() {
	s.cursor = max(0, s.directory.find(s.selected))
	if s.directory.len() > 0 {
		s.selected = s.directory.at(s.cursor).Name
	}
	s.follow()
}

// move moves the selection by n rows.
func (s *usersScreen) move(n int) {
	if s.directory.len() == 0 {
		return
	}
	s.chosen = true
	s.cursor = min(max(0, s.cursor+n), s.directory.len()-1)
	s.selected = s.directory.at(s.cursor).Name
	s.follow()
}

// follow scrolls so that the selected row is shown.
func (s *usersScreen) follow() {
	s.top = min(s.top, s.cursor, max(0, s.directory.len()-s.visible()))
	s.top = max(s.top, s.cursor-s.visible()+1)
}

// visible is how many rows can be seen: what went wrong stands below them.
func (s *usersScreen) visible() int {
	if s.reading.problem != nil {
		return max(1, s.rows-problemRoom)
	}
	return s.rows
}

// selection returns the user under the cursor.
func (s *usersScreen) selection() (iamclient.User, bool) {
	if s.directory.len() == 0 {
		return iamclient.User{}, false
	}
	return s.directory.at(s.cursor).User, true
}

func (s *usersScreen) takesText() bool { return s.filtering }

func (s *usersScreen) keys() keyMap {
	if s.filtering {
		return filterKeys()
	}
	keys := append(usersKeys(s.readOnly, s.why), accountsKey(s.demo))
	if s.directory.filter != "" {
		keys = append(keys, bind(intentBack, []string{"esc"}, "esc", "", "clear the filter"))
	}
	return keys
}

func (s *usersScreen) press(k tea.KeyPressMsg, _ canvas) action {
	s.wish = 0
	b, ok := s.keys().match(k)
	if !ok {
		if s.filtering {
			s.filter, _ = s.filter.Update(k)
			s.narrow()
		}
		return nil
	}
	if b.why != "" {
		return sayThat(b.why)
	}
	if s.moved(b.intent) {
		return nil
	}
	if a, ok := s.help(b.intent); ok {
		return a
	}
	switch b.intent {
	case intentAccess:
		return openAccess{}
	case intentName:
		return openName{}
	case intentPolicy:
		return openPolicy{}
	case intentRefresh:
		return readAgain{}
	case intentAccounts:
		return openAccounts{}
	case intentDetails:
		return s.details()
	case intentHistory:
		return openHistory{}
	case intentHelp:
		return openHelp{}
	case intentQuit:
		return quit{}
	}
	return s.shape(b.intent)
}

// details are why something could not be read.
func (s *usersScreen) details() action {
	user, _ := s.selection()
	rule, protected := s.protects(user)
	switch {
	case protected:
		return openDetails{protection(user.Name, rule)}
	case s.reading.problem != nil:
		return openDetails{*s.reading.problem}
	case s.credentials.problem != nil:
		return openDetails{*s.credentials.problem}
	case s.caller.Root():
		return openDetails{rootCaller}
	}
	return sayThat(noErrorReason)
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

// moved moves the selection where the intent is to.
func (s *usersScreen) moved(i intent) bool {
	by := map[intent]int{
		intentUp: -1, intentDown: 1,
		intentPageUp: -s.visible(), intentPageDown: s.visible(),
		intentHome: -len(s.directory.all), intentEnd: len(s.directory.all),
	}
	n, ok := by[i]
	if ok {
		s.move(n)
	}
	return ok
}

// shape changes which users are shown, and in what order.
func (s *usersScreen) shape(i intent) action {
	switch i {
	case intentFilter:
		s.filtering, s.chosen = true, false
	case intentKeepFilter:
		s.filtering, s.chosen = false, true
	case intentBack:
		s.filtering, s.chosen = false, true
		s.filter.Reset()
		s.narrow()
	case intentSort:
		s.directory.sortBy((s.directory.order+1)%orders, false)
		s.hold()
		return say{notice{text: "Sorted by " + s.directory.sorting() + "."}}
	case intentReverse:
		s.directory.sortBy(s.directory.order, !s.directory.reversed)
		s.hold()
		return say{notice{text: "Sorted by " + s.directory.sorting() + "."}}
	}
	return nil
}

func (s *usersScreen) narrow() {
	s.directory.narrow(clean(s.filter.Value()))
	if !s.chosen {
		s.selected = "" // nobody's choice: whoever types a name and presses enter means the best match
	}
	s.hold()
}

func (s *usersScreen) paste(text string) action {
	if s.filtering {
		s.filter, _ = s.filter.Update(tea.PasteMsg{Content: clean(text)})
		s.narrow()
	}
	return nil
}

// wheel scrolls the selection by lines.
func (s *usersScreen) wheel(lines int) { s.move(lines) }

// click selects the user on a line of the screen's area.
func (s *usersScreen) click(line int) {
	row := s.top + line - usersHead
	if line >= usersHead && line < usersHead+s.visible() && row < s.directory.len() {
		s.move(row - s.cursor)
	}
}

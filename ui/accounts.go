package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// accountsScreen lists the profiles of the AWS configuration and switches to one. Until AWS has said whose its
// credentials are, and where that fails, the program stays in the account that it is in.
type accountsScreen struct {
	all     []iamclient.Profile // nil until they have been read
	shown   []iamclient.Profile // those that the filter leaves
	present string              // the profile in use
	account string              // and its account

	list list[string] // by profile name

	id        int    // of the switch under way
	switching string // the profile; "": none
	began     time.Time
	problem   *explain.Problem
}

func newAccountsScreen(present directory.View) *accountsScreen {
	s := &accountsScreen{present: present.Endpoint().Profile, account: present.Identity().Account}
	s.list = newList(s)
	s.list.filter.open = true // everything that is typed here narrows
	return s
}

func (s *accountsScreen) rowCount() int { return len(s.shown) }

func (s *accountsScreen) rowKey(i int) string { return s.shown[i].Name }

// loaded takes the profiles, with the cursor on the one in use.
func (s *accountsScreen) loaded(profiles []iamclient.Profile) {
	s.all = append([]iamclient.Profile{}, profiles...)
	at := slices.IndexFunc(s.all, func(p iamclient.Profile) bool { return p.Name == s.present })
	if at >= 0 && s.account != "" {
		s.all[at].Account = s.account // as AWS says
	}
	s.narrow()
	s.list.at = s.present
	s.list.hold()
}

// unreadable tells why the files have no certain reading, in the place of their profiles.
func (s *accountsScreen) unreadable(err error) {
	s.loaded(nil)
	s.problem = &explain.Problem{Title: "The AWS configuration cannot be used.", Remedy: "Correct it in another window, then esc and a read it again.", Detail: text.Clean(err.Error())}
}

// narrow shows the profiles in which the filter is found: in the name, the account or the role.
func (s *accountsScreen) narrow() {
	filter := strings.ToLower(strings.TrimSpace(s.list.filter.Value()))
	s.shown = nil
	for _, p := range s.all {
		if strings.Contains(strings.ToLower(p.Name+"\n"+p.Account+"\n"+p.Role), filter) {
			s.shown = append(s.shown, p)
		}
	}
	s.list.home()
}

// begin notes that a switch is under way.
func (s *accountsScreen) begin(id int, profile string, now time.Time) {
	s.id, s.switching, s.began, s.problem = id, profile, now, nil
}

// failed ends a switch that led nowhere.
func (s *accountsScreen) failed(p *explain.Problem) { s.id, s.switching, s.problem = 0, "", p }

func (*accountsScreen) takesText() bool { return true }

func (s *accountsScreen) keys() keyMap {
	return accountsKeys(accountsState{
		none: len(s.shown) == 0, choice: s.list.choice(),
		switching: s.switching != "", filtered: s.list.filter.Value() != "", failed: s.problem != nil,
	})
}

func (s *accountsScreen) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := s.keys().match(k)
	switch {
	case !ok && s.switching != "":
		return sayThat("Switching to " + text.Clean(s.switching) + ". esc stops it.")
	case !ok && k.Text == "/" && s.list.filter.Value() == "":
		return nil // fingers that know the users screen; here everything typed is the filter
	case !ok:
		return s.edit(k)
	case b.why != "":
		return sayThat(b.why)
	}
	return s.do(b.intent, s.visible(c))
}

func (s *accountsScreen) do(i intent, page int) action {
	if s.switching == "" && s.list.steer(i, page) {
		return nil
	}
	switch i {
	case intentEnter:
		if at, ok := s.list.selected(); ok {
			return switchAccount{profile: s.shown[at].Name}
		}
	case intentDetails:
		return openDetails{*s.problem}
	case intentBack:
		return s.back()
	}
	return nil
}

// scroll moves the cursor by lines.
func (s *accountsScreen) scroll(lines int, c canvas) {
	if s.switching == "" {
		s.list.move(lines, s.visible(c))
	}
}

// click puts the cursor on a profile; a double click switches to it.
func (s *accountsScreen) click(at click, c canvas) action {
	if s.switching == "" && s.list.click(at.y-accountsHead, s.visible(c)) && at.double {
		return s.do(intentEnter, s.visible(c))
	}
	return nil
}

// back stops a switch, clears the filter, or leaves, whichever there is first.
func (s *accountsScreen) back() action {
	switch {
	case s.switching != "":
		id := s.id
		s.failed(nil)
		return cancelChange{id}
	case s.list.filter.Value() != "":
		s.list.filter.Reset()
		s.loaded(s.all)
		return nil
	}
	return leave{1}
}

func (s *accountsScreen) edit(msg tea.Msg) action {
	before := s.list.filter.Value()
	s.list.filter.edit(msg)
	if s.list.filter.Value() != before {
		s.problem = nil
		s.narrow()
	}
	return nil
}

func (s *accountsScreen) paste(pasted string) action {
	if s.switching != "" {
		return nil
	}
	return s.edit(tea.PasteMsg{Content: strings.TrimSpace(text.Clean(pasted))})
}

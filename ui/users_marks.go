package ui

import (
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// markKey does what a key of the marks asks for, and tells whether it is one. While a range is being marked, every other key
// ends it first: what was marked stays marked.
func (s *usersScreen) markKey(i intent) (a action, done bool) {
	ranging := s.list.marks.ranging
	switch i {
	case intentMark:
		s.list.mark(s.page())
	case intentMarkRange:
		if s.list.endRange(); !ranging {
			s.list.beginRange()
		}
	case intentMarkAll:
		return s.markAll(), true
	case intentBack:
		if !ranging {
			return nil, false
		}
		s.list.dropRange()
		return say{notice{text: "The range is unmarked."}}, true
	default:
		s.list.endRange()
		return nil, false
	}
	return nil, true
}

// markAll marks every user who is shown, or takes these marks back.
func (s *usersScreen) markAll() action {
	if s.users.Len() == 0 {
		return sayThat("No user is shown, so there is nobody to mark.")
	}
	n, marked := s.list.markAll()
	switch {
	case !marked:
		return say{notice{text: "Unmarked " + users(n) + "."}}
	case s.users.Listing().Active:
		return sayThat("Marked " + users(n) + ". The list is still being read: A later marks the rest.")
	}
	return say{notice{text: "Marked " + users(n) + ". A again unmarks them."}}
}

// unmark takes all marks back. Where there are several, it asks: esc clears the filter, too, and is pressed in a hurry.
func (s *usersScreen) unmark() action {
	if n := s.list.count(); n > 1 {
		return ask{question{text: "Unmark all " + users(n) + "?", verb: "unmark", yes: unmarkAll{}}}
	}
	s.list.unmark()
	return say{notice{text: "Unmarked."}}
}

// prune unmarks users who are no longer in the list, and says so.
func (s *usersScreen) prune() (n notice, lost bool) {
	gone := s.list.prune(func(k directory.Key) bool { return s.users.Find(k) == nil })
	switch len(gone) {
	case 0:
		return notice{}, false
	case 1:
		return notice{text.Clean(gone[0].Name) + " is no longer in the account, and was unmarked.", explain.Warn}, true
	}
	return notice{users(len(gone)) + " are no longer in the account, and were unmarked.", explain.Warn}, true
}

// marksText says how many users are marked, and how many of them are not shown; empty where nobody is.
func (s *usersScreen) marksText() string {
	n := s.list.count()
	if n == 0 {
		return ""
	}
	words := "● " + text.Thousands(n) + " marked"
	if hidden := s.list.marks.hidden; hidden > 0 {
		words += ", " + text.Thousands(hidden) + " not shown"
	}
	return words
}

// users counts users.
func users(n int) string {
	if n == 1 {
		return "1 user"
	}
	return text.Thousands(n) + " users"
}

package ui

import (
	"errors"
	"strings"
	"time"

	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// queryLine is what is known of the query in the filter of the users: what is wrong with it, and what the term before the
// cursor can become.
type queryLine struct {
	mistake    *directory.QueryError // nil: there is none
	completion directory.Completion
	tried      int  // how many of the candidates have stood in the text, one after the other
	refused    bool // enter was pressed on the mistake
}

// narrow shows the users whom the filter means. A term that is wrong, as most are while they are typed, is left out: what
// is shown depends on the text alone, and not on what stood there before.
func (s *usersScreen) narrow() {
	s.apply(s.list.filter.Value())
	s.query.tried, s.query.refused = 0, false
	s.query.completion = directory.Complete(s.list.filter.Value(), s.list.filter.at(), s.values())
}

func (s *usersScreen) apply(query string) {
	q, err := directory.Parse(query, s.values().Saved)
	s.query.mistake, _ = errors.AsType[*directory.QueryError](err)
	s.users.Narrow(q, time.Now())
	s.settle()
}

func (s *usersScreen) values() directory.Values {
	return directory.Values{Saved: directory.Saved(s.account.Rails()), Users: s.users}
}

// narrowAgain asks the query again where it is about something that has been read of the account.
func (s *usersScreen) narrowAgain(about directory.Needs) {
	if q := s.users.Query(); q.Needs()&about != 0 {
		s.users.Narrow(q, time.Now())
		s.settle()
	}
}

// complete puts the next candidate in the place of the term before the cursor.
func (s *usersScreen) complete() action {
	q := &s.query
	if s.list.filter.selected {
		s.list.filter.selected = false
		s.narrow()
	}
	n := len(q.completion.Candidates)
	if n == 0 {
		return sayThat("Nothing completes this. F1 tells what can be asked for.")
	}
	next := q.completion.Candidates[q.tried%n]
	s.list.filter.put(q.completion.From, q.completion.To, next)
	if n == 1 {
		s.narrow()
		return nil
	}
	q.completion.To = min(q.completion.From+len(next), len(s.list.filter.Value())) // which has an end
	q.tried++
	s.apply(s.list.filter.Value())
	return nil
}

// completing tells whether the term that is wrong is the one that is being typed, and can still become right.
func (s *usersScreen) completing() bool {
	return s.query.mistake == nil || !s.query.refused && s.query.mistake.End == s.list.filter.at() && len(s.query.completion.Candidates) > 0
}

// wrong is the part of the filter's text that is marked as wrong.
func (s *usersScreen) wrong() [2]int {
	if s.completing() {
		return [2]int{}
	}
	return [2]int{s.query.mistake.Offset, s.query.mistake.End}
}

// queryHelp is the one line below the filter: what is wrong, what the term can become, or what can be asked for.
func (s *usersScreen) queryHelp(c canvas) string {
	q := &s.query
	at := s.list.filter.at()
	switch {
	case s.list.filter.selected:
		return "   " + c.styles.faint.Render(replaceHint)
	case !s.completing():
		return "   " + c.styles.warn.Render("! "+mistakeIn(q.mistake, c.width-5))
	case len(q.completion.Candidates) > 0 && (at > q.completion.From || q.tried > 0):
		return "   " + c.styles.accent.Render("tab ") + s.candidates(c)
	}
	return "   " + c.styles.faint.Render(queryHint(c.width-3))
}

// queryHint tells what can be asked for, as much of it as fits.
func queryHint(w int) string {
	for _, hint := range []string{
		"tab is: mfa: keys: password: signed-in: created: path: tag: account: @ -not",
		"tab is: mfa: keys: password: signed-in: path: tag: F1 all",
	} {
		if text.Width(hint) <= w {
			return hint
		}
	}
	return "F1 tells what can be asked for"
}

// mistakeIn tells of a mistake in so many cells. Its place is marked in the filter, too, so that what to write matters more.
func mistakeIn(e *directory.QueryError, w int) string {
	short := e.What + "; " + e.Hint
	switch {
	case e.Hint == "" || text.Width(e.Error()) <= w:
		return e.Error()
	case text.Width(short) > w && strings.HasPrefix(e.Hint, "did you mean"):
		return e.Hint
	}
	return short
}

// candidates are what the term can become, the one that stands there marked.
func (s *usersScreen) candidates(c canvas) string {
	q := &s.query
	n, words := len(q.completion.Candidates), []string{}
	first := 0
	if q.tried > 0 {
		first = max(0, min((q.tried-1)%n-2, n-5))
	}
	if first > 0 {
		words = append(words, c.styles.faint.Render("…"))
	}
	for i := first; i < n; i++ {
		word := text.Clean(q.completion.Candidates[i])
		if q.tried > 0 && i == (q.tried-1)%n {
			words = append(words, c.styles.strong.Render(word))
		} else {
			words = append(words, c.styles.faint.Render(word))
		}
	}
	return strings.Join(words, "  ")
}

// noMatch says that nobody is shown: what to press, why users may be left out, and where the person may be.
func (s *usersScreen) noMatch(c canvas) []string {
	lines := []string{"", "  No user matches " + c.styles.strong.Render(text.Clean(s.list.filter.Value())) + text.If(s.users.Listing().Active, " so far") + ".", ""}
	key := c.styles.accent.Render
	press := "  " + key("esc") + " clears the filter"
	switch {
	case s.account.ReadOnly():
		press += "."
	case s.list.filter.open:
		press += "; then " + key("u") + " takes an exact name."
	default:
		press += ", " + key("u") + " takes an exact name."
	}
	lines = append(lines, press)
	elsewhere := ""
	if len(s.users.Query().Words()) > 0 { // somebody is looked for
		elsewhere = "The person may sign in through IAM Identity Center, or in another account."
	}
	for _, words := range []string{s.leftOut(), elsewhere} {
		for _, line := range text.Hanging("  ", words, c.width-1) {
			lines = append(lines, c.styles.faint.Render(line))
		}
	}
	return lines
}

// leftOut says of how many users it cannot be told whether they match, and why; empty where there is none.
func (s *usersScreen) leftOut() string {
	n := s.users.LeftOut()
	if n == 0 {
		return ""
	}
	needs, why := s.users.Query().Needs(), "what it asks about is not known of them."
	report := s.users.Reported()
	switch {
	case needs&directory.NeedsReport != 0 && report.Generated.IsZero() && !report.Undated && report.Problem == nil:
		why = "the credential report is still being read."
	case needs&directory.NeedsReport != 0 && report.Problem != nil:
		why = "there is no credential report, F2 tells why."
	case needs&directory.NeedsProfile != 0:
		why = "whether a change is forced is read live, user by user. `iampasswd users` asks for all."
	case needs&(directory.NeedsTags|directory.NeedsRails) != 0:
		why = "tags and groups are read live, user by user."
	}
	if n == 1 {
		return "1 user is left out: " + strings.ReplaceAll(why, "of them", "of it")
	}
	return text.Thousands(n) + " users are left out: " + why
}

package ui

import (
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// spelling shows a password character by character, for reading it out over a phone. It is masked like any other.
type spelling struct {
	pager
	user       directory.User
	password   *iamclient.Secret // the hand-over's
	shownUntil time.Time
}

func newSpelling(user directory.User, password *iamclient.Secret, now time.Time) *spelling {
	s := &spelling{user: user, password: password, shownUntil: now.Add(shownFor)}
	s.text, s.selects = s.lines, true
	return s
}

func (s *spelling) shown(now time.Time) bool { return now.Before(s.shownUntil) }

func (s *spelling) mask() { s.shownUntil = time.Time{} }

// forget leaves the password to the hand-over.
func (s *spelling) forget() {}

func (s *spelling) atRisk() string { return "" }

func (s *spelling) lines(c canvas) []string {
	title := "  Read out the password of " + c.styles.strong.Render(s.user.Shown())
	if !s.shown(c.now) {
		return []string{title, "", "  Masked again. esc goes back; r there reads it out once more."}
	}
	masked := c.styles.faint.Render("masked in "+text.Seconds(s.shownUntil.Sub(c.now))) + "  "
	lines := []string{text.Spread(title, masked, c.width), ""}
	const left = 14 // cells of a group, margin included
	runes := []rune(s.password.Reveal())
	defer clear(runes)
	for _, group := range groups(runes) {
		var names []string
		for _, r := range group {
			names = append(names, spoken(r))
		}
		label := "  " + c.styles.strong.Render(text.Fit(string(group), left-2))
		for _, part := range text.Wrap(strings.Join(names, ", "), c.width-left-2) {
			lines = append(lines, label+part)
			label = strings.Repeat(" ", left)
		}
	}
	return lines
}

// groups cuts a password into what is read out in one go: a word with the dash after it, or four characters.
func groups(runes []rune) [][]rune {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	var all [][]rune
	for len(runes) > 0 {
		n := 1
		for n < min(len(runes), 10) && letter(runes[n]) && runes[n] >= 'a' {
			n++
		}
		switch {
		case n < 4 || !letter(runes[0]):
			n = min(4, len(runes))
		case n < len(runes) && runes[n] == '-':
			n++
		}
		all, runes = append(all, runes[:n]), runes[n:]
	}
	return all
}

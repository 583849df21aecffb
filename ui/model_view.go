package ui

import (
	"fmt"
	"slices"
	"strings"

	"iampasswd/ui/explain"
	"iampasswd/ui/text"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The smallest terminal that the program works in, in cells.
const (
	minWidth  = 60
	minHeight = 15
)

// The body stands between the context with its rule and the notices with the keys.
const (
	bodyTop  = 2
	bodyFoot = 2
)

func (m *Model) usable() bool { return m.size.Width >= minWidth && m.size.Height >= minHeight }

// bodyHeight is how many lines the body has. A notice of several lines takes them from the body.
func (m *Model) bodyHeight() int {
	return max(1, m.size.Height-bodyTop-bodyFoot-len(m.noticeLines())+1)
}

// View draws the part in front, the screen behind it, and what stands around every screen. It changes nothing.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.MouseMode = m.mouse()
	v.WindowTitle = m.title()
	v.ProgressBar = m.progressBar()
	switch {
	case m.size.Width == 0:
		return v
	case !m.usable():
		v.SetContent(m.tooSmall())
		return v
	}
	body := m.body(m.canvas())
	lines := append([]string{m.contextLine(), m.rule()}, body.lines...)
	lines = append(append(lines, m.noticeLines()...), m.keysLine())
	v.SetContent(strings.Join(lines, "\n"))
	if body.cursor != nil {
		v.Cursor = tea.NewCursor(body.cursor.X, body.cursor.Y+bodyTop)
	}
	return v
}

// progressBar is the terminal's own: how far the bulk run has got.
func (m *Model) progressBar() *tea.ProgressBar {
	switch s := m.bulk; {
	case s == nil || s.over || s.toDo == 0:
		return nil
	case s.paused || s.expired != nil:
		return tea.NewProgressBar(tea.ProgressBarWarning, 100*s.progress()/s.toDo)
	case s.counts.Refused+s.counts.Unknown > 0:
		return tea.NewProgressBar(tea.ProgressBarError, 100*s.progress()/s.toDo)
	default:
		return tea.NewProgressBar(tea.ProgressBarDefault, 100*s.progress()/s.toDo)
	}
}

// contextLine is about the account that the part in front is about: all of them, where that is the list.
func (m *Model) contextLine() string {
	if m.overAll() {
		return accountsLine(m.directory, m.account.View, m.bulkBadge(), m.canvas())
	}
	return contextLine(m.shown(), m.styles, m.bulkBadge(), m.size.Width)
}

// overAll tells whether what is in front is about several accounts.
func (m *Model) overAll() bool {
	_, isOverview := m.front().(*overview)
	return m.finding.in != nil && !m.directory.One() && (isOverview || m.front() == part(m.users))
}

// title is the terminal's: the account, for there may be several windows.
func (m *Model) title() string {
	at := m.shown()
	if m.overAll() {
		return "iampasswd " + text.Counted(len(m.directory.Accounts()), "account")
	}
	name := text.Clean(at.Called().Name)
	switch {
	case name != "":
	case at.Identity().Account != "":
		name = at.Short()
	default:
		return "iampasswd"
	}
	return "iampasswd " + name
}

// mouse is who has the mouse: the program where there are rows to choose, else the terminal, so that text can be selected.
func (m *Model) mouse() tea.MouseMode {
	if m.account.Rails().MouseIsOff() {
		return tea.MouseModeNone
	}
	if s, ok := m.front().(selectable); ok && s.releasesMouse() {
		return tea.MouseModeNone
	}
	return tea.MouseModeCellMotion
}

func (m *Model) tooSmall() string {
	text := fmt.Sprintf("iampasswd needs at least %dx%d; this is %dx%d. Enlarge it: nothing is lost.",
		minWidth, minHeight, m.size.Width, m.size.Height)
	if m.askedToQuit() {
		text = m.atRisk() + " ctrl+c again quits; enlarge the terminal to go on."
	}
	return ansi.Wrap(text, max(1, m.size.Width), "")
}

func (m *Model) canvas() canvas {
	return canvas{width: m.size.Width, height: m.bodyHeight(), styles: m.styles, now: m.now, spinner: m.spinner()}
}

// body is the screen, with the panel in front of its foot, in exactly the height that there is.
func (m *Model) body(c canvas) drawing {
	d := m.drawScreen(c)
	d.lines = exactly(d.lines, c.height)
	if front, ok := m.front().(panel); ok {
		onPanel := c
		onPanel.height -= 3
		low := front.draw(onPanel)
		top := c.height - len(low.lines) - 1
		d.lines = append(append(d.lines[:top:top], m.rule()), low.lines...)
		d.cursor = low.cursor
		if d.cursor != nil {
			d.cursor.Y += top + 1
		}
	}
	for i, line := range d.lines {
		d.lines[i] = ansi.Truncate(line, c.width, "…")
	}
	return d
}

// besideForm is the narrowest terminal on which the pane stands beside a form, too.
const besideForm = 140

// drawScreen draws the screen. Beside a form for the user under the cursor the pane stays where there is room for it.
func (m *Model) drawScreen(c canvas) drawing {
	screen := m.screen()
	if p, ok := screen.(besides); !ok || c.width < besideForm || p.user() != m.users.list.at {
		return screen.draw(c)
	}
	c.aside = true
	return m.users.besidePane(c, paneWidth(c.width), screen.draw)
}

func exactly(lines []string, n int) []string {
	for len(lines) < n {
		lines = append(lines, "")
	}
	return lines[:n]
}

func (m *Model) rule() string { return m.styles.faint.Render(strings.Repeat("─", m.size.Width)) }

// mostNotice is how many lines a notice has at most.
const mostNotice = 3

// noticeLines are the lower rule, with the notice in it if there is one: one that fits the line moves nothing.
func (m *Model) noticeLines() []string {
	n := m.standingNotice()
	if n.text == "" || m.size.Width == 0 {
		return []string{m.rule()}
	}
	room := m.size.Width - 6
	words := text.Hanging(n.level.Sign()+" ", n.text, room)
	if len(words) > mostNotice {
		words = append(words[:mostNotice-1:mostNotice-1], ansi.Truncate(strings.Join(words[mostNotice-1:], " "), room, "…"))
	}
	style, lead := m.styles.of(n.level), m.styles.faint.Render("── ")
	var lines []string
	for _, line := range words {
		lines = append(lines, lead+style.Render(line)+" ")
		lead = "   "
	}
	last := len(lines) - 1
	lines[last] += m.styles.faint.Render(strings.Repeat("─", max(0, m.size.Width-text.Width(lines[last]))))
	return lines
}

// standingNotice is the notice of the last key; else what became of the changes that nobody watches, until it is looked at.
func (m *Model) standingNotice() notice {
	switch {
	case m.notice.text != "":
		return m.notice
	case len(m.finished) > 0:
		n := m.outcomeOf(m.finished[0].writer)
		n.text += " ctrl+o opens it."
		return n
	case m.bulk != nil && m.bulk.over && !m.watchesBulk():
		n := m.bulk.outcome()
		n.text += " ctrl+o opens it."
		return n
	case len(m.parked) == 0 && m.bulk != nil && !m.watchesBulk():
		return notice{fmt.Sprintf("A bulk run is under way: %d of %d. ctrl+o shows it.", m.bulk.progress(), m.bulk.toDo), explain.Plain}
	case len(m.parked) > 0:
		w := m.parked[0]
		return notice{fmt.Sprintf("Still changing %s (%s). The outcome will appear here.",
			w.about().Shown(), text.Seconds(m.now.Sub(w.sending().began))), explain.Plain}
	}
	return notice{}
}

// offered are the keys of the part in front, without those that scroll where there is nothing in that direction.
func (m *Model) offered() keyMap {
	keys := m.front().keys()
	s, ok := m.front().(scrollable)
	if !ok {
		return keys
	}
	up, down := s.scrolls(m.canvas())
	return slices.DeleteFunc(keys, func(b binding) bool {
		return b.intent == intentUp && !up || b.intent == intentDown && !down
	})
}

// keysLine shows the keys that work in front, as many as fit, and where help is. The way back always fits. A key that does
// nothing now is left out; pressed, it says why.
func (m *Model) keysLine() string {
	const help = "F1 help "
	taken := func(k binding) int { return text.Width(k.Help().Key) + text.Width(k.Help().Desc) + 3 }
	keys := m.offered()
	room := m.size.Width - len(help) - 1
	for _, k := range keys {
		if k.intent == intentBack && k.Help().Desc != "" {
			room -= taken(k)
		}
	}
	var b strings.Builder
	for _, k := range keys {
		switch {
		case k.Help().Desc == "" || k.why != "" || k.intent != intentBack && taken(k) > room:
			continue
		case k.intent != intentBack:
			room -= taken(k)
		}
		b.WriteString(" " + m.styles.strong.Render(k.Help().Key) + " " + m.styles.faint.Render(k.Help().Desc) + " ")
	}
	return text.Spread(b.String(), m.styles.faint.Render(help), m.size.Width)
}

package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
)

// part is a screen or a dialog. It decides on its own state and says what else is to happen by the action that it
// returns, nil for nothing; it never reaches for the client, a channel or a timer.
type part interface {
	// press takes a key that it has asked for with keys, or types it. c is what it would be drawn on.
	press(k tea.KeyPressMsg, c canvas) action
	// paste takes pasted text.
	paste(text string) action
	// keys are the keys that work on it now.
	keys() keyMap
	// takesText tells whether letters are text now.
	takesText() bool
	// draw fills an area; it changes nothing.
	draw(c canvas) drawing
}

// canvas is what a part draws on.
type canvas struct {
	width, height int
	styles        styles
	now           time.Time
	spinner       string // the present frame
	pane          bool   // it is the pane beside the list, where room is little
	aside         bool   // what is drawn is not in front: its keys do not work
}

// drawing is what a part has drawn: lines of at most the canvas's width, and where the cursor stands, if it shows.
type drawing struct {
	lines  []string
	cursor *tea.Position
}

// panel is a part that stands in front of a screen, at its foot, and does not fill it.
type panel interface {
	part
	isPanel()
}

// find is the part of that type on the stack, the zero value where there is none.
func find[T part](stack []part) (found T) {
	for _, p := range stack {
		if t, ok := p.(T); ok {
			return t
		}
	}
	return found
}

// writer is a part that has a change under way.
type writer interface {
	part
	// about is whom the change is for.
	about() directory.User
	// sending is the state of its change.
	sending() *sending
	// judge takes what became of the change: why it counts as failed, in words too; nil where it counts as made.
	judge(o change.Outcome) (p *explain.Problem, err error)
	// finished ends the change, and says what follows: at once where the part is watched, when the operator comes back to
	// it where it is not.
	finished(err error, p *explain.Problem, now time.Time) action
	// outcome says in one line how its change ended.
	outcome() notice
	// hasMore tells whether the operator has more to do or to see once it has ended, where nobody watched.
	hasMore(err error) bool
	// learned is what is known of the user once the change is made; ok is false where that is nothing.
	learned(now time.Time) (facts directory.Facts, ok bool)
	// moveTo makes the change one of another account: the operator has agreed to credentials that lead there.
	moveTo(account directory.View)
}

// stepwise is a writer whose change has parts, of which each is told how far it has got.
type stepwise interface{ stepped(p change.Progress) }

// ofAccount is a part that belongs to one account, whichever is open.
type ofAccount interface{ account() directory.View }

// holder is a part that holds passwords.
type holder interface {
	// mask hides what is shown.
	mask()
	// shown tells whether a password can be read on the screen.
	shown(now time.Time) bool
	// forget wipes the passwords.
	forget()
	// atRisk says what would be lost for good, where that is anything.
	atRisk() string
}

// besides is a screen about one user, beside which the pane may stand.
type besides interface{ user() directory.Key }

// scroller is a part that the mouse's wheel scrolls, down by so many lines, or up.
type scroller interface{ scroll(lines int, c canvas) }

// scrollable is a part that may have more than fits, above or below: only then its keys that go there are offered.
type scrollable interface {
	scrolls(c canvas) (up, down bool)
}

// click is a press of the mouse's left button on a part, in cells from its corner.
type click struct {
	x, y   int
	double bool // the second one at the same place
}

// selectable is a part whose text may be there to be selected with the mouse.
type selectable interface{ releasesMouse() bool }

// clickable is a part that the mouse works on.
type clickable interface {
	click(at click, c canvas) action
}

// notice is one line that tells of something, above the keys.
type notice struct {
	text  string
	level explain.Level
}

package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
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
	about() target
	// sending is the state of its change.
	sending() *sending
	// finished takes the outcome, p in words where err is one, and says what follows: at once where the part is
	// watched, when the operator comes back to it where it is not.
	finished(err error, p *explain.Problem, now time.Time) action
	// outcome says in one line how its change ended.
	outcome() notice
	// learned is what is known of the user once the change is made.
	learned(now time.Time) standing
}

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

// scroller is a part that the mouse's wheel scrolls, down by so many lines, or up.
type scroller interface{ scroll(lines int, c canvas) }

// clickable is a part of which the mouse chooses a line.
type clickable interface{ click(line int, c canvas) }

// notice is one line that tells of something, above the keys.
type notice struct {
	text  string
	level explain.Level
}

// target is the user that a change is for.
type target struct {
	iamclient.User
	known bool // the rest of User was read, and is not just the typed name
	self  bool // the user is the caller
}

func (t target) name() string { return text.Clean(t.Name) }

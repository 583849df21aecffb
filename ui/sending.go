package ui

import (
	"fmt"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// phase is how far a change has got.
type phase int

const (
	phaseIdle      phase = iota
	phasePreparing       // not sent yet: it can be taken back
	phaseSent            // on its way: it cannot
	phaseWaiting         // between two attempts: it can
)

// sending is a change that is under way.
type sending struct {
	id    int
	phase phase
	began time.Time
	until time.Time // phaseWaiting: when the next attempt goes out
	err   error     // phaseWaiting: why it waits
}

func (s *sending) start(id int, now time.Time) {
	*s = sending{id: id, phase: phasePreparing, began: now}
}

func (s *sending) stop() { s.phase, s.err = phaseIdle, nil }

func (s *sending) active() bool { return s.phase != phaseIdle }

func (s *sending) progressed(p iamclient.Progress, now time.Time) {
	if p.Wait > 0 {
		s.phase, s.until, s.err = phaseWaiting, now.Add(p.Wait), p.Err
		return
	}
	s.phase, s.err = phaseSent, nil
}

// back says what Esc does while the change is under way: it takes back what is not on its way, and stops watching
// what is.
func (s *sending) back() action {
	if s.phase == phaseSent {
		return park{}
	}
	return cancelChange{s.id}
}

// escape is what Esc does, in words.
func (s *sending) escape() string {
	switch s.phase {
	case phaseSent:
		return "stop watching"
	case phasePreparing, phaseWaiting:
		return "cancel"
	case phaseIdle:
	}
	return "back"
}

// lines tell how far it has got, and what Esc does. The countdown is never what gives way.
func (s *sending) lines(c canvas, doing, name string) []string {
	switch s.phase {
	case phaseIdle:
		return nil
	case phaseWaiting:
		reason := c.styles.warn.Render("  " + c.spinner + " " + explain.Waiting(s.err, name))
		again := c.styles.warn.Render("trying again in "+text.Seconds(s.until.Sub(c.now))) + c.styles.faint.Render("   esc stops")
		if line := reason + c.styles.warn.Render(", ") + again; text.Width(line) <= c.width {
			return []string{line}
		}
		return []string{reason, "    " + again}
	}
	esc := "esc stops watching"
	if s.phase == phasePreparing {
		esc = "esc cancels"
	}
	return []string{"  " + c.styles.accent.Render(c.spinner) + " " + doing + "… " +
		fmt.Sprintf("%.1f s", c.now.Sub(s.began).Seconds()) + c.styles.faint.Render("   "+esc)}
}

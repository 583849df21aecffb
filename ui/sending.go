package ui

import (
	"fmt"
	"time"

	"iampasswd/iamclient"
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

// line tells how far it has got, and what Esc does.
func (s *sending) line(c canvas, doing, name string) string {
	switch s.phase {
	case phaseIdle:
		return ""
	case phaseWaiting:
		return c.styles.warn.Render(c.spinner+" "+fmt.Sprintf("%s, trying again in %s", waitReason(s.err, name), seconds(s.until.Sub(c.now)))) +
			c.styles.faint.Render("   esc stops")
	}
	esc := "esc stops watching"
	if s.phase == phasePreparing {
		esc = "esc cancels"
	}
	return c.styles.accent.Render(c.spinner) + " " + doing + "… " + fmt.Sprintf("%.1f s", c.now.Sub(s.began).Seconds()) +
		c.styles.faint.Render("   "+esc)
}

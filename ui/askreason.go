package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/rails"
	"iampasswd/ui/change"
	"iampasswd/ui/text"
)

// longestReason is in characters: what fits on a line of the history.
const longestReason = 200

// askReason takes the ticket or the reason that a change has to have, before it is sent.
type askReason struct {
	change  change.Change // that waits
	plan    *planBulk     // or the plan that does; nil: it is the change
	rails   *rails.Rails
	instead bool // of verifying the caller
	inputPanel
}

// newAskReason offers what was typed before.
func newAskReason(c change.Change, in *rails.Rails, before string, instead bool) *askReason {
	a := &askReason{change: c, rails: in, instead: instead, inputPanel: newInputPanel()}
	a.input.CharLimit = longestReason
	a.input.SetValue(before)
	return a
}

// newBulkReason offers what was typed before, for the plan of a change for many users.
func newBulkReason(p planBulk, in *rails.Rails, before string) *askReason {
	a := newAskReason(change.Change{}, in, before, false)
	a.plan = &p
	return a
}

func (*askReason) isPanel() {}

func (*askReason) keys() keyMap { return reasonKeys() }

// paste takes a text whole or not at all: of one that was cut, nobody knows what the history has.
func (a *askReason) paste(pasted string) action {
	if pasted = text.Clean(pasted); len([]rune(a.input.Value()))+len([]rune(pasted)) > longestReason {
		a.refusal = fmt.Sprintf("Not taken: a reason has at most %d characters.", longestReason)
		return nil
	}
	a.refusal = ""
	return a.inputPanel.paste(pasted)
}

func (a *askReason) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := a.keys().match(k)
	switch {
	case !ok && k.Text != "":
		return a.paste(k.Text)
	case !ok:
		a.edit(k)
		return nil
	case b.intent == intentBack && a.plan != nil:
		return leave{1}
	case b.intent == intentBack:
		return dropReason{a.change.User.Key(), a.input.Value()}
	}
	reason := strings.TrimSpace(a.input.Value())
	if a.instead && reason == "" {
		a.refusal = "A reason is required, because the caller cannot be verified by MFA."
		return nil
	}
	if a.refusal = text.Capital(text.Sentence(a.rails.RefuseReason(reason))); a.refusal != "" {
		return nil
	}
	if a.plan != nil {
		p := *a.plan
		p.reason = reason
		return p
	}
	c := a.change
	c.Reason = reason
	a.change = change.Change{} // whose passwords are not this panel's any more
	return giveReason{c}
}

func (a *askReason) draw(c canvas) drawing {
	const label = "  Ticket or reason  "
	hint := "a guard rail asks for one; it is kept in the history"
	if a.instead {
		hint = "the caller cannot be verified by MFA, so a reason is required; the history keeps it"
	}
	if example := a.rails.ReasonExample(); example != "" {
		hint = "such as " + text.Clean(example) + "; it is kept in the history"
	}
	return a.drawWith(c, label, hint)
}

// The panel holds the passwords of the change, and shows none.

func (*askReason) mask() {}

func (*askReason) shown(time.Time) bool { return false }

func (a *askReason) forget() { a.change.Wipe() }

func (*askReason) atRisk() string { return "" }

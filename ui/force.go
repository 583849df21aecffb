package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// force asks whether a user is to create a new password at the next sign-in, and sees to it. The password stays.
type force struct {
	user    target
	lockOut bool // the account does not let its users change their passwords
	send    sending
	problem *problem
	renew   bool
}

func (*force) isPanel() {}

func (*force) takesText() bool { return false }

func (*force) paste(string) action { return nil }

func (f *force) sending() *sending { return &f.send }

func (f *force) about() target { return f.user }

func (f *force) keys() keyMap {
	keys := confirmKeys("force change")
	if f.problem != nil {
		keys = append(keys, detailsKey)
	}
	if f.send.active() {
		keys[0] = keys[0].unless("The request is on its way. esc stops watching it.")
	}
	return keys
}

func (f *force) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := f.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	case b.intent == intentYes:
		f.problem = nil
		return submit{change{operation: forceNewAtNext, user: f.user.Name, resetRequired: true, renew: f.renew}}
	case b.intent == intentDetails:
		return openDetails{*f.problem}
	case f.send.active():
		return f.send.back()
	}
	return leave{1}
}

func (f *force) finished(err error, p *problem, _ time.Time) action {
	f.send.stop()
	f.problem = p
	if err == nil {
		return handOver{id: f.send.id, done: result{user: f.user, operation: forceNewAtNext}}
	}
	kind := iamclient.KindOf(err)
	f.renew = needsRenewal(kind)
	return refused{kind}
}

func (f *force) outcome() notice {
	if f.problem != nil {
		return notice{"No forced change for " + f.user.name() + ".", levelBad}
	}
	return notice{f.user.name() + " must create a new password at the next sign-in. The password itself was left as it is.", levelGood}
}

func (f *force) draw(c canvas) drawing {
	switch {
	case f.send.active():
		return drawing{lines: f.send.lines(c, "Forcing a change", f.user.name())}
	case f.problem != nil:
		return drawing{lines: problemLines(c, *f.problem, c.height)}
	}
	q := question{text: "Make " + f.user.name() + " create a new password at the next sign-in? The password itself stays as it is."}
	d := q.draw(c)
	if f.lockOut {
		d.lines = append(d.lines, "    "+c.styles.warn.Render(lockOutWarning))
	}
	return d
}

// lockOutWarning is the one line about a user who is asked for a new password and may not set one.
const lockOutWarning = "! lock-out risk: the policy does not let users set one"

// needsRenewal tells whether an error says that the credentials are to be read again before the next try.
func needsRenewal(kind iamclient.Kind) bool {
	switch kind {
	case iamclient.KindExpired, iamclient.KindMFA, iamclient.KindInvalidToken, iamclient.KindCredentials:
		return true
	}
	return false
}

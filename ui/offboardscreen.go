package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/offboard"
)

// offboardScreen is the checklist for a leaver: what is open for the user, one confirmation for all that is ticked, and
// what became of each.
type offboardScreen struct {
	user   directory.User
	skew   time.Duration       // by which AWS's clock is ahead of this machine's
	list   *offboard.Checklist // nil: what is open is being read
	gone   bool                // there is no such user
	cursor int                 // the item that is chosen
	others []directory.User    // of that name in other accounts, whose turn comes next
	before []directory.User    // of that name in other accounts, whose turn is over without anything done

	typedName
	send    sending
	ended   bool             // it was sent before
	renew   bool             // before the next try the credentials are read again
	problem *explain.Problem // why the last try left something undone
}

func newOffboardScreen(user directory.User, skew time.Duration, others []directory.User) *offboardScreen {
	return &offboardScreen{user: user, skew: skew, others: others, typedName: newTypedName()}
}

// loaded takes what was read live. Once something was sent, the list tells what became of that.
func (s *offboardScreen) loaded(in *directory.SignIn) {
	if s.list != nil {
		return
	}
	s.gone = directory.Gone(in.Access)
	s.list = offboard.New(in)
}

// takesText tells whether the name is being typed.
func (s *offboardScreen) takesText() bool { return !s.ended && !s.send.active() && !s.gone }

func (s *offboardScreen) sending() *sending { return &s.send }

func (s *offboardScreen) about() directory.User { return s.user }

func (s *offboardScreen) account() directory.View { return s.user.Account }

func (s *offboardScreen) moveTo(account directory.View) { s.user.Account = account }

func (s *offboardScreen) keys() keyMap {
	return offboardKeys(offboardState{
		escape: s.send.escape(), tick: s.tick(), ready: s.list != nil && !s.gone, sending: s.send.active(), ended: s.ended,
		failed: s.ended && s.list.Failed() >= 0, others: len(s.others) > 0,
	})
}

// tick is what space does to the item under the cursor; empty: nothing.
func (s *offboardScreen) tick() string {
	if s.list == nil || s.gone || s.list.Items[s.cursor].Does == "" {
		return ""
	}
	return tickOrUntick(s.list.Items[s.cursor].Ticked)
}

func (s *offboardScreen) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := s.keys().match(k)
	switch {
	case !ok && s.takesText():
		s.edit(k)
		return nil
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	}
	switch b.intent {
	case intentEnter:
		return s.confirm()
	case intentYes:
		return s.submit()
	case intentToggle:
		return s.toggle()
	case intentUp:
		s.move(-1)
	case intentDown:
		s.move(1)
	case intentDetails:
		return s.details()
	case intentNextField:
		return offboardNext{s.others, s.skipped()}
	case intentBack:
		if s.send.active() {
			return s.send.back()
		}
		return offboardLeft{slices.Concat(s.before, s.others)}
	}
	return nil
}

// skipped are the users that nothing will have been done for if the operator goes on to the next account now.
func (s *offboardScreen) skipped() []directory.User {
	if s.ended || s.gone {
		return s.before
	}
	return append(slices.Clip(s.before), s.user)
}

func (s *offboardScreen) paste(pasted string) action {
	if s.takesText() {
		s.edit(tea.PasteMsg{Content: pasted})
	}
	return nil
}

func (s *offboardScreen) move(by int) {
	if s.list != nil {
		s.cursor = max(0, min(s.cursor+by, len(s.list.Items)-1))
	}
}

// scroll moves the cursor.
func (s *offboardScreen) scroll(lines int, _ canvas) { s.move(lines) }

// click chooses an item, and on its box ticks it.
func (s *offboardScreen) click(at click, c canvas) action {
	at.x, c.width = at.x-1, c.width-1 // as draw does
	rows, top := s.rows(c)
	if at.y < top || at.y-top >= len(rows) {
		return nil
	}
	s.cursor = rows[at.y-top].item
	if at.x < boxEnd && s.takesText() {
		return s.toggle()
	}
	return nil
}

// toggle ticks or unticks the item under the cursor.
func (s *offboardScreen) toggle() action {
	switch {
	case s.list == nil:
		return sayThat(stillReading)
	case !s.list.Toggle(s.cursor):
		return sayThat("Nothing can be done there: " + s.list.Items[s.cursor].State + ".")
	}
	return nil
}

const stillReading = "Still reading what is open. Then enter."

// confirm sends what is ticked, once the name is typed.
func (s *offboardScreen) confirm() action {
	switch {
	case s.gone:
		s.refusal = "No user named " + s.user.Shown() + "."
	case s.list == nil:
		return sayThat(stillReading)
	case s.list.Ticked() == 0:
		s.refusal = "Nothing is ticked: space ticks."
	case !s.confirms(s.user.Name):
	default:
		return s.submit()
	}
	return nil
}

// submit sends what is ticked and was not made in an earlier try.
func (s *offboardScreen) submit() action {
	s.problem = nil
	return submit{change.Change{User: s.user, Parts: s.list.Parts(), Renew: s.renew}}
}

// stepped takes how far a part has got.
func (s *offboardScreen) stepped(p change.Progress) { s.list.Progress(p) }

// judge takes what became of the change.
func (s *offboardScreen) judge(o change.Outcome) (*explain.Problem, error) {
	s.list.Finish(o)
	failed := s.list.Failed()
	if failed < 0 {
		return nil, nil
	}
	s.cursor = failed
	err := s.list.Items[failed].Err
	if explain.NeedsRenewal(iamclient.KindOf(o.Err)) {
		err = o.Err // which stopped the rest
	}
	p := s.explained(err)
	return &p, err
}

func (s *offboardScreen) explained(err error) explain.Problem {
	in := s.user.Account.Context(s.user, "y")
	in.NoPassword = true
	return explain.Error(err, in)
}

func (s *offboardScreen) finished(err error, p *explain.Problem, _ time.Time) action {
	s.send.stop()
	s.ended, s.problem = true, p
	kind := iamclient.KindOf(err)
	s.renew = explain.NeedsRenewal(kind)
	if err != nil {
		return refused{kind, s.user}
	}
	return offboarded{s.user}
}

// hasMore tells that the outcomes are to be seen, also where all is well.
func (*offboardScreen) hasMore(error) bool { return true }

func (s *offboardScreen) outcome() notice {
	sentence, level := s.list.Summary(s.user.Shown())
	return notice{sentence, level}
}

func (s *offboardScreen) learned(now time.Time) (directory.Facts, bool) { return s.list.Learned(now) }

// details are why the item under the cursor was not closed, whole; where it was, why the first was not.
func (s *offboardScreen) details() action {
	p := s.shownProblem()
	if p == nil {
		return sayThat(noErrorReason)
	}
	return openDetails{*p}
}

// shownProblem is about the item under the cursor where that failed, and else about what failed first; nil: nothing did, or
// while it is tried again, not yet.
func (s *offboardScreen) shownProblem() *explain.Problem {
	if s.list == nil {
		return s.problem
	}
	err := s.list.Items[s.cursor].Err
	if failed := s.list.Failed(); err == nil && s.problem == nil && failed >= 0 {
		err = s.list.Items[failed].Err
	}
	if err == nil {
		return s.problem
	}
	p := s.explained(err)
	return &p
}

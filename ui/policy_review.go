package ui

import (
	"errors"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// policyReview shows what a change of the policy does, and sends it once the account has been typed.
type policyReview struct {
	of     directory.View // the account whose policy it is
	users  *directory.Users
	policy change.Policy
	behind int // how many parts behind it are its own

	confirm textinput.Model
	top     int  // the first line shown of what changes
	read    bool // the last one has been shown
	refusal string

	send    sending
	problem *explain.Problem
	ended   error // how the last try ended
	renew   bool
}

func newPolicyReview(of directory.View, users *directory.Users, policy change.Policy) *policyReview {
	return &policyReview{of: of, users: users, policy: policy, confirm: newTextInput()}
}

func (*policyReview) takesText() bool { return true }

func (r *policyReview) sending() *sending { return &r.send }

// about names the policy in the place of a user.
func (r *policyReview) about() directory.User { return r.of.Typed("the password policy") }

func (r *policyReview) account() directory.View { return r.of }

// moveTo is never asked for: a change of a policy stays with its account.
func (*policyReview) moveTo(directory.View) {}

func (r *policyReview) deletes() bool { return r.policy.To.Source == iamclient.PolicyDefault }

func (r *policyReview) keys() keyMap {
	verb := "send"
	if r.deletes() {
		verb = "delete"
	}
	return policyReviewKeys(verb, r.send.escape(), r.send.active(), r.problem != nil)
}

func (r *policyReview) press(k tea.KeyPressMsg, c canvas) action {
	r.refusal = ""
	b, ok := r.keys().match(k)
	switch {
	case ok && b.why != "":
		return sayThat(b.why)
	case !ok:
		return r.edit(k)
	}
	lines, room := r.middle(c)
	switch b.intent {
	case intentEnter:
		return r.submit(len(lines) > room)
	case intentDown:
		r.scroll(room-1, c) // the last line says that there is more
	case intentUp:
		r.scroll(1-room, c)
	case intentDetails:
		return openDetails{*r.problem}
	case intentBack:
		return r.back()
	}
	return nil
}

func (r *policyReview) scrolls(c canvas) (up, down bool) {
	lines, room := r.middle(c)
	return len(lines) > room && r.top > 0, len(lines) > room && r.top+room-1 < len(lines)
}

// scroll moves what changes up by lines, and notes when the last of it has been shown.
func (r *policyReview) scroll(by int, c canvas) {
	lines, room := r.middle(c)
	if len(lines) <= room {
		r.top, r.read = 0, true
		return
	}
	r.top = max(0, min(r.top+by, len(lines)-room+1))
	r.read = r.read || r.top+room-1 >= len(lines)
}

func (r *policyReview) paste(pasted string) action {
	return r.edit(tea.PasteMsg{Content: strings.TrimSpace(text.Clean(pasted))})
}

func (r *policyReview) edit(msg tea.Msg) action {
	if r.send.active() {
		return sayThat(sendingReason)
	}
	r.confirm, _ = r.confirm.Update(msg)
	return nil
}

// back leaves the review, or the change that is under way.
func (r *policyReview) back() action {
	switch {
	case r.send.phase == phaseSent:
		behind := r.behind
		r.behind = 0
		return park{behind}
	case r.send.active():
		return r.send.back()
	}
	return leave{1}
}

// confirmed tells whether the account's alias or number has been typed.
func (r *policyReview) confirmed() bool {
	typed, account, alias := strings.TrimSpace(r.confirm.Value()), r.of.Identity().Account, r.of.Alias()
	return account != "" && (strings.ReplaceAll(typed, "-", "") == account || alias != "" && typed == alias)
}

// submit sends, unless something is missing. more tells that what changes takes more lines than there are.
func (r *policyReview) submit(more bool) action {
	switch {
	case len(r.policy.From.Changes(r.policy.To)) == 0:
		r.refusal = "Nothing is left to change: the policy is as you want it. esc goes back."
	case r.of.Identity().Account == "":
		r.refusal = "It is not known which account this is, so the change cannot be confirmed. r on the users screen asks AWS again."
	case more && !r.read:
		r.refusal = "There is more of what changes: ↓ shows it."
	case r.confirm.Value() == "":
		r.refusal = "Type the account first."
	case !r.confirmed():
		r.refusal = "That is not this account: nothing was sent."
	default:
		r.problem = nil
		policy := r.policy
		return submit{change.Change{User: r.about(), Renew: r.renew, Policy: &policy}}
	}
	return nil
}

// loaded takes the policy as it is now, where that is another than the change was made from.
func (r *policyReview) loaded(now iamclient.Policy) {
	if !r.send.active() && now.Verified() && now != r.policy.From {
		r.moved(now)
		p := policyProblem(&change.PolicyError{Now: now}, explain.Problem{})
		r.problem = &p
	}
}

// moved makes the same change from another policy, which has to be confirmed again.
func (r *policyReview) moved(now iamclient.Policy) {
	if now == r.policy.From {
		return
	}
	if !r.deletes() && now.Source == iamclient.PolicyCustom {
		r.policy.To = r.policy.From.Custom().Rebase(r.policy.To, now)
	}
	r.policy.From = now
	r.top, r.read = 0, false
	r.confirm.Reset()
}

func (r *policyReview) finished(err error, p *explain.Problem, _ time.Time) action {
	r.send.stop()
	r.problem, r.ended = p, err
	if err == nil {
		return policyDone{r.send.id}
	}
	r.renew = explain.NeedsRenewal(iamclient.KindOf(err))
	if asked, ok := errors.AsType[*change.PolicyError](err); ok {
		r.moved(asked.Now)
	}
	if _, ok := errors.AsType[otherAccountError](err); ok {
		r.confirm.Reset()
	}
	return nil
}

// judge takes what became of the change.
func (r *policyReview) judge(o change.Outcome) (*explain.Problem, error) {
	if o.Err == nil {
		return nil, nil
	}
	p := policyProblem(o.Err, explain.Error(o.Err, r.of.Context(r.about(), "enter")))
	return &p, o.Err
}

// learned is nothing: the change is about no user.
func (*policyReview) learned(time.Time) (directory.Facts, bool) { return directory.Facts{}, false }

// hasMore tells whether it can be tried again.
func (*policyReview) hasMore(err error) bool { return err != nil }

func (r *policyReview) outcome() notice {
	switch {
	case r.ended == nil && r.deletes():
		return notice{"Password policy deleted: the AWS default holds.", explain.Good}
	case r.ended == nil:
		return notice{"Password policy changed.", explain.Good}
	case iamclient.KindOf(r.ended) == iamclient.KindUnknownOutcome:
		return notice{"Outcome unknown for the password policy.", explain.Warn}
	}
	return notice{"Password policy not changed.", explain.Bad}
}

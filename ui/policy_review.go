package ui

import (
	"errors"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// policyChange is a change of the account's password policy, from what was read to what it is to be: the AWS default
// where the account's own is deleted.
type policyChange struct {
	account  string // the account that it was confirmed for
	from, to iamclient.Policy
}

// policyReview shows what a change of the policy does, and sends it once the account has been typed.
type policyReview struct {
	where    *where       // always the present account
	users    *usersScreen // and its users
	from, to iamclient.Policy
	behind   int // how many parts behind it are its own

	confirm textinput.Model
	top     int  // the first line shown of what changes
	read    bool // the last one has been shown
	refusal string

	send    sending
	problem *explain.Problem
	ended   error // how the last try ended
	renew   bool
}

func newPolicyReview(where *where, users *usersScreen, from, to iamclient.Policy) *policyReview {
	return &policyReview{where: where, users: users, from: from, to: to, confirm: newTextInput()}
}

func (*policyReview) takesText() bool { return true }

func (r *policyReview) sending() *sending { return &r.send }

// about names the policy in the place of a user.
func (*policyReview) about() target { return target{User: iamclient.User{Name: "the password policy"}} }

func (r *policyReview) deletes() bool { return r.to.Source == iamclient.PolicyDefault }

func (r *policyReview) keys() keyMap {
	verb := "send"
	if r.deletes() {
		verb = "delete"
	}
	return policyReviewKeys(verb, r.send.active(), r.problem != nil)
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

// scroll moves what changes up by lines, and notes when the last of it has been shown.
func (r *policyReview) scroll(by int, c canvas) {
	lines, room := r.middle(c)
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
	typed, account := strings.TrimSpace(r.confirm.Value()), r.where.identity.Account
	return account != "" && (strings.ReplaceAll(typed, "-", "") == account || r.where.alias != "" && typed == r.where.alias)
}

// submit sends, unless something is missing. more tells that what changes takes more lines than there are.
func (r *policyReview) submit(more bool) action {
	switch {
	case len(r.from.Changes(r.to)) == 0:
		r.refusal = "Nothing is left to change: the policy is as you want it. esc goes back."
	case r.where.identity.Account == "":
		r.refusal = "It is not known which account this is, so the change cannot be confirmed. r on the users screen asks AWS again."
	case more && !r.read:
		r.refusal = "There is more of what changes: ↓ shows it."
	case r.confirm.Value() == "":
		r.refusal = "Type the account first."
	case !r.confirmed():
		r.refusal = "That is not this account: nothing was sent."
	default:
		r.problem = nil
		return submit{change{operation: replacePolicy, renew: r.renew, policy: policyChange{r.where.identity.Account, r.from, r.to}}}
	}
	return nil
}

// loaded takes the policy as it is now, where that is another than the change was made from.
func (r *policyReview) loaded(now iamclient.Policy) {
	if !r.send.active() && now.Verified() && now != r.from {
		r.moved(now)
		p := policyProblem(policyError{now: now}, explain.Problem{})
		r.problem = &p
	}
}

// moved makes the same change from another policy, which has to be confirmed anew.
func (r *policyReview) moved(now iamclient.Policy) {
	if now == r.from {
		return
	}
	if !r.deletes() && now.Source == iamclient.PolicyCustom {
		r.to = r.from.Custom().Rebase(r.to, now)
	}
	r.from = now
	r.top, r.read = 0, false
	r.confirm.Reset()
}

func (r *policyReview) finished(err error, p *explain.Problem, _ time.Time) action {
	r.send.stop()
	r.problem, r.ended = p, err
	if err == nil {
		return policyDone{r.send.id}
	}
	words := policyProblem(err, *p)
	r.problem = &words
	r.renew = explain.NeedsRenewal(iamclient.KindOf(err))
	if asked, ok := errors.AsType[policyError](err); ok {
		r.moved(asked.now)
	}
	if _, ok := errors.AsType[otherAccountError](err); ok {
		r.confirm.Reset()
	}
	return nil
}

// learned is nothing: the change is about no user.
func (*policyReview) learned(time.Time) standing { return standing{} }

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

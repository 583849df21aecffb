package iamclient

import (
	"context"
	"errors"
	"strings"
	"time"

	"iampasswd/iamclient/history"
)

// History returns what was changed, the newest first; nothing where no history is kept. It asks nothing of AWS.
func (c *Client) History() ([]history.Entry, error) {
	if c.opts.History == nil {
		return nil, nil
	}
	return c.opts.History.Entries()
}

// openEntry is the entry of a change that is under way. The methods of a nil one do nothing.
type openEntry struct {
	entry history.Entry
	log   history.Log
	whose <-chan caller // closed without a value where it cannot be known
	stop  context.CancelFunc
}

var errNoHistory = errors.New("there is no place for it, and history_required asks for one")

// openEntry writes the start of a change into the history. Without it nothing is sent. Where no history is kept, it is nil.
func (c *Client) openEntry(ctx context.Context, what Change, as history.Entry, log *attemptLog) (*openEntry, error) {
	unrecorded := func(err error) error {
		return &Error{
			Kind: KindUnrecorded, Op: what.Operation.String(), err: err, EarlierMayHaveSucceeded: log.sofar().ambiguous,
			Message: "nothing was sent, for the history cannot be written: " + strings.TrimSuffix(err.Error(), "."),
		}
	}
	switch {
	case c.opts.History != nil:
	case c.opts.Rails != nil && c.opts.Rails.HistoryRequired:
		return nil, unrecorded(errNoHistory)
	default:
		return nil, nil
	}
	e := &openEntry{log: c.opts.History, entry: history.Entry{
		ID: as.ID, Run: as.Run, Time: time.Now().UTC().Truncate(time.Millisecond), Profile: c.Endpoint().Profile,
		Operation: what.Operation.String(), Target: what.User, Object: what.object(),
		Password: what.Password != nil, ResetRequired: what.ResetRequired, Reason: as.Reason, Outcome: history.Started,
		Verified: c.verifiedBy(what),
	}}
	s := c.session.Load()
	known := s.callers.known.Load()
	if known != nil {
		e.signed(known.Identity)
	}
	if err := e.log.Append(e.entry); err != nil {
		return nil, unrecorded(err)
	}
	if known == nil && !s.endpoint.Unverified { // else somebody else would be asked than gets the change
		e.whose, e.stop = s.whose(ctx)
	}
	return e, nil
}

// whose reads the identity while the change is made. It does not end with the change, whose cancellation is not its own.
func (s *session) whose(ctx context.Context) (<-chan caller, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	whose := make(chan caller, 1)
	go func() {
		defer close(whose)
		now, err := s.ask(ctx)
		if err != nil {
			return
		}
		if now.signer == *s.callers.first.Load() {
			s.callers.known.CompareAndSwap(nil, &now)
		}
		whose <- now
	}()
	return whose, cancel
}

func (e *openEntry) signed(by Identity) {
	e.entry.Account, e.entry.Caller = by.Account, by.ARN
	if e.entry.Target == "" && e.entry.Operation == OpChangePassword.String() {
		e.entry.Target = by.UserName
	}
}

// identityPatience is how long the end of a change waits to know whose it was.
const identityPatience = time.Second

// conclude writes the end of the change into the history. Where that cannot be written any more, the start stands there
// alone, which says that nobody knows: what AWS has answered is no other for it.
func (e *openEntry) conclude(err error, log *attemptLog) {
	if e == nil {
		return
	}
	known := log.sofar()
	took := time.Since(e.entry.Time)
	e.entry.Outcome, e.entry.Error = outcome(err)
	if e.entry.Operation == OpResyncMFADevice.String() && err == nil {
		e.entry.Verified = history.ByMFA
	}
	e.entry.Attempts, e.entry.RequestID = known.attempts, known.requestID
	e.entry.Seconds = took.Round(time.Millisecond).Seconds()
	if e.whose != nil {
		e.learnWhose(log.signedBy())
	}
	_ = e.log.Append(e.entry)
}

// learnWhose waits for the identity, unless nothing was sent: whatever kept the change from AWS keeps the question too.
// An identity that other credentials asked for is not the change's.
func (e *openEntry) learnWhose(by signer) {
	defer e.stop()
	if e.entry.Outcome == history.NotSent {
		return
	}
	select {
	case now, ok := <-e.whose:
		if ok && now.signer == by {
			e.signed(now.Identity)
		}
	case <-time.After(identityPatience):
	}
}

// outcome is what an error means in the history, with AWS's code, or the kind where AWS did not answer.
func outcome(err error) (history.Outcome, string) {
	e, ok := errors.AsType[*Error](err)
	switch {
	case err == nil:
		return history.Done, ""
	case !ok:
		return history.NotSent, KindOther.String()
	}
	code := e.Code
	if code == "" {
		code = e.Kind.String()
	}
	_, noCredentials := errors.AsType[*credentialsError](err)
	switch {
	case e.EarlierMayHaveSucceeded:
		return history.Unknown, code
	case e.Kind == KindCanceled, e.HTTPStatus == 0, noCredentials:
		return history.NotSent, code
	}
	return history.Refused, code
}

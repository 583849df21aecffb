package iamclient

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/smithy-go/middleware"

	"iampasswd/iamclient/history"
)

// change is what a method is about to change, as the guard rails and the history see it.
type change struct {
	operation string
	user      string // empty: the account, or what is in object
	object    string // what of the user, where that is not the login profile
	password  *Secret
	flag      *bool // of the login profile; nil: it stays
}

// change makes a change: every method that changes something goes through here, and a request that does not is refused
// (see refuseUnchecked). The guard rails go before everything. The history has its start before anything is sent, and its
// end when that is known.
func (c *Client) change(ctx context.Context, what change, request func(context.Context) error) error {
	record := recordIn(ctx)
	ctx = context.WithValue(record.in(ctx), checkedKey{}, true)
	if c.opts.ReadOnly {
		return request(ctx) // which is refused
	}
	if !record.goesOn(what) {
		record.conclude(record.lastErr())
		if known := c.session.Load().callers.known.Load(); known != nil && record.meant == nil && record.began == nil {
			record.meant = &known.Identity
		}
		if err := c.guard(ctx, record, what); err != nil {
			return err
		}
		if err := c.begin(ctx, record, what); err != nil {
			return err
		}
	}
	err := request(ctx)
	if record.patient && record.pending != nil && KindOf(err) == KindUnmodifiable {
		record.pending.err = err // it may be made again
		return err
	}
	record.conclude(err)
	return err
}

type checkedKey struct{}

var errUnchecked = errors.New("a change that did not go through Client.change")

// refuseUnchecked lets no change through that nobody has checked and written down.
func refuseUnchecked(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if isWrite(middleware.GetOperationName(ctx)) && ctx.Value(checkedKey{}) == nil {
		return middleware.InitializeOutput{}, middleware.Metadata{}, errUnchecked
	}
	return next.HandleInitialize(ctx, in)
}

// History returns what was changed, the newest first; nothing where no history is kept. It asks nothing of AWS.
func (c *Client) History() ([]history.Entry, error) {
	if c.opts.History == nil {
		return nil, nil
	}
	return c.opts.History.Entries()
}

// pending is the entry of a change that is under way.
type pending struct {
	what   change
	entry  history.Entry
	before int // attempts that were made under the same record, for something else
	log    history.Log
	whose  <-chan caller // closed without a value where it cannot be known
	stop   context.CancelFunc
	err    error // how it ended so far
}

var errNoHistory = errors.New("there is no place for it, and history_required asks for one")

// begin writes the start of a change into the history. Without it nothing is sent.
func (c *Client) begin(ctx context.Context, r *record, what change) error {
	unrecorded := func(err error) error {
		return &Error{
			Kind: KindUnrecorded, Op: what.operation, err: err, EarlierMayHaveSucceeded: r.sofar().ambiguous,
			Message: "nothing was sent, for the history cannot be written: " + strings.TrimSuffix(err.Error(), "."),
		}
	}
	switch {
	case c.opts.History != nil:
	case c.opts.Rails != nil && c.opts.Rails.HistoryRequired:
		return unrecorded(errNoHistory)
	default:
		return nil
	}
	p := &pending{what: what, before: r.sofar().attempts, log: c.opts.History}
	p.entry = history.Entry{
		ID: history.NewID(), Time: time.Now().UTC().Truncate(time.Millisecond), Profile: c.Endpoint().Profile,
		Operation: what.operation, Target: what.user, Object: what.object,
		Password: what.password != nil, ResetRequired: what.flag, Reason: r.reason, Outcome: history.Started,
	}
	s := c.session.Load()
	known := s.callers.known.Load()
	if known != nil {
		p.signed(known.Identity)
	}
	if err := p.log.Append(p.entry); err != nil {
		return unrecorded(err)
	}
	if known == nil && !s.endpoint.Unverified { // else somebody else would be asked than gets the change
		p.whose, p.stop = s.whose(ctx)
	}
	r.pending = p
	return nil
}

// whose reads the identity while the change is made. It does not end with the change, whose cancellation is not its own.
func (s *session) whose(ctx context.Context) (<-chan caller, context.CancelFunc) {
	ctx, cancel := context.WithCancel((&record{}).in(context.WithoutCancel(ctx)))
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

func (p *pending) signed(by Identity) {
	p.entry.Account, p.entry.Caller = by.Account, by.ARN
	if p.entry.Target == "" && p.what.operation == "ChangePassword" {
		p.entry.Target = by.UserName
	}
}

// identityPatience is how long the end of a change waits to know whose it was.
const identityPatience = time.Second

// goesOn tells whether a change is the pending one, tried again.
func (r *record) goesOn(what change) bool {
	return r.pending != nil && r.pending.what.operation == what.operation && r.pending.what.user == what.user
}

// lastErr is how the pending change ended so far.
func (r *record) lastErr() error {
	if r.pending == nil {
		return nil
	}
	return r.pending.err
}

// conclude writes the end of the pending change, if there is one, into the history. Where that cannot be written any
// more, the start stands there alone, which says that nobody knows: what AWS has answered is no other for it.
func (r *record) conclude(err error) {
	p := r.pending
	if p == nil {
		return
	}
	r.pending = nil
	known := r.sofar()
	took := time.Since(p.entry.Time)
	p.entry.Outcome, p.entry.Error = outcome(err)
	p.entry.Attempts, p.entry.RequestID = known.attempts-p.before, known.requestID
	p.entry.Seconds = took.Round(time.Millisecond).Seconds()
	if p.whose != nil {
		p.learnWhose(r.signedBy())
	}
	_ = p.log.Append(p.entry)
}

// learnWhose waits for the identity, unless nothing was sent: whatever kept the change from AWS keeps the question too.
// An identity that other credentials asked for is not the change's.
func (p *pending) learnWhose(by signer) {
	defer p.stop()
	if p.entry.Outcome == history.NotSent {
		return
	}
	select {
	case now, ok := <-p.whose:
		if ok && now.signer == by {
			p.signed(now.Identity)
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

package iamclient

import (
	"cmp"
	"context"
	"time"

	"iampasswd/iamclient/history"
)

// ChangeOptions say how changes are made. The zero value is a change without a reason, by whoever the credentials are.
type ChangeOptions struct {
	// Reason is why the change is made, for the guard rails and the history: a ticket, or a few words.
	Reason string
	// Observe is told of the progress of each change, on the goroutine that makes it. It may be nil.
	Observe func(Progress)
	// RetryUnmodifiable makes the request again after a pause for as long as AWS answers EntityTemporarilyUnmodifiable,
	// which the SDK does not retry: nine times, over about five minutes. Where the context ends in a pause, the error is
	// [KindCanceled], or [KindUnknownOutcome] where an earlier attempt got no answer. In the history it is one change.
	RetryUnmodifiable bool
	// EarlierUnknown tells that an earlier try of the first change ended in [KindUnknownOutcome]: a refusal now may then
	// only mean that the earlier try succeeded.
	EarlierUnknown bool
	// Run is the id of the bulk run that the changes belong to, for the history.
	Run string
	// ID is the id of the first change in the history: tries of one change share it, and the last one counts. Empty: a new
	// one.
	ID string
	// SingleAttempt has the SDK make one attempt: who asks for it decides when there is another one.
	SingleAttempt bool
	// Gate, where it is set, is called when everything is ready for the request of a change: it may wait. Where it returns
	// false, nothing is sent, and the error is as if the context had ended.
	Gate func() bool
	// Caller is the principal that the operator means to make the changes as: credentials of another one send nothing.
	// The zero value stands for the one that is known when the first change begins.
	Caller Identity
}

// Make makes one change. See [Sequence.Make]. It is safe to make many changes at the same time.
func (c *Client) Make(ctx context.Context, what Change, how ChangeOptions) (Result, error) {
	return c.Begin(how).Make(ctx, what)
}

// Sequence makes changes one after the other, all by the same caller. A reset that also revokes the sessions is two
// changes, and a change can wait for minutes between its attempts. The client may get other credentials meanwhile, of
// another account even: [Client.Renew] reads them again, and the SDK refreshes them. A Sequence therefore keeps the
// settings and credentials of its beginning, and the principal that its first change was made by. It is not safe for
// concurrent use.
//
// Where the client's sessions carry session policies, each change is made in a session that AWS keeps to it. The role, its
// account and the session's name are those of the session that reads: the same principal.
type Sequence struct {
	client *Client // whose session never changes
	how    ChangeOptions
	author author
	// changers are the sessions that make changes, by their policies, where a session that reads may not. They end with the
	// Sequence, and a quarter of an hour after they began at the latest.
	changers map[string]*session
}

// Begin returns a Sequence with the settings and credentials that the client has now. It makes no request.
func (c *Client) Begin(how ChangeOptions) *Sequence {
	q := &Sequence{how: how}
	q.client = &Client{
		opts: c.opts, started: c.started, roles: c.roles, verified: c.verified, author: &q.author, assumed: c.assumed, planned: c.planned,
	}
	q.client.session.Store(c.session.Load())
	if how.Caller.ARN != "" {
		q.author.meant = &how.Caller
	}
	return q
}

// Client returns a client that reads with the settings and credentials of the Sequence, and as the principal that makes
// its changes: credentials of another one read nothing. It is no more safe for concurrent use than the Sequence.
func (q *Sequence) Client() *Client { return q.client }

// Unsure tells that an earlier try of the next change ended in [KindUnknownOutcome], as [ChangeOptions].EarlierUnknown
// does of the first one.
func (q *Sequence) Unsure() { q.how.EarlierUnknown = true }

// Make makes a change: the guard rails go before everything, then the start is written into the history, then the request
// is sent. The error is an *[Error]; what it can mean stands with the functions that return a [Change]. Taking away what
// is gone since an attempt whose answer got lost is a success.
func (q *Sequence) Make(ctx context.Context, what Change) (Result, error) {
	c, s := q.client, q.client.session.Load()
	log := &attemptLog{
		observe: q.how.Observe, change: true, author: &q.author, ambiguous: q.how.EarlierUnknown, single: q.how.SingleAttempt,
	}
	id := cmp.Or(q.how.ID, history.NewID())
	q.how.EarlierUnknown, q.how.ID = false, "" // they are about one change
	if c.opts.ReadOnly {
		return s.request(ctx, what, log) // which is refused
	}
	if err := c.identified(ctx); err != nil {
		return Result{}, err
	}
	q.author.learn(s.callers.known.Load())
	if err := what.check(); err != nil {
		return Result{}, err
	}
	if err := c.guard(ctx, what, q.how.Reason, log.ambiguous); err != nil {
		return Result{}, err
	}
	changer, err := q.changer(ctx, what)
	if err != nil {
		return Result{}, err
	}
	entry, err := c.openEntry(ctx, what, history.Entry{ID: id, Run: q.how.Run, Reason: q.how.Reason}, log)
	if err != nil {
		return Result{}, err
	}
	defer c.opts.inUse.begin(secretsOf(what))()
	if q.how.Gate != nil && !q.how.Gate() {
		err := classify(context.Canceled, log)
		entry.conclude(err, log)
		return Result{}, err
	}
	result, err := q.request(ctx, changer, what, log)
	c.learnVerified(what, err)
	entry.conclude(err, log)
	return result, c.meaning(ctx, what, err)
}

// changer is the session that makes a change: the client's own, but where that may only read. The user's path is read for
// the session's policy.
//
// AWS operation: GetUser.
func (q *Sequence) changer(ctx context.Context, what Change) (*session, error) {
	c := q.client
	s := c.session.Load()
	if c.assumed == nil || !c.assumed.narrow {
		return s, nil
	}
	if c.planned.covers(what) {
		return c.planned.session.Load(), nil
	}
	var resources []string
	if what.Operation.facts().on == onUser {
		user, err := c.User(ctx, what.User)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		resources = c.assumed.userARNs(user.ARN, what.User)
	}
	inline := c.assumed.allow([]Operation{what.Operation}, resources, what.Device)
	if q.changers[inline] == nil {
		if q.changers == nil {
			q.changers = map[string]*session{}
		}
		q.changers[inline] = c.assumed.changing(inline)
	}
	return q.changers[inline], nil
}

// meaning is what a refusal means for the change.
func (c *Client) meaning(ctx context.Context, what Change, err error) error {
	switch of := what.Operation.facts(); {
	case of.removes && KindOf(err) == KindNoSuchEntity && MayHaveSucceeded(err):
		return nil
	case of.ofProfile:
		return c.whichEntity(ctx, what.User, err)
	}
	return err
}

// unmodifiablePauses are the pauses after EntityTemporarilyUnmodifiable: AWS speaks of several minutes.
var unmodifiablePauses = []time.Duration{
	5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second,
	30 * time.Second, 30 * time.Second, 60 * time.Second, 60 * time.Second, 60 * time.Second,
}

// request makes the request of a change, and again where that is asked for.
func (q *Sequence) request(ctx context.Context, s *session, what Change, log *attemptLog) (Result, error) {
	if !q.how.RetryUnmodifiable {
		return s.request(ctx, what, log)
	}
	for _, pause := range unmodifiablePauses {
		result, err := s.request(ctx, what, log)
		if KindOf(err) != KindUnmodifiable {
			return result, err
		}
		log.waits(pause, err)
		select {
		case <-ctx.Done():
			return Result{}, classify(context.Canceled, log)
		case <-time.After(pause):
		}
	}
	return s.request(ctx, what, log)
}

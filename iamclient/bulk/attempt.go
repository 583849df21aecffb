package bulk

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
)

// How often a user is tried again, in one run.
const (
	mostTries     = 8  // without an answer, or with an error of the server
	mostThrottles = 40 // throttled
	mostReplaced  = 3  // with a new password, where the answer to the one before was lost
)

// unmodifiablePauses are the pauses after EntityTemporarilyUnmodifiable: AWS speaks of several minutes.
var unmodifiablePauses = []time.Duration{
	5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second,
	30 * time.Second, 30 * time.Second, 60 * time.Second, 60 * time.Second, 60 * time.Second,
}

// backoff is the pause before another try: half a second, doubled each time, at most 20 seconds; between half of it and
// all of it, so that many do not come back together.
func backoff(tries int) time.Duration {
	d := min(500*time.Millisecond<<min(tries-1, 6), 20*time.Second)
	return d/2 + rand.N(d/2) //nolint:gosec // a pause, and no secret
}

// attempt makes what is left of the steps for a user, once.
func (r *Run) attempt(ctx context.Context, i int) again {
	if ctx.Err() != nil {
		r.end(ErrStopped)
		return again{}
	}
	if r.pin.due() {
		if err := r.pin.checkPolicy(ctx); isPin(err) {
			r.end(err)
			return again{}
		}
	}
	generation := r.renewed.generation()
	u := &r.users[i]
	if !u.intended {
		if err := r.intend(ctx, i); err != nil {
			r.end(err)
			return again{}
		}
	}
	next := r.judge(ctx, i, generation, r.send(ctx, i))
	if r.results[i].Status == InFlight { // it waits, or is left
		r.set(i, func(result *Result) { result.Status = Waiting })
	}
	return next
}

func isPin(err error) bool {
	_, ok := errors.AsType[*PinError](err)
	return ok
}

// intend makes the password, where there is to be one, and puts it into the journal.
func (r *Run) intend(ctx context.Context, i int) error {
	u := &r.users[i]
	if r.Plan.Operation == Reset {
		u.password = iamclient.Generator{Style: r.Plan.Options.Style, Length: r.Plan.Options.Length}.Generate(r.Plan.Policy)
	}
	u.try++
	u.id = history.NewID()
	err := r.journal.Intend(ctx, journal.Intention{N: i, Try: u.try, ID: u.id, Password: u.password})
	if err != nil {
		if ctx.Err() != nil {
			err = ErrStopped
		}
		return err
	}
	u.intended = true
	return nil
}

// send makes the steps that have not been made. They do not end with the context: what is in flight finishes.
func (r *Run) send(ctx context.Context, i int) error {
	u, item := &r.users[i], r.Plan.Items[i]
	if u.asUpdate {
		item.Do = Change
	}
	steps := r.Plan.steps(item, u.password)
	for u.made < len(steps) {
		u.repeated = u.repeated || u.unsure
		if err := r.step(ctx, i, steps[u.made]); err != nil {
			return err
		}
		u.made++
		u.unsure, u.tries, u.waits, u.id = u.all, 0, 0, history.NewID()
	}
	return nil
}

// step makes one change. It waits for its turn when everything else is ready: the limit is about requests.
func (r *Run) step(ctx context.Context, i int, change iamclient.Change) error {
	u, entered := &r.users[i], false
	var sent time.Time
	_, err := r.cfg.Client.Begin(iamclient.ChangeOptions{
		Reason: r.Plan.Reason, Run: r.Plan.Run, ID: u.id, Caller: r.Plan.Caller, EarlierUnknown: u.unsure, SingleAttempt: true,
		Gate: func() bool {
			if sent, entered = r.pool.enter(); entered {
				r.set(i, func(result *Result) { result.Status = InFlight })
			}
			return entered
		},
		Observe: func(p iamclient.Progress) {
			if p.Wait == 0 {
				u.attempts++
			}
		},
	}).Make(context.WithoutCancel(ctx), change)
	if entered {
		r.pool.leave(sent, answerOf(err))
	}
	return err
}

// judge decides what an answer means for the user, and for the run.
func (r *Run) judge(ctx context.Context, i, generation int, err error) again {
	u, kind := &r.users[i], iamclient.KindOf(err)
	u.unsure = u.unsure || iamclient.MayHaveSucceeded(err)
	switch {
	case err == nil, kind == iamclient.KindNoLoginProfile && r.Plan.Operation == DisableConsole:
		return r.finish(i, journal.Done, nil)
	case kind == iamclient.KindCanceled: // the run has ended
		return again{}
	case kind == iamclient.KindThrottled:
		return r.later(i, err, mostThrottles)
	case kind == iamclient.KindUnmodifiable && u.waits < len(unmodifiablePauses):
		u.waits++
		return again{repeat: true, after: unmodifiablePauses[u.waits-1]}
	case kind == iamclient.KindServer, kind == iamclient.KindNetwork, kind == iamclient.KindUnknownOutcome:
		return r.later(i, err, mostTries)
	case expired(kind):
		r.set(i, func(result *Result) { result.Status = Waiting }) // nothing is on its way while somebody renews them
		return r.renewing(ctx, generation, err)
	case kind == iamclient.KindOtherCaller:
		r.end(&PinError{err.Error()})
		return again{}
	case kind == iamclient.KindUnrecorded, kind == iamclient.KindReadOnly:
		r.end(err)
		return again{}
	case kind == iamclient.KindAlreadyExists && (u.unsure || u.doubt) && !u.asUpdate:
		u.asUpdate = true // the attempt whose answer was lost has created it, or somebody else has
		return again{repeat: true}
	case kind == iamclient.KindPolicyViolation:
		return r.violated(ctx, i, err)
	}
	return r.refuse(i, err)
}

// later tries again after a pause, some times.
func (r *Run) later(i int, err error, most int) again {
	u := &r.users[i]
	if u.tries++; u.tries >= most {
		return r.refuse(i, err)
	}
	return again{repeat: true, after: backoff(u.tries)}
}

// renewing holds the run up while the credentials are renewed, then tries again. Where somebody else renews them, or has
// since that generation, it only tries again.
func (r *Run) renewing(ctx context.Context, generation int, err error) again {
	if r.renewed.begins(generation) {
		release := r.pool.hold()
		defer release()
		defer r.renewed.ends()
		if err := r.renew(ctx, err); err != nil {
			r.end(err)
			return again{}
		}
	}
	return again{repeat: true}
}

// violated is about a password that the policy refuses. After a lost answer that can mean that AWS has it already: then a
// new password decides. Otherwise the policy may have been changed.
func (r *Run) violated(ctx context.Context, i int, err error) again {
	u := &r.users[i]
	if pinErr := r.pin.checkPolicy(ctx); isPin(pinErr) {
		r.end(pinErr)
		return again{}
	}
	if !u.unsure || u.password == nil || u.replaced >= mostReplaced {
		return r.refuse(i, err)
	}
	if err := r.journal.Conclude(u.outcome(i, journal.Unknown, resultOf(err))); err != nil {
		r.end(err)
		return again{}
	}
	u.earlier.Wipe()
	u.earlier = u.password
	u.replaced++
	u.intended, u.unsure, u.all, u.doubt, u.repeated = false, false, false, true, true
	return again{repeat: true}
}

// refuse writes down that a user was refused; where an attempt may have been carried out, the outcome is unknown.
func (r *Run) refuse(i int, err error) again {
	e, _ := errors.AsType[*iamclient.Error](err)
	switch {
	case r.users[i].unsure:
		return r.finish(i, journal.Unknown, err)
	case e != nil && e.HTTPStatus == 0:
		return r.finish(i, journal.NotSent, err)
	}
	return r.finish(i, journal.Refused, err)
}

// finish writes down what became of a user.
func (r *Run) finish(i int, status journal.Status, err error) again {
	u, about := &r.users[i], resultOf(err)
	if conclude := r.journal.Conclude(u.outcome(i, status, about)); conclude != nil {
		r.end(conclude) // the result stands in memory, and the password in the journal
	}
	r.set(i, func(result *Result) {
		result.Status, result.Code, result.Why, result.RequestID = statusOf(status), about.Code, about.Why, about.RequestID
		if status == journal.NotSent {
			result.Status = Refused // by a guard rail, or there was no connection
		}
		result.Attempts, result.Repeated = u.attempts, u.repeated
		switch {
		case status == journal.Done:
			result.Password = u.password
		case status == journal.Unknown || u.doubt:
			result.Status, result.Password = Unknown, u.inDoubt()
		default:
			u.password.Wipe()
		}
	})
	return again{}
}

// resultOf is what an error says.
func resultOf(err error) Result {
	e, ok := errors.AsType[*iamclient.Error](err)
	if !ok {
		return Result{}
	}
	code := e.Code
	if code == "" {
		code = e.Kind.String()
	}
	return Result{Code: code, Why: e.Message, RequestID: e.RequestID}
}

func (u *user) outcome(i int, status journal.Status, about Result) journal.Outcome {
	return journal.Outcome{
		N: i, Try: u.try, Status: status, Made: u.made, Code: about.Code, Why: about.Why, RequestID: about.RequestID,
		Attempts: u.attempts, Repeated: u.repeated,
	}
}

// inDoubt is the password that may be in force where the outcome is unknown.
func (u *user) inDoubt() *iamclient.Secret {
	if !u.unsure {
		return u.earlier
	}
	return u.password
}

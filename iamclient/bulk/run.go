package bulk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
)

// Config is what a run needs beside its plan.
type Config struct {
	Client  *iamclient.Client
	History history.Log // has an entry for the run; the client has its own for the changes. nil: none
	Workers int         // how many requests are under way at most; 0: 16
	// Renew is called when the credentials have expired, while nothing is sent, with the error that says so. After nil the
	// run goes on; after an error it ends with that. nil: the run ends.
	Renew func(context.Context, error) error
	// Observe is told of each user whose state has changed, by one goroutine at a time. It must not call the run. It may
	// be nil.
	Observe func(Result, Counts)
}

// Run is a plan that is carried out.
type Run struct {
	Plan *Plan

	cfg     Config
	seal    *journal.Sealing
	journal *journal.Journal
	pool    *pool
	users   []user
	pin     pin
	renewed renewal

	mu      sync.Mutex
	results []Result
	counts  Counts
	changed map[int]bool // whose results have changed since Changed was last called
	ended   error        // why it ended before everybody was done
	pause   func()
}

// user is where one user stands. It is of the goroutine that works on it.
type user struct {
	try      int // which password this is, from 1; 0: none yet
	intended bool
	id       string // of the step in the history
	made     int    // how many steps AWS has accepted
	password *iamclient.Secret
	unsure   bool // an attempt at the next step may have been carried out
	all      bool // and so may all steps after it: the process before has not said which it made
	asUpdate bool // the password that was to be created exists by now
	tries    int  // attempts at the next step that came to nothing
	waits    int  // how often it was temporarily unmodifiable
	replaced int  // how many passwords of this run were replaced
	attempts int
	repeated bool
	// earlier is a password whose answer was lost, and which was replaced by another one; doubt tells that there is one,
	// also where it cannot be read.
	earlier *iamclient.Secret
	doubt   bool
}

// NewRun writes a plan into a new journal.
func NewRun(cfg Config, p *Plan, path string, opts journal.Options) (*Run, error) {
	header, items, err := p.toJournal()
	if err != nil {
		return nil, err
	}
	j, err := journal.Create(path, header, items, opts)
	if err != nil {
		return nil, err
	}
	r := newRun(cfg, p, j)
	r.seal = opts.Seal
	return r, nil
}

func newRun(cfg Config, p *Plan, j *journal.Journal) *Run {
	if cfg.Workers <= 0 {
		cfg.Workers = defaultWorkers
	}
	cfg.Client, p.Scope = p.scoped(cfg.Client)
	r := &Run{Plan: p, cfg: cfg, journal: j, users: make([]user, len(p.Items)), results: make([]Result, len(p.Items)), changed: map[int]bool{}}
	r.pin = pin{plan: p, client: cfg.Client}
	for i, item := range p.Items {
		r.results[i] = planned(item)
	}
	r.counts = Count(r.results)
	return r
}

// Reopen goes on with the run of a journal: with who has not been done. Where an outcome is unknown and the password can
// be read, the same one is tried again; else a new one is set, and the result says that it was repeated.
func Reopen(cfg Config, j *journal.Journal, c *journal.Content) (*Run, error) {
	p, err := FromJournal(c)
	if err != nil {
		return nil, err
	}
	r := newRun(cfg, p, j)
	for i := range p.Items {
		if err := r.restore(i, c); err != nil {
			return nil, err
		}
	}
	r.counts = Count(r.results)
	return r, nil
}

// Again returns a second run over the same journal, for the users that this run, which has ended, did not finish. It takes over
// the passwords of this run, which has none afterwards. Some of them can be read in the journal only with a private key.
func (r *Run) Again() (*Run, error) {
	j, c, err := journal.Open(r.Journal(), journal.Options{Seal: r.seal})
	if err != nil {
		return nil, err
	}
	next, err := Reopen(r.cfg, j, c)
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	next.seal = r.seal
	for i := range next.users {
		next.takeOver(i, r)
	}
	return next, nil
}

// takeOver takes the password of a user from the run before, where the journal does not give it.
func (r *Run) takeOver(i int, before *Run) {
	u, result, old := &r.users[i], &r.results[i], &before.results[i]
	password := old.Password
	switch {
	case password.Len() == 0:
		return
	case result.Status == Done && result.Password.Len() == 0:
		u.password, result.Password = password, password
	case old.Status == Unknown && u.doubt && u.earlier == nil:
		u.earlier = password
	default:
		return
	}
	old.Password = nil
	for _, held := range []**iamclient.Secret{&before.users[i].password, &before.users[i].earlier} {
		if *held == password {
			*held = nil // or Wipe would wipe it
		}
	}
}

// restore takes over what the journal says about a user.
func (r *Run) restore(i int, c *journal.Content) error {
	tries := c.Items[i].Tries
	if len(tries) == 0 {
		return nil
	}
	last := tries[len(tries)-1]
	u, result := &r.users[i], &r.results[i]
	u.try = last.Try
	if last.Outcome != nil {
		u.made, u.repeated = last.Outcome.Made, last.Outcome.Repeated
	}
	result.take(last)
	if err := u.restoreEarlier(tries[:len(tries)-1], c); err != nil {
		return err
	}
	if result.Status != Done && result.Status != Unknown {
		result.Status = Waiting
		return nil
	}
	password, err := c.Password(last)
	sealed := errors.Is(err, journal.ErrSealed)
	switch {
	case err != nil && !sealed:
		return err
	case result.Status == Done:
		u.password, result.Password = password, password
		return nil
	}
	result.Status, u.repeated = Waiting, true
	if sealed {
		u.doubt = true // and another password is set
		return nil
	}
	u.password, u.intended, u.id, u.unsure, u.all = password, true, last.ID, true, true
	return nil
}

// restoreEarlier takes over whether an earlier password may be in force.
func (u *user) restoreEarlier(tries []journal.Try, c *journal.Content) error {
	for _, t := range tries {
		if t.Status() != journal.Unknown {
			continue
		}
		password, err := c.Password(t)
		if err != nil && !errors.Is(err, journal.ErrSealed) {
			return err
		}
		u.repeated, u.doubt, u.earlier = true, true, password
	}
	return nil
}

// ErrStopped is the error of a run that was asked to end.
var ErrStopped = errors.New("the run was stopped")

// Observe sets who is told of each user whose state changes, before the run begins. See [Config].
func (r *Run) Observe(observe func(Result, Counts)) { r.cfg.Observe = observe }

// Make makes the changes. When the context ends, what is in flight finishes, and the rest is left. The error is nil where
// the run got to the end of the plan, whatever became of each user; a *[PinError] where something else is the
// case than was planned; [ErrStopped]; or why nothing more could be sent: the journal's, the history's or a renewal's.
// Make closes the journal.
func (r *Run) Make(ctx context.Context) error {
	err := r.make(ctx)
	r.settle()
	err = errors.Join(err, r.journal.Close())
	r.conclude()
	return err
}

func (r *Run) make(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return ErrStopped
	}
	if err := r.begin(ctx); err != nil {
		if ctx.Err() != nil {
			return ErrStopped
		}
		return err
	}
	var tasks []int
	for i := range r.results {
		if r.results[i].Status == Waiting {
			tasks = append(tasks, i)
		}
	}
	r.mu.Lock()
	r.pool = newPool(r.cfg.Workers, tasks)
	if r.pause != nil { // paused before it began
		r.pause = r.pool.hold()
	}
	r.mu.Unlock()
	defer context.AfterFunc(ctx, func() { r.end(ErrStopped) })()
	r.pool.run(r.cfg.Workers, func(i int) again { return r.attempt(ctx, i) })
	r.mu.Lock()
	defer r.mu.Unlock()
	if errors.Is(r.ended, ErrStopped) && r.counts.Waiting == 0 {
		return nil // everybody had been done
	}
	return r.ended
}

// begin checks that everything is as it was planned, and writes the run into the history. Expired credentials are renewed.
func (r *Run) begin(ctx context.Context) error {
	err := r.pin.check(ctx)
	if expired(iamclient.KindOf(err)) {
		if err = r.renew(ctx, err); err == nil {
			err = r.pin.check(ctx)
		}
	}
	if err == nil {
		err = r.enter(history.Started, "")
	}
	return err
}

// enter writes the run into the history.
func (r *Run) enter(outcome history.Outcome, counted string) error {
	if r.cfg.History == nil {
		return nil
	}
	return r.cfg.History.Append(history.Entry{
		ID: r.Plan.Run, Run: r.Plan.Run, Time: r.Plan.Made, Account: r.Plan.Caller.Account, Caller: r.Plan.Caller.ARN,
		Profile: r.cfg.Client.Endpoint().Profile, Operation: "bulk " + string(r.Plan.Operation),
		Object: fmt.Sprintf("%d users", len(r.Plan.Items)), Password: r.Plan.Operation == Reset, Reason: r.Plan.Reason,
		Outcome: outcome, Error: counted, Seconds: time.Since(r.Plan.Made).Round(time.Millisecond).Seconds(),
	})
}

// conclude writes the end of the run into the history. Where that cannot be written, its start stands there alone.
func (r *Run) conclude() {
	c := r.Counts()
	if c.All() {
		_ = r.enter(history.Done, "")
		return
	}
	_ = r.enter(history.Partly, fmt.Sprintf("%d of %d done, %d refused, %d unknown, %d skipped, %d left",
		c.Done, c.Total, c.Refused, c.Unknown, c.Skipped, c.Left))
}

// end ends the run before everybody is done.
func (r *Run) end(why error) {
	r.mu.Lock()
	if r.ended == nil {
		r.ended = why
	}
	r.mu.Unlock()
	r.pool.end()
}

// settle writes down what became of those who were left.
func (r *Run) settle() {
	for i := range r.users {
		if r.results[i].Status != Waiting {
			continue
		}
		u, status, outcome := &r.users[i], Left, journal.NotSent
		if u.unsure {
			status, outcome = Unknown, journal.Unknown
		}
		password := u.inDoubt()
		if u.intended {
			_ = r.journal.Conclude(u.outcome(i, outcome, r.results[i])) // Close says what cannot be written
		}
		r.set(i, func(result *Result) {
			result.Status = status
			if u.unsure || u.doubt {
				result.Status, result.Password = Unknown, password
			}
		})
	}
}

// Pause begins no request until Continue is called.
func (r *Run) Pause() {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.pause != nil:
	case r.pool == nil:
		r.pause = func() {}
	default:
		r.pause = r.pool.hold()
	}
}

// Continue ends a pause.
func (r *Run) Continue() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pause != nil {
		r.pause()
		r.pause = nil
	}
}

// Counts are how far the run has got.
func (r *Run) Counts() Counts {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts
}

// Results are what became of each user so far, in the order of the plan.
func (r *Run) Results() []Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Result(nil), r.results...)
}

// Changed tells of each user whose result has changed since it was last called, by the user's number in the plan: who shows a
// run of thousands does not look at all of them each time. It must not call the run.
func (r *Run) Changed(tell func(n int, result Result)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := range r.changed {
		tell(n, r.results[n])
	}
	clear(r.changed)
}

// Journal is where the journal is.
func (r *Run) Journal() string { return r.journal.Path() }

// Wipe wipes the passwords.
func (r *Run) Wipe() {
	for i := range r.users {
		r.users[i].password.Wipe()
		r.users[i].earlier.Wipe()
		r.results[i].Password.Wipe()
	}
}

// set changes a result, and tells of it.
func (r *Run) set(i int, change func(*Result)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.results[i].Status
	change(&r.results[i])
	r.counts.add(before, -1)
	r.counts.add(r.results[i].Status, 1)
	r.changed[i] = true
	if r.cfg.Observe != nil {
		r.cfg.Observe(r.results[i], r.counts)
	}
}

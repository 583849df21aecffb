package bulk

import (
	"iampasswd/iamclient"
	"iampasswd/iamclient/journal"
)

// Status is how far a user of the plan has got.
type Status string

// The states.
const (
	Waiting  Status = "waiting"
	InFlight Status = "in flight"
	Done     Status = "done"
	Refused  Status = "refused" // by AWS, a guard rail or the plan; nothing was changed
	Unknown  Status = "unknown" // it may have been carried out
	Left     Status = "left"    // not made: the run ended before
	Skipped  Status = "skipped" // no console password, and none was asked for
)

// Result is what became of one user.
type Result struct {
	User      string
	Do        Do
	Status    Status
	Code      string // AWS's, or the kind of error where AWS did not answer
	Why       string // in AWS's words, or the plan's
	RequestID string
	Attempts  int
	// Repeated tells that a request was made again after an answer was lost: it may have been carried out twice.
	Repeated bool
	// Password is the one that AWS accepted, or may have accepted where the status is [Unknown]. It is the run's: it is
	// wiped by [Run.Wipe].
	Password *iamclient.Secret
}

// Counts are how many users are in each state.
type Counts struct{ Total, Waiting, InFlight, Done, Refused, Unknown, Left, Skipped int }

// All tells whether every user is done.
func (c Counts) All() bool { return c.Done == c.Total }

func (c *Counts) add(s Status, n int) {
	switch s {
	case Waiting:
		c.Waiting += n
	case InFlight:
		c.InFlight += n
	case Done:
		c.Done += n
	case Refused:
		c.Refused += n
	case Unknown:
		c.Unknown += n
	case Left:
		c.Left += n
	case Skipped:
		c.Skipped += n
	}
}

// planned is the result of a user before the run.
func planned(item Item) Result {
	r := Result{User: item.User, Do: item.Do, Status: Waiting, Why: item.Why}
	switch item.Do {
	case Nothing:
		r.Status = Done
	case Skip:
		r.Status = Skipped
	case Refuse:
		r.Status = Refused
	case Change, Create:
		r.Why = ""
	}
	return r
}

// Planned is what becomes of the users of a plan that changes nobody.
func Planned(p *Plan) []Result {
	all := make([]Result, len(p.Items))
	for i, item := range p.Items {
		all[i] = planned(item)
	}
	return all
}

// statusOf is the state of a user by the latest outcome in the journal.
func statusOf(s journal.Status) Status {
	switch s {
	case journal.Done:
		return Done
	case journal.Refused:
		return Refused
	case journal.NotSent:
		return Left
	case journal.Unknown:
	}
	return Unknown
}

// Results are what a journal says about its users, without the passwords.
func Results(p *Plan, c *journal.Content) []Result {
	all := make([]Result, len(p.Items))
	for i, item := range p.Items {
		all[i] = planned(item)
		if tries := c.Items[i].Tries; len(tries) > 0 {
			all[i].take(tries[len(tries)-1])
			for _, t := range tries[:len(tries)-1] {
				unknown := t.Status() == journal.Unknown
				all[i].Repeated = all[i].Repeated || unknown
				if unknown && all[i].Status != Done {
					all[i].Status = Unknown
				}
			}
		} else if item.Acts() {
			all[i].Status = Left
		}
	}
	return all
}

// take takes over what the journal says about the latest intention.
func (r *Result) take(t journal.Try) {
	r.Status = statusOf(t.Status())
	if o := t.Outcome; o != nil {
		r.Code, r.Why, r.RequestID, r.Attempts = o.Code, o.Why, o.RequestID, o.Attempts
		r.Repeated = r.Repeated || o.Repeated
	}
}

// Count counts results.
func Count(all []Result) Counts {
	c := Counts{Total: len(all)}
	for _, r := range all {
		c.add(r.Status, 1)
	}
	return c
}

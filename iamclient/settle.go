package iamclient

import (
	"context"
	"slices"
	"strings"
	"time"

	"iampasswd/iamclient/history"
	"iampasswd/iamclient/signins"
)

// Unsettled says why the outcome of a change stays unknown.
type Unsettled int

// The reasons. None of them says that the change was not made.
const (
	Settled          Unsettled = iota // it does not
	NotSettleable                     // CloudTrail is not asked about such a change: see [Settleable]
	OtherAccount                      // it was made in another account than the credentials are of
	NoEvent                           // no event is there, or not yet: that proves nothing
	TooManyEvents                     // more events fit than there were attempts: they may be another change's
	OthersAtThatTime                  // the history has another such change of the user at that time: the events may be that one's
	EventsMissing                     // all events that are there are refusals, but not all attempts have one
	PartOfTimeRead                    // CloudTrail has more events of that time than were read
)

const (
	// settleSlack is how far the clocks here and at AWS may be apart; CloudTrail rounds to seconds.
	settleSlack = 5 * time.Second
	// settleLongest is how long a change without an end is at most under way.
	settleLongest = 15 * time.Minute
)

// Settleable tells whether CloudTrail can tell what became of a change: its outcome is unknown, it set or changed a login
// profile, who made it is known, and it is over and not older than CloudTrail's history.
func Settleable(e history.Entry, now time.Time) bool {
	operation := e.Operation == OpUpdateLoginProfile.String() || e.Operation == OpCreateLoginProfile.String()
	over := e.Outcome == history.Unknown || e.Outcome == history.Started && now.Sub(e.Time) > settleLongest
	return operation && over && e.Target != "" && e.Caller != "" && e.Account != "" && now.Sub(e.Time) < MostHistory
}

// Settle looks in CloudTrail for what became of a change whose outcome is unknown: for events of this operation, by this
// caller, on this user, from the time of the change. One without an error means that the change was made; errors for all
// attempts mean that it was refused. It returns the entry as it is now known, which the caller may append to the history,
// or why it stays unknown. The error is an *[Error].
//
// among are the entries of the history. An event does not tell which password was set: where another such change of the
// user was under way at about the same time, the events prove nothing of this one.
//
// AWS operation: LookupEvents of CloudTrail, in the Region that has IAM's events.
func (c *Client) Settle(ctx context.Context, e history.Entry, among []history.Entry) (history.Entry, Unsettled, error) {
	s := c.session.Load()
	identity, err := s.knownIdentity(ctx)
	switch {
	case err != nil:
		return e, NoEvent, err
	case !Settleable(e, time.Now()):
		return e, NotSettleable, nil
	case identity.Account != e.Account:
		return e, OtherAccount, nil
	}
	from, to := timeOf(e)
	ahead := time.Duration(s.skew.Load())
	reading, err := c.lookUp(ctx, lookupOf{
		by: attribute(byEventName, e.Operation), from: from.Add(ahead), to: to.Add(ahead),
		regions: []string{signins.Home(identity.Partition, c.Endpoint().Region)},
	})
	if err == nil && len(reading.Failed()) > 0 {
		err = reading.Failed()[0].Err
	}
	if err != nil {
		return e, NoEvent, err
	}
	var of []signins.Event
	for _, event := range reading.Events {
		if event.Readable && event.Principal == e.Caller && strings.EqualFold(event.Target, e.Target) {
			of = append(of, event)
		}
	}
	why := conclusive(e, of)
	if why == Settled && slices.ContainsFunc(among, func(other history.Entry) bool { return confusable(e, other) }) {
		why = OthersAtThatTime
	}
	if why != Settled {
		if why == NoEvent && !reading.Whole() {
			why = PartOfTimeRead
		}
		return e, why, nil
	}
	return settled(e, of), Settled, nil
}

// timeOf is from when to when the attempts of a change reached AWS, by the clock here.
func timeOf(e history.Entry) (from, to time.Time) {
	took := settleLongest
	if e.Outcome != history.Started {
		took = time.Duration(e.Seconds * float64(time.Second))
	}
	return e.Time.Add(-settleSlack), e.Time.Add(took + settleSlack)
}

// conclusive tells whether the events of a change say how it ended.
func conclusive(e history.Entry, of []signins.Event) Unsettled {
	made := 0
	for _, event := range of {
		if event.ErrorCode == "" {
			made++
		}
	}
	switch {
	case len(of) == 0:
		return NoEvent
	case e.Attempts > 0 && len(of) > e.Attempts, e.Attempts == 0 && len(of) > 1:
		return TooManyEvents
	case made == 0 && len(of) < e.Attempts:
		return EventsMissing
	}
	return Settled
}

// settled is an entry with the outcome that its events tell: made, if any attempt was.
func settled(e history.Entry, of []signins.Event) history.Entry {
	proof := of[0]
	for _, event := range of {
		if event.ErrorCode == "" {
			proof = event
		}
	}
	e.Outcome, e.Error, e.RequestID = history.Done, "", proof.RequestID
	if proof.ErrorCode != "" {
		e.Outcome, e.Error = history.Refused, strings.TrimSuffix(proof.ErrorCode, "Exception")
	}
	e.Settled = &history.Settled{By: "CloudTrail", Event: proof.ID, EventTime: proof.Time.UTC(), Time: time.Now().UTC().Truncate(time.Second)}
	return e
}

// confusable tells whether an event of another change can be taken for one of e: it is the same change to CloudTrail, and was
// sent at a time that is looked at for e.
func confusable(e, other history.Entry) bool {
	from, to := timeOf(e)
	began, ended := timeOf(other)
	return other.ID != e.ID && other.Outcome != history.NotSent && other.Operation == e.Operation && strings.EqualFold(other.Target, e.Target) &&
		(other.Account == e.Account || other.Account == "") && (other.Caller == e.Caller || other.Caller == "") &&
		began.Before(to) && from.Before(ended)
}

// SettleAndKeep is [Client.Settle], and writes what it finds into the client's history, behind the entry.
func (c *Client) SettleAndKeep(ctx context.Context, e history.Entry) (history.Entry, Unsettled, error) {
	among, err := c.History()
	if err != nil {
		return e, NotSettleable, &Error{Kind: KindOther, Op: lookupOperation, Message: "the history cannot be read", err: err}
	}
	now, why, err := c.Settle(ctx, e, among)
	if err != nil || why != Settled || c.opts.History == nil {
		return now, why, err
	}
	if err := c.opts.History.Append(now); err != nil {
		return now, why, &Error{Kind: KindUnrecorded, Op: lookupOperation, Message: "the outcome is known, but the history cannot be written", err: err}
	}
	return now, why, nil
}

package iamclient

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"iampasswd/iamclient/signins"
)

// cloudTrail is AWS CloudTrail.
var cloudTrail = jsonAPI{id: "CloudTrail", name: "cloudtrail", target: "CloudTrail_20131101"}

const (
	eventsOnPage = 50 // the most that CloudTrail gives
	// mostEventPages is how many pages of one Region are read: at two a second, that takes 5 seconds.
	mostEventPages = 10
	// SignInWindow is how far back [Client.SignIns] looks.
	SignInWindow = 24 * time.Hour
	// MostHistory is how far back CloudTrail's event history goes.
	MostHistory = 90 * 24 * time.Hour
	// freshFor is how long a reading of an account's sign-ins is not read again.
	freshFor = time.Minute
)

// trailEndpoint is where CloudTrail is asked in a Region. Events from another place than the users would be another account's.
func (s *session) trailEndpoint(ctx context.Context, region string) (jsonEndpoint, error) {
	at, err := s.jsonEndpoint(ctx, cloudTrail, region)
	given := at.url
	if given == s.awsEndpoint(cloudTrail, region).url {
		given = ""
	}
	if err == nil && given != aws.ToString(s.iam.Options().BaseEndpoint) {
		err = &Error{Kind: KindOther, Op: lookupOperation, Message: "not read: the endpoints of CloudTrail and IAM are not overridden alike"}
	}
	return at, err
}

// SignIns reads the attempts to sign in to the console in the last 24 hours, in all sign-in Regions of the partition at the
// same time. A reading of the last minute is not read again, unless again is set. A Region that cannot be read has the
// reason in its place, an *[Error], and so has one whose events go on after 10 pages of 50. The error is one that keeps
// all Regions from being asked.
//
// AWS operation: LookupEvents of CloudTrail, at most 2 a second in each Region.
func (c *Client) SignIns(ctx context.Context, again bool) (signins.Reading, error) {
	s := c.session.Load()
	select {
	case s.trail.reading <- struct{}{}:
		defer func() { <-s.trail.reading }()
	case <-ctx.Done():
		return signins.Reading{}, &Error{Kind: KindCanceled, Op: lookupOperation, Message: "given up"}
	}
	identity, err := s.knownIdentity(ctx)
	if err != nil {
		return signins.Reading{}, err
	}
	if !again && s.trail.of == identity.Account && time.Since(s.trail.latest.At) < freshFor {
		return s.trail.latest, nil
	}
	reading, err := c.lookUp(ctx, lookupOf{by: attribute(byEventName, signins.ConsoleLogin), from: s.before(SignInWindow)})
	if known := s.callers.known.Load(); err == nil && ctx.Err() == nil && known != nil && known.Account == identity.Account {
		s.trail.latest, s.trail.of = reading, identity.Account
	}
	return reading, err
}

// SignInsOf reads the attempts of one user, as far back as within, 90 days at most. CloudTrail returns all
// events of the user, and the sign-ins are picked from them: 10 pages of a busy user may not go back far.
//
// AWS operation: LookupEvents of CloudTrail.
func (c *Client) SignInsOf(ctx context.Context, user string, within time.Duration) (signins.Reading, error) {
	return c.lookUp(ctx, lookupOf{by: attribute(byUserName, user), from: c.session.Load().before(within)})
}

// SignInsSince is [Client.SignIns] as far back as within, 90 days at most, and never an earlier reading.
//
// AWS operation: LookupEvents of CloudTrail.
func (c *Client) SignInsSince(ctx context.Context, within time.Duration) (signins.Reading, error) {
	return c.lookUp(ctx, lookupOf{by: attribute(byEventName, signins.ConsoleLogin), from: c.session.Load().before(within)})
}

// lookupAttribute is what CloudTrail looks events up by: exactly one.
type lookupAttribute struct{ AttributeKey, AttributeValue string }

const (
	byEventName = "EventName"
	byUserName  = "Username"
)

func attribute(key, value string) lookupAttribute { return lookupAttribute{key, value} }

// lookupInput is a request of LookupEvents.
type lookupInput struct {
	LookupAttributes []lookupAttribute
	StartTime        float64 // in seconds since 1970
	EndTime          float64 `json:",omitempty"`
	MaxResults       int
	NextToken        string `json:",omitempty"`
}

// lookupOutput is its answer.
type lookupOutput struct {
	Events []struct {
		EventID         string `json:"EventId"`
		EventName       string
		EventTime       float64 // in seconds since 1970
		Username        string
		CloudTrailEvent string // JSON
	}
	NextToken string
}

// epoch is a time as AWS's JSON has it; the zero time is 0.
func epoch(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}

// before is how long ago, by AWS's clock, and not longer than the history is kept.
func (s *session) before(within time.Duration) time.Time {
	return s.now().Add(-min(within, MostHistory))
}

// lookupOf is what is looked for.
type lookupOf struct {
	by       lookupAttribute
	from, to time.Time // by AWS's clock; to may be zero: now
	regions  []string  // nil: the sign-in Regions
}

// lookUp reads events in several Regions at the same time. Where they are not looked up by their name, it keeps the sign-ins.
func (c *Client) lookUp(ctx context.Context, of lookupOf) (signins.Reading, error) {
	s := c.session.Load()
	identity, err := s.knownIdentity(ctx)
	if err != nil {
		return signins.Reading{}, err
	}
	regions := of.regions
	if regions == nil {
		regions = c.signInRegions(identity.Partition)
	}
	name := signins.ConsoleLogin
	if of.by.AttributeKey == byEventName {
		name = of.by.AttributeValue
	}
	endpoints := make([]jsonEndpoint, len(regions))
	for i, region := range regions {
		if endpoints[i], err = s.trailEndpoint(ctx, region); err != nil {
			return signins.Reading{}, err
		}
	}
	reading := signins.Reading{Since: of.from, At: time.Now(), Regions: make([]signins.Region, len(regions))}
	events := make([][]signins.Event, len(regions))
	var all sync.WaitGroup
	for i, region := range regions {
		all.Go(func() {
			q := regionLookup{c: c, s: s, at: endpoints[i], account: identity.Account, region: region, name: name}
			reading.Regions[i], events[i] = q.read(ctx, lookupInput{
				LookupAttributes: []lookupAttribute{of.by}, StartTime: epoch(of.from), EndTime: epoch(of.to), MaxResults: eventsOnPage,
			})
		})
	}
	all.Wait()
	for _, some := range events {
		reading.Events = append(reading.Events, some...)
	}
	reading.Sort()
	return reading, nil
}

// signInRegions are the Regions to look in: those of the configuration, else those of the partition.
func (c *Client) signInRegions(partition string) []string {
	if regions := c.opts.Rails.SignInRegions(); len(regions) > 0 {
		return regions
	}
	return signins.Regions(partition, c.Endpoint().Region)
}

// knownIdentity is whose the credentials are, which is asked only where it is not known.
func (s *session) knownIdentity(ctx context.Context) (Identity, error) {
	if known := s.callers.known.Load(); known != nil {
		return known.Identity, nil
	}
	return s.identity(ctx)
}

// regionLookup reads one Region.
type regionLookup struct {
	c               *Client
	s               *session
	at              jsonEndpoint
	account, region string
	name            string // of the events that are kept
}

// read reads page after page, up to the bound.
func (q regionLookup) read(ctx context.Context, in lookupInput) (signins.Region, []signins.Event) {
	region := signins.Region{Name: q.region}
	var events []signins.Event
	var list Listing
	for page := 1; ; page++ {
		out, err := q.page(ctx, in)
		if err != nil {
			region.Err = err
			return region, events
		}
		for i := range out.Events {
			e := &out.Events[i]
			region.Oldest = time.UnixMilli(int64(e.EventTime * 1000)).UTC()
			if e.EventName != q.name {
				continue
			}
			event := signins.Parse(e.CloudTrailEvent, signins.Envelope{
				ID: e.EventID, Name: q.name, Username: e.Username, Region: q.region, Time: region.Oldest,
			})
			if event.Account == "" || q.account == "" || event.Account == q.account { // a namesake may be in another account
				events = append(events, event)
			}
		}
		switch region.More = out.NextToken != ""; {
		case !region.More, page == mostEventPages:
			return region, events
		case list.again(out.NextToken):
			region.Err = brokenList(lookupOperation, "it leads back to a page that was read before")
			return region, events
		}
		in.NextToken = out.NextToken
	}
}

// page makes one request, each attempt of it in its turn.
func (q regionLookup) page(ctx context.Context, in lookupInput) (*lookupOutput, error) {
	var out lookupOutput
	log, turn := &attemptLog{author: q.c.author}, q.c.opts.pace.inTurn(cmp.Or(q.account, "?")+" "+q.region)
	switch err := q.s.askJSON(ctx, log, q.at, cloudTrail, lookupOperation, in, &out, turn); {
	case err != nil:
		return nil, err
	case out.Events == nil:
		return nil, &Error{Kind: KindServer, Op: lookupOperation, Attempts: 1, Message: fmt.Sprintf("the answer of %s has no list of events", q.region)}
	}
	return &out, nil
}

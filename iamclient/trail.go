package iamclient

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"iampasswd/iamclient/signins"
)

// trailAPI is the part of the SDK's CloudTrail client that is used.
type trailAPI interface {
	LookupEvents(context.Context, *cloudtrail.LookupEventsInput, ...func(*cloudtrail.Options)) (*cloudtrail.LookupEventsOutput, error)
}

const (
	eventsOnPage = 50 // the most that CloudTrail gives
	// mostEventPages is how many pages of one Region are read: at two a second, that takes 5 seconds.
	mostEventPages = 10
	// SignInWindow is how far back [Client.SignIns] looks, and MostHistory how far CloudTrail's event history goes back.
	SignInWindow = 24 * time.Hour
	MostHistory  = 90 * 24 * time.Hour
	// freshFor is how long a reading of an account's sign-ins is not read again.
	freshFor = time.Minute
)

// trail is what a session has for CloudTrail. Its client is made when it is first asked.
type trail struct {
	client func() (trailAPI, error)

	reading chan struct{} // has room for the one that reads
	latest  signins.Reading
}

// newTrail returns what makes the client when it is needed: most runs of the program ask CloudTrail nothing.
func newTrail(cfg aws.Config, opts Options, iamURL string) *trail {
	return &trail{reading: make(chan struct{}, 1), client: sync.OnceValues(func() (trailAPI, error) {
		client := cloudtrail.NewFromConfig(cfg, func(o *cloudtrail.Options) { o.BaseEndpoint = overridden(o.BaseEndpoint, opts.Endpoint) })
		url := aws.ToString(client.Options().BaseEndpoint)
		if url != iamURL {
			return nil, &Error{Kind: KindOther, Op: lookupOperation, Message: "not read: the endpoints of CloudTrail and IAM are not overridden alike"}
		}
		return client, checkEndpoint(url)
	})}
}

const lookupOperation = "LookupEvents"

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
	if !again && time.Since(s.trail.latest.At) < freshFor {
		return s.trail.latest, nil
	}
	reading, err := c.lookUp(ctx, lookupOf{by: attribute(types.LookupAttributeKeyEventName, signins.ConsoleLogin), from: s.before(SignInWindow)})
	if err == nil && ctx.Err() == nil {
		s.trail.latest = reading
	}
	return reading, err
}

// SignInsOf reads the attempts of one user, as far back as within, 90 days at most. CloudTrail gives all that the user
// did, of which the sign-ins are kept: of a busy user, 10 pages may not go back far.
//
// AWS operation: LookupEvents of CloudTrail.
func (c *Client) SignInsOf(ctx context.Context, user string, within time.Duration) (signins.Reading, error) {
	return c.lookUp(ctx, lookupOf{by: attribute(types.LookupAttributeKeyUsername, user), from: c.session.Load().before(within)})
}

// SignInsSince is [Client.SignIns] as far back as within, 90 days at most, and never an earlier reading.
//
// AWS operation: LookupEvents of CloudTrail.
func (c *Client) SignInsSince(ctx context.Context, within time.Duration) (signins.Reading, error) {
	return c.lookUp(ctx, lookupOf{by: attribute(types.LookupAttributeKeyEventName, signins.ConsoleLogin), from: c.session.Load().before(within)})
}

func attribute(key types.LookupAttributeKey, value string) types.LookupAttribute {
	return types.LookupAttribute{AttributeKey: key, AttributeValue: aws.String(value)}
}

// before is how long ago, by AWS's clock, and not longer than the history is kept.
func (s *session) before(within time.Duration) time.Time {
	return s.now().Add(-min(within, MostHistory))
}

// lookupOf is what is looked for.
type lookupOf struct {
	by       types.LookupAttribute
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
	client, err := s.trail.client()
	if err != nil {
		return signins.Reading{}, err
	}
	regions := of.regions
	if regions == nil {
		regions = c.signInRegions(identity.Partition)
	}
	name := signins.ConsoleLogin
	if of.by.AttributeKey == types.LookupAttributeKeyEventName {
		name = aws.ToString(of.by.AttributeValue)
	}
	reading := signins.Reading{Since: of.from, At: time.Now(), Regions: make([]signins.Region, len(regions))}
	events := make([][]signins.Event, len(regions))
	var all sync.WaitGroup
	for i, region := range regions {
		all.Go(func() {
			q := regionLookup{c: c, s: s, client: client, account: identity.Account, region: region, name: name}
			in := &cloudtrail.LookupEventsInput{
				LookupAttributes: []types.LookupAttribute{of.by}, StartTime: aws.Time(of.from), MaxResults: aws.Int32(eventsOnPage),
			}
			if !of.to.IsZero() {
				in.EndTime = aws.Time(of.to)
			}
			reading.Regions[i], events[i] = q.read(ctx, in)
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
	client          trailAPI
	account, region string
	name            string // of the events that are kept
}

// read reads page after page, up to the bound.
func (q regionLookup) read(ctx context.Context, in *cloudtrail.LookupEventsInput) (signins.Region, []signins.Event) {
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
			region.Oldest = aws.ToTime(e.EventTime)
			if aws.ToString(e.EventName) == q.name {
				events = append(events, signins.Parse(aws.ToString(e.CloudTrailEvent), signins.Envelope{
					ID: aws.ToString(e.EventId), Name: q.name, Username: aws.ToString(e.Username), Region: q.region, Time: region.Oldest,
				}))
			}
		}
		next := aws.ToString(out.NextToken)
		switch region.More = next != ""; {
		case !region.More, page == mostEventPages:
			return region, events
		case list.again(next):
			region.Err = brokenList(lookupOperation, "it leads back to a page that was read before")
			return region, events
		}
		in.NextToken = out.NextToken
	}
}

// page makes one request, each attempt of it in its turn.
func (q regionLookup) page(ctx context.Context, in *cloudtrail.LookupEventsInput) (*cloudtrail.LookupEventsOutput, error) {
	log := &attemptLog{author: q.c.author}
	out, err := q.client.LookupEvents(ctx, in, func(o *cloudtrail.Options) {
		o.Region = q.region
		q.s.follow(log, &o.Retryer, &o.Credentials, &o.APIOptions)
		o.APIOptions = append(o.APIOptions, q.c.opts.pace.inTurn(cmp.Or(q.account, "?")+" "+q.region))
	})
	switch {
	case err != nil:
		return nil, classify(err, log)
	case out.Events == nil:
		return nil, &Error{Kind: KindServer, Op: lookupOperation, Attempts: 1, Message: fmt.Sprintf("the answer of %s has no list of events", q.region)}
	}
	return out, nil
}

package demoiam

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

const (
	lookupAction     = "LookupEvents"
	trailVersion     = "CloudTrail_20131101"
	mostEventsOnPage = 50

	// answersASecond is how many look-ups an account has in each Region.
	answersASecond = 2
)

// lookup is a request for LookupEvents.
type lookup struct {
	LookupAttributes   []struct{ AttributeKey, AttributeValue string }
	StartTime, EndTime *float64 // seconds since 1970
	MaxResults         *int
	NextToken          string
	EventCategory      string
}

// describeLookup puts the Region and what is looked for among the parameters, for
// the record.
func (in *request) describeLookup() {
	var q lookup
	_ = json.Unmarshal(in.body, &q) // what is no look-up is refused later
	for _, by := range q.LookupAttributes {
		in.form.Set(by.AttributeKey, by.AttributeValue)
	}
	in.form.Set("Region", in.region())
}

// region is the Region of a request: that of its signature, or of its host.
func (in *request) region() string {
	_, credential, _ := strings.Cut(in.http.Header.Get("Authorization"), "Credential=")
	if scope := strings.Split(credential, "/"); len(scope) > 2 && scope[2] != "" {
		return scope[2]
	}
	if parts := strings.Split(in.http.Host, "."); len(parts) > 2 && parts[0] == "cloudtrail" {
		return parts[1]
	}
	return "us-east-1"
}

// lookupEvents is CloudTrail's LookupEvents.
func (a *account) lookupEvents(p *params) (map[string]any, error) {
	if !a.trail.mayAsk(p.in.region(), time.Now()) {
		return nil, refuse("ThrottlingException", "Rate exceeded")
	}
	var q lookup
	if json.Unmarshal(p.in.body, &q) != nil {
		return nil, refuse("SerializationException", "The request is not the JSON of the operation.")
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	return a.lookUp(p.in.region(), q)
}

// mayAsk tells whether a look-up in a Region is within its rate, and counts it.
func (t *trail) mayAsk(region string, now time.Time) bool {
	if t.asked == nil {
		t.asked = make(map[string][]time.Time)
	}
	latest := slices.DeleteFunc(t.asked[region], func(at time.Time) bool { return now.Sub(at) >= time.Second })
	allowed := len(latest) < answersASecond
	if allowed {
		latest = append(latest, now)
	}
	t.asked[region] = latest
	return allowed
}

// attributes are what events can be looked up by.
var attributes = map[string]func(event) string{
	"EventId":      func(e event) string { return e.id },
	"EventName":    func(e event) string { return e.name },
	"EventSource":  func(e event) string { return e.source },
	"Username":     func(e event) string { return e.username },
	"ReadOnly":     func(event) string { return "false" },
	"ResourceName": func(e event) string { return e.user },
	"ResourceType": resourceType,
	"AccessKeyId":  event.accessKey,
}

func (e event) accessKey() string {
	id, _ := e.identity["accessKeyId"].(string)
	return id
}

func resourceType(e event) string {
	if e.user == "" {
		return ""
	}
	return "AWS::IAM::User"
}

// check refuses what CloudTrail refuses.
func (q lookup) check() error {
	switch {
	case len(q.LookupAttributes) > 1:
		return refuse("InvalidLookupAttributesException", "You can specify only one lookup attribute.")
	case len(q.LookupAttributes) == 1 && (attributes[q.LookupAttributes[0].AttributeKey] == nil || q.LookupAttributes[0].AttributeValue == ""):
		return refuse("InvalidLookupAttributesException", "The lookup attribute is not valid.")
	case q.StartTime != nil && q.EndTime != nil && *q.StartTime > *q.EndTime:
		return refuse("InvalidTimeRangeException", "The start time is after the end time.")
	case q.MaxResults != nil && (*q.MaxResults < 1 || *q.MaxResults > mostEventsOnPage):
		return refuse("InvalidMaxResultsException", "The maximum number of results is from 1 to %d.", mostEventsOnPage)
	case q.EventCategory != "" && q.EventCategory != "insight":
		return refuse("InvalidEventCategoryException", "The event category is not valid.")
	}
	return nil
}

// covers tells whether an event is one of those that are looked for.
func (q lookup) covers(e event) bool {
	switch {
	case q.StartTime != nil && e.at.Before(instantOf(*q.StartTime)), q.EndTime != nil && e.at.After(instantOf(*q.EndTime)), q.EventCategory != "":
		return false
	case len(q.LookupAttributes) == 0:
		return true
	}
	return attributes[q.LookupAttributes[0].AttributeKey](e) == q.LookupAttributes[0].AttributeValue
}

func instantOf(seconds float64) time.Time {
	whole, part := math.Modf(seconds)
	return time.Unix(int64(whole), int64(part*1e9))
}

// token continues a look-up after an event. It holds for the same parameters only.
func (q lookup) token(after string) string {
	q.NextToken = ""
	text, err := json.Marshal(q)
	if err != nil {
		panic(err) // it came as JSON
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s %s", after, text))
}

// lookUp finds a page of events, the newest first.
func (a *account) lookUp(region string, q lookup) (map[string]any, error) {
	a.remember()
	most, started, now := orElse(q.MaxResults, mostEventsOnPage), q.NextToken == "", time.Now()
	page, next := []any{}, ""
	for _, e := range slices.Backward(a.trail.events) {
		age := now.Sub(e.at)
		if e.region != region || age < a.trail.delay || age > eventLife || !q.covers(e) {
			continue
		}
		if !started {
			started = q.token(e.id) == q.NextToken
			continue
		}
		if len(page) == most {
			return map[string]any{"Events": page, "NextToken": next}, nil
		}
		page, next = append(page, a.found(e)), q.token(e.id)
	}
	if !started {
		return nil, refuse("InvalidNextTokenException", "The token is not valid, or belongs to a request with other parameters.")
	}
	return map[string]any{"Events": page}, nil
}

// found is an event in an answer.
func (a *account) found(e event) any {
	found := map[string]any{
		"EventId": e.id, "EventName": e.name, "EventSource": e.source, "EventTime": e.at.Unix(), "ReadOnly": "false", "Username": e.username,
		"Resources": []any{}, "CloudTrailEvent": e.text(a.id),
	}
	if key := e.accessKey(); key != "" {
		found["AccessKeyId"] = key
	}
	if e.user != "" {
		found["Resources"] = []any{map[string]string{"ResourceType": resourceType(e), "ResourceName": e.user}}
	}
	return found
}

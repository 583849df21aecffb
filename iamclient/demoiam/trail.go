package demoiam

import (
	"cmp"
	"encoding/json"
	"net"
	"slices"
	"strings"
	"time"
)

// eventLife is how long CloudTrail's event history keeps an event.
const eventLife = 90 * day

// mostEvents is how many events are kept, the latest.
const mostEvents = 250_000

// masked is what CloudTrail writes in place of a user name that does not exist:
// it may be a password, typed into the wrong field.
const masked = "HIDDEN_DUE_TO_SECURITY_REASONS"

// The services whose events are kept.
const (
	iamSource    = "iam.amazonaws.com"
	signInSource = "signin.amazonaws.com"
)

// trail is the account's event history. The zero value is empty.
type trail struct {
	events []event                // oldest first
	delay  time.Duration          // from an event to where a look-up finds it
	past   bool                   // the last sign-ins of the users are among the events
	asked  map[string][]time.Time // the latest look-ups that were answered, by Region
}

// event is an event as CloudTrail keeps it. Maps may be shared, and are never
// changed.
type event struct {
	id, requestID        string
	at                   time.Time
	name, source, region string
	identity             map[string]any
	username             string // by which a look-up finds it
	user                 string // who it is about; "": nobody is named
	address, agent       string
	code, message        string
	parameters, response map[string]any
	additional           map[string]any
	json                 string // "": made of the rest
}

// Event is an event for [Server.PutEvent].
type Event struct {
	Name     string // "ConsoleLogin"
	Username string
	Region   string // "": the Region in which IAM's own events are
	Time     time.Time
	JSON     string // the text of CloudTrailEvent, of any shape
}

// PutEvent puts an event into the history with the text that is given.
func (s *Server) PutEvent(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.trail.add(event{
		name: e.Name, username: e.Username, source: signInSource, region: cmp.Or(e.Region, s.account.homeRegion()), at: e.Time, json: e.JSON,
	})
}

// SetTrailDelay says how late events arrive in the history: at once, where it is
// never called.
func (s *Server) SetTrailDelay(delay time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.trail.delay = delay
}

// add puts an event in its place.
func (t *trail) add(e event) {
	e.id, e.at = newRequestID(), e.at.Truncate(time.Second)
	at, _ := slices.BinarySearchFunc(t.events, e.at, func(e event, at time.Time) int {
		if e.at.After(at) {
			return 1
		}
		return -1 // of the same second, the later one comes last
	})
	t.events = slices.Insert(t.events, at, e)
	if len(t.events) > mostEvents {
		t.events = slices.Delete(t.events, 0, mostEvents/2)
	}
}

// homeRegion is the Region that has IAM's events.
func (a *account) homeRegion() string {
	switch a.partition {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return "us-east-1"
}

// signInRegions are the Regions that the sign-in page of the partition leads to.
func (a *account) signInRegions() []string {
	if a.partition == "aws" {
		return []string{"us-east-1", "us-east-2", "eu-north-1", "ap-southeast-2"}
	}
	return []string{a.homeRegion()}
}

// address is where a request came from.
func (in *request) address() string {
	host, _, err := net.SplitHostPort(in.http.RemoteAddr)
	if err != nil {
		return usualAddress // it came without a socket
	}
	return host
}

// recorded are the actions of IAM that are kept as events.
var recorded = map[string]bool{
	"UpdateLoginProfile": true, "CreateLoginProfile": true, "DeleteLoginProfile": true, "ChangePassword": true,
}

// witness records what became of a request to IAM.
func (a *account) witness(p *params, err error) {
	if !recorded[p.action] {
		return
	}
	keyID, _ := p.in.credentials()
	e := event{
		requestID: p.in.id, at: time.Now(), name: p.action, source: iamSource, region: a.homeRegion(),
		identity: a.identityOf(p.caller, keyID), username: principalName(p.caller), user: p.form.Get("UserName"),
		address: p.in.address(), agent: p.in.http.UserAgent(),
	}
	if e.user != "" {
		e.parameters = map[string]any{"userName": e.user}
		if p.form.Has("PasswordResetRequired") {
			e.parameters["passwordResetRequired"] = p.form.Get("PasswordResetRequired") == "true"
		}
	}
	if refusal, ok := err.(*problem); ok { //nolint:errorlint // no operation wraps one
		e.code, e.message = eventCode(refusal.code), refusal.message
	}
	a.trail.add(e)
}

// eventCode is an error code of IAM's as CloudTrail writes it.
func eventCode(code string) string {
	if code == "AccessDenied" || strings.HasSuffix(code, "Exception") {
		return code
	}
	return code + "Exception"
}

// principalName is the name by which a look-up finds what a caller did: a user's, or
// that of a role's session.
func principalName(arn string) string { return arn[strings.LastIndexAny(arn, "/:")+1:] }

// identityOf is the userIdentity of a caller.
func (a *account) identityOf(arn, keyID string) map[string]any {
	identity := map[string]any{"arn": arn, "accountId": a.accountOf(arn), "principalId": a.callerID(arn), "accessKeyId": keyID}
	name := a.userOf(arn)
	switch {
	case name != "":
		identity["type"], identity["userName"] = "IAMUser", name
	case strings.HasSuffix(arn, ":root"):
		identity["type"] = "Root"
	default:
		_, role, _ := strings.Cut(arn, ":assumed-role/")
		role, _, _ = strings.Cut(role, "/")
		issuer := map[string]any{"type": "Role", "userName": role, "accountId": a.accountOf(arn), "arn": "arn:" + a.partition + ":iam::" + a.accountOf(arn) + ":role/" + role}
		identity["type"], identity["sessionContext"] = "AssumedRole", map[string]any{"sessionIssuer": issuer}
	}
	return identity
}

// text is the event in JSON.
func (e event) text(accountID string) string {
	if e.json != "" {
		return e.json
	}
	all := map[string]any{
		"eventVersion": "1.08", "eventID": e.id, "eventTime": e.at.UTC().Format(time.RFC3339), "eventName": e.name, "eventSource": e.source,
		"eventType": "AwsApiCall", "eventCategory": "Management", "managementEvent": true, "readOnly": false,
		"awsRegion": e.region, "sourceIPAddress": e.address, "userAgent": e.agent, "recipientAccountId": accountID,
		"userIdentity": e.identity, "requestParameters": e.parameters, "responseElements": e.response,
	}
	for name, value := range map[string]string{"requestID": e.requestID, "errorCode": e.code, "errorMessage": e.message} {
		if value != "" {
			all[name] = value
		}
	}
	if e.source == signInSource {
		all["eventType"] = "AwsConsoleSignIn"
	}
	if e.additional != nil {
		all["additionalEventData"] = e.additional
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // there is nothing in it that JSON has no form for
	}
	return string(text)
}

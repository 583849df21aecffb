package demoiam_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

func newTrailClient(s *demoiam.Server, region string) *cloudtrail.Client {
	return cloudtrail.New(cloudtrail.Options{
		Region: region, Credentials: anyCredentials, Retryer: aws.NopRetryer{}, HTTPClient: &http.Client{Transport: s.Transport()},
	})
}

func by(key types.LookupAttributeKey, value string) []types.LookupAttribute {
	return []types.LookupAttribute{{AttributeKey: key, AttributeValue: aws.String(value)}}
}

// signedIn is an account whose users Carol, with a password, and dan, with MFA too, can sign in.
func signedIn() *demoiam.Server {
	return demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "Carol", Console: true, Password: good, Created: time.Now().AddDate(-1, 0, 0)},
		{Name: "dan", Console: true, Password: good, MFA: []demoiam.MFADevice{{}}, Created: time.Now().AddDate(-1, 0, 0)},
		{Name: "must", Console: true, Password: good, ResetRequired: true, Policies: []string{"IAMUserChangePassword"}, Created: time.Now().AddDate(-1, 0, 0)},
	}})
}

// seen is what an event's text says of a sign-in.
type seen struct {
	EventName, AWSRegion, SourceIPAddress, ErrorCode, ErrorMessage, RequestID string
	UserIdentity                                                              struct{ UserName, ARN string }
	ResponseElements                                                          struct{ ConsoleLogin string }
	AdditionalEventData                                                       struct{ MFAUsed string }
	RequestParameters                                                         map[string]any
}

func parse(t *testing.T, e types.Event) (s seen) {
	t.Helper()
	if err := json.Unmarshal([]byte(aws.ToString(e.CloudTrailEvent)), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSignInsAreRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := signedIn()
		devices, _ := s.DeviceCodes("dan")
		code := devices[0].Now
		for _, c := range []struct {
			try  demoiam.Attempt
			want demoiam.Outcome
			says string // response, message, MFA and name of the event; "": there is none
		}{
			{demoiam.Attempt{User: "carol", Password: good, Address: "192.0.2.1"}, demoiam.SignedIn, "Success//No/Carol"},
			{demoiam.Attempt{User: "carol", Password: "wrong"}, demoiam.WrongPassword, "Failure/Failed authentication/No/Carol"},
			{demoiam.Attempt{User: "dan", Password: good}, demoiam.AsksForMFA, ""},
			{demoiam.Attempt{User: "dan", Password: good, MFACode: "abcdef"}, demoiam.FailedMFA, "Failure/Failed authentication/Yes/dan"},
			{demoiam.Attempt{User: "dan", Password: good, MFACode: code}, demoiam.SignedIn, "Success//Yes/dan"},
			{demoiam.Attempt{User: good, Password: "dan"}, demoiam.NoSuchUser, "Failure/No username found in supplied account/No/HIDDEN_DUE_TO_SECURITY_REASONS"},
			{demoiam.Attempt{User: "must", Password: good}, demoiam.AsksForNew, ""},
			{demoiam.Attempt{User: "must", Password: good, NewPassword: "short"}, demoiam.RefusedNew, ""},
			{demoiam.Attempt{User: "must", Password: good, NewPassword: good + "x"}, demoiam.SignedIn, "Success//No/must"},
		} {
			before := lookUp(t, s, "us-east-1", by("EventName", "ConsoleLogin"))
			if got := s.SignIn(c.try); got != c.want {
				t.Errorf("%+v: %s, want %s", c.try, got, c.want)
			}
			after := lookUp(t, s, "us-east-1", by("EventName", "ConsoleLogin"))
			switch {
			case c.says == "" && len(after) != len(before):
				t.Errorf("%+v: an event is there", c.try)
			case c.says != "" && len(after) != len(before)+1:
				t.Errorf("%+v: %d events after %d", c.try, len(after), len(before))
			case c.says != "":
				e := parse(t, after[0])
				if got := fmt.Sprintf("%s/%s/%s/%s", e.ResponseElements.ConsoleLogin, e.ErrorMessage, e.AdditionalEventData.MFAUsed, e.UserIdentity.UserName); got != c.says {
					t.Errorf("%+v: %s, want %s", c.try, got, c.says)
				}
				if strings.Contains(aws.ToString(after[0].CloudTrailEvent), good) {
					t.Error("the event has what was typed")
				}
			}
			time.Sleep(time.Second)
		}
		if u, _ := s.User("must"); u.ResetRequired || !s.Check("must", good+"x") {
			t.Error("the new password was not chosen")
		}
		changes := lookUp(t, s, "us-east-1", by("EventName", "ChangePassword"))
		if len(changes) != 2 || parse(t, changes[0]).ErrorCode != "" || parse(t, changes[1]).ErrorCode != "PasswordPolicyViolationException" {
			t.Errorf("%d changes", len(changes))
		}
	})
}

// lookUp reads all pages, at the pace that CloudTrail asks for.
func lookUp(t *testing.T, s *demoiam.Server, region string, attributes []types.LookupAttribute) (all []types.Event) {
	t.Helper()
	pages := cloudtrail.NewLookupEventsPaginator(newTrailClient(s, region), &cloudtrail.LookupEventsInput{LookupAttributes: attributes})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		wantOK(t, err)
		all = append(all, page.Events...)
		time.Sleep(time.Second)
	}
	return all
}

// A change is recorded with the id that its answer has, and a refused one with the code.
func TestChangesAreRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := signedIn()
		client := newClient(s)
		out, err := client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: aws.String("dan"), Password: aws.String(good + "y"), PasswordResetRequired: aws.Bool(true)})
		wantOK(t, err)
		time.Sleep(time.Second)
		if _, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("dan"), Password: aws.String(good)}); err == nil {
			t.Fatal("dan has two passwords")
		}
		s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Drop: demoiam.DropAfter})
		if _, err := client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: aws.String("Carol"), Password: aws.String(good + "y")}); err == nil {
			t.Fatal("the answer arrived")
		}
		events := lookUp(t, s, "us-east-1", by("Username", "admin"))
		if len(events) != 3 {
			t.Fatalf("%d events", len(events))
		}
		lost, refused, done := parse(t, events[0]), parse(t, events[1]), parse(t, events[2])
		id := fmt.Sprint(out.ResultMetadata.Get("RequestId"))
		if done.EventName != "UpdateLoginProfile" || done.RequestParameters["userName"] != "dan" || done.RequestParameters["passwordResetRequired"] != true || done.RequestID == "" {
			t.Errorf("%+v, %s", done, id)
		}
		if refused.ErrorCode != "EntityAlreadyExistsException" || lost.ErrorCode != "" || lost.RequestParameters["userName"] != "Carol" {
			t.Errorf("%+v\n%+v", refused, lost)
		}
		for _, e := range events {
			if text := aws.ToString(e.CloudTrailEvent); strings.Contains(text, good) || len(e.Resources) != 1 {
				t.Errorf("%s, %v", text, e.Resources)
			}
		}
		if others := lookUp(t, s, "us-east-2", by("Username", "admin")); len(others) != 0 {
			t.Error("IAM's events are in another Region")
		}
	})
}

func TestLookupEventsRefuses(t *testing.T) {
	two := append(by("EventName", "ConsoleLogin"), by("Username", "dan")...)
	for code, in := range map[string]*cloudtrail.LookupEventsInput{
		"InvalidLookupAttributesException": {LookupAttributes: two},
		"InvalidMaxResultsException":       {MaxResults: aws.Int32(51)},
		"InvalidTimeRangeException":        {StartTime: aws.Time(time.Now()), EndTime: aws.Time(time.Now().Add(-time.Hour))},
		"InvalidNextTokenException":        {NextToken: aws.String("nonsense")},
		"InvalidEventCategoryException":    {EventCategory: "nonsense"},
	} {
		_, err := newTrailClient(signedIn(), "us-east-1").LookupEvents(t.Context(), in)
		if err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
	_, err := newTrailClient(signedIn(), "us-east-1").LookupEvents(t.Context(), &cloudtrail.LookupEventsInput{LookupAttributes: by("username", "dan")})
	if err == nil || !strings.Contains(err.Error(), "InvalidLookupAttributesException") {
		t.Errorf("an attribute in lower case: %v", err)
	}
	s := signedIn()
	s.SetCallerPolicy(`{"Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}`)
	_, err = newTrailClient(s, "us-east-1").LookupEvents(t.Context(), &cloudtrail.LookupEventsInput{})
	wantError(t, err, "AccessDeniedException", http.StatusBadRequest,
		"User: arn:aws:iam::123456789012:user/admin is not authorized to perform: cloudtrail:LookupEvents on resource: * because no identity-based policy allows the cloudtrail:LookupEvents action")
}

// Two requests a second in each Region are answered, and pages follow each other without a gap or an event twice.
func TestLookupEventsPaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := signedIn()
		for range 7 {
			s.SignIn(demoiam.Attempt{User: "dan", Password: "wrong"})
			time.Sleep(time.Second)
		}
		client := newTrailClient(s, "us-east-1")
		in := &cloudtrail.LookupEventsInput{LookupAttributes: by("EventName", "ConsoleLogin"), MaxResults: aws.Int32(3)}
		var ids []string
		var times []time.Time
		for _, want := range []int{3, 3, 0, 1} {
			page, err := client.LookupEvents(t.Context(), in)
			if want == 0 {
				wantError(t, err, "ThrottlingException", http.StatusBadRequest, "Rate exceeded")
				if _, err := newTrailClient(s, "eu-north-1").LookupEvents(t.Context(), &cloudtrail.LookupEventsInput{}); err != nil {
					t.Errorf("another Region: %v", err)
				}
				time.Sleep(time.Second)
				continue
			}
			wantOK(t, err)
			if len(page.Events) != want || (page.NextToken == nil) != (want == 1) {
				t.Errorf("%d events, want %d; %v", len(page.Events), want, page.NextToken)
			}
			for _, e := range page.Events {
				ids, times = append(ids, *e.EventId), append(times, *e.EventTime)
			}
			in.NextToken = page.NextToken
		}
		if slices.Sort(ids); len(slices.Compact(ids)) != 7 || !slices.IsSortedFunc(times, func(a, b time.Time) int { return b.Compare(a) }) {
			t.Errorf("%q at %v", ids, times)
		}
		in.NextToken = nil
		time.Sleep(time.Second)
		page, err := client.LookupEvents(t.Context(), in)
		wantOK(t, err)
		in.NextToken, in.MaxResults = page.NextToken, aws.Int32(4)
		_, err = client.LookupEvents(t.Context(), in)
		if err == nil || !strings.Contains(err.Error(), "InvalidNextTokenException") {
			t.Errorf("a token with other parameters: %v", err)
		}
	})
}

// Events come late, and only those of the time that is asked for are found.
func TestLookupEventsTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := signedIn()
		s.SetTrailDelay(5 * time.Minute)
		begin := time.Now()
		s.SignIn(demoiam.Attempt{User: "dan", Password: "wrong"})
		if found := lookUp(t, s, "us-east-1", by("Username", "dan")); len(found) != 0 {
			t.Error("the event is there at once")
		}
		time.Sleep(5 * time.Minute)
		s.SignIn(demoiam.Attempt{User: "dan", Password: "wrong"})
		s.SetTrailDelay(0)
		found := lookUp(t, s, "us-east-1", by("Username", "dan"))
		if len(found) != 2 {
			t.Fatalf("%d events", len(found))
		}
		out, err := newTrailClient(s, "us-east-1").LookupEvents(t.Context(), &cloudtrail.LookupEventsInput{StartTime: aws.Time(begin.Add(time.Minute)), EndTime: aws.Time(time.Now())})
		wantOK(t, err)
		if len(out.Events) != 1 {
			t.Errorf("%d events of the last minutes", len(out.Events))
		}
		time.Sleep(91 * day)
		if found := lookUp(t, s, "us-east-1", by("Username", "dan")); len(found) != 0 {
			t.Error("events are kept for more than 90 days")
		}
	})
}

func TestSignInPage(t *testing.T) {
	s := signedIn()
	for password, want := range map[string]struct {
		status int
		says   string
	}{good: {http.StatusOK, "signed in\n"}, "wrong": {http.StatusUnauthorized, "wrong password\n"}} {
		form := url.Values{"user": {"Carol"}, "password": {password}, "address": {"192.0.2.9"}, "region": {"us-east-2"}}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/signin", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want.status || w.Body.String() != want.says {
			t.Errorf("%d, %q", w.Code, w.Body)
		}
	}
	events, err := newTrailClient(s, "us-east-2").LookupEvents(t.Context(), &cloudtrail.LookupEventsInput{})
	wantOK(t, err)
	if len(events.Events) != 2 || parse(t, events.Events[0]).SourceIPAddress != "192.0.2.9" {
		t.Errorf("%d events", len(events.Events))
	}
}

// Each member of the cast who shows a sign-in has the events of it, and the last sign-in of every user is among the events.
func TestCompanyHasSignIns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := demoiam.Company(80, demoiam.Latency{})
		all := map[string][]string{}
		address := map[string]string{}
		for _, region := range []string{"us-east-1", "us-east-2", "eu-north-1", "ap-southeast-2"} {
			for _, event := range lookUp(t, s, region, by("EventName", "ConsoleLogin")) {
				e := parse(t, event)
				all[e.UserIdentity.UserName] = append(all[e.UserIdentity.UserName], e.ResponseElements.ConsoleLogin+" "+e.AdditionalEventData.MFAUsed)
				address[e.UserIdentity.UserName] = e.SourceIPAddress
			}
		}
		for user, want := range map[string]string{
			"wes.wrong": "Failure No,Failure No,Failure No,Success No", "fay.factor": "Failure Yes,Failure Yes,Success Yes", "ty.typo": "Success No",
			"sam.signedin": "Success Yes,Failure No", "quinn.quiet": "Success Yes", "HIDDEN_DUE_TO_SECURITY_REASONS": "Failure No,Failure No", "leo.leaver": "Success Yes",
		} {
			if got := strings.Join(all[user], ","); got != want {
				t.Errorf("%s: %s, want %s", user, got, want)
			}
		}
		if address["ty.typo"] == "" || address["ty.typo"] != address["HIDDEN_DUE_TO_SECURITY_REASONS"] {
			t.Errorf("ty.typo signs in from %q, and the mistyped name came from %q", address["ty.typo"], address["HIDDEN_DUE_TO_SECURITY_REASONS"])
		}
	})
}

func TestAWSCLILooksUpEvents(t *testing.T) {
	s := signedIn()
	cli := newAWSCLI(t, s)
	s.SignIn(demoiam.Attempt{User: "dan", Password: "wrong"})
	cli.ok(t, "ConsoleLogin\tdan\n", "cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ConsoleLogin --query Events[].[EventName,Username]")
	cli.ok(t, "None\n", "cloudtrail lookup-events --region eu-north-1 --query Events[0].EventName")
	cli.fails(t, "InvalidLookupAttributesException", "LookupEvents", "You can specify only one lookup attribute.",
		"cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ConsoleLogin AttributeKey=Username,AttributeValue=dan")
}

func TestBoto3LooksUpEvents(t *testing.T) {
	if testing.Short() {
		t.Skip("boto3 takes half a second")
	}
	python, err := exec.LookPath("python3")
	if err != nil || exec.CommandContext(t.Context(), python, "-c", "import boto3").Run() != nil {
		t.Skip("boto3 is not installed, so it cannot be the referee")
	}
	s := signedIn()
	for range 3 {
		s.SignIn(demoiam.Attempt{User: "dan", Password: "wrong"})
	}
	const script = `
import boto3, json, sys
c = boto3.client("cloudtrail", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret")
pages = c.get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": "dan"}], PaginationConfig={"PageSize": 2})
events = [e for p in pages for e in p["Events"]]
print(len(events), json.loads(events[0]["CloudTrailEvent"])["errorMessage"], events[0]["EventTime"].year > 2020)
`
	cmd := exec.CommandContext(t.Context(), python, "-c", script, listen(t, s))
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") }), "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "3 Failed authentication True\n" {
		t.Errorf("%v: %s", err, out)
	}
}

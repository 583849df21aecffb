package iamclient_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/signins"
)

var fourRegions = []string{"us-east-1", "us-east-2", "eu-north-1", "ap-southeast-2"}

// lookups are how often each Region was asked.
func lookups(s *demoiam.Server) map[string]int {
	count := map[string]int{}
	for _, c := range s.Calls() {
		if c.Action == "LookupEvents" {
			count[c.Params["Region"]]++
		}
	}
	return count
}

// tried is an account in which bob has typed that many wrong passwords, one each second, in the first Region.
func tried(times int) *demoiam.Server {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true, Password: good}}})
	for range times {
		s.SignIn(demoiam.Attempt{User: "bob", Password: "wrong"})
		time.Sleep(time.Second)
	}
	return s
}

// All Regions are asked at the same time. One that fails has its error, and the others count.
func TestSignInsOfFourRegions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tried(1)
		for _, region := range fourRegions[1:] {
			s.SignIn(demoiam.Attempt{User: "bob", Password: good, Region: region, Address: "192.0.2.1"})
			time.Sleep(time.Second)
		}
		s.SignIn(demoiam.Attempt{User: "bobby", Password: good})
		s.SetLatency(demoiam.Latency{Min: time.Second})
		s.Inject(demoiam.Fault{Action: "LookupEvents", Region: "eu-north-1", Code: "UnrecognizedClientException", Status: http.StatusBadRequest, Message: "The security token included in the request is invalid."})
		c := newClient(t, s)
		begin := time.Now()
		reading, err := c.SignIns(t.Context(), false)
		wantOK(t, err)
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("it took %s", took)
		}
		var got []string
		for _, e := range reading.Events {
			got = append(got, fmt.Sprint(e.Outcome, " ", e.Who(), " ", e.Region))
		}
		want := "no-such-user  us-east-1, signed-in bob ap-southeast-2, signed-in bob us-east-2, wrong-password bob us-east-1"
		if strings.Join(got, ", ") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
		}
		failed := reading.Failed()
		if len(failed) != 1 || failed[0].Name != "eu-north-1" || iamclient.KindOf(failed[0].Err) != iamclient.KindInvalidToken || reading.Whole() || !reading.Read() {
			t.Errorf("%+v", reading.Regions)
		}
		if len(reading.Of("BOB")) != 3 || len(reading.Nameless()) != 1 || !reading.Newest().Equal(reading.Events[0].Time) {
			t.Errorf("%d of bob, %d without a name", len(reading.Of("BOB")), len(reading.Nameless()))
		}
	})
}

// However many look-ups are asked for, by whichever client, CloudTrail is asked twice a second and Region.
func TestLookupsKeepTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tried(170)
		c := newClient(t, s)
		other, err := c.ForProfile(t.Context(), "")
		wantOK(t, err)
		_, err = other.Identity(t.Context())
		wantOK(t, err)
		done := make(chan error)
		for i := range 6 {
			client := []*iamclient.Client{c, other}[i%2]
			go func() {
				reading, err := client.SignInsSince(t.Context(), iamclient.MostHistory)
				if err == nil && (len(reading.Events) != 170 || !reading.Whole()) {
					err = fmt.Errorf("%d events, %+v", len(reading.Events), reading.Regions)
				}
				done <- err
			}()
		}
		for range 6 {
			wantOK(t, <-done)
		}
		var asked []time.Time
		for _, call := range s.Calls() {
			if call.Action == "LookupEvents" && call.Params["Region"] == "us-east-1" {
				asked = append(asked, call.Time)
			}
		}
		for i := range asked[2:] {
			if asked[i+2].Sub(asked[i]) < time.Second {
				t.Errorf("three requests within a second: %v", asked[i:i+3])
			}
		}
		if len(asked) != 24 { // 4 pages each, and none of them twice
			t.Errorf("%d requests", len(asked))
		}
	})
}

// A reading holds for a minute. Whoever asks meanwhile waits for it, and asks nothing.
func TestSignInsAreReadOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tried(1)
		s.SetLatency(demoiam.Latency{Min: time.Second})
		c := newClient(t, s)
		_, err := c.Identity(t.Context())
		wantOK(t, err)
		done := make(chan error)
		for range 5 {
			go func() { _, err := c.SignIns(t.Context(), false); done <- err }()
		}
		for range 5 {
			wantOK(t, <-done)
		}
		wantLookups := func(want int) {
			t.Helper()
			for _, region := range fourRegions {
				if got := lookups(s)[region]; got != want {
					t.Errorf("%s is asked %d times, want %d", region, got, want)
				}
			}
		}
		wantLookups(1)
		_, err = c.SignIns(t.Context(), true)
		wantOK(t, err)
		wantLookups(2)
		time.Sleep(time.Minute)
		_, err = c.SignIns(t.Context(), false)
		wantOK(t, err)
		wantLookups(3)

		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		_, _ = c.SignIns(ctx, true)
		reading, err := c.SignIns(t.Context(), false)
		wantOK(t, err)
		if !reading.Whole() {
			t.Errorf("a reading that was given up counts: %+v", reading.Regions)
		}
	})
}

// A reading of one account does not hold for another one that the same credentials lead to since, nor does an event that
// tells of another account.
func TestSignInsOfAnotherAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := tried(1)
		now := demoiam.New(demoiam.Options{AccountID: "210987654321", Users: []demoiam.User{{Name: "bob"}}})
		at := before
		c := open(t, iamclient.Options{Embedded: roundTripper(func(r *http.Request) (*http.Response, error) { return at.Transport().RoundTrip(r) })})
		_, err := c.Identity(t.Context())
		wantOK(t, err)
		reading, err := c.SignIns(t.Context(), false)
		wantOK(t, err)
		if len(reading.Of("bob")) != 1 {
			t.Fatalf("%+v", reading.Events)
		}
		at = now
		_, err = c.Identity(t.Context())
		wantOK(t, err)
		for _, account := range []string{"210987654321", "123456789012", ""} {
			now.PutEvent(demoiam.Event{Name: signins.ConsoleLogin, Username: "bob", Time: time.Now(), JSON: fmt.Sprintf(
				`{"userIdentity":{"type":"IAMUser","userName":"bob"},"recipientAccountId":%q,"responseElements":{"ConsoleLogin":"Success"}}`, account)})
		}
		reading, err = c.SignIns(t.Context(), false)
		wantOK(t, err)
		for _, e := range reading.Of("bob") {
			if e.Account == "123456789012" || e.Outcome != signins.SignedIn {
				t.Errorf("of another account: %+v", e)
			}
		}
		if len(reading.Of("bob")) != 2 {
			t.Errorf("%d events of bob, want 2", len(reading.Of("bob")))
		}
	})
}

// Of very many events only the newest are read, and the reading says so.
func TestSignInsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tried(600)
		reading, err := newClient(t, s).SignIns(t.Context(), false)
		wantOK(t, err)
		if r := reading.Regions[0]; len(reading.Events) != 500 || !r.More || r.Err != nil || !r.Oldest.Equal(reading.Events[499].Time) || reading.Whole() || lookups(s)["us-east-1"] != 10 {
			t.Errorf("%d events, %+v, %d requests", len(reading.Events), reading.Regions, lookups(s)["us-east-1"])
		}
	})
}

// A user's own events go back 90 days, and are the sign-ins among all that the user did.
func TestSignInsOfAUser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tried(1)
		s.SetCaller("arn:aws:iam::123456789012:user/bob")
		time.Sleep(30 * 24 * time.Hour)
		c := newClient(t, s)
		wantOK(t, makeChange(t.Context(), c, iamclient.UpdateLoginProfile("bob", iamclient.NewSecret(good+"x"), nil)))
		reading, err := c.SignInsOf(t.Context(), "bob", iamclient.MostHistory)
		wantOK(t, err)
		if len(reading.Events) != 1 || reading.Events[0].Outcome != signins.WrongPassword {
			t.Errorf("%+v", reading.Events)
		}
		if today, err := c.SignIns(t.Context(), false); err != nil || len(today.Events) != 0 {
			t.Errorf("%+v, %v", today.Events, err)
		}
	})
}

func TestSignInsOfPartitionsAndSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	wantOK(t, os.WriteFile(file, []byte(`sign_in_regions = ["eu-west-1", "us-east-1"]`), 0o600))
	configured, err := rails.Load("", file)
	wantOK(t, err)
	for _, c := range []struct {
		partition, region string
		rails             *rails.Rails
		want              []string
	}{
		{"aws", "eu-west-3", nil, fourRegions},
		{"aws-cn", "cn-northwest-1", nil, []string{"cn-northwest-1"}},
		{"aws-us-gov", "us-gov-east-1", nil, []string{"us-gov-east-1"}},
		{"aws", "eu-west-3", configured, []string{"eu-west-1", "us-east-1"}},
	} {
		s := demoiam.New(demoiam.Options{Partition: c.partition})
		_, err := open(t, iamclient.Options{Embedded: s.Transport(), Region: c.region, Rails: c.rails}).SignIns(t.Context(), false)
		wantOK(t, err)
		var got []string
		for region := range lookups(s) {
			got = append(got, region)
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(c.want))) {
			t.Errorf("%s: asked are %v, want %v", c.partition, got, c.want)
		}
	}
}

// Each Region is asked at its own host.
func TestLookupsGoToTheRegionsHosts(t *testing.T) {
	s := tried(0)
	var mu sync.Mutex
	hosts := map[string]bool{}
	c := open(t, iamclient.Options{Embedded: roundTripper(func(r *http.Request) (*http.Response, error) {
		mu.Lock()
		hosts[r.URL.Host] = true
		mu.Unlock()
		return s.Transport().RoundTrip(r)
	})})
	_, err := c.SignIns(t.Context(), false)
	wantOK(t, err)
	for _, region := range fourRegions {
		if !hosts["cloudtrail."+region+".amazonaws.com"] {
			t.Errorf("%s is not asked: %v", region, hosts)
		}
	}
}

// What CloudTrail refuses, and what is no answer of CloudTrail, is an error of its kind and never an empty list.
func TestSignInsThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		fault demoiam.Fault
		kind  iamclient.Kind
	}{
		"denied":     {demoiam.Fault{Code: "AccessDeniedException"}, iamclient.KindDenied},
		"expired":    {demoiam.Fault{Code: "ExpiredToken"}, iamclient.KindExpired},
		"throttled":  {demoiam.Fault{Code: "Throttling"}, iamclient.KindThrottled},
		"HTML":       {demoiam.Fault{HTML: "<html>Sign in to the proxy</html>", Status: http.StatusOK}, iamclient.KindServer},
		"HTML error": {demoiam.Fault{HTML: "<html>Bad Gateway</html>"}, iamclient.KindServer},
		"JSON":       {demoiam.Fault{HTML: `{"hello": 1}`, Status: http.StatusOK}, iamclient.KindServer},
		"broken off": {demoiam.Fault{Drop: demoiam.DropBefore}, iamclient.KindNetwork},
		"invalid":    {demoiam.Fault{Code: "InvalidLookupAttributesException"}, iamclient.KindOther},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := tried(1)
				c.fault.Action = "LookupEvents"
				s.Inject(c.fault)
				reading, err := newClient(t, s).SignIns(t.Context(), false)
				wantOK(t, err)
				for _, region := range reading.Regions {
					if iamclient.KindOf(region.Err) != c.kind {
						t.Errorf("%s: %v, kind %s, want %s", region.Name, region.Err, iamclient.KindOf(region.Err), c.kind)
					}
				}
				if reading.Read() || len(reading.Regions) != 4 {
					t.Errorf("%+v", reading)
				}
			})
		})
	}
	t.Run("nobody", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := tried(0)
			s.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "ExpiredToken"})
			if _, err := newClient(t, s).SignIns(t.Context(), false); iamclient.KindOf(err) != iamclient.KindExpired {
				t.Errorf("%v", err)
			}
		})
	})
}

// Where IAM alone is at another place, real CloudTrail knows nothing of it.
func TestSignInsOfAnotherEndpointAreNotRead(t *testing.T) {
	s := tried(0)
	t.Setenv("AWS_ENDPOINT_URL_IAM", "http://127.0.0.1:1")
	t.Setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	_, err := open(t, iamclient.Options{Transport: s.Transport(), Region: "us-east-1"}).SignIns(t.Context(), false)
	if err == nil || !strings.Contains(err.Error(), "not overridden alike") || len(lookups(s)) != 0 {
		t.Errorf("%v, and CloudTrail is asked %v", err, lookups(s))
	}
}

// The log of requests names the operation, and has nothing of an event in it.
func TestDebugOfLookups(t *testing.T) {
	s := tried(0)
	s.SignIn(demoiam.Attempt{User: "bob", Password: "wrong", Address: "192.0.2.77"})
	out := new(strings.Builder)
	_, err := open(t, iamclient.Options{Embedded: s.Transport(), Debug: out}).SignIns(t.Context(), false)
	wantOK(t, err)
	if log := out.String(); !strings.Contains(log, "X-Amz-Target: CloudTrail_20131101.LookupEvents") || strings.Contains(log, "192.0.2.77") || strings.Contains(log, "AttributeValue") {
		t.Error(log)
	}
}

// A request to CloudTrail goes through what every request goes through, and says which program sends it.
func TestLookupsGoThroughTheGuards(t *testing.T) {
	s := tried(0)
	agents := make(chan string, 100)
	c := open(t, iamclient.Options{Version: "1.2.3", Embedded: roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("X-Amz-Target") != "" {
			agents <- r.UserAgent()
		}
		return s.Transport().RoundTrip(r)
	})})
	_, err := c.SignIns(t.Context(), false)
	wantOK(t, err)
	if agent := <-agents; !strings.Contains(agent, "iampasswd/1.2.3") {
		t.Errorf("the user agent is %q", agent)
	}
}

// Everything that is asked of CloudTrail reads, and is let through where nothing may be changed.
func TestReadOnlyReadsSignIns(t *testing.T) {
	reading, err := open(t, iamclient.Options{Embedded: tried(0).Transport(), ReadOnly: true}).SignIns(t.Context(), false)
	if err != nil || !reading.Whole() {
		t.Errorf("%+v, %v", reading, err)
	}
}

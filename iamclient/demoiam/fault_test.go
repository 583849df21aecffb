package demoiam_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/smithy-go"

	"iampasswd/iamclient/demoiam"
)

func getUser(t *testing.T, client *iam.Client, name string) error {
	_, err := client.GetUser(t.Context(), &iam.GetUserInput{UserName: &name})
	return err
}

func TestFaultCodes(t *testing.T) {
	const implicit = "User: arn:aws:iam::123456789012:user/admin is not authorized to perform: iam:UpdateLoginProfile on resource: user bob " +
		"because no identity-based policy allows the iam:UpdateLoginProfile action"
	for _, c := range []struct {
		fault   demoiam.Fault
		status  int
		message string
	}{
		{demoiam.Fault{Code: "AccessDenied"}, 403, implicit},
		{demoiam.Fault{Code: "AccessDenied", Message: "No."}, 403, "No."},
		{demoiam.Fault{Code: "EntityTemporarilyUnmodifiable"}, 409, "Login Profile for User bob cannot be modified while login profile is being created."},
		{demoiam.Fault{Code: "ExpiredToken"}, 403, "The security token included in the request is expired"},
		{demoiam.Fault{Code: "InvalidClientTokenId"}, 403, "The security token included in the request is invalid"},
		{demoiam.Fault{Code: "NoSuchEntity"}, 404, "The user with name bob cannot be found."},
		{demoiam.Fault{Code: "LimitExceeded", Message: "Too much."}, 409, "Too much."},
		{demoiam.Fault{Code: "ServiceFailure"}, 500, "The request processing has failed because of an unknown error, exception or failure."},
		{demoiam.Fault{Code: "Throttling"}, 400, "Rate exceeded"},
		{demoiam.Fault{Code: "Throttling", Status: 503}, 503, "Rate exceeded"},
		{demoiam.Fault{Code: "SomethingNew"}, 400, "SomethingNew"},
	} {
		s := withBob(false)
		s.Inject(c.fault)
		wantError(t, update(t, newClient(s), "bob", good), c.fault.Code, c.status, c.message)
		if s.Check("bob", good) {
			t.Errorf("%s was applied", c.fault.Code)
		}
	}
}

func TestFaultMatches(t *testing.T) {
	s := withBob(false)
	client := newClient(s)
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "BOB", Times: 2, Code: "Throttling"})
	wantOK(t, getUser(t, client, "bob"))
	if err := update(t, client, "nina", good); !hasCode(err, "NoSuchEntity") {
		t.Errorf("a fault of bob's hit nina: %v", err)
	}
	for range 2 {
		if err := update(t, client, "bob", good); !hasCode(err, "Throttling") {
			t.Errorf("got %v, want Throttling", err)
		}
	}
	wantOK(t, update(t, client, "bob", good))
}

func hasCode(err error, code string) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == code
}

func TestFaultRemoved(t *testing.T) {
	s := withBob(false)
	remove := s.Inject(demoiam.Fault{Code: "Throttling"})
	if err := getUser(t, newClient(s), "bob"); !hasCode(err, "Throttling") {
		t.Errorf("got %v, want Throttling", err)
	}
	remove()
	remove()
	wantOK(t, getUser(t, newClient(s), "bob"))
}

// The fault that was added last goes first, and the one beneath it is not used
// up meanwhile.
func TestFaultsOverFaults(t *testing.T) {
	s := withBob(false)
	s.Inject(demoiam.Fault{Times: 1, Code: "ExpiredToken"})
	s.Inject(demoiam.Fault{Times: 1, Code: "Throttling"})
	for _, want := range []string{"Throttling", "ExpiredToken"} {
		if err := getUser(t, newClient(s), "bob"); !hasCode(err, want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	wantOK(t, getUser(t, newClient(s), "bob"))
}

func TestFaultHTML(t *testing.T) {
	for status, fault := range map[int]demoiam.Fault{502: {HTML: "<h1>Bad Gateway</h1>"}, 500: {HTML: "<h1>Oops</h1>", Status: 500}} {
		s := withBob(false)
		s.Inject(fault)
		got, header, body := post(t, s, "Action=UpdateLoginProfile&Version=2010-05-08&UserName=bob&Password="+good, nil)
		if got != status || header.Get("Content-Type") != "text/html; charset=utf-8" || body != fault.HTML || s.Check("bob", good) {
			t.Errorf("HTTP %d %s %q", got, header.Get("Content-Type"), body)
		}
	}
}

func TestFaultDrops(t *testing.T) {
	for _, c := range []struct {
		name    string
		drop    demoiam.Drop
		applied bool
		err     error
	}{
		{"connect", demoiam.DropConnect, false, syscall.ECONNREFUSED},
		{"before", demoiam.DropBefore, false, io.ErrUnexpectedEOF},
		{"after", demoiam.DropAfter, true, io.ErrUnexpectedEOF},
	} {
		t.Run(c.name+" in memory", func(t *testing.T) {
			s := withBob(false)
			s.Inject(demoiam.Fault{Times: 1, Drop: c.drop})
			if err := update(t, newClient(s), "bob", good); !errors.Is(err, c.err) || s.Check("bob", good) != c.applied {
				t.Errorf("got %v, want %v; applied: %v", err, c.err, s.Check("bob", good))
			}
			wantOK(t, getUser(t, newClient(s), "bob"))
		})
		t.Run(c.name+" over a socket", func(t *testing.T) {
			s := withBob(false)
			s.Inject(demoiam.Fault{Times: 1, Drop: c.drop})
			client := iam.New(clientOptions(&socket{http.Transport{DisableKeepAlives: true}}, listen(t, s)))
			if err := update(t, client, "bob", good); !errors.Is(err, io.EOF) || s.Check("bob", good) != c.applied {
				t.Errorf("got %v, want EOF; applied: %v", err, s.Check("bob", good))
			}
			wantOK(t, getUser(t, client, "bob"))
		})
	}
}

// What the SDK does with a lost answer is what the reset form has to explain:
// it sends the same password again, which is now one that was used before.
func TestLostAnswerAndReusePrevention(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		s.SetPolicy(&demoiam.Policy{ReusePrevention: 1})
		s.Inject(demoiam.Fault{Times: 1, Drop: demoiam.DropAfter})
		options := clientOptions(s.Transport(), "")
		options.Retryer = nil // the SDK's own
		wantError(t, update(t, iam.New(options), "bob", good), "PasswordPolicyViolation", http.StatusBadRequest, reused)
		if n := s.Count("UpdateLoginProfile", "bob"); n != 2 || !s.Check("bob", good) {
			t.Errorf("%d requests; applied: %v", n, s.Check("bob", good))
		}
	})
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		client := newClient(s)
		took := func() time.Duration {
			start := time.Now()
			wantOK(t, getUser(t, client, "bob"))
			return time.Since(start)
		}
		if d := took(); d != 0 {
			t.Errorf("took %s without any latency", d)
		}
		s.SetLatency(demoiam.Latency{Min: 40 * time.Millisecond, Max: 120 * time.Millisecond})
		for range 100 {
			if d := took(); d < 40*time.Millisecond || d > 120*time.Millisecond {
				t.Errorf("took %s, want 40 to 120ms", d)
			}
		}
		s.SetLatency(demoiam.Latency{Min: time.Second})
		s.Inject(demoiam.Fault{Action: "GetUser", Latency: 2 * time.Second})
		s.Inject(demoiam.Fault{User: "bob", Latency: 4 * time.Second, Times: 1})
		s.Inject(demoiam.Fault{User: "nina", Latency: time.Hour})
		if d := took(); d != 7*time.Second {
			t.Errorf("took %s, want the server's and both faults' latency", d)
		}
		if d := took(); d != 3*time.Second {
			t.Errorf("took %s, want one fault used up", d)
		}
	})
}

func TestGivingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		s.Inject(demoiam.Fault{Latency: time.Minute})
		ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		start := time.Now()
		_, err := newClient(s).UpdateLoginProfile(ctx, &iam.UpdateLoginProfileInput{UserName: aws.String("bob"), Password: aws.String(good)})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 59*time.Second {
			t.Errorf("ended after %s with %v", time.Since(start), err)
		}
		synctest.Wait()
		time.Sleep(time.Hour)
		if s.Check("bob", good) {
			t.Error("a request that was given up during its latency was applied")
		}
	})
}

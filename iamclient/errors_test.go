package iamclient_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/aws/smithy-go"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// failure is the *Error that err has to be.
func failure(t *testing.T, err error) *iamclient.Error {
	t.Helper()
	e, ok := errors.AsType[*iamclient.Error](err)
	if !ok {
		t.Fatalf("got %v, want an *Error", err)
	}
	return e
}

func TestKindOfEveryCode(t *testing.T) {
	for _, c := range []struct {
		code     string
		kind     iamclient.Kind
		attempts int
	}{
		{"PasswordPolicyViolation", iamclient.KindPolicyViolation, 1},
		{"EntityAlreadyExists", iamclient.KindAlreadyExists, 1},
		{"EntityTemporarilyUnmodifiable", iamclient.KindUnmodifiable, 1},
		{"AccessDenied", iamclient.KindDenied, 1},
		{"AccessDeniedException", iamclient.KindDenied, 1},
		{"ExpiredToken", iamclient.KindExpired, 1},
		{"ExpiredTokenException", iamclient.KindExpired, 1},
		{"InvalidClientTokenId", iamclient.KindInvalidToken, 1},
		{"UnrecognizedClientException", iamclient.KindInvalidToken, 1},
		{"SignatureDoesNotMatch", iamclient.KindCredentials, 1},
		{"MissingAuthenticationToken", iamclient.KindCredentials, 1},
		{"Throttling", iamclient.KindThrottled, 3},
		{"ThrottlingException", iamclient.KindThrottled, 3},
		{"RequestLimitExceeded", iamclient.KindThrottled, 3},
		{"ServiceFailure", iamclient.KindServer, 3},
		{"InternalFailure", iamclient.KindServer, 3},
		{"ServiceUnavailable", iamclient.KindServer, 3},
		{"LimitExceeded", iamclient.KindOther, 1},
		{"InvalidUserType", iamclient.KindOther, 1},
		{"ValidationError", iamclient.KindOther, 1},
		{"OptInRequired", iamclient.KindOther, 1},
		{"SomethingNew", iamclient.KindOther, 1},
	} {
		t.Run(c.code, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: c.code, Message: "Because."})
				e := failure(t, reset(t.Context(), newClient(t, s)))
				if e.Kind != c.kind || e.Op != "UpdateLoginProfile" || e.Code != c.code || e.Message != "Because." {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
				if e.Attempts != c.attempts || s.Count("UpdateLoginProfile", "bob") != c.attempts {
					t.Errorf("%d attempts were made and %d arrived, want %d", e.Attempts, s.Count("UpdateLoginProfile", "bob"), c.attempts)
				}
				if e.RequestID == "" || e.Error() != "UpdateLoginProfile: "+c.code+": Because." {
					t.Errorf("request %q, %v", e.RequestID, e)
				}
				// After a 5xx nobody knows; after a refusal everybody does.
				if e.EarlierMayHaveSucceeded != (c.kind == iamclient.KindServer) {
					t.Errorf("the change may have been made: %v", e.EarlierMayHaveSucceeded)
				}
				if api, ok := errors.AsType[smithy.APIError](e); !ok || api.ErrorCode() != c.code {
					t.Errorf("the SDK's error is not in the tree of %v", e)
				}
			})
		})
	}
}

// IAM answers NoSuchEntity where the user is missing and where the user's password is; GetUser tells which.
func TestNoSuchEntity(t *testing.T) {
	operations := map[string]func(user string) iamclient.Change{
		"UpdateLoginProfile": func(user string) iamclient.Change { return iamclient.UpdateLoginProfile(user, nil, new(true)) },
		"CreateLoginProfile": func(user string) iamclient.Change {
			return iamclient.CreateLoginProfile(user, secret(t, good), new(true))
		},
	}
	for _, c := range []struct {
		name, user string
		getUser    demoiam.Fault
		kind       iamclient.Kind
	}{
		{"no password", "nina", demoiam.Fault{}, iamclient.KindNoLoginProfile},
		{"no user", "nobody", demoiam.Fault{}, iamclient.KindNoSuchUser},
		{"GetUser is denied", "nina", demoiam.Fault{Code: "AccessDenied"}, iamclient.KindNoSuchEntity},
		{"GetUser is denied, no user", "nobody", demoiam.Fault{Code: "AccessDenied"}, iamclient.KindNoSuchEntity},
		{"GetUser gets no answer", "nina", demoiam.Fault{Drop: demoiam.DropBefore}, iamclient.KindNoSuchEntity},
		{"GetUser is throttled", "nina", demoiam.Fault{Code: "Throttling"}, iamclient.KindNoSuchEntity},
	} {
		for op, of := range operations {
			t.Run(op+", "+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := withBob()
					if op == "CreateLoginProfile" { // which does not mind that there is none
						s.Inject(demoiam.Fault{Action: op, Code: "NoSuchEntity"})
					}
					c.getUser.Action = "GetUser"
					s.Inject(c.getUser)
					var events []iamclient.Progress
					observe := func(p iamclient.Progress) { events = append(events, p) }
					e := failure(t, makeChange(t.Context(), newClient(t, s), of(c.user), iamclient.ChangeOptions{Observe: observe}))
					if e.Kind != c.kind || e.Op != op || e.Code != "NoSuchEntity" || e.RequestID == "" || e.Attempts != 1 {
						t.Errorf("%+v, want kind %v", e, c.kind)
					}
					if len(events) != 1 || s.Count(op, "") != 1 || s.Count("GetUser", "") == 0 {
						t.Errorf("asking which is missing is not part of the change: %v", events)
					}
				})
			})
		}
	}
}

func TestNoPasswordInErrors(t *testing.T) {
	codes := []string{"PasswordPolicyViolation", "ValidationError", "AccessDenied", "ServiceFailure", "NoSuchEntity", "Throttling"}
	faults := []demoiam.Fault{
		{Drop: demoiam.DropConnect}, {Drop: demoiam.DropBefore}, {Drop: demoiam.DropAfter},
		{HTML: "<html>no"}, {HTML: "<html>yes", Status: 200}, {Latency: attemptTimeout * 2},
	}
	for _, code := range codes {
		faults = append(faults, demoiam.Fault{Code: code})
	}
	for i, fault := range faults {
		synctest.Test(t, func(t *testing.T) {
			s := withBob()
			s.Inject(fault)
			c := newClient(t, s)
			password := secret(t, hunter)
			for _, err := range []error{
				makeChange(t.Context(), c, iamclient.UpdateLoginProfile("bob", password, nil)),
				create(t.Context(), c, "nina", password, true),
				makeChange(t.Context(), c, iamclient.ChangePassword(password, password)),
			} {
				for ; err != nil; err = errors.Unwrap(err) {
					if text := fmt.Sprintf("%v\n%+v\n%q", err, err, err); leaks(text, hunter) {
						t.Errorf("fault %d: %s", i, text)
					}
				}
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]*iamclient.Error{
		"GetUser: AccessDenied: No.": {Op: "GetUser", Code: "AccessDenied", Message: "No."},
		"GetUser: no answer in time": {Op: "GetUser", Message: "no answer in time"},
		"given up":                   {Message: "given up"},
		"GetUser":                    {Op: "GetUser"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	e := &iamclient.Error{Kind: iamclient.KindDenied}
	for _, c := range []struct {
		err  error
		want iamclient.Kind
	}{
		{e, iamclient.KindDenied}, {fmt.Errorf("listing: %w", e), iamclient.KindDenied},
		{errors.New("else"), iamclient.KindOther}, {nil, iamclient.KindOther},
	} {
		if got := iamclient.KindOf(c.err); got != c.want {
			t.Errorf("%v is of kind %v", c.err, got)
		}
	}
}

func TestEveryKindHasAName(t *testing.T) {
	names := map[string]bool{}
	for kind := iamclient.KindOther; kind <= iamclient.KindOtherCaller; kind++ {
		names[kind.String()] = true
	}
	if len(names) != int(iamclient.KindOtherCaller)+1 || names[""] || names["no kind"] {
		t.Errorf("%d kinds have the names %v", iamclient.KindOtherCaller+1, names)
	}
	for _, none := range []iamclient.Kind{-1, iamclient.KindOtherCaller + 1} {
		if none.String() != "no kind" {
			t.Errorf("%d is %s", int(none), none)
		}
	}
}

func TestDenial(t *testing.T) {
	const start = "User: arn:aws:iam::123456789012:user/a is not authorized to perform: iam:GetUser on resource: user bob "
	for end, want := range map[string]iamclient.Denial{
		"because no identity-based policy allows the iam:GetUser action":  iamclient.DenialImplicit,
		"with an explicit deny in an identity-based policy":               iamclient.DenialExplicit,
		"with an explicit deny in a service control policy":               iamclient.DenialSCP,
		"because no service control policy allows the iam:GetUser action": iamclient.DenialSCP,
		"with an explicit deny in a resource control policy":              iamclient.DenialRCP,
		"because no permissions boundary allows the iam:GetUser action":   iamclient.DenialBoundary,
		"with an explicit deny in a permissions boundary":                 iamclient.DenialBoundary,
		"because no session policy allows the iam:GetUser action":         iamclient.DenialSession,
		"because no VPC endpoint policy allows the iam:GetUser action":    iamclient.DenialEndpoint,
		"with an explicit deny":                                           iamclient.DenialExplicit,
		"":                                                                iamclient.DenialUnknown,
	} {
		if got := (&iamclient.Error{Message: start + end}).Denial(); got != want {
			t.Errorf("%q: %d, want %d", end, got, want)
		}
	}
}

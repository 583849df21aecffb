package iamclient

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/logging"

	"iampasswd/iamclient/demoiam"

	"iampasswd/iamclient/awsconfig"
)

// The time for an attempt includes that for the credentials, which may hang as well; nothing is sent meanwhile.
func TestCredentialsThatHang(t *testing.T) {
	for _, c := range []struct {
		name  string
		after time.Duration // until the caller gives up
		kind  Kind
		takes time.Duration
	}{
		{"until the time is up", time.Hour, KindNetwork, defaultAttemptTimeout},
		{"until the caller gives up", 5 * time.Second, KindCanceled, 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				done := make(chan struct{})
				defer close(done)
				s := demoiam.New(demoiam.Options{})
				opts := Options{Embedded: s.Transport()}
				cfg, err := loadConfig(t.Context(), opts, &assuming{roles: newRoles()})
				if err != nil {
					t.Fatal(err)
				}
				cfg.Credentials = aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
					<-done
					return aws.Credentials{}, errors.New("too late")
				}))
				hanging, err := newSession(cfg, opts, awsconfig.Plan{})
				if err != nil {
					t.Fatal(err)
				}
				client := &Client{opts: opts}
				client.session.Store(hanging)
				ctx, cancel := context.WithCancel(t.Context())
				stop := time.AfterFunc(c.after, cancel)
				defer stop.Stop()
				start := time.Now()
				err = makeChange(ctx, client, UpdateLoginProfile("bob", nil, new(true)))
				e, ok := errors.AsType[*Error](err)
				if !ok || e.Kind != c.kind || e.EarlierMayHaveSucceeded || len(s.Calls()) != 0 {
					t.Errorf("%+v, and %d calls arrived", err, len(s.Calls()))
				}
				if took := time.Since(start); took != c.takes {
					t.Errorf("it took %v, want %v", took, c.takes)
				}
			})
		})
	}
}

// The SDK's logger prints requests, passwords and all, once it is told to. It has nowhere to print to.
func TestTheSDKLogsNothing(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
	for _, opts := range []Options{{}, {Embedded: demoiam.New(demoiam.Options{}).Transport()}} {
		c, err := New(t.Context(), opts)
		if err != nil {
			t.Fatal(err)
		}
		s := c.session.Load()
		check := func(logger logging.Logger, mode aws.ClientLogMode) {
			if _, silent := logger.(logging.Nop); !silent || mode != 0 {
				t.Errorf("%T logs %d", logger, mode)
			}
		}
		check(s.iam.Options().Logger, s.iam.Options().ClientLogMode)
		check(s.sts.Options().Logger, s.sts.Options().ClientLogMode)
	}
}

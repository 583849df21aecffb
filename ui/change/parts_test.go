package change_test

import (
	"context"
	"errors"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
)

// made makes a change of leo in an account with some faults, and returns the parts whose end was told while it was made.
func made(ctx context.Context, t *testing.T, s *demoiam.Server, c change.Change) (change.Outcome, []int) {
	t.Helper()
	client, err := iamclient.New(context.WithoutCancel(ctx), iamclient.Options{Embedded: s.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	account := directory.NewAccount(client, directory.Options{})
	c.User = account.Typed("leo.leaver")
	var ended []int
	outcome := c.Begin(func(p change.Progress) {
		if p.Ended != nil {
			ended = append(ended, p.Part)
		}
	})(ctx)
	return outcome, ended
}

func leaver() change.Change {
	return change.Change{Parts: []change.Part{
		{Steps: []iamclient.Change{iamclient.DeleteLoginProfile("leo.leaver")}},
		{Steps: []iamclient.Change{
			iamclient.DeactivateMFADevice("leo.leaver", "arn:aws:iam::123456789012:mfa/leo.leaver"),
			iamclient.DeleteVirtualMFADevice("arn:aws:iam::123456789012:mfa/leo.leaver"),
		}},
		{Steps: []iamclient.Change{iamclient.RevokeSessions("leo.leaver")}},
	}}
}

// A part that fails does not stop the next, and its own later steps are not made.
func TestAPartThatFailsStopsNoOther(t *testing.T) {
	s := demoiam.Company(60, demoiam.Latency{})
	s.Inject(demoiam.Fault{Action: "DeactivateMFADevice", Times: 1, Code: "AccessDenied"})
	c := leaver()
	outcome, ended := made(t.Context(), t, s, c)
	if outcome.Made != 2 || len(outcome.Parts) != 3 || len(ended) != 3 || iamclient.KindOf(outcome.Err) != iamclient.KindDenied ||
		outcome.Parts[0].Err != nil || !errors.Is(outcome.Parts[1].Err, outcome.Err) || outcome.Parts[2].Err != nil {
		t.Errorf("%+v, ended are %v", outcome, ended)
	}
	if s.Count("DeleteVirtualMFADevice", "") != 0 || s.Count("PutUserPolicy", "leo.leaver") != 1 {
		t.Errorf("arrived is %+v", s.Calls())
	}
	c.Parts = c.Parts[1:2]
	if outcome, _ = made(t.Context(), t, s, c); outcome.Err != nil || outcome.Made != 2 {
		t.Errorf("tried again: %+v", outcome)
	}
}

// Credentials that have to be renewed stop everything, and so does a context that has ended.
func TestWhatStopsEveryPart(t *testing.T) {
	s := demoiam.Company(60, demoiam.Latency{})
	s.Inject(demoiam.Fault{Action: "DeactivateMFADevice", Code: "ExpiredToken"})
	outcome, ended := made(t.Context(), t, s, leaver())
	if outcome.Made != 1 || len(outcome.Parts) != 2 || len(ended) != 1 || iamclient.KindOf(outcome.Err) != iamclient.KindExpired {
		t.Errorf("%+v, ended are %v", outcome, ended)
	}
	if s.Count("PutUserPolicy", "leo.leaver") != 0 {
		t.Error("the next part was sent")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	outcome, ended = made(ctx, t, s, leaver())
	if outcome.Made != 0 || len(outcome.Parts) != 1 || len(ended) != 0 || iamclient.KindOf(outcome.Err) != iamclient.KindCanceled {
		t.Errorf("canceled: %+v, ended are %v", outcome, ended)
	}
}

// Another try after a lost answer finds the device gone, which is what was wanted, and goes on with the next step.
func TestAPartWhoseAnswerWasLost(t *testing.T) {
	s := demoiam.Company(60, demoiam.Latency{})
	s.Inject(demoiam.Fault{Action: "DeactivateMFADevice", Times: 3, Drop: demoiam.DropAfter})
	c := leaver()
	outcome, _ := made(t.Context(), t, s, c)
	if !iamclient.MayHaveSucceeded(outcome.Parts[1].Err) {
		t.Fatalf("%+v", outcome.Parts[1])
	}
	c.Parts = c.Parts[1:2]
	c.Parts[0].EarlierUnknown = true
	if outcome, _ = made(t.Context(), t, s, c); outcome.Err != nil || s.Count("DeleteVirtualMFADevice", "") != 1 {
		t.Errorf("tried again: %+v", outcome)
	}
}

package offboard_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/offboard"
)

var now = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// leaver has one of each.
func leaver() *directory.SignIn {
	live := &iamclient.Access{At: now}
	live.Profile.Value = &iamclient.LoginProfile{}
	live.Keys.Value = []iamclient.AccessKey{{ID: "AKIA0000000000004711", Active: true}, {ID: "AKIA0000000000000815"}}
	live.ServiceCredentials.Value = []iamclient.ServiceCredential{{ID: "ACCA1", Service: "codecommit.amazonaws.com", Active: true, Created: now}}
	live.Devices.Value = []iamclient.MFADevice{{Serial: "arn:aws:iam::123456789012:mfa/leo"}}
	return &directory.SignIn{User: directory.User{User: iamclient.User{Name: "leo"}}, Access: live, Now: now}
}

// operations are what the parts send, each part in brackets.
func operations(parts []change.Part) string {
	var all []string
	for _, part := range parts {
		var steps []iamclient.Operation
		for _, step := range part.Steps[part.Made:] {
			steps = append(steps, step.Operation)
		}
		all = append(all, fmt.Sprint(steps))
	}
	return fmt.Sprint(all)
}

func kindError(kind iamclient.Kind) error { return &iamclient.Error{Kind: kind} }

func TestTheOrderIsSafe(t *testing.T) {
	l := offboard.New(leaver())
	if got, want := operations(l.Parts()), "[[DeleteLoginProfile] [UpdateAccessKey] [UpdateServiceSpecificCredential] [PutUserPolicy]]"; got != want {
		t.Errorf("sent is %s, want %s", got, want)
	}
	l.Toggle(3)
	if got, want := operations(l.Parts()[3:]), "[[DeactivateMFADevice DeleteVirtualMFADevice] [PutUserPolicy]]"; got != want {
		t.Errorf("with the device, sent is %s, want %s", got, want)
	}
}

// Another try sends what failed, from the step on that failed; sessions only where they may have begun since.
func TestAnotherTry(t *testing.T) {
	denied := kindError(iamclient.KindDenied)
	for _, c := range []struct {
		failed int // of the parts
		made   int
		want   string
	}{
		{0, 0, "[[DeleteLoginProfile] [PutUserPolicy]]"},
		{1, 0, "[[UpdateAccessKey] [PutUserPolicy]]"},
		{2, 0, "[[UpdateServiceSpecificCredential]]"},
		{3, 1, "[[DeleteVirtualMFADevice]]"},
		{4, 0, "[[PutUserPolicy]]"},
	} {
		l := offboard.New(leaver())
		l.Toggle(3)
		var o change.Outcome
		for i, part := range l.Parts() {
			one := change.Outcome{Made: len(part.Steps)}
			if i == c.failed {
				one = change.Outcome{Made: c.made, Err: denied}
			}
			l.Progress(change.Progress{Part: i})
			if l.Items[i].Result != offboard.Running {
				t.Errorf("part %d is %v", i, l.Items[i].Result)
			}
			l.Progress(change.Progress{Part: i, Ended: &one})
			o.Parts = append(o.Parts, one)
		}
		l.Finish(o)
		if l.Failed() != c.failed || l.With(offboard.Done) != 4 || l.With(offboard.Refused) != 1 {
			t.Errorf("part %d failed: %+v", c.failed, l.Items)
		}
		if got := operations(l.Parts()); got != c.want {
			t.Errorf("after part %d, sent is %s, want %s", c.failed, got, c.want)
		}
	}
}

func TestWhatAnErrorMeans(t *testing.T) {
	lost := &iamclient.Error{Kind: iamclient.KindUnknownOutcome, EarlierMayHaveSucceeded: true}
	for name, c := range map[string]struct {
		item  int
		first error // of an earlier try; nil: there was none
		err   error
		want  offboard.Result
	}{
		"denied":                            {0, nil, kindError(iamclient.KindDenied), offboard.Refused},
		"no password any more":              {0, nil, kindError(iamclient.KindNoLoginProfile), offboard.Done},
		"no such user":                      {0, nil, kindError(iamclient.KindNoSuchUser), offboard.Refused},
		"no password, or no user":           {0, nil, kindError(iamclient.KindNoSuchEntity), offboard.Refused},
		"a key that is gone":                {1, nil, kindError(iamclient.KindNoSuchEntity), offboard.Done},
		"a credential that is gone":         {2, nil, kindError(iamclient.KindNoSuchEntity), offboard.Done},
		"sessions of nobody":                {4, nil, kindError(iamclient.KindNoSuchEntity), offboard.Refused},
		"a lost answer":                     {1, nil, lost, offboard.Unknown},
		"denied after a lost answer":        {1, lost, kindError(iamclient.KindDenied), offboard.Unknown},
		"stopped after a lost answer":       {1, lost, kindError(iamclient.KindCanceled), offboard.Unknown},
		"done after a lost answer":          {1, lost, nil, offboard.Done},
		"no password after a lost answer":   {0, lost, kindError(iamclient.KindNoLoginProfile), offboard.Done},
		"stopped":                           {1, nil, kindError(iamclient.KindCanceled), offboard.NotSent},
		"another error than one of the API": {1, nil, errors.New("x"), offboard.Refused},
	} {
		l := offboard.New(leaver())
		for i := range l.Items {
			l.Items[i].Ticked = i == c.item
		}
		if l.Parts(); c.first != nil {
			l.Finish(change.Outcome{Parts: []change.Outcome{{Err: c.first}}, Err: c.first})
			if parts := l.Parts(); len(parts) == 0 || !parts[0].EarlierUnknown {
				t.Errorf("%s: an answer got lost, and the next try does not know: %+v", name, parts)
			}
		}
		l.Finish(change.Outcome{Parts: []change.Outcome{{Err: c.err}}, Err: c.err})
		if got := l.Items[c.item].Result; got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// A try that ends before it begins leaves everything not sent, and what is unknown unknown.
func TestNothingWasSent(t *testing.T) {
	l := offboard.New(leaver())
	l.Parts()
	l.Finish(change.Outcome{Err: kindError(iamclient.KindCanceled)})
	if l.With(offboard.NotSent) != 4 || l.Failed() != 0 {
		t.Errorf("%+v", l.Items)
	}
	if sentence, _ := l.Summary("leo"); sentence != "leo not offboarded: 0 of 4 done, 4 not sent." {
		t.Error(sentence)
	}
	if _, ok := l.Learned(now); ok {
		t.Error("something was learned")
	}
}

// What could not be read cannot be ticked, but for the password and the sessions, which need no name.
func TestWhatCouldNotBeRead(t *testing.T) {
	in := leaver()
	denied := &iamclient.Error{Kind: iamclient.KindDenied, Op: "ListX"}
	in.Access.Profile.Err, in.Access.Keys.Err, in.Access.ServiceCredentials.Err = denied, denied, denied
	in.Access.Devices.Err, in.Access.Revoked.Err = denied, denied
	l := offboard.New(in)
	for i, item := range l.Items {
		last := i == len(l.Items)-1
		if can := l.Toggle(i); can != (i == 0 || last) || !item.Unread || item.State != "unknown: you may not iam:ListX" {
			t.Errorf("%+v can be ticked: %v", item, can)
		}
	}
	in = leaver()
	in.Access.Profile.Value, in.Access.Keys.Value = nil, in.Access.Keys.Value[1:]
	if l := offboard.New(in); l.Items[0].State != "none" || l.Items[1].State != "none active" || l.Toggle(0) || l.Toggle(1) {
		t.Errorf("%+v", l.Items)
	}
}

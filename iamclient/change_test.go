package iamclient

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// fullDisk is a history that nothing fits into any more.
type fullDisk struct{}

func (fullDisk) Append(history.Entry) error { return syscall.ENOSPC }

func (fullDisk) Entries() ([]history.Entry, error) { return nil, nil }

// everyChange is one change for each operation, those that are added later too: of the user bob, where it is of a user.
func everyChange() []Change {
	var changes []Change
	for i := range operations[1:] {
		what := Change{Operation: Operation(i + 1), User: "bob", Device: "bob", Key: "bob", Credential: "bob", Partition: "aws"}
		if what.Operation.TakesPassword() {
			what.Password, what.OldPassword = NewSecret("Brand-New-Pass-1!"), NewSecret("Old-Pass-1!")
		}
		if what.Operation == OpResyncMFADevice {
			what.Codes = [2]*Secret{NewSecret("123456"), NewSecret("654321")}
		}
		if ofTheAccount[what.Operation] {
			what.User = ""
		}
		changes = append(changes, what)
	}
	return changes
}

// Nothing is sent that the history has no start of.
func TestNoChangeWithoutHistory(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), History: fullDisk{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range everyChange() {
		err := makeChange(t.Context(), c, what)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Kind != KindUnrecorded || !errors.Is(err, syscall.ENOSPC) || e.Attempts != 0 ||
			!strings.Contains(e.Message, "nothing was sent") || !strings.Contains(e.Message, "no space left") {
			t.Errorf("%s: %+v", what.Operation, err)
		}
	}
	if calls := s.Calls(); len(calls) != 0 {
		t.Errorf("arrived is %+v", calls)
	}
}

// Every change has its entry, under the name of its operation.
func TestEveryChangeIsInTheHistory(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), History: &history.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range everyChange() {
		err := makeChange(t.Context(), c, what)
		entries, _ := c.History()
		calls := s.Calls()
		if len(entries) == 0 || len(calls) == 0 {
			t.Fatalf("%s: %d entries, %d calls", what.Operation, len(entries), len(calls))
		}
		e := entries[0]
		if e.Outcome == history.Started || (err == nil) != (e.Outcome == history.Done) || e.RequestID == "" || e.What() == e.Operation {
			t.Errorf("%s: %+v, %v", what.Operation, e, err)
		}
		if e.Operation != what.Operation.String() || s.Count(e.Operation, "") == 0 || e.Password != what.Operation.TakesPassword() {
			t.Errorf("%s: %+v, and arrived is %+v", what.Operation, e, calls)
		}
		if what.User != "" && e.Target != what.User || what.User+what.object() != "" && e.Whom() == "the account" {
			t.Errorf("%s is of %s", what.Operation, e.Whom())
		}
		c.opts.History = &history.Memory{}
	}
}

// A change that does not go through Sequence.Make is refused.
func TestAnUncheckedChangeIsRefused(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range everyChange() {
		if _, err := c.session.Load().request(t.Context(), what, &attemptLog{}); !errors.Is(err, errUnchecked) {
			t.Errorf("%s: %v", what.Operation, err)
		}
	}
	if _, err := c.session.Load().iam.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{UserName: aws.String("bob")}); !errors.Is(err, errUnchecked) {
		t.Errorf("without a log: %v", err)
	}
	if len(s.Calls()) != 0 {
		t.Errorf("arrived is %+v", s.Calls())
	}
}

// lastWords takes the start of a change and nothing after it.
type lastWords struct {
	history.Memory
	full bool
}

func (l *lastWords) Append(e history.Entry) error {
	if l.full {
		return syscall.ENOSPC
	}
	l.full = true
	return l.Memory.Append(e)
}

// A change that was made is not called a failure because its end cannot be written: the history says that it does not know.
func TestAnEndThatCannotBeWritten(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), History: &lastWords{}})
	if err != nil {
		t.Fatal(err)
	}
	if err := makeChange(t.Context(), c, DeleteLoginProfile("bob")); err != nil {
		t.Errorf("a change that was made: %v", err)
	}
	entries, _ := c.History()
	if len(entries) != 1 || entries[0].Outcome != history.Started {
		t.Errorf("%+v", entries)
	}
}

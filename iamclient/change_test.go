package iamclient

import (
	"context"
	"errors"
	"reflect"
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

// reads are the methods of Client that change nothing.
var reads = map[string]bool{
	"Access": true, "AccessKeys": true, "AccountAlias": true, "CredentialReport": true, "Endpoint": true, "ForProfile": true, "Groups": true,
	"ClockSkew": true, "Held": true, "History": true, "Identity": true, "LoginProfile": true, "MFADevices": true, "MayChangePassword": true,
	"PasswordPolicy": true, "Profiles": true, "Rails": true, "Renew": true, "Revocation": true, "SignIn": true, "User": true, "Users": true,
}

// forEachChange calls every method of the client that changes something, those that are added later too, for the user
// bob, and hands over the error.
func forEachChange(t *testing.T, c *Client, look func(method string, err error)) {
	t.Helper()
	client, n := reflect.ValueOf(c), 0
	for i := range client.NumMethod() {
		name, method := client.Type().Method(i).Name, client.Method(i)
		if reads[name] {
			continue
		}
		n++
		in := []reflect.Value{reflect.ValueOf(t.Context())}
		for at := 1; at < method.Type().NumIn(); at++ {
			in = append(in, argument(method.Type().In(at)))
		}
		out := method.Call(in)
		err, _ := reflect.TypeAssert[error](out[len(out)-1])
		look(name, err)
	}
	if n < 9 {
		t.Errorf("%d methods change something", n)
	}
}

func argument(of reflect.Type) reflect.Value {
	v := reflect.New(of).Elem()
	switch of {
	case reflect.TypeFor[string]():
		v.SetString("bob")
	case reflect.TypeFor[LoginProfileUpdate]():
		v.Set(reflect.ValueOf(LoginProfileUpdate{UserName: "bob", Password: NewSecret("Brand-New-Pass-1!")}))
	case reflect.TypeFor[*Secret]():
		v.Set(reflect.ValueOf(NewSecret("Brand-New-Pass-1!")))
	}
	return v
}

// Nothing is sent that the history has no start of.
func TestNoChangeWithoutHistory(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), History: fullDisk{}})
	if err != nil {
		t.Fatal(err)
	}
	forEachChange(t, c, func(method string, err error) {
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Kind != KindUnrecorded || !errors.Is(err, syscall.ENOSPC) || e.Attempts != 0 ||
			!strings.Contains(e.Message, "nothing was sent") || !strings.Contains(e.Message, "no space left") {
			t.Errorf("%s: %+v", method, err)
		}
	})
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
	forEachChange(t, c, func(method string, err error) {
		entries, _ := c.History()
		calls := s.Calls()
		if len(entries) == 0 || len(calls) == 0 {
			t.Fatalf("%s: %d entries, %d calls", method, len(entries), len(calls))
		}
		e := entries[0]
		if e.Outcome == history.Started || (err == nil) != (e.Outcome == history.Done) || e.RequestID == "" || e.What() == e.Operation {
			t.Errorf("%s: %+v, %v", method, e, err)
		}
		found := false
		for _, call := range calls {
			found = found || call.Action == e.Operation
		}
		if !found {
			t.Errorf("%s: %s did not arrive", method, e.Operation)
		}
		c.opts.History = &history.Memory{}
	})
}

// A method that is added later and does not go through Client.change fails at once.
func TestAnUncheckedChangeIsRefused(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = call(t.Context(), c.api().DeleteLoginProfile, &iam.DeleteLoginProfileInput{UserName: aws.String("bob")})
	if !errors.Is(err, errUnchecked) || len(s.Calls()) != 0 {
		t.Errorf("%v, and arrived is %+v", err, s.Calls())
	}
}

// A change that is made again while another waits to be is an entry of its own, and neither is lost.
func TestTwoChangesInOnePatience(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), History: &history.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	err = Patiently(t.Context(), func(ctx context.Context) error {
		record := recordIn(ctx)
		if err := c.begin(ctx, record, change{operation: "CreateLoginProfile", user: "nina"}); err != nil {
			return err
		}
		record.pending.err = &Error{Kind: KindUnmodifiable, Code: "EntityTemporarilyUnmodifiable", HTTPStatus: 409}
		return c.UpdateLoginProfile(ctx, LoginProfileUpdate{UserName: "bob", Password: NewSecret("Brand-New-Pass-1!")})
	})
	entries, _ := c.History()
	if err != nil || len(entries) != 2 || entries[0].Outcome != history.Done || entries[1].Outcome != history.Refused {
		t.Errorf("%+v, %v", entries, err)
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
	if err := c.DeleteLoginProfile(t.Context(), "bob"); err != nil {
		t.Errorf("a change that was made: %v", err)
	}
	entries, _ := c.History()
	if len(entries) != 1 || entries[0].Outcome != history.Started {
		t.Errorf("%+v", entries)
	}
}

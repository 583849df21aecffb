package iamclient

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

func readOnlyClient(t *testing.T) (*Client, *demoiam.Server) {
	t.Helper()
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

// It goes over the interface and not over a list, so that an operation which is added later is not forgotten.
func TestReadOnlyRefusesEveryOperationThatWrites(t *testing.T) {
	c, s := readOnlyClient(t)
	operations := reflect.TypeFor[api]()
	writes := 0
	for operation := range operations.Methods() {
		name := operation.Name
		before := len(s.Calls())
		method := reflect.ValueOf(c.api()).MethodByName(name)
		out := method.Call([]reflect.Value{reflect.ValueOf(t.Context()), reflect.New(method.Type().In(1).Elem())})
		err, _ := reflect.TypeAssert[error](out[1])
		reads := strings.HasPrefix(name, "Get") || strings.HasPrefix(name, "List") ||
			name == "SimulatePrincipalPolicy" || name == "GenerateCredentialReport"
		if reads == errors.Is(err, errReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
		if arrived := len(s.Calls()) - before; !reads && arrived != 0 {
			t.Errorf("%s arrived all the same", name)
		}
		if !reads {
			writes++
		}
	}
	if writes < 3 || len(s.Calls()) == 0 {
		t.Errorf("%d operations that write were tried, and %d calls arrived", writes, len(s.Calls()))
	}
}

// The same for the methods of Client: all but those that are known to read are refused.
func TestReadOnlyRefusesEveryMethodThatWrites(t *testing.T) {
	operation := map[string]string{ // of the methods that are not called as their operation
		"AttachChangePasswordPolicy": "AttachUserPolicy", "DeactivateAccessKey": "UpdateAccessKey",
		"RestoreSessions": "DeleteUserPolicy", "RevokeSessions": "PutUserPolicy",
	}
	c, s := readOnlyClient(t)
	client := reflect.ValueOf(c)
	for i := range client.NumMethod() {
		name, method := client.Type().Method(i).Name, client.Method(i)
		if reads[name] {
			continue
		}
		in := []reflect.Value{reflect.ValueOf(t.Context())}
		for at := 1; at < method.Type().NumIn(); at++ {
			in = append(in, reflect.Zero(method.Type().In(at)))
		}
		out := method.Call(in)
		err, _ := reflect.TypeAssert[error](out[len(out)-1])
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Kind != KindReadOnly || e.Op != cmp.Or(operation[name], name) || e.Attempts != 0 || e.EarlierMayHaveSucceeded {
			t.Errorf("%s: %+v", name, err)
		}
	}
	if calls := s.Calls(); len(calls) != 0 {
		t.Errorf("arrived is %+v", calls)
	}
}

func TestReadOnlyReads(t *testing.T) {
	c, _ := readOnlyClient(t)
	for name, read := range map[string]func(context.Context) error{
		"Identity":       func(ctx context.Context) error { _, err := c.Identity(ctx); return err },
		"Renew":          func(ctx context.Context) error { _, err := c.Renew(ctx, ""); return err },
		"AccountAlias":   func(ctx context.Context) error { _, err := c.AccountAlias(ctx); return err },
		"PasswordPolicy": func(ctx context.Context) error { _, err := c.PasswordPolicy(ctx); return err },
		"User":           func(ctx context.Context) error { _, err := c.User(ctx, "bob"); return err },
		"Users":          func(ctx context.Context) error { _, _, err := c.Users(ctx, "", 10); return err },
	} {
		if err := read(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

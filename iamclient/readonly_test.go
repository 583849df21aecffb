package iamclient

import (
	"context"
	"errors"
	"reflect"
	"slices"
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
	var writes, changes []string
	for operation := range operations.Methods() {
		name := operation.Name
		before := len(s.Calls())
		method := reflect.ValueOf(c.session.Load().iam).MethodByName(name)
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
			writes = append(writes, name)
		}
	}
	for _, what := range everyChange() {
		changes = append(changes, what.Operation.String())
	}
	if slices.Sort(writes); !slices.Equal(writes, slices.Sorted(slices.Values(changes))) || len(s.Calls()) == 0 {
		t.Errorf("%q write, and the changes are %q; %d calls arrived", writes, changes, len(s.Calls()))
	}
}

// Of CloudTrail nothing is used but what reads.
func TestReadOnlyLetsCloudTrailThrough(t *testing.T) {
	if isWrite(lookupOperation) {
		t.Errorf("%s is taken for a change", lookupOperation)
	}
}

// The same for the changes.
func TestReadOnlyRefusesEveryChange(t *testing.T) {
	c, s := readOnlyClient(t)
	for _, what := range everyChange() {
		err := makeChange(t.Context(), c, what)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Kind != KindReadOnly || e.Op != what.Operation.String() || e.Attempts != 0 || e.EarlierMayHaveSucceeded {
			t.Errorf("%s: %+v", what.Operation, err)
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
		"Users":          func(ctx context.Context) error { _, _, err := c.Users(ctx, "", 10, nil); return err },
	} {
		if err := read(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package iamclient

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/grants"
)

// The largest set of permissions names every action that the client can ask for, and no other. The manual names them too.
func TestGrantsAreWhatTheClientUses(t *testing.T) {
	topic, err := os.ReadFile("../ui/command/manual/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := grants.Policy(grants.Admin, grants.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	var policy struct {
		Statement []struct{ Action []string }
	}
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		t.Fatal(err)
	}
	var granted, used []string
	for _, statement := range policy.Statement {
		for _, action := range statement.Action {
			name := action[strings.IndexByte(action, ':')+1:]
			granted = append(granted, name)
			if !strings.Contains(string(topic), "`"+name+"`") {
				t.Errorf("the manual does not name %s", name)
			}
		}
	}
	for method := range reflect.TypeFor[api]().Methods() {
		used = append(used, method.Name)
	}
	used = append(used, lookupOperation)
	slices.Sort(granted)
	slices.Sort(used)
	if !slices.Equal(granted, used) {
		t.Errorf("the policies allow %v\nthe client uses %v", granted, used)
	}
}

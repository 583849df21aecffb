package iamclient

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The README's policies name every action that the client can ask for, and no other.
func TestREADMEPermissions(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented, used []string
	for _, block := range regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(readme, -1) {
		var policy struct {
			Statement []struct{ Action actions }
		}
		if err := json.Unmarshal(block[1], &policy); err != nil {
			t.Fatalf("a policy of the README: %v", err)
		}
		for _, statement := range policy.Statement {
			for _, action := range statement.Action {
				documented = append(documented, strings.TrimPrefix(action, "iam:"))
			}
		}
	}
	for method := range reflect.TypeFor[api]().Methods() {
		used = append(used, method.Name)
	}
	slices.Sort(documented)
	slices.Sort(used)
	if !slices.Equal(documented, used) {
		t.Errorf("the README's policies allow %v\nthe client uses %v", documented, used)
	}
}

// actions is one action or several: IAM takes both.
type actions []string

func (a *actions) UnmarshalJSON(text []byte) error {
	if text[0] != '[' {
		*a = actions{""}
		return json.Unmarshal(text, &(*a)[0])
	}
	return json.Unmarshal(text, (*[]string)(a))
}

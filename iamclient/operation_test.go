package iamclient

import (
	"reflect"
	"testing"
)

// What the table says of an operation agrees with the SDK.
func TestOperationsAreAsTheSDKHasThem(t *testing.T) {
	names := map[string]bool{}
	for _, what := range everyChange() {
		of := what.Operation
		method, ok := reflect.TypeFor[api]().MethodByName(of.String())
		if !ok || names[of.String()] {
			t.Fatalf("%d: %s is no operation, or there twice", of, of)
		}
		names[of.String()] = true
		in := method.Type.In(1).Elem()
		_, password := in.FieldByName("Password")
		_, newPassword := in.FieldByName("NewPassword")
		_, user := in.FieldByName("UserName")
		if of.TakesPassword() != (password || newPassword) || user == ofTheAccount[of] || of.Action() != "iam:"+of.String() {
			t.Errorf("%s: takes a password %v, is of the account %v, %s", of, of.TakesPassword(), ofTheAccount[of], of.Action())
		}
	}
	for _, none := range []Operation{-1, 0, Operation(len(operations))} {
		if none.String() != "no operation" || none.TakesPassword() {
			t.Errorf("%d is %s", none, none)
		}
	}
}

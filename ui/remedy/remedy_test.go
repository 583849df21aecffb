package remedy

import (
	"fmt"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/directory"
)

func bob(t *testing.T) directory.User {
	t.Helper()
	client, err := iamclient.New(t.Context(), iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport()})
	if err != nil {
		t.Fatal(err)
	}
	account := directory.NewAccount(client, directory.Options{})
	return account.Read(iamclient.User{Name: "bob", Path: "/", ARN: "arn:aws-cn:iam::123456789012:user/bob"})
}

// Each remedy is a plan of requests, in the order in which they are made.
func TestSteps(t *testing.T) {
	const virtual, hardware = "arn:aws:iam::123456789012:mfa/bob", "GAHT12345678"
	user := bob(t)
	keys := &iamclient.Access{}
	keys.Keys.Value = []iamclient.AccessKey{{ID: "AKIA1", Active: true}, {ID: "AKIA2"}, {ID: "AKIA3", Active: true}}
	for _, c := range []struct {
		key  string
		of   Case
		want string
	}{
		{"F", Case{}, "UpdateLoginProfile bob, with the flag and no password"},
		{"D", Case{}, "DeleteLoginProfile bob"},
		{"M", Case{Device: iamclient.MFADevice{Serial: hardware}}, "DeactivateMFADevice bob " + hardware},
		{"M", Case{Device: iamclient.MFADevice{Serial: virtual}}, "DeactivateMFADevice bob " + virtual + ", DeleteVirtualMFADevice  " + virtual},
		{"Y", Case{Device: iamclient.MFADevice{Serial: hardware}}, "ResyncMFADevice bob " + hardware},
		{"R", Case{}, "PutUserPolicy bob"},
		{"X", Case{}, "DeleteUserPolicy bob"},
		{"K", Case{Live: keys}, "UpdateAccessKey bob AKIA1, UpdateAccessKey bob AKIA3"},
		{"w", Case{}, "AttachUserPolicy bob aws-cn"},
	} {
		c.of.User = user
		var got []string
		for _, what := range ByKey(c.key).Steps(c.of) {
			step := strings.TrimRight(fmt.Sprint(what.Operation, " ", what.User, " ", what.Device, what.Key, what.Partition), " ")
			if what.ResetRequired != nil && *what.ResetRequired && what.Password == nil {
				step += ", with the flag and no password"
			}
			got = append(got, step)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", c.key, got, c.want)
		}
	}
}

// Every remedy has a key of its own, and all the words that the screens need.
func TestAllAreComplete(t *testing.T) {
	of := Case{User: bob(t), Device: iamclient.MFADevice{Serial: "GAHT12345678"}}
	keys := map[string]bool{}
	for _, r := range All() {
		if keys[r.Key] || ByKey(r.Key) != r {
			t.Errorf("%s is the key of two remedies", r.Key)
		}
		keys[r.Key] = true
		words := r.Words(of)
		for name, word := range map[string]string{
			"Help": r.Help, "Verb": words.Verb, "Ask": words.Ask, "Doing": words.Doing, "Done": words.Done, "Failed": words.Failed,
		} {
			if word == "" {
				t.Errorf("%s has no %s", r.Key, name)
			}
		}
		if r.Blocked == nil || r.Steps == nil || r.NeedsReading && r.Why(of.User) != "" {
			t.Errorf("%s is not complete", r.Key)
		}
	}
}

package change

import (
	"context"
	"testing"
	"testing/synctest"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/directory"
)

// opened is an account of which the operator knows the caller.
func opened(t *testing.T) (*directory.Account, *demoiam.Server) {
	t.Helper()
	server := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "Bob", Console: true}}, Policy: &demoiam.Policy{MinimumLength: 8}})
	client, err := iamclient.New(t.Context(), iamclient.Options{Embedded: server.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	identity, err := client.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	account := directory.NewAccount(client, directory.Options{})
	account.Identify(identity)
	return account, server
}

// Nothing is sent with another caller than the one whom the operator has agreed to.
func TestAChangeIsMadeAsTheConfirmedCaller(t *testing.T) {
	account, server := opened(t)
	c := Change{User: account.Typed("Bob"), Steps: []iamclient.Change{iamclient.DeleteLoginProfile("Bob")}}
	mallory := account.Identity()
	mallory.ARN, mallory.Name, mallory.UserName = "arn:aws:iam::123456789012:user/mallory", "mallory", "mallory"
	account.Identify(mallory)
	account.Confirm() // of whom the client knows nothing
	if o := c.Begin(func(Progress) {})(t.Context()); o.Err == nil || o.Made != 0 {
		t.Errorf("%+v", o)
	}
	if n := server.Count("DeleteLoginProfile", ""); n != 0 {
		t.Errorf("%d changes were sent", n)
	}
}

// Whether a change of the policy was made is looked up also where the operator has stopped its next attempt.
func TestAPolicyChangeThatIsStoppedAfterALostAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account, server := opened(t)
		now, err := ReadPolicy(t.Context(), account.Client())
		if err != nil {
			t.Fatal(err)
		}
		longer := now
		longer.MinLength = 20
		server.Inject(demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Drop: demoiam.DropAfter})
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		c := Change{User: account.Typed("the policy"), Policy: &Policy{From: now, To: longer}}
		o := c.Begin(func(p Progress) {
			if p.Wait > 0 {
				stop()
			}
		})(ctx)
		if o.Err != nil || o.Policy == nil || o.Policy.MinLength != 20 {
			t.Errorf("%+v", o)
		}
	})
}

// An answer without the policy says nothing of it.
func TestAnAnswerWithoutThePolicy(t *testing.T) {
	account, server := opened(t)
	server.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Status: 200, HTML: "<GetAccountPasswordPolicyResponse><GetAccountPasswordPolicyResult>" +
		"</GetAccountPasswordPolicyResult></GetAccountPasswordPolicyResponse>"})
	if policy, err := ReadPolicy(t.Context(), account.Client()); err == nil || policy.Verified() {
		t.Errorf("%+v, %v", policy, err)
	}
}

package iamclient_test

import (
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func TestIdentity(t *testing.T) {
	for _, c := range []struct {
		partition, arn string
		want           iamclient.Identity // Account and ARN are filled in
	}{
		{"aws", "arn:aws:iam::123456789012:user/alice", iamclient.Identity{Name: "alice", UserName: "alice"}},
		{"aws", "arn:aws:iam::123456789012:user/help/desk/alice", iamclient.Identity{Name: "help/desk/alice", UserName: "alice"}},
		{"aws", "arn:aws:iam::123456789012:user/alice+x=y,z.@_-", iamclient.Identity{Name: "alice+x=y,z.@_-", UserName: "alice+x=y,z.@_-"}},
		{"aws", "arn:aws:iam::123456789012:root", iamclient.Identity{Name: "root"}},
		{"aws", "arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com", iamclient.Identity{Name: "Admin/alice@example.com"}},
		{"aws", "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_HelpDesk_0123456789abcdef/alice", iamclient.Identity{Name: "AWSReservedSSO_HelpDesk_0123456789abcdef/alice"}},
		{"aws", "arn:aws:sts::123456789012:federated-user/alice", iamclient.Identity{Name: "alice"}},
		{"aws-cn", "arn:aws-cn:iam::123456789012:user/alice", iamclient.Identity{Name: "alice", UserName: "alice"}},
		{"aws-us-gov", "arn:aws-us-gov:sts::123456789012:assumed-role/Admin/alice", iamclient.Identity{Name: "Admin/alice"}},
		{"aws-eusc", "arn:aws-eusc:iam::123456789012:root", iamclient.Identity{Name: "root"}},
	} {
		s := demoiam.New(demoiam.Options{Partition: c.partition, Caller: c.arn})
		got, err := newClient(t, s).Identity(t.Context())
		wantOK(t, err)
		c.want.Account, c.want.ARN, c.want.Partition = "123456789012", c.arn, c.partition
		if got != c.want {
			t.Errorf("%s is\n%+v, want\n%+v", c.arn, got, c.want)
		}
	}
}

// moto and other servers answer with ARNs of their own making.
func TestIdentityOfNoARN(t *testing.T) {
	const answer = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>me</Arn><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
	got, err := open(t, iamclient.Options{Embedded: answering(200, answer)}).Identity(t.Context())
	wantOK(t, err)
	if want := (iamclient.Identity{Account: "1", ARN: "me", Partition: "aws", Name: "me"}); got != want {
		t.Errorf("%+v", got)
	}
}

func TestIdentityThatIsDenied(t *testing.T) {
	s := withBob()
	s.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "InvalidClientTokenId"})
	_, err := newClient(t, s).Identity(t.Context())
	if e := failure(t, err); e.Kind != iamclient.KindInvalidToken || e.Op != "GetCallerIdentity" || e.RequestID == "" || e.Attempts != 1 {
		t.Errorf("%+v", e)
	}
}

func TestIdentityIsUser(t *testing.T) {
	alice := iamclient.Identity{UserName: "Alice"}
	for name, want := range map[string]bool{"Alice": true, "alice": true, "ALICE": true, "alice2": false, "": false} {
		if alice.IsUser(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	if (iamclient.Identity{Name: "root"}).IsUser("") {
		t.Error("root is a user without a name")
	}
}

func TestIdentitySame(t *testing.T) {
	a := iamclient.Identity{Account: "1", ARN: "arn:aws:iam::1:user/a"}
	for _, other := range []iamclient.Identity{{Account: "1", ARN: "arn:aws:iam::1:user/b"}, {Account: "2", ARN: a.ARN}, {}} {
		if a.Same(other) {
			t.Errorf("%+v and %+v", a, other)
		}
	}
	if b := a; !a.Same(b) {
		t.Error("not the same as itself")
	}
}

func TestAccountAlias(t *testing.T) {
	for _, want := range []string{"acme", ""} {
		got, err := newClient(t, demoiam.New(demoiam.Options{Alias: want})).AccountAlias(t.Context())
		if err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}

func TestSignInURL(t *testing.T) {
	for partition, domain := range map[string]string{
		"aws":        "signin.aws.amazon.com",
		"aws-cn":     "signin.amazonaws.cn",
		"aws-us-gov": "signin.amazonaws-us-gov.com",
		"aws-eusc":   "signin.amazonaws-eusc.eu",
		"aws-iso":    "signin.c2shome.ic.gov",
		"aws-iso-b":  "signin.sc2shome.sgov.gov",
		"aws-iso-e":  "signin.csphome.adc-e.uk",
		"aws-iso-f":  "signin.csphome.hci.ic.gov",
	} {
		identity := iamclient.Identity{Account: "123456789012", Partition: partition}
		if got, want := iamclient.SignInURL(identity, "acme"), "https://acme."+domain+"/console"; got != want {
			t.Errorf("%s: %s", partition, got)
		}
		if got, want := iamclient.SignInURL(identity, ""), "https://123456789012."+domain+"/console"; got != want {
			t.Errorf("%s without an alias: %s", partition, got)
		}
	}
	for _, unknown := range []iamclient.Identity{{}, {Partition: "aws"}, {Account: "1", Partition: "aws-new"}} {
		if got := iamclient.SignInURL(unknown, ""); got != "" {
			t.Errorf("%+v signs in at %s", unknown, got)
		}
	}
}

package iamclient

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-sdk-go-v2/aws"

	"iampasswd/iamclient/awsconfig"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
)

// turning are credentials that somebody else changes while the program runs.
type turning struct {
	key atomic.Pointer[string]
	// each runs before they are given to a request; it may change them.
	each func()
}

func (c *turning) turn(key string) { c.key.Store(&key) }

func (c *turning) Retrieve(context.Context) (aws.Credentials, error) {
	if c.key.Load() == nil {
		c.turn("AKIAEXAMPLE")
	}
	if c.each != nil {
		c.each()
	}
	return aws.Credentials{AccessKeyID: *c.key.Load(), SecretAccessKey: "s", SessionToken: "t"}, nil
}

// byKey sends each request to the account that the access key begins with.
type byKey map[string]http.RoundTripper

func (k byKey) RoundTrip(r *http.Request) (*http.Response, error) {
	for key, account := range k {
		if strings.Contains(r.Header.Get("Authorization"), "Credential="+key) {
			return account.RoundTrip(r)
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// twoAccounts is a client whose credentials are account A's to begin with, and can become account B's. Both have a bob.
func twoAccounts(t *testing.T, opts Options) (c *Client, creds *turning, a, b *demoiam.Server) {
	t.Helper()
	account := func(id string) *demoiam.Server {
		return demoiam.New(demoiam.Options{AccountID: id, Users: []demoiam.User{{Name: "bob", Console: true}}})
	}
	a, b = account("111111111111"), account("222222222222")
	creds = &turning{}
	creds.turn("AKIAA1")
	opts.Embedded = byKey{"AKIAA": a.Transport(), "AKIAB": b.Transport()}
	opts.Region = "us-east-1"
	s, err := newSession(aws.Config{Region: "us-east-1", Credentials: creds, HTTPClient: httpClient(opts.Embedded)}, opts, awsconfig.Plan{})
	if err != nil {
		t.Fatal(err)
	}
	c = &Client{opts: opts, started: opts, roles: newRoles()}
	c.session.Store(s)
	return c, creds, a, b
}

var emptyPlan awsconfig.Plan

func resetBob(ctx context.Context, c *Client, how ...ChangeOptions) error {
	return makeChange(ctx, c, UpdateLoginProfile("bob", NewSecret("Brisk-Otter-4711!"), aws.Bool(true)), how...)
}

// makeChange makes a change, with options where they matter.
func makeChange(ctx context.Context, c *Client, what Change, how ...ChangeOptions) error {
	_, err := c.Make(ctx, what, append(how, ChangeOptions{})[0])
	return err
}

func arrived(s *demoiam.Server, action string) (n int) {
	for _, call := range s.Calls() {
		if call.Action == action {
			n++
		}
	}
	return n
}

// Whatever the credentials turn into, a change goes to the account that was known, or nowhere.
func TestAChangeIsSignedByTheKnownCaller(t *testing.T) {
	ctx := t.Context()
	known := func(t *testing.T, opts Options) (*Client, *turning, *demoiam.Server, *demoiam.Server) {
		c, creds, a, b := twoAccounts(t, opts)
		if _, err := c.Identity(t.Context()); err != nil {
			t.Fatal(err)
		}
		return c, creds, a, b
	}
	refused := func(t *testing.T, err error, b *demoiam.Server) {
		t.Helper()
		if KindOf(err) != KindOtherCaller || MayHaveSucceeded(err) || !strings.Contains(err.Error(), "222222222222") {
			t.Errorf("the change ended with %v (%s)", err, KindOf(err))
		}
		if n := arrived(b, "UpdateLoginProfile"); n != 0 {
			t.Errorf("%d changes arrived in the other account", n)
		}
	}
	t.Run("another account's before the change", func(t *testing.T) {
		log := &history.Memory{}
		c, creds, a, b := known(t, Options{History: log})
		creds.turn("AKIAB1")
		refused(t, resetBob(ctx, c), b)
		if n := arrived(a, "UpdateLoginProfile"); n != 0 {
			t.Errorf("%d changes arrived", n)
		}
		entries, _ := log.Entries()
		if len(entries) != 1 || entries[0].Outcome != history.NotSent || entries[0].Account != "111111111111" {
			t.Errorf("the history has %+v", entries)
		}
		if identity, err := c.Identity(ctx); err != nil || identity.Account != "222222222222" {
			t.Errorf("asked again, AWS says %v, %v", identity, err)
		}
		if err := resetBob(ctx, c); err != nil || arrived(b, "UpdateLoginProfile") != 1 {
			t.Errorf("once the identity was read again: %v", err)
		}
	})
	t.Run("another account's between two attempts", func(t *testing.T) {
		c, creds, a, b := known(t, Options{})
		a.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "Throttling", Times: 1})
		asked := 0
		creds.each = func() {
			if asked++; asked == 2 {
				creds.turn("AKIAB1")
			}
		}
		refused(t, resetBob(ctx, c), b)
	})
	t.Run("another account's after the guard rails were asked", func(t *testing.T) {
		c, creds, a, b := twoAccounts(t, Options{Rails: loadedRails(t, "[[protected]]\npath = '/admins/'")})
		asked := 0
		creds.each = func() {
			if asked++; asked == 2 {
				creds.turn("AKIAB1")
			}
		}
		refused(t, resetBob(ctx, c), b)
		if arrived(a, "GetUser") != 1 {
			t.Error("the guard rails were not asked")
		}
	})
	for name, begin := range map[string]func(*testing.T, Options) (*Client, *turning, *demoiam.Server, *demoiam.Server){
		"another account's, and read again in a pause": known, "another account's, and first read in a pause": twoAccounts,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				c, creds, a, b := begin(t, Options{})
				a.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "EntityTemporarilyUnmodifiable", Times: 1})
				refused(t, resetBob(ctx, c, ChangeOptions{RetryUnmodifiable: true, Observe: func(p Progress) {
					if p.Wait > 0 { // the operator stops watching, and reads everything again
						creds.turn("AKIAB1")
						if now, err := c.Identity(ctx); err != nil || now.Account != "222222222222" {
							t.Errorf("AWS says %v, %v", now, err)
						}
					}
				}}), b)
			})
		})
	}
	for name, begin := range map[string]func(*testing.T, Options) (*Client, *turning, *demoiam.Server, *demoiam.Server){
		"another account's between two changes of one sequence": known, "the same, and the caller was not known": twoAccounts,
	} {
		t.Run(name, func(t *testing.T) {
			c, creds, a, b := begin(t, Options{})
			sequence := c.Begin(ChangeOptions{})
			if _, err := sequence.Make(ctx, UpdateLoginProfile("bob", NewSecret("Brisk-Otter-4711!"), nil)); err != nil || arrived(a, "UpdateLoginProfile") != 1 {
				t.Fatal(err)
			}
			creds.turn("AKIAB1")
			if _, err := c.Identity(ctx); err != nil { // the operator reads everything again meanwhile
				t.Fatal(err)
			}
			_, err := sequence.Make(ctx, RevokeSessions("bob"))
			if refused(t, err, b); arrived(b, "PutUserPolicy") != 0 {
				t.Error("the second change arrived in the other account")
			}
		})
	}
	t.Run("the same caller's, refreshed between two changes of one sequence", func(t *testing.T) {
		c, creds, a, _ := known(t, Options{})
		sequence := c.Begin(ChangeOptions{})
		for _, what := range []Change{UpdateLoginProfile("bob", NewSecret("Brisk-Otter-4711!"), nil), RevokeSessions("bob")} {
			if _, err := sequence.Make(ctx, what); err != nil {
				t.Error(err)
			}
			creds.turn("AKIAA2")
		}
		if arrived(a, "PutUserPolicy") != 1 {
			t.Error("the second change did not arrive")
		}
	})
	t.Run("another account's than the operator agreed to", func(t *testing.T) {
		c, creds, _, b := known(t, Options{})
		agreed, err := c.Identity(ctx)
		if err != nil {
			t.Fatal(err)
		}
		creds.turn("AKIAB1")
		if _, err := c.Identity(ctx); err != nil { // whose answer the operator has not seen yet
			t.Fatal(err)
		}
		refused(t, resetBob(ctx, c, ChangeOptions{Caller: agreed}), b)
	})
	t.Run("the same caller's, refreshed", func(t *testing.T) {
		c, creds, a, _ := known(t, Options{})
		creds.turn("AKIAA2")
		for range 2 {
			if err := resetBob(ctx, c); err != nil {
				t.Error(err)
			}
		}
		if n := arrived(a, "GetCallerIdentity"); n != 2 {
			t.Errorf("the identity was asked for %d times, want once for each access key", n)
		}
	})
	t.Run("which cannot be known", func(t *testing.T) {
		c, creds, _, b := known(t, Options{})
		creds.turn("AKIAB1")
		b.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "InvalidClientTokenId"})
		if err := resetBob(ctx, c); KindOf(err) != KindInvalidToken || arrived(b, "UpdateLoginProfile") != 0 {
			t.Errorf("the change ended with %v", err)
		}
	})
}

// What is read is the known caller's account's, or nothing is read.
func TestAReadIsSignedByTheKnownCaller(t *testing.T) {
	ctx := t.Context()
	reads := map[string]func(*Client) error{
		"ListUsers":                func(c *Client) error { _, _, err := c.Users(ctx, "", FirstPage, nil); return err },
		"GetUser":                  func(c *Client) error { _, err := c.User(ctx, "bob"); return err },
		"GetLoginProfile":          func(c *Client) error { _, err := c.LoginProfile(ctx, "bob"); return err },
		"GetAccountPasswordPolicy": func(c *Client) error { _, err := c.PasswordPolicy(ctx); return err },
		"ListGroupsForUser":        func(c *Client) error { _, err := c.Groups(ctx, "bob"); return err },
	}
	all := func(c *Client, each func(operation string, err error)) {
		var together sync.WaitGroup
		for operation, read := range reads {
			together.Go(func() { each(operation, read(c)) })
		}
		together.Wait()
	}
	ok := func(operation string, err error) {
		if err != nil {
			t.Errorf("%s: %v", operation, err)
		}
	}
	begin := func(t *testing.T) (*Client, *turning, *demoiam.Server, *demoiam.Server) {
		c, creds, a, b := twoAccounts(t, Options{})
		all(c, ok)
		if n := arrived(a, "GetCallerIdentity"); n != 0 {
			t.Errorf("before an identity is known it is asked for %d times", n)
		}
		if _, err := c.Identity(ctx); err != nil {
			t.Fatal(err)
		}
		return c, creds, a, b
	}
	t.Run("another account's", func(t *testing.T) {
		c, creds, _, b := begin(t)
		creds.turn("AKIAB1")
		all(c, func(operation string, err error) {
			e, _ := errors.AsType[*Error](err)
			if e == nil || e.Kind != KindOtherCaller || e.Op != operation || !strings.Contains(e.Message, "222222222222") || MayHaveSucceeded(err) {
				t.Errorf("%s ended with %v", operation, err)
			}
		})
		if calls := b.Calls(); len(calls) != 1 || calls[0].Action != "GetCallerIdentity" {
			t.Errorf("in the other account arrived %+v", calls)
		}
		if _, err := c.Identity(ctx); err != nil {
			t.Fatal(err)
		}
		all(c, ok)
		creds.turn("AKIAA1")
		if _, err := c.User(ctx, "bob"); KindOf(err) != KindOtherCaller {
			t.Errorf("with the first credentials again: %v", err)
		}
	})
	t.Run("the same caller's, refreshed", func(t *testing.T) {
		c, creds, a, _ := begin(t)
		creds.turn("AKIAA2")
		all(c, ok)
		all(c, ok)
		if n := arrived(a, "GetCallerIdentity"); n != 2 {
			t.Errorf("the identity was asked for %d times, want once for each access key", n)
		}
	})
	t.Run("which cannot be known", func(t *testing.T) {
		c, creds, _, b := begin(t)
		creds.turn("AKIAB1")
		b.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "InvalidClientTokenId"})
		if _, err := c.User(ctx, "bob"); KindOf(err) != KindInvalidToken || arrived(b, "GetUser") != 0 {
			t.Errorf("the read ended with %v", err)
		}
	})
	t.Run("for a change of somebody else", func(t *testing.T) {
		c, creds, _, b := twoAccounts(t, Options{Rails: loadedRails(t, "[[protected]]\npath = '/admins/'")})
		agreed, err := c.Identity(ctx)
		if err != nil {
			t.Fatal(err)
		}
		creds.turn("AKIAB1")
		if _, err := c.Identity(ctx); err != nil {
			t.Fatal(err)
		}
		if err := resetBob(ctx, c, ChangeOptions{Caller: agreed}); KindOf(err) != KindOtherCaller || arrived(b, "GetUser") != 0 {
			t.Errorf("the guard rails were asked in the other account, and the change ended with %v", err)
		}
		creds.turn("AKIAA1")
		if err := resetBob(ctx, c, ChangeOptions{Caller: agreed}); err != nil {
			t.Error(err)
		}
		creds.turn("AKIAB1")
		if _, err := c.User(ctx, "bob"); err != nil {
			t.Errorf("a change of somebody else's made a difference to who is known: %v", err)
		}
	})
	t.Run("for a sequence of somebody else", func(t *testing.T) {
		c, creds, _, b := begin(t)
		sequence := c.Begin(ChangeOptions{})
		if _, err := sequence.Make(ctx, UpdateLoginProfile("bob", NewSecret("Brisk-Otter-4711!"), nil)); err != nil {
			t.Fatal(err)
		}
		creds.turn("AKIAB1")
		if _, err := c.Identity(ctx); err != nil { // the operator reads everything again meanwhile
			t.Fatal(err)
		}
		if _, err := sequence.Client().User(ctx, "bob"); KindOf(err) != KindOtherCaller || arrived(b, "GetUser") != 0 {
			t.Errorf("the sequence read in the other account: %v", err)
		}
		if _, err := c.User(ctx, "bob"); err != nil {
			t.Errorf("the client's own read ended with %v", err)
		}
	})
}

// The history names only the principal whose credentials signed.
func TestTheHistoryNamesWhoSigned(t *testing.T) {
	log := &history.Memory{}
	c, creds, a, _ := twoAccounts(t, Options{History: log})
	var asked atomic.Int32 // by two requests at the same time
	creds.each = func() {  // the identity is read while the change is made
		if asked.Add(1) == 2 {
			creds.turn("AKIAB1")
		}
	}
	err := resetBob(t.Context(), c)
	entries, _ := log.Entries()
	if len(entries) != 1 {
		t.Fatalf("the history has %+v", entries)
	}
	switch account := entries[0].Account; {
	case err == nil && arrived(a, "UpdateLoginProfile") == 1 && account != "" && account != "111111111111":
		t.Errorf("a change in account A is said to be in %s", account)
	case err != nil && KindOf(err) != KindOtherCaller:
		t.Error(err)
	}
}

func TestSamePrincipal(t *testing.T) {
	role := func(session string) Identity {
		return parseIdentity("123456789012", "arn:aws:sts::123456789012:assumed-role/Desk/"+session)
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"aws-go-sdk-1700000000000000000", "aws-go-sdk-1700000009999999999", true},
		{"botocore-session-1700000000", "botocore-session-1700003600", true},
		{"alice@example.com", "alice@example.com", true},
		{"alice@example.com", "bob@example.com", false},
		{"alice@example.com", "aws-go-sdk-1700000000000000000", false},
		{"botocore-session-1700000000", "aws-go-sdk-1700000000000000000", true}, // the AWS CLI's cache, and without it
		{"aws-dotnet-sdk-session-636238288466144357", "aws-sdk-js-1700000000000", true},
		{"1700000000000000000", "1700000009999999999", true},
		{"10023", "10024", false}, // may be staff numbers
	} {
		if got := role(c.a).Same(role(c.b)); got != c.want {
			t.Errorf("%s and %s are one principal: %v", c.a, c.b, got)
		}
	}
	for _, other := range []string{
		"arn:aws:sts::210987654321:assumed-role/Desk/aws-go-sdk-1700000000000000000",
		"arn:aws:sts::123456789012:assumed-role/Admin/aws-go-sdk-1700000000000000000",
		"arn:aws:iam::123456789012:user/aws-go-sdk-1700000000000000000",
	} {
		if role("aws-go-sdk-1700000000000000000").Same(parseIdentity(strings.Split(other, ":")[4], other)) {
			t.Errorf("%s is the same principal", other)
		}
	}
	person := func(session string) Identity {
		return parseIdentity("123456789012", "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Desk_0123456789abcdef/"+session)
	}
	if person("1700000000000000000").Same(person("1700000009999999999")) || !person("alice").Same(person("alice")) {
		t.Error("the sessions of IAM Identity Center are told apart by something else than the person's name")
	}
}

func loadedRails(t *testing.T, file string) *rails.Rails {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

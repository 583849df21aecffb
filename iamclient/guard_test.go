package iamclient

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
)

// guarded is a client with guard rails and a history, and its account: bob is in a group and has a tag, on a path.
func guarded(t *testing.T, file string) (*Client, *demoiam.Server) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true, Path: "/admins/"}, {Name: "eve", Console: true}}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), Rails: in, History: &history.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

// wantGuarded fails unless the error is a guard rail's refusal that says so.
func wantGuarded(t *testing.T, what string, err error, says string) {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != KindGuarded || e.Attempts != 0 || e.Op == "" || !strings.Contains(e.Message, says) {
		t.Errorf("%s: %+v, want %q", what, err, says)
	}
}

// wantNoWrite fails if anything arrived that changes something, or if the history has it.
func wantNoWrite(t *testing.T, c *Client, s *demoiam.Server) {
	t.Helper()
	for _, call := range s.Calls() {
		if isWrite(call.Action) && call.Action != "GetCallerIdentity" {
			t.Errorf("arrived is %s", call.Action)
		}
	}
	if entries, _ := c.History(); len(entries) != 0 {
		t.Errorf("the history has %+v", entries)
	}
}

// ofTheAccount are the operations that are about no user that they name: only the reason is asked for.
var ofTheAccount = map[Operation]bool{
	OpUpdateAccountPasswordPolicy: true, OpDeleteAccountPasswordPolicy: true, OpChangePassword: true, OpDeleteVirtualMFADevice: true,
}

// Every change, those of operations that are added later too, asks the guard rails before anything is sent.
func TestEveryChangeIsGuarded(t *testing.T) {
	for name, file := range map[string]string{
		"name": "[[protected]]\nname = 'BOB'", "path": "[[protected]]\npath = '/admins/'", "reason": "[reason]\nrequired = true",
	} {
		t.Run(name, func(t *testing.T) {
			for _, what := range everyChange() {
				c, s := guarded(t, file)
				err := makeChange(t.Context(), c, what)
				switch {
				case name == "reason":
					wantGuarded(t, what.Operation.String(), err, "a ticket or a reason is required")
				case ofTheAccount[what.Operation]:
					continue
				default:
					wantGuarded(t, what.Operation.String(), err, "bob is protected")
				}
				wantNoWrite(t, c, s)
			}
		})
	}
}

// Where it cannot be told whether a user is protected, the change is refused; other users are not.
func TestProtectionFailsClosed(t *testing.T) {
	for file, action := range map[string]string{
		"[[protected]]\ntag = 'x'": "GetUser", "[[protected]]\npath = '/x/'": "GetUser", "[[protected]]\ngroup = 'x'": "ListGroupsForUser",
	} {
		c, s := guarded(t, file)
		s.Inject(demoiam.Fault{Action: action, Code: "AccessDenied"})
		err := makeChange(t.Context(), c, DeleteLoginProfile("bob"))
		wantGuarded(t, file, err, "it cannot be told whether bob is protected, for you lack iam:"+action)
		wantNoWrite(t, c, s)

		c, s = guarded(t, file)
		s.Inject(demoiam.Fault{Action: action, Code: "ExpiredToken", Times: 1})
		if err := makeChange(t.Context(), c, DeleteLoginProfile("bob")); KindOf(err) != KindExpired {
			t.Errorf("%s: %v", file, err)
		}
		wantNoWrite(t, c, s)
		if err := makeChange(t.Context(), c, DeleteLoginProfile("eve")); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestGuardedPasswords(t *testing.T) {
	c, s := guarded(t, "generated_only = true\nreset_required = true")
	typed, generated := NewSecret("Brand-New-Pass-1!"), Generate(DefaultPolicy(PolicyUnverified))
	for _, what := range []Change{
		UpdateLoginProfile("bob", typed, new(true)),
		UpdateLoginProfile("bob", generated, new(false)),
		UpdateLoginProfile("bob", generated, nil),
		UpdateLoginProfile("bob", nil, new(false)),
		CreateLoginProfile("bob", typed, new(true)),
		CreateLoginProfile("bob", generated, new(false)),
		CreateLoginProfile("bob", generated, nil),
	} {
		wantGuarded(t, what.Operation.String(), makeChange(t.Context(), c, what), "")
	}
	wantGuarded(t, "change", makeChange(t.Context(), c, ChangePassword(typed, typed)), "only generated passwords")
	wantNoWrite(t, c, s)
	if err := makeChange(t.Context(), c, UpdateLoginProfile("bob", generated.Clone(), new(true))); err != nil {
		t.Error(err)
	}
	if err := makeChange(t.Context(), c, ChangePassword(typed, generated)); KindOf(err) == KindGuarded {
		t.Error(err)
	}
}

// The reason is asked about, and kept.
func TestGuardedReason(t *testing.T) {
	c, _ := guarded(t, "[reason]\npattern = 'INC-[0-9]+'")
	wantGuarded(t, "foo", makeChange(t.Context(), c, DeleteLoginProfile("bob"), ChangeOptions{Reason: "foo"}), "has to match INC-[0-9]+")
	if err := makeChange(t.Context(), c, DeleteLoginProfile("bob"), ChangeOptions{Reason: "INC-7"}); err != nil {
		t.Error(err)
	}
	if entries, _ := c.History(); len(entries) != 1 || entries[0].Reason != "INC-7" {
		t.Errorf("%+v", entries)
	}
}

// A refusal of ours takes nothing back of what an earlier try may have done.
func TestGuardedAfterAnUnknownOutcome(t *testing.T) {
	c, _ := guarded(t, "[[protected]]\nname = 'bob'")
	err := makeChange(t.Context(), c, DeleteLoginProfile("bob"), ChangeOptions{EarlierUnknown: true})
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != KindGuarded || !e.EarlierMayHaveSucceeded {
		t.Errorf("%+v", err)
	}
}

func TestRequiredHistory(t *testing.T) {
	c, s := guarded(t, "history_required = true")
	c.opts.History = nil
	for _, what := range everyChange() {
		if err := makeChange(t.Context(), c, what); KindOf(err) != KindUnrecorded || !strings.Contains(err.Error(), "history_required") {
			t.Errorf("%s: %v", what.Operation, err)
		}
	}
	if len(s.Calls()) != 0 {
		t.Errorf("arrived is %+v", s.Calls())
	}
}

// answering has one operation answered with a text of its own; the account answers the rest.
type answering struct {
	http.RoundTripper
	action, answer string
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !strings.Contains(string(body), "Action="+a.action+"&") {
		return a.RoundTripper.RoundTrip(r)
	}
	text := "<" + a.action + "Response><" + a.action + "Result>" + a.answer + "</" + a.action + "Result>" +
		"<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></" + a.action + "Response>"
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(text)), Request: r,
	}, nil
}

// An answer that does not describe the user keeps no guard rail, so nothing is sent after it.
func TestTheGuardRailsFailClosed(t *testing.T) {
	user := func(name, path, arn string) string {
		return "<User><UserName>" + name + "</UserName>" + path + "<UserId>AIDAEXAMPLE1234567</UserId><Arn>" + arn + "</Arn></User>"
	}
	for what, c := range map[string]struct{ action, rule, answer string }{
		"no user":          {"GetUser", "path = '/admins/'", ""},
		"another user":     {"GetUser", "path = '/admins/'", user("eve", "<Path>/</Path>", "arn:aws:iam::123456789012:user/eve")},
		"no path":          {"GetUser", "path = '/admins/'", user("bob", "", "arn:aws:iam::123456789012:user/admins/bob")},
		"no ARN":           {"GetUser", "tag = 'team=x'", user("bob", "<Path>/</Path>", "")},
		"two paths":        {"GetUser", "path = '/admins/'", user("bob", "<Path>/</Path>", "arn:aws:iam::123456789012:user/admins/bob")},
		"more groups":      {"ListGroupsForUser", "group = 'admins'", "<Groups/><IsTruncated>true</IsTruncated>"},
		"a path like none": {"GetUser", "tag = 'team=x'", user("bob", "<Path>admins</Path>", "arn:aws:iam::123456789012:useradminsbob")},
	} {
		t.Run(what, func(t *testing.T) {
			guard, s := guarded(t, "[[protected]]\n"+c.rule)
			client, err := New(t.Context(), Options{Embedded: answering{s.Transport(), c.action, c.answer}, Rails: guard.Rails()})
			if err != nil {
				t.Fatal(err)
			}
			if err := resetBob(t.Context(), client); err == nil || arrived(s, "UpdateLoginProfile") != 0 {
				t.Errorf("the change ended with %v, and %d arrived", err, arrived(s, "UpdateLoginProfile"))
			}
		})
	}
}

package iamclient

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"iampasswd/iamclient/demoiam"
)

// canned answers each request as it is told, and notes the last one.
type canned struct {
	status int
	header map[string]string
	body   string
	times  int
	last   *http.Request
	sent   []byte
}

func (a *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	a.times++
	a.last = r
	a.sent, _ = io.ReadAll(r.Body)
	answer := &http.Response{
		StatusCode: a.status, Status: fmt.Sprint(a.status), Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)),
	}
	answer.Header.Set("X-Amzn-Requestid", "1234-5678")
	for name, value := range a.header {
		answer.Header.Set(name, value)
	}
	return answer, nil
}

// asking is a client whose requests a takes.
func asking(t *testing.T, a http.RoundTripper, opts Options) *Client {
	t.Helper()
	opts.Embedded = a
	c, err := New(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A request has the signature that the SDK's signer makes for it, and says what AWS has to know.
func TestARequestToOrganizations(t *testing.T) {
	a := &canned{status: 200, body: `{"Accounts":[{"Id":"111111111111","Name":"Dev\u001b[2J","State":"ACTIVE","Paths":["o-1/r-1/ou-1-2/111111111111/"]},{"Id":"../etc"}]}`}
	var pages [][]OrgAccount
	if err := asking(t, a, Options{Region: "eu-west-1"}).OrgAccounts(t.Context(), func(page []OrgAccount) { pages = append(pages, page) }); err != nil {
		t.Fatal(err)
	}
	if len(pages) != 1 || len(pages[0]) != 1 || pages[0][0].Name != "Dev[2J" || pages[0][0].State != "ACTIVE" {
		t.Errorf("%+v", pages)
	}
	for parent, want := range map[string]bool{"ou-1-2": true, "r-1": true, "ou-1": false, "111111111111": true} {
		if below, known := pages[0][0].Below(parent); below != want || !known {
			t.Errorf("below %s: %t %t", parent, below, known)
		}
	}
	r := a.last
	if r.URL.String() != "https://organizations.us-east-1.amazonaws.com/" || r.Method != http.MethodPost || string(a.sent) != `{"MaxResults":20}` ||
		r.Header.Get("X-Amz-Target") != "AWSOrganizationsV20161128.ListAccounts" || r.Header.Get("Content-Type") != "application/x-amz-json-1.1" ||
		!strings.Contains(r.Header.Get("User-Agent"), "iampasswd/") {
		t.Errorf("%s %s %v %s", r.Method, r.URL, r.Header, a.sent)
	}
	auth := r.Header.Get("Authorization")
	if !strings.Contains(auth, "/us-east-1/organizations/aws4_request") {
		t.Error(auth)
	}
	again, _ := http.NewRequestWithContext(t.Context(), r.Method, r.URL.String(), bytes.NewReader(a.sent))
	for _, name := range []string{"Content-Type", "X-Amz-Target"} {
		again.Header.Set(name, r.Header.Get(name))
	}
	for name := range r.Header {
		if strings.HasPrefix(name, "Amz-") {
			again.Header.Set(name, r.Header.Get(name))
		}
	}
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	if err != nil {
		t.Fatal(err)
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(a.sent))
	if err := v4.NewSigner().SignHTTP(context.Background(), aws.Credentials{AccessKeyID: "AKIADEMODEMODEMODEMO", SecretAccessKey: "demo"}, again, sum, "organizations", "us-east-1", at); err != nil {
		t.Fatal(err)
	}
	if got := again.Header.Get("Authorization"); got != auth {
		t.Errorf("signed as\n%s, want\n%s", auth, got)
	}
}

// Errors are classified by AWS's code, wherever the answer has it; other answers are nobody's.
func TestErrorsOfOrganizations(t *testing.T) {
	for _, c := range []struct {
		answer canned
		kind   Kind
		code   string
		times  int
	}{
		{canned{status: 400, body: `{"__type":"AccessDeniedException","Message":"You don't have permissions to access this resource."}`}, KindDenied, "AccessDeniedException", 1},
		{canned{status: 400, header: map[string]string{"X-Amzn-Errortype": "AccessDeniedException:http://x"}, body: `{}`}, KindDenied, "AccessDeniedException", 1},
		{canned{status: 400, body: `{"__type":"com.amazonaws.organizations#ExpiredTokenException","message":"x"}`}, KindExpired, "ExpiredTokenException", 1},
		{canned{status: 400, body: `{"__type":"AWSOrganizationsNotInUseException","message":"x"}`}, KindOther, "AWSOrganizationsNotInUseException", 1},
		{canned{status: 400, body: `{"__type":"TooManyRequestsException","message":"x"}`}, KindThrottled, "TooManyRequestsException", 3},
		{canned{status: 500, body: `{"__type":"ServiceException","message":"x"}`}, KindServer, "ServiceException", 3},
		{canned{status: 200, body: `<html>`}, KindServer, "", 1},
		{canned{status: 403, body: `<html>`}, KindServer, "", 1},
		{canned{status: 200, body: `{"Accounts":[],"NextToken":"again"}`}, KindServer, "", 2},
	} {
		a := c.answer
		err := asking(t, &a, Options{}).OrgAccounts(t.Context(), func([]OrgAccount) {})
		e, ok := err.(*Error) //nolint:errorlint // it has to be one
		if !ok || e.Kind != c.kind || e.Code != c.code || a.times != c.times || e.Op != "ListAccounts" {
			t.Errorf("%d %s: %v (%s), %d times", a.status, a.body, err, KindOf(err), a.times)
		}
	}
}

// Each partition has its one endpoint. The settings can name another one, but no plain http to another machine.
func TestEndpointsOfOrganizations(t *testing.T) {
	for region, want := range map[string]string{
		"us-east-1": "organizations.us-east-1.amazonaws.com", "ap-south-2": "organizations.us-east-1.amazonaws.com",
		"cn-north-1": "organizations.cn-northwest-1.amazonaws.com.cn", "us-gov-east-1": "organizations.us-gov-west-1.amazonaws.com",
		"us-iso-west-1": "organizations.us-iso-east-1.c2s.ic.gov", "us-isob-east-1": "organizations.us-isob-east-1.sc2s.sgov.gov",
		"eusc-de-east-1": "organizations.eusc-de-east-1.amazonaws.eu",
	} {
		a := &canned{status: 200, body: `{}`}
		if err := asking(t, a, Options{Region: region}).OrgAccounts(t.Context(), func([]OrgAccount) {}); err != nil || a.last.URL.Host != want {
			t.Errorf("%s: %s, want %s (%v)", region, a.last.URL.Host, want, err)
		}
	}
	for _, c := range []struct {
		env  map[string]string
		opts Options
		want string
	}{
		{map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, Options{}, "https://organizations-fips.us-east-1.amazonaws.com/"},
		{map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, Options{Region: "us-gov-west-1"}, "https://organizations.us-gov-west-1.amazonaws.com/"},
		{map[string]string{"AWS_USE_DUALSTACK_ENDPOINT": "true"}, Options{}, "https://organizations.us-east-1.api.aws/"},
		{map[string]string{"AWS_ENDPOINT_URL": "https://all.example"}, Options{}, "https://all.example/"},
		{map[string]string{"AWS_ENDPOINT_URL": "https://all.example", "AWS_ENDPOINT_URL_ORGANIZATIONS": "https://own.example"}, Options{}, "https://own.example/"},
		{map[string]string{"AWS_ENDPOINT_URL_ORGANIZATIONS": "https://own.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, Options{}, "https://organizations.us-east-1.amazonaws.com/"},
		{map[string]string{"AWS_ENDPOINT_URL_ORGANIZATIONS": "http://own.example"}, Options{}, ""},
		{nil, Options{Endpoint: "http://127.0.0.1:4566"}, "http://127.0.0.1:4566/"},
	} {
		t.Run("", func(t *testing.T) {
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
			a := &canned{status: 200, body: `{}`}
			c.opts.Transport = a
			client, err := New(t.Context(), c.opts)
			if err != nil {
				t.Fatal(err)
			}
			err = client.OrgAccounts(t.Context(), func([]OrgAccount) {})
			switch {
			case c.want == "" && (err == nil || a.times > 0):
				t.Errorf("%v: %v, and %d requests", c.env, err, a.times)
			case c.want != "" && (err != nil || a.last.URL.String() != c.want):
				t.Errorf("%v: %v, want %s", c.env, err, c.want)
			}
		})
	}
}

// What a debug log has of these requests: the operations, and no credentials.
func TestDebugOfRoles(t *testing.T) {
	org := demoiam.CompanyOrganization(3, 5, demoiam.Latency{})
	var log bytes.Buffer
	home := asking(t, org.Transport(), Options{Debug: &log})
	identity, err := home.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var other string
	if err := home.OrgAccounts(t.Context(), func(page []OrgAccount) {
		for _, a := range page {
			if a.Number != identity.Account {
				other = a.Number
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	client, err := home.ForRole("arn:aws:iam::"+other+":role/"+demoiam.OrganizationRole, true)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := client.Users(t.Context(), "", FullPage, nil); err != nil {
		t.Fatal(err)
	}
	creds, err := client.session.Load().iam.Options().Credentials.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := log.String()
	for _, secret := range []string{creds.SessionToken, creds.SecretAccessKey} {
		if secret == "" || strings.Contains(text, secret) {
			t.Error("the log has the role's credentials")
		}
	}
	for _, part := range []string{"X-Amz-Target: AWSOrganizationsV20161128.ListAccounts", "Action=AssumeRole", "IAMReadOnlyAccess"} {
		if !strings.Contains(text, part) {
			t.Errorf("the log has no %s", part)
		}
	}
}

func TestSessionNames(t *testing.T) {
	for name, want := range map[string]string{
		"helpdesk/alice": "alice", "Admin/alice@example.com": "alice@example.com", "root": "root", "x": "x-iampasswd",
		"123456789012:root": "123456789012-root", strings.Repeat("a", 100): strings.Repeat("a", 64),
	} {
		if got := sessionName(Identity{Name: name}); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// A path can have characters that mean something in a policy.
func TestUsersInPolicies(t *testing.T) {
	a := &assumed{by: Identity{Partition: "aws-cn"}, arn: "arn:aws-cn:iam::111111111111:role/R"}
	for _, c := range []struct{ arn, name, want string }{
		{"arn:aws-cn:iam::111111111111:user/Bob", "bob", "arn:aws-cn:iam::111111111111:user/Bob"},
		{"arn:aws-cn:iam::111111111111:user/a*?${b}/Bob", "Bob", "arn:aws-cn:iam::111111111111:user/a${*}${?}${$}{b}/Bob"},
		{"", "Bob", "arn:aws-cn:iam::111111111111:user/Bob arn:aws-cn:iam::111111111111:user/*/Bob"},
		{"arn:aws-cn:iam::222222222222:user/Bob", "Bob", "arn:aws-cn:iam::111111111111:user/Bob arn:aws-cn:iam::111111111111:user/*/Bob"},
		{"arn:aws-cn:iam::111111111111:user/eve", "Bob", "arn:aws-cn:iam::111111111111:user/Bob arn:aws-cn:iam::111111111111:user/*/Bob"},
	} {
		if got := strings.Join(a.userARNs(c.arn, c.name), " "); got != c.want {
			t.Errorf("%s: %s", c.arn, got)
		}
	}
}

package demoiam_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// post sends a form as any client of the Query protocol would.
func post(t *testing.T, s *demoiam.Server, body string, change func(*http.Request)) (status int, header http.Header, text string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=…")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	out, err := io.ReadAll(w.Result().Body)
	wantOK(t, err)
	return w.Code, w.Header(), string(out)
}

const uuid = `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`

func TestAnswersOnTheWire(t *testing.T) {
	s := demoiam.New(demoiam.Options{Alias: "acme", Users: []demoiam.User{
		{Name: "bob", Console: true}, {Name: "tess", Tags: []demoiam.Tag{{Key: "<", Value: ">"}, {Key: "&", Value: "'"}, {Key: `"`, Value: "\n"}}},
	}})
	for _, c := range []struct {
		name, body string
		status     int
		want       string // a regular expression
	}{
		{"a result", "Action=ListAccountAliases&Version=2010-05-08", 200,
			`^<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult><IsTruncated>false</IsTruncated>` +
				`<AccountAliases><member>acme</member></AccountAliases></ListAccountAliasesResult>` +
				`<ResponseMetadata><RequestId>` + uuid + `</RequestId></ResponseMetadata></ListAccountAliasesResponse>$`},
		{"no result", "Action=UpdateLoginProfile&Version=2010-05-08&UserName=bob", 200,
			`^<UpdateLoginProfileResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">` +
				`<ResponseMetadata><RequestId>` + uuid + `</RequestId></ResponseMetadata></UpdateLoginProfileResponse>$`},
		{"an error", "Action=GetUser&Version=2010-05-08&UserName=nobody", 404,
			`^<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>` +
				`<Message>The user with name nobody cannot be found.</Message></Error><RequestId>` + uuid + `</RequestId></ErrorResponse>$`},
		{"STS", "Action=GetCallerIdentity&Version=2011-06-15", 200, `^<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>`},
		{"escaped", "Action=GetUser&Version=2010-05-08&UserName=tess", 200, `<Key>&lt;</Key><Value>&gt;</Value></member><member><Key>&amp;</Key><Value>&#39;</Value></member><member><Key>&#34;</Key><Value>&#xA;</Value>`},
		{"an unknown action", "Action=DeleteEverything&Version=2010-05-08", 400, `<Code>InvalidAction</Code><Message>Could not find operation DeleteEverything for version 2010-05-08</Message>`},
		{"another service's action", "Action=GetCallerIdentity&Version=2010-05-08", 400, `<Message>Could not find operation GetCallerIdentity for version 2010-05-08</Message>`},
		{"an unknown version", "Action=GetUser&Version=1999-01-01", 400, `xmlns="http://webservices.amazon.com/AWSFault/2005-15-09".*<Code>InvalidAction</Code>`},
		{"no action", "", 400, `<Code>InvalidAction</Code>`},
		{"a boolean that is none", "Action=UpdateLoginProfile&Version=2010-05-08&UserName=bob&PasswordResetRequired=yes", 400, `<Code>ValidationError</Code>.*passwordResetRequired`},
		{"a number that is none", "Action=ListUsers&Version=2010-05-08&MaxItems=ten", 400, `<Code>ValidationError</Code>.*maxItems`},
		{"nobody named", "Action=UpdateLoginProfile&Version=2010-05-08", 400, `userName.* failed to satisfy constraint: Member must not be null`},
		{"no form", "Action=%zz", 400, `<Code>MalformedQueryString</Code>`},
		{"too large", "Action=" + strings.Repeat("a", 300<<10), 413, `<Code>RequestEntityTooLarge</Code>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, header, text := post(t, s, c.body, nil)
			if status != c.status || !regexp.MustCompile(c.want).MatchString(text) {
				t.Errorf("HTTP %d %s\nwant %d %s", status, text, c.status, c.want)
			}
			if got := header.Get("Content-Type"); got != "text/xml" {
				t.Errorf("content type %s", got)
			}
			if id := header.Get("x-amzn-RequestId"); id == "" || !strings.Contains(text, "<RequestId>"+id+"</RequestId>") {
				t.Errorf("the request id in the header, %q, is not that in the body", id)
			}
		})
	}
}

func TestRequestsThatAreNotSigned(t *testing.T) {
	status, _, text := post(t, demoiam.New(demoiam.Options{}), "Action=GetUser&Version=2010-05-08", func(r *http.Request) { r.Header.Del("Authorization") })
	if status != http.StatusForbidden || !strings.Contains(text, "<Code>MissingAuthenticationToken</Code>") {
		t.Errorf("HTTP %d %s", status, text)
	}
}

// What is in a URL ends up in logs, so nothing is taken from there.
func TestParametersInTheURL(t *testing.T) {
	s := withBob(false)
	const query = "Action=UpdateLoginProfile&Version=2010-05-08&UserName=bob&Password=" + good
	status, _, _ := post(t, s, "", func(r *http.Request) { r.Method, r.URL.RawQuery = http.MethodGet, query })
	if status != http.StatusMethodNotAllowed {
		t.Errorf("GET is answered with HTTP %d", status)
	}
	status, _, _ = post(t, s, "", func(r *http.Request) { r.URL.RawQuery = query })
	if status != http.StatusBadRequest || s.Check("bob", good) {
		t.Errorf("POST with a query is answered with HTTP %d", status)
	}
}

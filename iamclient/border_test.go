package iamclient

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"pgregory.net/rapid"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// lockedBuffer takes what requests write that are made at the same time.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

const echoedPassword = `Brisk & <Otter> "4711"/é\n!`

// inEveryEncoding is what a server can make of a text that it echoes.
func inEveryEncoding(s string) map[string]string {
	quoted, _ := json.Marshal(s)
	var inXML bytes.Buffer
	_ = xml.EscapeText(&inXML, []byte(s))
	var decimal, hexadecimal, mixed strings.Builder
	for i, r := range s {
		fmt.Fprintf(&decimal, "&#%d;", r)
		fmt.Fprintf(&hexadecimal, "&#X%04X;", r)
		if i%2 == 0 {
			fmt.Fprintf(&mixed, "&#x%x;", r)
		} else {
			mixed.WriteString(url.QueryEscape(string(r)))
		}
	}
	return map[string]string{
		"plain": s, "query": url.QueryEscape(s), "path": url.PathEscape(s), "lower hex": strings.ToLower(url.QueryEscape(s)),
		"twice": url.QueryEscape(url.QueryEscape(s)), "XML": inXML.String(), "HTML": html.EscapeString(s), "JSON": string(quoted),
		"decimal": decimal.String(), "hexadecimal": hexadecimal.String(), "mixed": mixed.String(),
		"base64": base64.StdEncoding.EncodeToString([]byte(s)), "base64 within": base64.URLEncoding.EncodeToString([]byte("bob:" + s + ":x")),
		"cut off": s[:len(s)*2/3],
	}
}

// leaks tells whether a text has a secret in it, or most of one, in any encoding.
func leaks(text, secret string) bool {
	for _, decoded := range []string{text, html.UnescapeString(text), unescape(text), unescape(html.UnescapeString(text))} {
		if strings.Contains(decoded, secret[:10]) || strings.Contains(decoded, strings.ToUpper(secret)) {
			return true
		}
	}
	return strings.Contains(text, base64.RawStdEncoding.EncodeToString([]byte(secret))[:12])
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// A password that comes back is in no error, no debug output and no history, whatever answers and however it is encoded.
func TestAnEchoedPasswordIsNotRepeated(t *testing.T) {
	for name, echo := range inEveryEncoding(echoedPassword) {
		var text bytes.Buffer
		_ = xml.EscapeText(&text, []byte(echo))
		for where, body := range map[string]string{
			"message":    "<ErrorResponse><Error><Code>ValidationError</Code><Message>bad: " + text.String() + "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>",
			"raw":        "<ErrorResponse><Error><Code>ValidationError</Code><Message>bad: " + strings.NewReplacer("<", "&lt;", "\"", "&quot;").Replace(echo) + "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>",
			"code":       "<ErrorResponse><Error><Code>" + text.String() + "</Code><Message>bad</Message></Error><RequestId>r-1</RequestId></ErrorResponse>",
			"request id": "<ErrorResponse><Error><Code>ValidationError</Code><Message>bad</Message></Error><RequestId>" + text.String() + "</RequestId></ErrorResponse>",
			"page":       "<html>" + echo + "</html>",
		} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/xml")
				if r.FormValue("Password") == "" { // it is asked who the caller is
					w.WriteHeader(http.StatusForbidden)
					return
				}
				w.Header().Set("X-Echo", url.QueryEscape(echo))
				w.WriteHeader(http.StatusBadRequest)
				_, _ = w.Write([]byte(body))
			}))
			var debug lockedBuffer
			log := &history.Memory{}
			for key, value := range map[string]string{"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": ""} {
				t.Setenv(key, value)
			}
			t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
			t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
			c, err := New(t.Context(), Options{Endpoint: server.URL, Debug: &debug, History: log})
			if err != nil {
				t.Fatal(err)
			}
			err = makeChange(t.Context(), c, UpdateLoginProfile("bob", NewSecret(echoedPassword), aws.Bool(true)))
			e, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("the answer is %v", err)
			}
			entries, _ := log.Entries()
			for what, text := range map[string]string{
				"the error": fmt.Sprintf("%+v %q %s", *e, e.Message, e.Error()), "its cause": fmt.Sprint(errors.Unwrap(err)),
				"the debug output": debug.String(), "the history": fmt.Sprintf("%+v", entries),
			} {
				if leaks(text, echoedPassword) {
					t.Errorf("%s, echoed in the %s: %s has it: %s", name, where, what, text)
				}
			}
			server.Close()
		}
	}
}

// FuzzRedact: neither a secret of a legal length nor a part of it is left of an answer that has it, whatever stands around it.
func FuzzRedact(f *testing.F) {
	f.Add("Brisk-Otter-4711!", "the password ", " is bad")
	f.Add("aaaaaa", "aaa", "aaaa")
	f.Add("redacted", "[", "]")
	f.Add("&#38;%26", "", "")
	f.Add("KUL-TV&8=CN6fKrX", "", "")
	f.Add("KUL-TV%8=CN6fKrX", "", "")
	f.Add(`KUL-TV\8=CN6fKrX`, "", "")
	f.Add("a b c d e f", "", "")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		secret = strings.Map(func(r rune) rune { // as IAM lets a password be
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r > 'ÿ' {
				return -1
			}
			return r
		}, secret)
		if n := len([]rune(secret)); n <= shortSecret || n > 128 {
			t.Skip()
		}
		form := url.Values{"Action": {"UpdateLoginProfile"}, "Password": {secret}}
		r := secretsIn(nil, []byte(form.Encode()))
		for name, echo := range inEveryEncoding(secret) {
			out := r.redact(before + echo + after)
			if strings.Contains(out, secret) && !isOurs(secret) || len(echo) > 8 && strings.Contains(out, echo) && !isOurs(echo) {
				t.Fatalf("%s: %q is left in %q", name, secret, out)
			}
			if name == "cut off" || strings.Contains(echo, `\ufffd`) || isOurs(strings.ToLower(secret)) {
				continue
			}
			if name == "JSON" {
				echo = echo[1 : len(echo)-1] // the quotes are not the secret's
			}
			if out := r.redact("§§" + echo + "§§"); out != "§§"+redacted+"§§" && out != omitted && !strings.Contains(secret, "§") {
				t.Fatalf("%s: of %q, %q is left in %q", name, secret, echo, out)
			}
		}
	})
}

// An answer without an end, or one that unpacks to much more than was sent, is an error, and is not kept.
func TestAnswersAreBounded(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<ListUsersResponse><ListUsersResult><Users>"))
		for range 40 {
			if _, err := w.Write(bytes.Repeat([]byte("<member><UserName>x</UserName></member>"), 1<<20/39)); err != nil {
				return
			}
		}
	}
	bomb := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte("<ListUsersResponse><ListUsersResult><Users>"))
		_, _ = z.Write(bytes.Repeat([]byte(" "), 64<<20))
		_ = z.Close()
	}
	message := func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("<ErrorResponse><Error><Code>ValidationError</Code><Message>" + strings.Repeat("long ", 1<<20) + "</Message></Error></ErrorResponse>"))
	}
	for name, answer := range map[string]http.HandlerFunc{"endless": endless, "gzip bomb": bomb, "a long message": message} {
		server := httptest.NewServer(answer)
		c := &Client{opts: Options{}, roles: newRoles()}
		s, err := newSession(aws.Config{Region: "us-east-1", Credentials: &turning{}, BaseEndpoint: &server.URL, HTTPClient: httpClient(http.DefaultTransport)}, Options{}, emptyPlan)
		if err != nil {
			t.Fatal(err)
		}
		c.session.Store(s)
		_, _, err = c.Users(t.Context(), "", 1000, nil)
		if err == nil || len(err.Error()) > 2*mostMessage {
			t.Errorf("%s: %.200v", name, err)
		}
		server.Close()
	}
}

// A password that is part of AWS's own words changes nothing of what an error means.
func TestAPasswordLikeAWSWords(t *testing.T) {
	for _, password := range []string{",", " ", "a", "8", "la", "Pass", "PasswordPolicyViolation", "NoSuchEntity", "RequestId", "password"} {
		s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}, Policy: &demoiam.Policy{MinimumLength: 128}})
		c, err := New(t.Context(), Options{Embedded: s.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		err = makeChange(t.Context(), c, UpdateLoginProfile("bob", NewSecret(password), aws.Bool(true)))
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != KindPolicyViolation || e.Code != "PasswordPolicyViolation" || e.RequestID == "" {
			t.Errorf("%q: %+v", password, err)
		}
	}
}

// BenchmarkOddDates is what an answer full of odd dates costs: twice as many take about twice as long.
func BenchmarkOddDates(b *testing.B) {
	for _, n := range []int{10_000, 20_000} {
		body := bytes.Repeat([]byte("<member><CreateDate>yesterday</CreateDate></member>"), n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if left := withoutOddDates(body); len(left) != n*len("<member></member>") {
					b.Fatalf("%d bytes are left", len(left))
				}
			}
		})
	}
}

// A secret in a code or a request id is found by the quick look too, wherever the patterns find it.
func TestASecretInARequestID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9_=/+ -]{1,20}`).Draw(t, "secret")
		around := rapid.StringMatching(`[A-Za-z0-9-]{0,6}`)
		r := secretsIn(nil, []byte(url.Values{"Password": {secret}}.Encode()))
		for _, echo := range []string{secret, strings.ReplaceAll(secret, " ", "+"), base64.URLEncoding.EncodeToString([]byte("bob:" + secret)), strings.ToUpper(secret)} {
			text := around.Draw(t, "before") + echo + around.Draw(t, "after")
			if !hasForm(text, "_.:-=/+") {
				continue // it is no code and no request id in any case
			}
			if got, want := r.standsIn(text), r.redact(text) != text; got != want {
				t.Fatalf("%q stands in %q: %v, and the patterns say %v", secret, text, got, want)
			}
		}
	})
}

// A password comes back in the answer to another request that is under way at the same time: it is repeated no more than in
// the answer to its own.
func TestAPasswordEchoedToAnotherRequest(t *testing.T) {
	for name, echo := range inEveryEncoding(echoedPassword) {
		synctest.Test(t, func(t *testing.T) {
			var xmlText bytes.Buffer
			_ = xml.EscapeText(&xmlText, []byte(echo))
			answers := map[string]string{
				// the one is under way while the change waits for its answer, the others while it pauses
				"GetUser":           "<GetUserResponse><GetUserResult><User><Path>/" + xmlText.String() + "/</Path></User></GetUserResult></GetUserResponse>",
				"GetLoginProfile":   "<ErrorResponse><Error><Code>ValidationError</Code><Message>bad: " + xmlText.String() + "</Message></Error><RequestId>" + xmlText.String() + "</RequestId></ErrorResponse>",
				"GetCallerIdentity": "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>" + xmlText.String() + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
			}
			var debug lockedBuffer
			unready := "<ErrorResponse><Error><Code>EntityTemporarilyUnmodifiable</Code><Message>wait</Message></Error></ErrorResponse>"
			c, err := New(t.Context(), Options{Debug: &debug, Embedded: roundTrip(func(r *http.Request) (*http.Response, error) {
				form, _, err := readRequest(r)
				if err != nil {
					return nil, err
				}
				values, _ := url.ParseQuery(string(form))
				answer := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Server": {echo}}, Request: r}
				body, other := answers[values.Get("Action")]
				if !other {
					time.Sleep(5 * time.Second)
					body = unready
				}
				if strings.HasPrefix(body, "<Error") {
					answer.StatusCode = http.StatusBadRequest
				}
				answer.Body = io.NopCloser(strings.NewReader(body))
				return answer, nil
			})})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			var change sync.WaitGroup
			change.Go(func() {
				_ = makeChange(ctx, c, UpdateLoginProfile("bob", NewSecret(echoedPassword), nil), ChangeOptions{RetryUnmodifiable: true})
			})
			var errs []error
			for range 3 {
				time.Sleep(3 * time.Second) // in the change's first request, in its first pause, and in its second request
				_, userErr := c.User(t.Context(), "bob")
				_, profileErr := c.LoginProfile(t.Context(), "bob")
				_, identityErr := c.Identity(t.Context())
				errs = append(errs, userErr, profileErr, identityErr)
			}
			stop()
			change.Wait()
			for what, text := range map[string]string{"the debug output": debug.String(), "an error": fmt.Sprintf("%+v", errs)} {
				if leaks(text, echoedPassword) {
					t.Errorf("%s: %s has it: %s", name, what, text)
				}
			}
			if n := strings.Count(debug.String(), "> Action=GetUser"); n != 3 {
				t.Errorf("%d of 3 reads are in the debug output", n)
			}
			if open := len(c.opts.inUse.open); open != 0 {
				t.Errorf("%d secrets are in use when all has ended", open)
			}
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

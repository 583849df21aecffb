package demoiam

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// longestRequest is more than the longest request of any operation here, a
// CreateUser with fifty tags, can come to.
const longestRequest = 256 << 10 // bytes

// Options says what an account is like. The zero value is an empty account,
// 123456789012, under AWS's default password policy, whose caller is a user
// named admin.
type Options struct {
	AccountID string // 12 digits
	Alias     string // "": none
	Partition string // "" is aws
	Caller    string // ARN; an IAM user of the account is created if need be
	Policy    *Policy
	Users     []User // of two that differ in case only, the later one counts

	// GroupPolicies has the names of AWS managed policies that are attached to
	// groups, by group.
	GroupPolicies map[string][]string

	Latency Latency
}

// Latency is how long a request waits before it is looked at, anything between
// the two. The zero value does not wait.
type Latency struct{ Min, Max time.Duration }

// draw picks a latency.
func (l Latency) draw() time.Duration {
	if l.Max <= l.Min {
		return l.Min
	}
	return l.Min + mathrand.N(l.Max-l.Min+1) //nolint:gosec // a delay, and no secret
}

// Server is an account with an API in front of it. All of its methods may be
// called at any time and by many at once.
type Server struct {
	faults faults

	mu      sync.Mutex
	account account
	latency Latency
	calls   []Call
}

// New makes an account.
func New(o Options) *Server {
	id, partition := cmp.Or(o.AccountID, "123456789012"), cmp.Or(o.Partition, "aws")
	s := &Server{latency: o.Latency, account: account{
		id: id, alias: o.Alias, partition: partition,
		caller:  cmp.Or(o.Caller, "arn:"+partition+":iam::"+id+":user/admin"),
		founded: time.Now().AddDate(-10, 0, 0), groupPolicies: o.GroupPolicies, unassigned: make(map[string]bool),
		sessions: make(map[string]session), clocks: make(map[string]deviceClock),
	}}
	s.SetPolicy(o.Policy)
	s.Add(o.Users...)
	s.account.welcome()
	return s
}

// ServeHTTP answers one request of the AWS Query protocol.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		// The Query protocol knows GET too, with everything in the URL. A password
		// has no business there.
		http.Error(w, "this service takes POST requests only", http.StatusMethodNotAllowed)
		return
	}
	form, err := readForm(w, r)
	if err != nil {
		writeAnswer(w, form, nil, err)
		return
	}
	s.record(r, form)
	fault := s.faults.take(form.Get("Action"), form.Get("UserName"))
	if !wait(r.Context(), s.drawLatency()+fault.Latency) || fault.Drop == DropConnect || fault.Drop == DropBefore {
		panic(http.ErrAbortHandler)
	}
	switch {
	case fault.Drop == DropAfter:
		_, _ = s.perform(r, form) // whatever comes of it, nobody will know
		panic(http.ErrAbortHandler)
	case fault.HTML != "":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(cmp.Or(fault.Status, http.StatusBadGateway))
		_, _ = io.WriteString(w, fault.HTML)
	case fault.Code != "":
		writeAnswer(w, form, nil, fault.problem(s.caller(r), form))
	default:
		result, err := s.perform(r, form)
		writeAnswer(w, form, result, err)
	}
}

// readForm reads the parameters, from the body alone.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, longestRequest)
	err := r.ParseForm()
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, usual("RequestEntityTooLarge")
	}
	if err != nil {
		return nil, refuse("MalformedQueryString", "The request body is not a list of form-encoded parameters.")
	}
	return r.PostForm, nil
}

// wait tells whether it got to the end before the context did.
func wait(ctx context.Context, latency time.Duration) bool {
	if latency <= 0 {
		return true
	}
	timer := time.NewTimer(latency)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// perform runs the operation and returns the children of its Result.
func (s *Server) perform(r *http.Request, form url.Values) (*xmlWriter, error) {
	if r.Header.Get("Authorization") == "" {
		return nil, usual("MissingAuthenticationToken")
	}
	action, version := form.Get("Action"), form.Get("Version")
	op, known := operations[action]
	if !known || op.version != version {
		return nil, refuse("InvalidAction", "Could not find operation %s for version %s", action, version)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	caller, err := s.account.callerBy(credentials(r))
	if err != nil {
		return nil, err
	}
	result, p := new(xmlWriter), &params{caller: caller, form: form}
	if err := s.account.authorize(p); err != nil {
		return nil, err
	}
	if err := op.run(&s.account, p, result); err != nil {
		return nil, err
	}
	return result, nil
}

// caller is who sent a request, whether or not their session has expired.
func (s *Server) caller(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	caller, _ := s.account.callerBy(credentials(r))
	return caller
}

// credentials is what a request says of what it was signed with.
func credentials(r *http.Request) (keyID, token string) {
	_, credential, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	keyID, _, _ = strings.Cut(credential, "/")
	return keyID, r.Header.Get("X-Amz-Security-Token")
}

// writeAnswer writes the result of an operation, or the error it ended with.
func writeAnswer(w http.ResponseWriter, form url.Values, result *xmlWriter, err error) {
	id := newRequestID()
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("X-Amzn-Requestid", id)
	ns := namespace(form.Get("Version"))
	body := new(xmlWriter)
	if p := (*problem)(nil); errors.As(err, &p) {
		w.WriteHeader(p.httpStatus())
		body.problem(ns, p, id)
	} else {
		body.response(ns, form.Get("Action"), result, id)
	}
	_, _ = w.Write(body.Bytes()) // a caller who has gone is no concern of ours
}

// newRequestID is a random UUID.
func newRequestID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

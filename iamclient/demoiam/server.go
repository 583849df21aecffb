package demoiam

import (
	"bytes"
	"cmp"
	"context"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"sync"
	"time"
)

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

	// Roles are the roles that can be assumed. Without an organization, nil is any
	// role; in one, nil is the role that Organizations leaves in a new account.
	Roles []Role

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
	faults   faults
	sessions *sessions // of all accounts of the organization

	mu      sync.Mutex
	account account
	latency Latency
	calls   []Call
}

// New makes an account that is in no organization. Without [Options.Roles] every
// role can be assumed, in any account.
func New(o Options) *Server { return newServer(o, 0) }

// newServer makes an account. The salt makes ids of users differ from those of
// their namesakes in other accounts.
func newServer(o Options, salt uint64) *Server {
	id, partition := cmp.Or(o.AccountID, "123456789012"), cmp.Or(o.Partition, "aws")
	all := newSessions()
	s := &Server{latency: o.Latency, sessions: all, account: account{
		id: id, alias: o.Alias, partition: partition,
		caller:  cmp.Or(o.Caller, "arn:"+partition+":iam::"+id+":user/admin"),
		founded: time.Now().AddDate(-10, 0, 0), groupPolicies: o.GroupPolicies, unassigned: make(map[string]bool),
		roles: newRoles(o.Roles), anyRole: o.Roles == nil, sessions: all, salt: salt, clocks: make(map[string]deviceClock),
	}}
	s.SetPolicy(o.Policy)
	s.Add(o.Users...)
	s.account.welcome()
	return s
}

// ServeHTTP answers one request of the AWS Query protocol, or of AWS's JSON
// protocol, or somebody at the sign-in page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if form := signInForm(w, r); form != nil {
		s.serveSignIn(w, form)
		return
	}
	if in := receive(w, r); in != nil {
		s.serve(r.Context(), w, in)
	}
}

// serve answers a request.
func (s *Server) serve(ctx context.Context, w http.ResponseWriter, in *request) {
	who, invalid := s.identify(in)
	s.record(in, who)
	fault := s.faults.take(in.form.Get("Region"), in.action, in.form.Get("UserName"))
	if !wait(ctx, s.drawLatency()+fault.Latency) || fault.Drop == DropConnect || fault.Drop == DropBefore {
		panic(http.ErrAbortHandler)
	}
	if invalid == nil {
		who, invalid = s.identify(in) // a session may have ended meanwhile
	}
	switch {
	case fault.Drop == DropAfter:
		_, _ = s.perform(in, who, invalid) // whatever comes of it, nobody will know
		panic(http.ErrAbortHandler)
	case fault.HTML != "":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(cmp.Or(fault.Status, http.StatusBadGateway))
		_, _ = io.WriteString(w, fault.HTML)
	case fault.Code != "":
		in.answer(w, nil, fault.problem(who.arn, in))
	default:
		result, err := s.perform(in, who, invalid)
		in.answer(w, result, err)
	}
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

// perform runs the operation, for a caller whose credentials may be invalid, and
// returns the children of its Result.
func (s *Server) perform(in *request, who *principal, invalid error) (*bytes.Buffer, error) {
	if in.http.Header.Get("Authorization") == "" {
		return nil, usual("MissingAuthenticationToken")
	}
	op, known := operations[in.action]
	if !known || op.version != in.version {
		return nil, refuse("InvalidAction", "Could not find operation %s for version %s", in.action, in.version)
	}
	if invalid != nil {
		return nil, invalid
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	result, p := new(xmlWriter), &params{caller: who.arn, who: who, action: in.action, form: in.form, in: in}
	err := s.account.authorize(p)
	if err == nil {
		err = op.run(&s.account, p, result)
	}
	s.account.witness(p, err)
	if err != nil {
		return nil, err
	}
	return &result.Buffer, nil
}

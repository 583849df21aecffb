package demoiam

import (
	"hash/fnv"
	"io"
	"time"
)

// Add puts users into the account. One whose name is taken, ignoring case,
// replaces its bearer. Names are taken as they come.
func (s *Server) Add(users ...User) {
	now := time.Now()
	kept := make([]*user, len(users))
	for i, u := range users {
		kept[i] = newUser(u, serialOf(u.Name), now)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.users.load(kept)
}

// serialOf gives a user of an example account the same id in every run.
func serialOf(name string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, name)
	return h.Sum64()
}

// SetPolicy gives the account a password policy of its own, or with nil takes
// it away.
func (s *Server) SetPolicy(policy *Policy) {
	if policy != nil {
		own := *policy
		own.MinimumLength = max(own.MinimumLength, shortestMinimum)
		policy = &own
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.policy = policy
}

// SetCaller changes who the credentials belong to: the ARN of a user, who is
// created if need be, of an assumed role, or of root.
func (s *Server) SetCaller(arn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.caller = arn
	s.account.welcome()
}

// SetLatency changes how long requests wait, from the next one on.
func (s *Server) SetLatency(latency Latency) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = latency
}

// Users is how many users the account lists.
func (s *Server) Users() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.account.users.sorted)
}

// Check tells whether a password would sign the user in.
func (s *Server) Check(user, password string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.users.find(user)
	return u != nil && u.profile != nil && u.profile.opensWith(password)
}

// ResetRequired tells whether the user has to create a new password at the
// next sign-in, and whether there is a login profile to say so at all.
func (s *Server) ResetRequired(user string) (required, console bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.users.find(user)
	if u == nil || u.profile == nil {
		return false, false
	}
	return u.profile.resetRequired, true
}

func (s *Server) caller() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.caller
}

func (s *Server) drawLatency() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latency.draw()
}

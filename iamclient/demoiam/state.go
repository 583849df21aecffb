package demoiam

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Add puts users into the account. One whose name is taken, ignoring case,
// replaces its bearer. Names are taken as they come.
func (s *Server) Add(users ...User) {
	now := time.Now()
	kept := make([]*user, len(users))
	for i, u := range users {
		kept[i] = newUser(u, serialOf(u.Name)^s.account.salt, now)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.users.load(kept)
}

// serialOf gives a user of an example account the same id in every run. It is
// FNV-1a, which hash/fnv cannot do without two allocations.
func serialOf(name string) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(name) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
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

// User is what the account knows about a user, other than a password, with
// everything filled in that was left to be made up.
func (s *Server) User(name string) (User, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.users.find(name)
	if u == nil {
		return User{}, false
	}
	known := User{
		Name: u.name, Path: u.path, Created: u.created, LastSignIn: u.lastUsed, Tags: slices.Clone(u.tags),
		AccessKeys: u.accessKeys(), Credentials: u.serviceCredentials(), Groups: slices.Clone(u.groups), Policies: slices.Clone(u.policies), Inline: maps.Clone(u.inline),
	}
	if u.profile != nil {
		known.Console, known.ResetRequired, known.PasswordChanged = true, u.profile.resetRequired, u.profile.changed
	}
	for _, d := range u.mfa {
		known.MFA = append(known.MFA, MFADevice{s.account.serialNumber(u, d), cmp.Or(d.Enabled, u.created), d.Seed, d.Drift})
	}
	return known, true
}

// InlinePolicy is the document of an inline policy of a user's.
func (s *Server) InlinePolicy(user, policy string) (document string, ok bool) {
	u, _ := s.User(user)
	document, ok = u.Inline[policy]
	return document, ok
}

// SetReport says that there is a finished credential report of that age, of the
// users as they are now.
func (s *Server) SetReport(age time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.report = credentialReport{generated: time.Now().Add(-age), content: s.account.reportOnUsers()}
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

// MayChangeOwn tells whether the user may change their own password: without
// that, whoever has to is locked out.
func (s *Server) MayChangeOwn(user string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.users.find(user)
	return u != nil && s.account.mayChangeOwn(u)
}

// SetMFACode sets the code of every MFA device of the account, which AssumeRole asks
// the account's callers for: six digits, or "" for any.
func (s *Server) SetMFACode(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.mfaCode = code
}

func (s *Server) drawLatency() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latency.draw()
}

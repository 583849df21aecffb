package demoiam

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// mostCalls is how many calls are kept: enough for any test, and an end to it
// in a demo that somebody leaves running.
const mostCalls = 10_000

// Call is a request as it arrived, whatever became of it.
type Call struct {
	Time      time.Time
	Action    string
	UserName  string // "" where the request names none
	UserAgent string
	Password  bool // whether a password came with it

	Account       string   // the number of the account that served it
	Caller        string   // ARN
	SessionLimits []string // the session policies of the caller's session: ARNs, and the JSON text of the inline one last

	// Params holds the other parameters. Those that are not known to be harmless
	// are left out, so that a password under a wrong name is not kept either.
	Params map[string]string
}

var harmless = []string{
	"AccessKeyId", "AllowUsersToChangePassword", "DurationSeconds", "HardExpiry", "Marker", "MaxItems", "MaxPasswordAge", "MaxResults",
	"MinimumPasswordLength", "NextToken", "ParentId", "PasswordResetRequired", "PasswordReusePrevention", "Path", "PathPrefix", "Policy", "PolicyArn",
	"PolicyDocument", "PolicyName", "PolicySourceArn", "RequireLowercaseCharacters", "RequireNumbers",
	"EventName", "Region", "RequireSymbols", "RequireUppercaseCharacters", "RoleArn", "RoleSessionName", "SerialNumber", "Status", "UserName",
}

// record keeps a call, and forgets the older half of them at the limit.
func (s *Server) record(in *request, who *principal) {
	form := in.form
	c := Call{
		Time: time.Now(), Action: in.action, UserName: form.Get("UserName"), UserAgent: in.http.UserAgent(),
		Account: s.account.id, Caller: who.arn, SessionLimits: who.limitTexts,
		Password: form.Has("Password") || form.Has("NewPassword"), Params: map[string]string{},
	}
	for name, values := range form {
		if slices.Contains(harmless, name) || strings.HasPrefix(name, "PolicyArns.member.") {
			c.Params[name] = values[0]
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) == mostCalls {
		s.calls = slices.Delete(s.calls, 0, mostCalls/2)
	}
	s.calls = append(s.calls, c)
}

// Calls is what has arrived, oldest first: the last 5,000 requests at least.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := slices.Clone(s.calls)
	for i := range calls {
		calls[i].Params = maps.Clone(calls[i].Params)
	}
	return calls
}

// Count is how many of the calls were of an action, for a user if one is
// named.
func (s *Server) Count(action, user string) int {
	count := 0
	for _, c := range s.Calls() {
		if c.Action == action && (user == "" || strings.EqualFold(c.UserName, user)) {
			count++
		}
	}
	return count
}

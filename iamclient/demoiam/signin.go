package demoiam

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// signInPath is the path of the sign-in page of the account. It takes a POST with the fields user, password, mfa, new_password, address and region, and account in an
// organization.
const signInPath = "/signin"

// Attempt is somebody's attempt to sign in to the console.
type Attempt struct {
	User, Password string
	MFACode        string // "": none is given
	NewPassword    string // for a user who has to choose one
	Address        string // "" is 203.0.113.7
	Region         string // "" is that of a browser without an alias cookie
}

// Outcome is how an attempt to sign in ends.
type Outcome string

// The outcomes.
const (
	SignedIn      Outcome = "signed in"
	WrongPassword Outcome = "wrong password"
	NoSuchUser    Outcome = "no such user"
	AsksForMFA    Outcome = "asks for an MFA code" // nothing is decided yet
	FailedMFA     Outcome = "wrong MFA code"
	AsksForNew    Outcome = "asks for a new password" // and here, too
	RefusedNew    Outcome = "the new password is refused"
)

const (
	usualAddress = "203.0.113.7"
	browser      = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
)

// SignIn tries to sign a user in, as the console's page does, and records the
// event of it. A user with an MFA device gives its code: see [Server.TakesCode].
// What the page asks for in between leaves
// no ConsoleLogin: AWS does not document one, nor one for a user who does not
// choose the new password.
func (s *Server) SignIn(try Attempt) Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.signIn(try)
}

func (a *account) signIn(try Attempt) Outcome {
	u := a.users.find(try.User)
	switch {
	case u == nil || u.profile == nil:
		a.trail.add(a.consoleLogin(try, nil, NoSuchUser, false))
		return NoSuchUser
	case !u.profile.opensWith(try.Password):
		a.trail.add(a.consoleLogin(try, u, WrongPassword, false))
		return WrongPassword
	case len(u.mfa) > 0 && try.MFACode == "":
		return AsksForMFA
	case len(u.mfa) > 0 && !a.takesCode(u, try.MFACode):
		a.trail.add(a.consoleLogin(try, u, FailedMFA, true))
		return FailedMFA
	case u.profile.resetRequired && try.NewPassword == "":
		return AsksForNew
	case u.profile.resetRequired && !a.chooses(u, try):
		return RefusedNew
	}
	u.lastUsed = time.Now().Truncate(time.Second)
	a.trail.add(a.consoleLogin(try, u, SignedIn, len(u.mfa) > 0))
	return SignedIn
}

// chooses changes the password on the sign-in page, and records that.
func (a *account) chooses(u *user, try Attempt) bool {
	refusal := a.judge(try.NewPassword, u.profile)
	if !consolePassword.legal(try.NewPassword) || !a.mayChangeOwn(u) {
		refusal = refuse("AccessDenied", "%s", notAllowed(a.arn(u), "iam:ChangePassword", "user "+u.name))
	}
	e := event{
		at: time.Now(), name: "ChangePassword", source: iamSource, region: a.homeRegion(), requestID: newRequestID(),
		identity: a.identityOf(a.arn(u), ""), username: u.name, address: cmp.Or(try.Address, usualAddress), agent: signInSource,
	}
	if p, ok := refusal.(*problem); ok { //nolint:errorlint // judge wraps none
		e.code, e.message = eventCode(p.code), p.message
		a.trail.add(e)
		return false
	}
	a.trail.add(e)
	u.profile.set(try.NewPassword)
	a.accept(u, u.profile)
	u.profile.resetRequired = false
	return true
}

// consoleLogin is the event of an attempt: of nobody, where the name does not
// exist.
func (a *account) consoleLogin(try Attempt, u *user, outcome Outcome, mfa bool) event {
	e := event{
		at: time.Now(), name: "ConsoleLogin", source: signInSource, region: cmp.Or(try.Region, a.signInRegions()[0]),
		address: cmp.Or(try.Address, usualAddress), agent: browser, username: masked,
		identity: map[string]any{"type": "IAMUser", "accountId": a.id, "accessKeyId": "", "userName": masked},
		response: loginFailed, additional: withoutMFA, message: "Failed authentication",
	}
	if u != nil {
		e.identity, e.username = a.identityOf(a.arn(u), ""), u.name
	}
	if mfa {
		e.additional = withMFA
	}
	switch outcome {
	case SignedIn:
		e.response, e.message = loginDone, ""
	case NoSuchUser:
		e.message = "No username found in supplied account"
	}
	return e
}

// The parts that all events of sign-ins have in common.
var (
	loginDone   = map[string]any{"ConsoleLogin": "Success"}
	loginFailed = map[string]any{"ConsoleLogin": "Failure"}
	withMFA     = map[string]any{"LoginTo": consolePage, "MobileVersion": "No", "MFAUsed": "Yes"}
	withoutMFA  = map[string]any{"LoginTo": consolePage, "MobileVersion": "No", "MFAUsed": "No"}
)

const consolePage = "https://console.aws.amazon.com/console/home?state=hashArgs%23"

// tried is an attempt to sign in that was made before the account began.
type tried struct {
	ago     time.Duration
	outcome Outcome
}

// recall puts earlier attempts of a user among the events. Those under a name that
// does not exist are the user's by their address alone.
func (s *Server) recall(name string, attempts []tried) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &s.account
	u := a.users.find(name)
	if u == nil {
		return // deleted
	}
	for _, t := range attempts {
		e := a.consoleLogin(Attempt{Address: addressOf(u)}, u, t.outcome, len(u.mfa) > 0 && t.outcome != WrongPassword)
		if t.outcome == NoSuchUser {
			e = a.consoleLogin(Attempt{Address: addressOf(u)}, nil, t.outcome, false)
		}
		e.at = time.Now().Add(-t.ago)
		a.trail.add(e)
	}
}

// remember puts the last sign-in of every user among the events, where it is not
// there yet: what the users say of their past and what the history says agree.
func (a *account) remember() {
	if a.trail.past {
		return
	}
	a.trail.past = true
	known := make(map[string]bool)
	for _, e := range a.trail.events {
		if e.response["ConsoleLogin"] == "Success" {
			known[strings.ToLower(e.username)] = true
		}
	}
	for _, u := range a.users.sorted {
		if u.lastUsed.IsZero() || time.Since(u.lastUsed) > eventLife || known[u.key] {
			continue
		}
		try := Attempt{Address: addressOf(u), Region: a.signInRegions()[int(u.serial>>8)%len(a.signInRegions())]}
		e := a.consoleLogin(try, u, SignedIn, len(u.mfa) > 0)
		e.id, e.at = newRequestID(), u.lastUsed
		a.trail.events = append(a.trail.events, e)
	}
	slices.SortStableFunc(a.trail.events, func(a, b event) int { return a.at.Compare(b.at) })
}

// addressOf is the address from which a user signs in as a rule: one of those that
// RFC 5737 keeps for examples.
func addressOf(u *user) string {
	const digits = "0123456789"
	last := u.serial % 200
	return "198.51.100." + strings.TrimLeft(string([]byte{digits[(last+20)/100], digits[(last+20)/10%10], digits[(last+20)%10]}), "0")
}

// signInForm is what somebody typed into the sign-in page; nil for a request that is
// for a service.
func signInForm(w http.ResponseWriter, r *http.Request) url.Values {
	if r.Method != http.MethodPost || r.URL.Path != signInPath {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, longestRequest)
	_ = r.ParseForm() // what cannot be read is nobody's password
	if r.PostForm == nil {
		return url.Values{}
	}
	return r.PostForm
}

// serveSignIn answers an attempt to sign in with the outcome in one line.
func (s *Server) serveSignIn(w http.ResponseWriter, form url.Values) {
	outcome := s.SignIn(Attempt{
		User: form.Get("user"), Password: form.Get("password"), MFACode: form.Get("mfa"), NewPassword: form.Get("new_password"),
		Address: form.Get("address"), Region: form.Get("region"),
	})
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if outcome != SignedIn {
		w.WriteHeader(http.StatusUnauthorized)
	}
	_, _ = w.Write([]byte(outcome + "\n"))
}

package demoiam

import (
	"math/rand/v2"
	"strings"
	"time"
)

// account is what the operations work on. It knows nothing of HTTP, and is
// guarded by the server's lock.
type account struct {
	id        string
	alias     string // "": none
	partition string
	caller    string // ARN, of whoever has credentials that AssumeRole did not give
	users     directory
	policy    *Policy // nil: none of its own, so AWS's default holds

	callerPolicy []statement // what the caller may do; nil: everything
	roles        []*role
	anyRole      bool          // whether every role can be assumed, in any account
	org          *Organization // nil: none
	founded      time.Time
	report       credentialReport

	groupPolicies map[string][]string // the names of AWS managed policies, by group
	salt          uint64              // of the ids of users
	sessions      *sessions           // of all accounts of the organization
	mfaCode       string              // "": any
	accepted      []Accepted          // the latest last
	trail         trail
	unassigned    map[string]bool        // the serial numbers of virtual MFA devices that nobody has
	clocks        map[string]deviceClock // of MFA devices that were synchronised, by serial number
}

// arn is a user's ARN. It has the path in it, where the name alone has not.
func (a *account) arn(u *user) string {
	return "arn:" + a.partition + ":iam::" + a.id + ":user" + u.path + u.name
}

// userOf is the name of the IAM user who calls, or "" for a role or root.
func (a *account) userOf(caller string) string {
	_, resource, _ := strings.Cut(caller, ":iam::"+a.id+":user/")
	return resource[strings.LastIndexByte(resource, '/')+1:]
}

// welcome makes sure that a caller who is an IAM user exists.
func (a *account) welcome() {
	name := a.userOf(a.caller)
	if name == "" || a.users.find(name) != nil {
		return
	}
	_, resource, _ := strings.Cut(a.caller, ":user/")
	path := "/" + strings.TrimSuffix(resource, name)
	a.users.insert(newUser(User{Name: name, Path: path}, rand.Uint64(), time.Now())) //nolint:gosec // an id, and no secret
}

// target reads the UserName of an operation that means the caller when none
// is given.
func (a *account) target(p *params, rule textRule) (string, error) {
	name, given := p.optional("UserName", rule)
	if err := p.err(); err != nil {
		return "", err
	}
	if given {
		return name, nil
	}
	if name = a.userOf(p.caller); name == "" {
		return "", refuse("ValidationError", "Must specify userName when calling with non-User credentials")
	}
	return name, nil
}

// user finds a user to read.
func (a *account) user(name string) (*user, error) {
	if u := a.users.find(name); u != nil {
		return u, nil
	}
	return nil, noSuchUser(name)
}

// named finds the user that UserName, which has to be there, names.
func (a *account) named(p *params, rule textRule, find func(string) (*user, error)) (*user, error) {
	name := p.required("UserName", rule)
	if err := p.err(); err != nil {
		return nil, err
	}
	return find(name)
}

// targeted finds the user that UserName names, or the caller.
func (a *account) targeted(p *params, find func(string) (*user, error)) (*user, error) {
	name, err := a.target(p, existingUserName)
	if err != nil {
		return nil, err
	}
	return find(name)
}

// userToChange finds a user to change. Where there is none, the listing has
// had time to notice as well.
func (a *account) userToChange(name string) (*user, error) {
	u, err := a.user(name)
	if err != nil {
		a.users.remove(name)
	}
	return u, err
}

package iamclient

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
)

// sessionPolicies are what AWS keeps a session of a role to: what the role allows and one of these allows, too.
type sessionPolicies struct {
	managed []string // ARNs
	inline  string   // a document
}

// longestInline is how many characters a session policy may have.
const longestInline = 2048

// readingPolicies let a session read. IAMReadOnlyAccess has nothing of CloudTrail, which tells of a user's sign-ins.
func readingPolicies(partition string) sessionPolicies {
	return sessionPolicies{
		managed: []string{"arn:" + partition + ":iam::aws:policy/IAMReadOnlyAccess"},
		inline:  document(policyStatement{"Allow", []string{"cloudtrail:LookupEvents"}, []string{"*"}, nil}),
	}
}

// Scope says what AWS keeps the changes of a plan to.
type Scope int

// The scopes.
const (
	ScopeRole    Scope = iota // to what the credentials may do: they carry no session policy
	ScopeUsers                // to the plan's operations on the plan's users
	ScopeAccount              // to the plan's operations, on all users of the account: the plan's have no room in a policy
)

// allowance is a session for the changes of a plan, and what it allows.
type allowance struct {
	session    atomic.Pointer[session]
	inline     string
	operations []Operation
	users      map[string]bool // by name in small letters; nil: all
}

func (a *allowance) covers(what Change) bool {
	return a != nil && slices.Contains(a.operations, what.Operation) && what.Operation.facts().on == onUser &&
		(a.users == nil || a.users[strings.ToLower(what.User)])
}

// ForPlan returns a client that makes these operations on these users in one session, which AWS keeps to that as far as a
// session policy has room, and tells how far that is. The users have to have their ARNs. Other changes are made in sessions
// of their own. Where this client's sessions carry no policies, it is this client. No request is made.
func (c *Client) ForPlan(operations []Operation, users []User) (*Client, Scope) {
	if c.assumed == nil || !c.assumed.narrow || c.opts.ReadOnly || len(users) == 0 {
		return c, ScopeRole
	}
	a, scope := c.assumed, ScopeUsers
	var arns []string
	names := map[string]bool{}
	for _, u := range users {
		arns = append(arns, a.userARNs(u.ARN, u.Name)...)
		names[strings.ToLower(u.Name)] = true
	}
	inline := a.allow(operations, arns, "")
	if len(inline) > longestInline {
		scope, names = ScopeAccount, nil
		inline = a.allow(operations, []string{a.userARN("*")}, "")
	}
	other := &Client{opts: c.opts, started: c.started, roles: c.roles, verified: c.verified, assumed: a, general: c}
	if c.general != nil {
		other.general = c.general
	}
	other.session.Store(other.general.session.Load())
	other.planned = &allowance{inline: inline, operations: operations, users: names}
	other.planned.session.Store(a.changing(inline))
	return other, scope
}

// Follow has a client of [Client.ForPlan] go on with the credentials that the client has by now which it was made of, as
// after [Client.Renew] of that one. For any other client it does nothing.
func (c *Client) Follow() {
	if c.general == nil {
		return
	}
	c.session.Store(c.general.session.Load())
	c.planned.session.Store(c.assumed.changing(c.planned.inline))
}

// changing opens a session that makes what an inline policy allows, and reads.
func (a *assumed) changing(inline string) *session {
	policies := readingPolicies(a.partition())
	policies.inline = inline
	return a.open(policies, changingLife)
}

// identified reads whose the credentials of an assumed role are, where that is not known: a session that makes a change has
// other credentials, which have to be the same principal's.
//
// AWS operation: STS GetCallerIdentity.
func (c *Client) identified(ctx context.Context) error {
	s := c.session.Load()
	if c.assumed == nil || s.callers.known.Load() != nil {
		return nil
	}
	_, err := s.identity(ctx)
	return err
}

// userARNs match one user: by the ARN, or, where that is not known, by the name on any path. IAM's names are unique without
// regard to case, and its policies go by it: the ARN has the name as IAM writes it.
func (a *assumed) userARNs(arn, name string) []string {
	path, ok := strings.CutPrefix(arn, a.userARN(""))
	if ok && strings.EqualFold(path[strings.LastIndexByte(path, '/')+1:], name) {
		return []string{literal(arn)}
	}
	return []string{a.userARN(literal(name)), a.userARN("*/" + literal(name))}
}

func (a *assumed) userARN(rest string) string {
	return "arn:" + a.partition() + ":iam::" + a.account() + ":user/" + rest
}

// literal is a text without a meaning of its own in a policy's resource.
func literal(text string) string {
	return strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(text)
}

// allow is the document that allows operations on users, or on a device, or on the account.
func (a *assumed) allow(operations []Operation, users []string, device string) string {
	var statements []policyStatement
	for _, operation := range operations {
		s := policyStatement{"Allow", []string{operation.Action()}, users, nil}
		switch on := operation.facts().on; {
		case operation == OpAttachUserPolicy: // who may attach any policy can become an administrator
			s.Condition = map[string]map[string]string{"ArnEquals": {"iam:PolicyARN": changePolicyARN(a.partition())}}
		case on == onDevice:
			s.Resource = []string{literal(device)}
		case on == onAccount:
			s.Resource = []string{"*"}
		}
		like := func(other policyStatement) bool {
			return s.Condition == nil && other.Condition == nil && slices.Equal(s.Resource, other.Resource)
		}
		if i := slices.IndexFunc(statements, like); i >= 0 {
			statements[i].Action = append(statements[i].Action, operation.Action())
			continue
		}
		statements = append(statements, s)
	}
	return document(statements...)
}

// policyStatement is in the order in which people write policies.
type policyStatement struct {
	Effect    string
	Action    []string
	Resource  []string
	Condition map[string]map[string]string `json:",omitempty"`
}

// document is a policy, as short as it can be.
func document(statements ...policyStatement) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	policy := struct {
		Version   string
		Statement []policyStatement
	}{"2012-10-17", statements}
	if err := encoder.Encode(policy); err != nil {
		panic(err) // there is nothing in it that cannot be written
	}
	return strings.TrimSpace(b.String())
}

package demoiam

import (
	"cmp"
	"net/url"
	"strings"
)

// SetCallerPolicy has a policy decide what the caller may do: the JSON text of a
// policy, whose statements have Effect, Action or NotAction, Resource or
// NotResource, and conditions on iam:ResourceTag, iam:PolicyARN and MFA. Without
// one the caller may do everything. It tells whether it is such a text.
func (s *Server) SetCallerPolicy(document string) bool {
	statements := statementsOf(document)
	if statements == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.callerPolicy = statements
	return true
}

// authorize decides whether a caller may do what a request asks for: their
// identity-based policies have to allow it, and the session policies where the
// session has any. Nobody needs a permission for STS's GetCallerIdentity. Where
// neither allows it, AWS names one of the two and does not say which; here it is
// the identity-based one.
func (a *account) authorize(p *params) error {
	if p.action == "GetCallerIdentity" {
		return nil
	}
	identity := p.who.may
	if p.action == "AssumeRole" && a.anyRole {
		identity = nil
	}
	about, context := a.subject(p)
	permission, reason := servicePrefix(p.action)+p.action, ""
	for _, of := range []struct {
		article, kind string
		statements    []statement
	}{{"an ", "identity-based policy", identity}, {"a ", "session policy", p.who.limits}} {
		if of.statements == nil {
			continue
		}
		switch evaluate(of.statements, permission, about, context) {
		case explicitDeny:
			return refuse("AccessDenied", "%s", denial(p.caller, permission, resource(p.form), "with an explicit deny in "+of.article+of.kind))
		case implicitDeny:
			reason = cmp.Or(reason, "because no "+of.kind+" allows the "+permission+" action")
		}
	}
	if reason != "" {
		return refuse("AccessDenied", "%s", denial(p.caller, permission, resource(p.form), reason))
	}
	return nil
}

// evaluate decides on an action by policies of one kind.
func evaluate(statements []statement, permission, about string, context map[string]string) (outcome string) {
	outcome = implicitDeny
	for _, s := range statements {
		holds, _ := s.holds(context)
		switch {
		case !holds || !s.covers(permission) || !s.isAbout(about, context):
		case s.Effect == "Deny":
			return explicitDeny
		default:
			outcome = allowed
		}
	}
	return outcome
}

// accountWide are the actions that AWS authorizes on no resource.
var accountWide = map[string]bool{
	"GetAccountPasswordPolicy": true, "UpdateAccountPasswordPolicy": true, "DeleteAccountPasswordPolicy": true,
	"GenerateCredentialReport": true, "GetCredentialReport": true, "ListAccountAliases": true, lookupAction: true,
	"DescribeOrganization": true, "ListAccounts": true, "ListRoots": true, "ListAccountsForParent": true, "ListOrganizationalUnitsForParent": true,
}

// subject is the ARN of what a request is about, * for the account as a whole, and
// what conditions can ask of it, by key in lower case.
func (a *account) subject(p *params) (arn string, context map[string]string) {
	form := p.form
	context = map[string]string{"aws:username": a.userOf(p.caller)}
	if form.Has("PolicyArn") {
		context["iam:policyarn"] = form.Get("PolicyArn")
	}
	users := "arn:" + a.partition + ":iam::" + a.id + ":user"
	switch action := p.action; {
	case accountWide[action]:
		return "*", context
	case action == "AssumeRole":
		return form.Get("RoleArn"), context
	case action == "ListUsers":
		return users + "/" + strings.TrimPrefix(form.Get("PathPrefix"), "/"), context
	case action == "DeleteVirtualMFADevice":
		return form.Get("SerialNumber"), context
	case action == "CreateUser":
		return users + orSlash(form.Get("Path")) + form.Get("UserName"), context
	case form.Has("PolicySourceArn"):
		return form.Get("PolicySourceArn"), context
	}
	return a.subjectUser(form, p.caller, context), context
}

// subjectUser is the ARN of the user whom a request names, else of the caller. The
// user's tags become part of the context.
func (a *account) subjectUser(form url.Values, caller string, context map[string]string) string {
	name := form.Get("UserName")
	if name == "" {
		name = a.userOf(caller)
	}
	u := a.users.find(name)
	if u == nil {
		return "arn:" + a.partition + ":iam::" + a.id + ":user/" + name
	}
	for _, tag := range u.tags {
		context["iam:resourcetag/"+strings.ToLower(tag.Key)] = tag.Value
	}
	return a.arn(u)
}

func orSlash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

// isAbout tells whether a statement is about a resource. A statement that names
// none is about all, as those of the policies here are that users have attached.
func (s statement) isAbout(arn string, context map[string]string) bool {
	matches := func(patterns []string) bool {
		for _, pattern := range patterns {
			if like(strings.ReplaceAll(pattern, "${aws:username}", context["aws:username"]), arn) {
				return true
			}
		}
		return false
	}
	switch {
	case len(s.NotResource) > 0:
		return !matches(s.NotResource)
	case len(s.Resource) > 0:
		return matches(s.Resource)
	}
	return true
}

// like matches as policies do: * stands for any characters, the slash included, and
// ? for one.
func like(pattern, text string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '*':
		for i := range len(text) + 1 {
			if like(pattern[1:], text[i:]) {
				return true
			}
		}
		return false
	case text == "":
		return false
	}
	return (pattern[0] == '?' || pattern[0] == text[0]) && like(pattern[1:], text[1:])
}

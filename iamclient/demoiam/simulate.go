package demoiam

import (
	"fmt"
	"slices"
	"strings"
)

// The outcomes of a simulation.
const (
	allowed      = "allowed"
	implicitDeny = "implicitDeny"
	explicitDeny = "explicitDeny"
)

// simulatePrincipalPolicy is SimulatePrincipalPolicy, for users alone. It goes by
// the user's policies and not by what a password policy allows, because that
// attaches no policy to anybody; AWS does not say. Resources are named in the
// answer and decide nothing: whoever may change a password may change their own.
func (a *account) simulatePrincipalPolicy(p *params, out *xmlWriter) error {
	source := p.required("PolicySourceArn", entityARN)
	actions := p.list("ActionNames", actionName)
	if len(actions) == 0 {
		p.reject("ActionNames", "Member must not be null")
	}
	resources := append(p.list("ResourceArns", resourceName), "*")
	page := p.page()
	if err := p.err(); err != nil {
		return err
	}
	_, name, ok := strings.Cut(source, ":iam::"+a.id+":user/")
	if !ok {
		return refuse("InvalidInput", "Invalid Entity Arn: %s does not clearly define entity type and name.", source)
	}
	name = name[strings.LastIndexByte(name, '/')+1:]
	u, err := a.user(name)
	if err != nil {
		return err
	}
	if a.arn(u) != source {
		return noSuchUser(name) // there is a namesake on another path
	}
	writeList(out, "EvaluationResults", actions, page, func(action string) {
		out.text("EvalActionName", action)
		out.text("EvalResourceName", resources[0])
		out.text("EvalDecision", a.decide(u, action))
		out.group("MatchedStatements", func() {})
		out.group("MissingContextValues", func() {})
	})
	return nil
}

// list reads a list of texts: NAME.member.1, NAME.member.2 and so on.
func (p *params) list(name string, rule textRule) []string {
	var values []string
	for {
		value, given := p.optional(fmt.Sprintf("%s.member.%d", name, len(values)+1), rule)
		if !given {
			return values
		}
		values = append(values, value)
	}
}

// decide says what the policies of a user make of an action.
func (a *account) decide(u *user, action string) string {
	attached := slices.Clone(u.policies)
	for _, group := range u.groups {
		attached = append(attached, a.groupPolicies[group]...)
	}
	decision := implicitDeny
	if slices.Contains(attached, mayChangePassword) && slices.Contains([]string{"iam:ChangePassword", "iam:GetAccountPasswordPolicy"}, action) {
		decision = allowed
	}
	for _, document := range u.inline {
		for _, s := range statementsOf(document) {
			switch {
			case !s.covers(action):
			case s.Effect == "Deny":
				return explicitDeny
			case s.Effect == "Allow":
				decision = allowed
			}
		}
	}
	return decision
}

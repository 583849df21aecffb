package demoiam

import (
	"fmt"
	"maps"
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
	context := p.contextEntries()
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
		d := a.decide(u, action, context)
		out.text("EvalDecision", d.outcome)
		out.group("MatchedStatements", func() {
			if d.by != "" {
				out.group("member", func() {
					out.text("SourcePolicyId", d.by)
					out.text("SourcePolicyType", "IAM Policy")
				})
			}
		})
		out.group("MissingContextValues", func() {
			if d.missing != "" {
				out.text("member", d.missing)
			}
		})
	})
	return nil
}

// contextEntries reads the context of a simulation, by key in lower case: the
// first value of each.
func (p *params) contextEntries() map[string]string {
	context := map[string]string{}
	for i := 1; ; i++ {
		entry := fmt.Sprintf("ContextEntries.member.%d.", i)
		key, given := p.optional(entry+"ContextKeyName", contextKey)
		if !given {
			return context
		}
		p.optional(entry+"ContextKeyType", contextKey)
		if values := p.list(entry+"ContextKeyValues", contextValue); len(values) > 0 {
			context[strings.ToLower(key)] = values[0]
		}
	}
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

// decision is what the policies of a user make of an action.
type decision struct {
	outcome string
	by      string // the policy with the statement that decided; "" for an implicit deny
	missing string // a context key that a condition needs and that was not given; "" for none
}

// decide decides on an action on the user itself. An explicit deny overrides
// every allow. Where AWS is silent: a deny that a missing key kept from matching
// is told of, and decides nothing.
func (a *account) decide(u *user, action string, context map[string]string) decision {
	d := decision{outcome: implicitDeny}
	for _, policy := range a.policiesOf(u) {
		for _, s := range policy.statements {
			holds, missing := s.holds(context)
			switch {
			case !s.covers(action):
			case !holds:
				if missing != "" {
					d.missing = missing
				}
			case s.Effect == "Deny":
				return decision{explicitDeny, policy.name, ""}
			case d.outcome == implicitDeny:
				d.outcome, d.by = allowed, policy.name
			}
		}
	}
	return d
}

// namedPolicy is a policy that applies to a user.
type namedPolicy struct {
	name       string
	statements []statement
}

// policiesOf are the policies of a user and of the user's groups, as far as they
// name the user: IAMUserChangePassword is for users without a path.
func (a *account) policiesOf(u *user) []namedPolicy {
	attached := slices.Clone(u.policies)
	for _, group := range u.groups {
		attached = append(attached, a.groupPolicies[group]...)
	}
	var all []namedPolicy
	for _, name := range attached {
		document := managedPolicies[name]
		if name == mayChangePassword && u.path != "/" {
			document = ""
		}
		all = append(all, namedPolicy{name, statementsOf(document)})
	}
	for _, name := range slices.Sorted(maps.Keys(u.inline)) {
		all = append(all, namedPolicy{name, statementsOf(u.inline[name])})
	}
	return all
}

// quarantine is what AWSCompromisedKeyQuarantine denies of IAM to a user with a
// leaked access key.
const quarantine = `{"Statement":{"Effect":"Deny","Action":["iam:AttachGroupPolicy","iam:AttachRolePolicy","iam:AttachUserPolicy","iam:ChangePassword","iam:CreateAccessKey","iam:CreateLoginProfile","iam:CreateRole","iam:CreateUser","iam:PutUserPolicy","iam:UpdateAccessKey"]}}`

// managedPolicies are the documents of the policies that users and groups can
// have attached and sessions can have; those that are not here allow nothing. The first ones are AWS's
// own, the others are of the kind that accounts make for themselves.
var managedPolicies = map[string]string{
	"AdministratorAccess":           `{"Statement":{"Effect":"Allow","Action":"*"}}`,
	"AWSCompromisedKeyQuarantine":   quarantine,
	"AWSCompromisedKeyQuarantineV2": quarantine,
	"AWSCompromisedKeyQuarantineV3": quarantine,

	"IAMReadOnlyAccess": `{"Statement":{"Effect":"Allow","Action":["iam:Generate*","iam:Get*","iam:List*","iam:Simulate*"]}}`,
	mayChangePassword:   `{"Statement":{"Effect":"Allow","Action":["iam:ChangePassword","iam:GetAccountPasswordPolicy"]}}`,
	ChangeOwnPassword:   `{"Statement":{"Effect":"Allow","Action":["iam:ChangePassword","iam:GetAccountPasswordPolicy"]}}`,
	ForceMFA:            `{"Statement":{"Effect":"Deny","NotAction":["iam:*MFA*","sts:GetSessionToken"],"Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}}`,
}

// Policies that an account makes for itself, for [Options.GroupPolicies].
const (
	// ChangeOwnPassword allows iam:ChangePassword on oneself, with a path or without.
	ChangeOwnPassword = "ChangeOwnPassword"
	// ForceMFA denies nearly everything to who signed in without MFA.
	ForceMFA = "ForceMFA"
)

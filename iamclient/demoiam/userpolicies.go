package demoiam

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// mayChangePassword is the AWS managed policy that allows its bearers
// iam:ChangePassword on themselves, and to read the password policy.
const mayChangePassword = "IAMUserChangePassword"

// managed is the ARN of a managed policy: one of the account's own, or one of
// AWS's, whose account is aws in every partition.
func (a *account) managed(policy string) string {
	if policy == ChangeOwnPassword || policy == ForceMFA {
		return "arn:" + a.partition + ":iam::" + a.id + ":policy/" + policy
	}
	return "arn:" + a.partition + ":iam::aws:policy/" + policy
}

// listAttachedUserPolicies is ListAttachedUserPolicies. All policies that can be
// attached here are on the path /.
func (a *account) listAttachedUserPolicies(p *params, out *xmlWriter) error {
	prefix, _ := p.optional("PathPrefix", policyPath)
	page := p.page()
	u, err := a.named(p, newUserName, a.user)
	if err != nil {
		return err
	}
	attached := u.policies
	if prefix != "" && prefix != "/" {
		attached = nil
	}
	writeList(out, "AttachedPolicies", attached, page, func(name string) {
		out.text("PolicyName", name)
		out.text("PolicyArn", a.managed(name))
	})
	return nil
}

// attachUserPolicy is AttachUserPolicy. One AWS managed policy is known, and
// attaching it twice is no error.
func (a *account) attachUserPolicy(p *params, _ *xmlWriter) error {
	arn := p.required("PolicyArn", entityARN)
	u, err := a.named(p, newUserName, a.userToChange)
	if err != nil {
		return err
	}
	if arn != a.managed(mayChangePassword) {
		return refuse("NoSuchEntity", "Policy %s does not exist or is not attachable.", arn)
	}
	if !slices.Contains(u.policies, mayChangePassword) {
		u.policies = append(slices.Clip(u.policies), mayChangePassword)
	}
	return nil
}

// detachUserPolicy is DetachUserPolicy.
func (a *account) detachUserPolicy(p *params, _ *xmlWriter) error {
	arn := p.required("PolicyArn", entityARN)
	u, err := a.named(p, newUserName, a.userToChange)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(u.policies, func(name string) bool { return a.managed(name) == arn })
	if at < 0 {
		return refuse("NoSuchEntity", "Policy %s was not found.", arn)
	}
	u.policies = slices.Delete(slices.Clone(u.policies), at, at+1)
	return nil
}

// listUserPolicies is ListUserPolicies: the names of the inline policies.
func (a *account) listUserPolicies(p *params, out *xmlWriter) error {
	page := p.page()
	u, err := a.named(p, existingUserName, a.user)
	if err != nil {
		return err
	}
	writeList(out, "PolicyNames", slices.Sorted(maps.Keys(u.inline)), page, out.escape)
	return nil
}

// getUserPolicy is GetUserPolicy. The document comes URL-encoded, by RFC 3986.
func (a *account) getUserPolicy(p *params, out *xmlWriter) error {
	policy := p.required("PolicyName", policyName)
	u, err := a.named(p, existingUserName, a.user)
	if err != nil {
		return err
	}
	document, found := u.inline[policy]
	if !found {
		return noSuchUserPolicy(policy)
	}
	out.text("UserName", u.name)
	out.text("PolicyName", policy)
	out.text("PolicyDocument", strings.ReplaceAll(url.QueryEscape(document), "+", "%20"))
	return nil
}

// putUserPolicy is PutUserPolicy. Of the grammar of policies it knows that there
// are statements and that each has an effect.
func (a *account) putUserPolicy(p *params, _ *xmlWriter) error {
	policy := p.required("PolicyName", policyName)
	document := p.required("PolicyDocument", policyText)
	u, err := a.named(p, existingUserName, a.userToChange)
	if err != nil {
		return err
	}
	if statementsOf(document) == nil {
		return refuse("MalformedPolicyDocument", "Syntax errors in policy.")
	}
	inline := map[string]string{policy: document}
	for name, other := range u.inline {
		if name != policy {
			inline[name] = other
		}
	}
	u.inline = inline
	return nil
}

// deleteUserPolicy is DeleteUserPolicy.
func (a *account) deleteUserPolicy(p *params, _ *xmlWriter) error {
	policy := p.required("PolicyName", policyName)
	u, err := a.named(p, existingUserName, a.userToChange)
	if err != nil {
		return err
	}
	if _, found := u.inline[policy]; !found {
		return noSuchUserPolicy(policy)
	}
	u.inline = maps.Clone(u.inline)
	delete(u.inline, policy)
	return nil
}

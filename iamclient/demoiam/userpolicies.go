package demoiam

import "strings"

// mayChangePassword is the AWS managed policy that allows its bearers
// iam:ChangePassword on themselves, and to read the password policy.
const mayChangePassword = "IAMUserChangePassword"

// managed is the ARN of an AWS managed policy. Its account is aws in every
// partition.
func (a *account) managed(policy string) string {
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
	if !strings.HasPrefix("/", prefix) {
		attached = nil
	}
	writeList(out, "AttachedPolicies", attached, page, func(name string) {
		out.text("PolicyName", name)
		out.text("PolicyArn", a.managed(name))
	})
	return nil
}

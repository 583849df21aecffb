package demoiam

import (
	"fmt"
	"strings"
	"time"
)

// The bounds of DurationSeconds, and its default.
const (
	shortestSession = 900
	longestSession  = 43_200
	usualSession    = 3_600
)

// mostSessionPolicies is how many managed policies a session can have.
const mostSessionPolicies = 10

// assumeRole is STS's AssumeRole. With a SerialNumber there has to be the right
// TokenCode; whose device it is, is not looked at.
func (a *account) assumeRole(p *params, out *xmlWriter) error {
	arn := p.required("RoleArn", entityARN)
	name := p.required("RoleSessionName", roleSession)
	_, mfa := p.optional("SerialNumber", mfaSerial)
	code, given := p.optional("TokenCode", tokenCode)
	seconds := orElse(p.integer("DurationSeconds", shortestSession, longestSession), usualSession)
	inline, _ := p.optional("Policy", sessionPolicy)
	managed := p.policyARNs()
	if err := p.err(); err != nil {
		return err
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/") {
		return refuse("ValidationError", "%s is invalid", arn)
	}
	if strings.HasSuffix(p.caller, ":root") {
		return refuse("AccessDenied", "Roles may not be assumed by root accounts.")
	}
	who := &principal{
		arn:     "arn:" + parts[1] + ":sts::" + parts[4] + ":assumed-role/" + arn[strings.LastIndexByte(arn, '/')+1:] + "/" + name,
		mfaCode: p.who.mfaCode,
	}
	longest := time.Duration(longestSession) * time.Second
	if !a.anyRole {
		r, err := a.assumable(arn, p.who, mfa)
		if err != nil {
			return err
		}
		who.role, who.may, longest = arn, r.may, orUsual(r.MaxSession)
	}
	if mfa && (!given || p.who.mfaCode != "" && code != p.who.mfaCode) {
		return refuse("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
	}
	life := time.Duration(seconds) * time.Second
	switch {
	case isChained(p.caller) && seconds > usualSession:
		return refuse("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	case life > longest:
		return refuse("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	if err := a.limit(who, managed, inline); err != nil {
		return err
	}
	a.writeSession(out, &session{principal: *who, account: parts[4], expires: time.Now().Add(life).Truncate(time.Second)})
	return nil
}

func orUsual(longest time.Duration) time.Duration {
	if longest == 0 {
		return usualSession * time.Second
	}
	return longest
}

// assumable finds a role that somebody may assume. A denial by the role's trust
// policy reads like that of a role which does not exist, and gives no reason.
func (a *account) assumable(arn string, who *principal, mfa bool) (*role, error) {
	r := a.roleBy(arn)
	if r == nil || a.closed() || !a.trusts(r, who) || r.MFA && !mfa {
		return nil, refuse("AccessDenied", "%s", denial(who.arn, "sts:AssumeRole", arn, ""))
	}
	return r, nil
}

// policyARNs reads PolicyArns.member.1.arn and so on.
func (p *params) policyARNs() []string {
	var arns []string
	for {
		arn, given := p.optional(fmt.Sprintf("PolicyArns.member.%d.arn", len(arns)+1), entityARN)
		if !given {
			break
		}
		arns = append(arns, arn)
	}
	if len(arns) > mostSessionPolicies {
		p.reject("PolicyArns", fmt.Sprintf("Member must have length less than or equal to %d", mostSessionPolicies))
	}
	return arns
}

// limit gives a session its session policies: managed ones, and an inline one, ""
// for none. What one of them allows, the session may do if the role may.
func (a *account) limit(who *principal, managed []string, inline string) error {
	for _, arn := range managed {
		name := arn[strings.LastIndexByte(arn, '/')+1:]
		document, known := managedPolicies[name]
		if !known || arn != a.managed(name) {
			return refuse("ValidationError", "The policy %s does not exist.", arn) // AWS documents no words for this
		}
		who.limits = append(who.limits, statementsOf(document)...)
		who.limitTexts = append(who.limitTexts, arn)
	}
	if inline == "" {
		return nil
	}
	statements := statementsOf(inline)
	if mistake := mistakeIn(statements); mistake != "" {
		return refuse("MalformedPolicyDocument", "%s", mistake)
	}
	who.limits = append(who.limits, statements...)
	who.limitTexts = append(who.limitTexts, inline)
	return nil
}

// mistakeIn is what is wrong with a policy; "" is nothing.
func mistakeIn(statements []statement) string {
	for _, s := range statements {
		switch {
		case len(s.Action)+len(s.NotAction) == 0:
			return "Policy statement must contain actions."
		case len(s.Resource)+len(s.NotResource) == 0:
			return "Policy statement must contain resources."
		}
	}
	if len(statements) == 0 {
		return "Syntax errors in policy."
	}
	return ""
}

// writeSession gives out credentials.
func (a *account) writeSession(out *xmlWriter, s *session) {
	s.token = randomText(240)
	keyID := a.sessions.add(s)
	out.group("Credentials", func() {
		out.text("AccessKeyId", keyID)
		out.text("SecretAccessKey", randomText(30))
		out.text("SessionToken", s.token)
		out.instant("Expiration", s.expires)
	})
	out.group("AssumedRoleUser", func() {
		out.text("AssumedRoleId", a.callerID(s.arn))
		out.text("Arn", s.arn)
	})
}

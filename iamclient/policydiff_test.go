package iamclient_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"iampasswd/iamclient"
)

// strict is a custom policy with everything on.
var strict = iamclient.Policy{
	Source: iamclient.PolicyCustom, MinLength: 14,
	RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
	MaxAgeDays: 90, ReusePrevention: 5, HardExpiry: true, UsersMayChange: true,
}

func TestPolicyChanges(t *testing.T) {
	def, bare := iamclient.DefaultPolicy(iamclient.PolicyDefault), iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 6}
	with := func(p iamclient.Policy, change func(*iamclient.Policy)) iamclient.Policy { change(&p); return p }
	for name, c := range map[string]struct {
		from, to iamclient.Policy
		want     []string
	}{
		"nothing":     {strict, strict, nil},
		"longer":      {strict, with(strict, func(p *iamclient.Policy) { p.MinLength = 20 }), []string{"minimum length: 14 → 20, stronger"}},
		"older":       {strict, with(strict, func(p *iamclient.Policy) { p.MaxAgeDays = 365 }), []string{"maximum age: 90 days → 365 days, weaker"}},
		"younger":     {strict, with(strict, func(p *iamclient.Policy) { p.MaxAgeDays = 1 }), []string{"maximum age: 90 days → 1 day, stronger"}},
		"for ever":    {strict, with(strict, func(p *iamclient.Policy) { p.MaxAgeDays = 0 }), []string{"maximum age: 90 days → none, weaker"}},
		"the longest": {with(strict, func(p *iamclient.Policy) { p.MaxAgeDays = 0 }), with(strict, func(p *iamclient.Policy) { p.MaxAgeDays = 1095 }), []string{"maximum age: none → 1095 days, stronger"}},
		"to the last": {strict, with(strict, func(p *iamclient.Policy) { p.ReusePrevention = 1 }), []string{"earlier passwords: not the last 5 → not the last one, weaker"}},
		"may not":     {strict, with(strict, func(p *iamclient.Policy) { p.UsersMayChange = false }), []string{"change their own: every user → by permission, -"}},
		"all off": {strict, bare, []string{
			"minimum length: 14 → 6, weaker", "uppercase letter: required → not required, weaker", "lowercase letter: required → not required, weaker",
			"number: required → not required, weaker", "symbol: required → not required, weaker", "maximum age: 90 days → none, weaker",
			"hard expiry: on → off, weaker", "earlier passwords: not the last 5 → accepted, weaker", "change their own: every user → by permission, -",
		}},
		"back to the default": {strict, def, []string{
			"minimum length: 14 → 8, weaker", "uppercase letter: required → not required, weaker", "lowercase letter: required → not required, weaker",
			"number: required → not required, weaker", "symbol: required → not required, weaker",
			"three of four kinds: not required → required, -", "account's name: accepted → refused, stronger",
			"maximum age: 90 days → none, weaker", "hard expiry: on → off, weaker",
			"earlier passwords: not the last 5 → accepted, weaker", "change their own: every user → by permission, -",
		}},
		"a bare policy is weaker than the default": {def, bare, []string{
			"minimum length: 8 → 6, weaker", "three of four kinds: required → not required, weaker", "account's name: refused → accepted, weaker",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			weaker := false
			for _, ch := range c.from.Changes(c.to) {
				strength := map[iamclient.Strictness]string{iamclient.NeitherWay: "-", iamclient.Stronger: "stronger", iamclient.Weaker: "weaker"}[ch.Strictness]
				got = append(got, fmt.Sprintf("%s: %s → %s, %s", ch.Setting, ch.From, ch.To, strength))
				weaker = weaker || ch.Strictness == iamclient.Weaker
			}
			if !slices.Equal(got, c.want) || c.from.Weaker(c.to) != weaker {
				t.Errorf("%q, weaker: %v; want %q", got, c.from.Weaker(c.to), c.want)
			}
		})
	}
}

// What comparing policies says is held against what they take: a password that only the new policy takes makes it weaker.
func TestWeakerPoliciesTakeMore(t *testing.T) {
	read := func(rt *rapid.T, name string) iamclient.Policy {
		p := policies().Draw(rt, name)
		if p == nil {
			return iamclient.DefaultPolicy(iamclient.PolicyDefault)
		}
		return iamclient.Policy{
			Source: iamclient.PolicyCustom, MinLength: p.MinimumLength,
			RequireUppercase: p.RequireUppercase, RequireLowercase: p.RequireLowercase,
			RequireNumbers: p.RequireNumbers, RequireSymbols: p.RequireSymbols,
			MaxAgeDays: p.MaxAge, ReusePrevention: p.ReusePrevention, UsersMayChange: p.AllowUsersToChangePassword,
		}
	}
	def := iamclient.DefaultPolicy(iamclient.PolicyDefault)
	rapid.Check(t, func(rt *rapid.T) {
		from, to := read(rt, "from"), read(rt, "to")
		password := secret(t, passwords(min(from.MinLength, to.MinLength)).Draw(rt, "password"))
		if to.Accepts(password) && !from.Accepts(password) && !from.Weaker(to) {
			rt.Fatalf("%+v takes %q, which %+v refuses, and is not weaker", to, password.Reveal(), from)
		}
		if to.Accepts(password) && !def.Accepts(password) && !to.WeakerThanDefault() {
			rt.Fatalf("%+v takes %q, which the default refuses, and is not weaker", to, password.Reveal())
		}
		if to.Custom().Accepts(password) && !to.Accepts(password) {
			rt.Fatalf("the custom policy nearest to %+v takes %q, which that refuses", to, password.Reveal())
		}
	})
	if (iamclient.Policy{MinLength: 6}).WeakerThanDefault() == strict.WeakerThanDefault() || def.WeakerThanDefault() {
		t.Error("weaker than the default is the wrong policy")
	}
}

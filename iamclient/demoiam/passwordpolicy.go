package demoiam

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of the policy's numbers.
const (
	shortestMinimum = 6
	longestPassword = 128
	longestAge      = 1095 // days
	mostRemembered  = 24   // passwords
)

// Policy is an account's own password policy.
type Policy struct {
	MinimumLength    int // characters, 6 to 128; 0 is 6
	RequireSymbols   bool
	RequireNumbers   bool
	RequireUppercase bool
	RequireLowercase bool
	MaxAge           int   // days, 1 to 1095; 0 is for ever
	ReusePrevention  int   // passwords, 1 to 24; 0 is none
	HardExpiry       *bool // nil: never said

	// AllowUsersToChangePassword lets every user call ChangePassword.
	AllowUsersToChangePassword bool
}

// getPasswordPolicy is GetAccountPasswordPolicy. What is switched off is left
// out of the answer rather than given as 0.
func (a *account) getPasswordPolicy(_ *params, out *xmlWriter) error {
	if a.policy == nil {
		return refuse("NoSuchEntity", "The Password Policy with domain name %s cannot be found.", a.id)
	}
	policy := *a.policy
	out.group("PasswordPolicy", func() {
		out.number("MinimumPasswordLength", policy.MinimumLength)
		out.boolean("RequireSymbols", policy.RequireSymbols)
		out.boolean("RequireNumbers", policy.RequireNumbers)
		out.boolean("RequireUppercaseCharacters", policy.RequireUppercase)
		out.boolean("RequireLowercaseCharacters", policy.RequireLowercase)
		out.boolean("AllowUsersToChangePassword", policy.AllowUsersToChangePassword)
		out.boolean("ExpirePasswords", policy.MaxAge > 0)
		if policy.MaxAge > 0 {
			out.number("MaxPasswordAge", policy.MaxAge)
		}
		if policy.ReusePrevention > 0 {
			out.number("PasswordReusePrevention", policy.ReusePrevention)
		}
		if policy.HardExpiry != nil {
			out.boolean("HardExpiry", *policy.HardExpiry)
		}
	})
	return nil
}

// updatePasswordPolicy is UpdateAccountPasswordPolicy. There are no partial
// updates: whatever is left out goes back to its default.
func (a *account) updatePasswordPolicy(p *params, _ *xmlWriter) error {
	policy := &Policy{
		MinimumLength:              orElse(p.integer("MinimumPasswordLength", shortestMinimum, longestPassword), shortestMinimum),
		RequireSymbols:             orElse(p.boolean("RequireSymbols"), false),
		RequireNumbers:             orElse(p.boolean("RequireNumbers"), false),
		RequireUppercase:           orElse(p.boolean("RequireUppercaseCharacters"), false),
		RequireLowercase:           orElse(p.boolean("RequireLowercaseCharacters"), false),
		AllowUsersToChangePassword: orElse(p.boolean("AllowUsersToChangePassword"), false),
		MaxAge:                     orElse(p.integer("MaxPasswordAge", 1, longestAge), 0),
		ReusePrevention:            orElse(p.integer("PasswordReusePrevention", 1, mostRemembered), 0),
		HardExpiry:                 p.boolean("HardExpiry"),
	}
	if err := p.err(); err != nil {
		return err
	}
	a.policy = policy
	return nil
}

// deletePasswordPolicy is DeleteAccountPasswordPolicy.
func (a *account) deletePasswordPolicy(_ *params, _ *xmlWriter) error {
	if a.policy == nil {
		return refuse("NoSuchEntity", "The account policy with name PasswordPolicy cannot be found.")
	}
	a.policy = nil
	return nil
}

// judge is the account's verdict on a new password for a login profile: nil,
// or a PasswordPolicyViolation that says what is missing and never what was
// sent.
func (a *account) judge(password string, profile *loginProfile) error {
	var unmet []string
	if a.policy == nil {
		unmet = a.unmetByDefault(password)
	} else {
		unmet = a.policy.unmet(password)
	}
	if len(unmet) > 0 {
		return refuse("PasswordPolicyViolation", "%s", strings.Join(unmet, ", "))
	}
	if a.policy != nil && profile.used(password, a.policy.ReusePrevention) {
		return refuse("PasswordPolicyViolation", "Policy constraint violation with password reuse prevention during password change.")
	}
	return nil
}

// The kinds of characters that policies count, with the sentence that asks
// for each. The symbols are the twenty that IAM documents and no others.
const (
	uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lowercase = "abcdefghijklmnopqrstuvwxyz"
	numbers   = "0123456789"
	symbols   = "!@#$%^&*()_+-=[]{}|'"
)

var kinds = []struct {
	characters string
	demand     string
}{
	{uppercase, "Password should have at least one uppercase letter"},
	{lowercase, "Password should have at least one lowercase letter"},
	{numbers, "Password should have at least one number"},
	{symbols, "Password should have at least one symbol"},
}

// tooShort is the demand for a minimum length, if a password falls short of it.
func tooShort(password string, minimum int) []string {
	if utf8.RuneCountInString(password) >= minimum {
		return nil
	}
	return []string{fmt.Sprintf("Password should have a minimum length of %d", minimum)}
}

// unmet lists what a custom policy misses in a password.
func (policy *Policy) unmet(password string) []string {
	unmet := tooShort(password, policy.MinimumLength)
	required := []bool{policy.RequireUppercase, policy.RequireLowercase, policy.RequireNumbers, policy.RequireSymbols}
	for i, kind := range kinds {
		if required[i] && !strings.ContainsAny(password, kind.characters) {
			unmet = append(unmet, kind.demand)
		}
	}
	return unmet
}

// unmetByDefault lists what AWS's default policy misses: eight characters,
// three kinds of four, and not the account's name. IAM cannot be asked for the
// name; the alias stands in for it.
func (a *account) unmetByDefault(password string) []string {
	const minimum, wanted = 8, 3
	unmet := tooShort(password, minimum)
	var missing []string
	for _, kind := range kinds {
		if !strings.ContainsAny(password, kind.characters) {
			missing = append(missing, kind.demand)
		}
	}
	if short := wanted - (len(kinds) - len(missing)); short > 0 {
		unmet = append(unmet, fmt.Sprintf("Password should meet %d more of the following requirements: %s",
			short, strings.Join(missing, ", ")))
	}
	if password == cmp.Or(a.alias, a.id) {
		unmet = append(unmet, "Password should not be identical to the name of the account")
	}
	return unmet
}

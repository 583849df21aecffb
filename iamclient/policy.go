package iamclient

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Symbols are the characters that IAM counts as symbols: these 20 and no others.
const Symbols = "!@#$%^&*()_+-=[]{}|'"

// PolicySource tells where a [Policy] comes from.
type PolicySource int

const (
	// PolicyUnverified is the AWS default, assumed because the account's policy could not be read.
	PolicyUnverified PolicySource = iota
	// PolicyDefault is the AWS default: the account has no policy of its own.
	PolicyDefault
	// PolicyCustom is the account's own policy.
	PolicyCustom
)

// Policy is an account's password policy.
type Policy struct {
	Source PolicySource

	MinLength        int // characters, 6 to 128
	RequireUppercase bool
	RequireLowercase bool
	RequireNumbers   bool
	RequireSymbols   bool
	// ThreeOfFour is the AWS default's rule: three of the four classes above. A custom policy never has it.
	ThreeOfFour bool

	MaxAgeDays      int // 1 to 1095; 0: passwords do not expire
	ReusePrevention int // passwords, 1 to 24; 0: none
	HardExpiry      bool
	// UsersMayChange tells that the policy itself lets every user change their own password. Where it does not, a
	// user needs the permission iam:ChangePassword, which the policy cannot tell.
	UsersMayChange bool
}

// DefaultPolicy returns the policy that AWS enforces in an account that has none of its own.
func DefaultPolicy(source PolicySource) Policy {
	return Policy{Source: source, MinLength: 8, ThreeOfFour: true}
}

// Verified tells whether the policy is what the account enforces, as far as AWS says.
func (p Policy) Verified() bool { return p.Source != PolicyUnverified }

// Fingerprint is the same for equal policies, and empty for one that is not verified.
func (p Policy) Fingerprint() string {
	if !p.Verified() {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", p))
	return hex.EncodeToString(sum[:8])
}

// State says how a password stands to a [Rule].
type State int

const (
	// Unmet means that the password breaks the rule.
	Unmet State = iota
	// Met means that the password keeps the rule.
	Met
	// OnlyAWS means that no client can tell.
	OnlyAWS
)

// Verdict is one rule of a policy and how a password stands to it.
type Verdict struct {
	Rule  string // in words, lower case: "14 characters or more"
	State State
}

// Check holds a password against every rule of the policy, the rules that only AWS can check last.
func (p Policy) Check(password *Secret) []Verdict {
	has := classesOf(password)
	verdicts := []Verdict{{fmt.Sprintf("%d characters or more", p.MinLength), met(password.Len() >= p.MinLength)}}
	for _, class := range []struct {
		required bool
		present  bool
		rule     string
	}{
		{p.RequireUppercase, has.upper, "an uppercase letter"},
		{p.RequireLowercase, has.lower, "a lowercase letter"},
		{p.RequireNumbers, has.number, "a number"},
		{p.RequireSymbols, has.symbol, "a symbol"},
	} {
		if class.required {
			verdicts = append(verdicts, Verdict{class.rule, met(class.present)})
		}
	}
	if p.ThreeOfFour {
		verdicts = append(verdicts,
			Verdict{"three of: uppercase, lowercase, number, symbol", met(has.count() >= 3)},
			Verdict{"not the account's name or e-mail", OnlyAWS})
	}
	switch {
	case p.ReusePrevention == 1:
		verdicts = append(verdicts, Verdict{"not the last one", OnlyAWS})
	case p.ReusePrevention > 1:
		verdicts = append(verdicts, Verdict{fmt.Sprintf("not one of the last %d", p.ReusePrevention), OnlyAWS})
	}
	return verdicts
}

// Accepts tells whether the password keeps every rule that a client can check. Which characters a password may have is
// no rule of a policy: IAM takes tab, line ends and U+0020 to U+00FF under each of them.
func (p Policy) Accepts(password *Secret) bool {
	for _, v := range p.Check(password) {
		if v.State == Unmet {
			return false
		}
	}
	return password.Len() <= MaxPasswordLength
}

func met(ok bool) State {
	if ok {
		return Met
	}
	return Unmet
}

// classes are the classes of characters that IAM knows. Only ASCII counts: É is no uppercase letter to IAM.
type classes struct{ upper, lower, number, symbol bool }

func classesOf(password *Secret) classes {
	var has classes
	for i := range password.Len() {
		switch r := password.At(i); {
		case r >= 'A' && r <= 'Z':
			has.upper = true
		case r >= 'a' && r <= 'z':
			has.lower = true
		case r >= '0' && r <= '9':
			has.number = true
		case strings.ContainsRune(Symbols, r):
			has.symbol = true
		}
	}
	return has
}

func (c classes) count() int {
	n := 0
	for _, present := range []bool{c.upper, c.lower, c.number, c.symbol} {
		if present {
			n++
		}
	}
	return n
}

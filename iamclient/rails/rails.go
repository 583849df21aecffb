package rails

import (
	"fmt"
	"strings"
)

// Rails is what is in force. The methods of a nil Rails refuse nothing.
type Rails struct {
	ResetRequired   bool // a password is set with the flag "must create a new password" only
	GeneratedOnly   bool // typed passwords are refused
	HistoryRequired bool // without a history nothing is changed
	VerifyByMFA     bool // a change that gives access needs a caller who was verified by MFA
	Profile         string
	NoMouse         bool // the terminal keeps the mouse

	reasons       []reasonRule
	protected     []Protected
	accounts      map[string]Account
	queries       map[string]Query
	signInRegions []string
	files         []*file
	looked        []Looked
}

// Account is how an account is shown.
type Account struct {
	Name   string
	Colour Colour
}

// Account returns how the account with that id is shown; the zero value where nobody says so.
func (r *Rails) Account(id string) Account {
	if r == nil {
		return Account{}
	}
	return r.accounts[id]
}

// MouseIsOff tells whether the terminal keeps the mouse, so that text can always be selected.
func (r *Rails) MouseIsOff() bool { return r != nil && r.NoMouse }

// SignInRegions are the Regions in which CloudTrail has the sign-ins; none where the files do not say.
func (r *Rails) SignInRegions() []string {
	if r == nil {
		return nil
	}
	return r.signInRegions
}

// ResetIsLocked tells whether the flag "must create a new password" is on whatever the operator says.
func (r *Rails) ResetIsLocked() bool { return r != nil && r.ResetRequired }

// TypingIsRefused tells whether a password has to be a generated one.
func (r *Rails) TypingIsRefused() bool { return r != nil && r.GeneratedOnly }

// Change is what the rails have to know of a change.
type Change struct {
	User          string // empty: it is about the account, or the caller's own password
	Own           bool   // the caller's own password
	Password      bool   // a password is set
	Generated     bool   // it is as the generator made it
	Creates       bool   // a login profile is created, where a flag that is left out is off
	ResetRequired *bool
	Reason        string
}

// RefusedError is a change that a guard rail refuses.
type RefusedError struct {
	Setting string // which stands in a file: "protected", "generated_only", "reset_required", "verify" or "reason"
	Why     string // with the setting, and where it stands
}

func (e *RefusedError) Error() string { return e.Why }

// Refuse is a [*RefusedError] where the change is refused, as far as it can be told without asking AWS.
func (r *Rails) Refuse(c Change) error {
	if r == nil {
		return nil
	}
	if err := r.Protects(Subject{Name: c.User}); err != nil {
		return err
	}
	if r.GeneratedOnly && c.Password && !c.Generated {
		return r.refused(keyGeneratedOnly, "only generated passwords are allowed")
	}
	if r.ResetRequired && !c.Own && c.withoutFlag() {
		return r.refused(keyResetRequired, "a new password has to come with \"must choose a new password at next sign-in\"")
	}
	if why, rule := r.refuseReason(c.Reason); why != "" {
		return &RefusedError{"reason", why + " (reason in " + rule.path + ")"}
	}
	return nil
}

// withoutFlag tells whether the user could go on with a password that somebody else knows. Without a new password, that
// takes switching the flag off.
func (c Change) withoutFlag() bool {
	if c.ResetRequired == nil {
		return c.Password || c.Creates
	}
	return !*c.ResetRequired
}

// refused names the setting and its files.
func (r *Rails) refused(key, why string) error {
	return &RefusedError{key, fmt.Sprintf("%s (%s in %s)", why, key, strings.Join(r.from(key), " and "))}
}

// AsksForVerification tells whether a change that gives access needs a caller who was verified by MFA.
func (r *Rails) AsksForVerification() bool { return r != nil && r.VerifyByMFA }

// Unverified is the [*RefusedError] of a change whose caller was not verified.
func (r *Rails) Unverified(why string) error { return r.refused(keyVerify, why) }

// reasonRule is one file's word on reasons.
type reasonRule struct {
	pattern expression
	example string
	path    string
}

// ReasonRequired tells whether a change needs a reason.
func (r *Rails) ReasonRequired() bool { return r != nil && len(r.reasons) > 0 }

// ReasonExample is a reason that would do; empty where nobody gave one.
func (r *Rails) ReasonExample() string {
	if r != nil {
		for _, rule := range r.reasons {
			if rule.example != "" {
				return rule.example
			}
		}
	}
	return ""
}

// RefuseReason says what is wrong with a reason; empty where nothing is.
func (r *Rails) RefuseReason(reason string) string {
	why, _ := r.refuseReason(reason)
	return why
}

func (r *Rails) refuseReason(reason string) (why string, by reasonRule) {
	if r == nil {
		return "", reasonRule{}
	}
	such := ""
	if example := r.ReasonExample(); example != "" {
		such = ", such as " + example
	}
	for _, rule := range r.reasons {
		switch {
		case strings.TrimSpace(reason) == "":
			return "a ticket or a reason is required" + such, rule
		case rule.pattern.Regexp != nil && !rule.pattern.MatchString(reason):
			return fmt.Sprintf("the reason has to match %s%s", rule.pattern, such), rule
		}
	}
	return "", reasonRule{}
}

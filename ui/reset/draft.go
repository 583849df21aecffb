package reset

import (
	"slices"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Draft is a reset as far as the operator has filled it in. What was typed survives every error. The zero value is of no
// use: see [New].
type Draft struct {
	User                 directory.User
	Old, Password, Again iamclient.Secret
	MustChange           bool // must choose a new password at next sign-in
	LetChange            bool // the user is let to choose it: IAMUserChangePassword is attached first
	Revoke               bool // the console sessions, too, once the password is set
	Seen                 bool // the password has been shown

	facts   func() directory.Facts // what is known of the user; nil: nothing
	way     Way
	settled bool // AWS or the operator has decided the way
	agreed  bool // to send a password that breaks a rule
	unknown bool // this very password may be in force already
	renew   bool // the credentials have to be read again before the next try

	chosen   bool // to lock the user out
	allowing bool // the latest change begins by attaching IAMUserChangePassword, which AWS has not accepted yet
	allowed  bool // AWS has accepted that
}

// New is an empty draft for a user. What is known of the user decides between a reset and a new login profile, until AWS
// says otherwise; facts may be nil.
func New(user directory.User, facts func() directory.Facts) *Draft {
	return &Draft{User: user, MustChange: true, facts: facts}
}

// Way is how the user gets the password, as far as is known.
func (d *Draft) Way() Way {
	if !d.settled && d.facts != nil && d.facts().Console == iamclient.No {
		return Create
	}
	return d.way
}

// Settle decides the way.
func (d *Draft) Settle(w Way) { d.way, d.settled = w, true }

// Policy is the account's password policy; AWS's default one, unverified, while it has not been read.
func (d *Draft) Policy() iamclient.Policy {
	if p := d.User.Account.Policy(); p != nil {
		return *p
	}
	return iamclient.DefaultPolicy(iamclient.PolicyUnverified)
}

// Typed tells whether there is anything to lose: a generated password that nobody has seen is made again with a key.
func (d *Draft) Typed() bool {
	return d.Old.Len() > 0 || d.Password.Len()+d.Again.Len() > 0 && !d.Unseen()
}

// Generated tells whether both fields hold a password as the generator made it.
func (d *Draft) Generated() bool { return d.Password.Generated() && d.Again.Generated() }

// Unseen tells whether nobody has the password but this program.
func (d *Draft) Unseen() bool { return d.Generated() && !d.Seen }

// Unknown tells whether the password may be in force already, after a try whose answer got lost.
func (d *Draft) Unknown() bool { return d.unknown }

// Renews tells whether the next try reads the credentials again first.
func (d *Draft) Renews() bool { return d.renew }

// Renewed notes that the credentials were read again.
func (d *Draft) Renewed() { d.renew = false }

// Fill puts a copy of a password into both fields.
func (d *Draft) Fill(password *iamclient.Secret) {
	for _, field := range []*iamclient.Secret{&d.Password, &d.Again} {
		field.Wipe()
		*field = *password.Clone()
	}
	d.Edited()
}

// Edited forgets what was known of the password before it was edited.
func (d *Draft) Edited() { d.unknown, d.agreed = false, false }

// Wipe wipes the passwords.
func (d *Draft) Wipe() {
	for _, field := range []*iamclient.Secret{&d.Old, &d.Password, &d.Again} {
		field.Wipe()
	}
}

// Broken names the rules of the policy that the password breaks, to stand in a sentence; empty where it breaks none.
func (d *Draft) Broken() string {
	policy := d.Policy()
	var rules []string
	for _, v := range policy.Check(&d.Password) {
		if v.State == iamclient.Unmet {
			rules = append(rules, v.Rule)
		}
	}
	return text.Enumerate(rules)
}

// BreaksRules tells whether the password breaks a rule of a policy that has been read. AWS has the last word all the same.
func (d *Draft) BreaksRules() bool {
	policy := d.Policy()
	return policy.Verified() && !policy.Accepts(&d.Password)
}

// Agree notes that the operator agrees to send a password that breaks a rule.
func (d *Draft) Agree() { d.agreed = true }

// Forced is what a forced change means for the user.
func (d *Draft) Forced() directory.Forced { return directory.ForcedChange(d.User) }

// Demanded tells whether a guard rail demands the forced change.
func (d *Draft) Demanded() bool { return d.User.Account.Rails().ResetIsLocked() }

// Fields are the fields of the draft, in the order in which they are filled.
func (d *Draft) Fields() []Field {
	fields := d.Way().Fields()
	if i := slices.Index(fields, FieldMustChange); i >= 0 && d.Forces() && (d.allowed || d.Forced().MayBeAllowed()) {
		fields = slices.Insert(fields, i+1, FieldLetChange)
	}
	return fields
}

// lets tells whether the user is let to choose the password that the draft makes them choose.
func (d *Draft) lets() bool { return d.LetChange && slices.Contains(d.Fields(), FieldLetChange) }

// Allowed tells whether AWS has accepted, in an earlier try, that the user may change the password.
func (d *Draft) Allowed() bool { return d.allowed }

// traps tells whether the draft is known to lock the user out, by nobody's choice.
func (d *Draft) traps() bool {
	return d.Forces() && !d.Demanded() && !d.chosen && !d.allowed && !d.lets() && d.Forced().Stops()
}

// Choose notes that the operator sends although that locks the user out; Reconsider, that a box has been changed since.
func (d *Draft) Choose() { d.chosen = true }

// Reconsider is the opposite of Choose.
func (d *Draft) Reconsider() { d.chosen = false }

// Refusal is why a draft cannot be sent.
type Refusal struct {
	Field    Field // that is to be filled differently
	Why      string
	Rules    bool // it breaks rules of the policy, and goes out once the operator agrees
	LocksOut bool // it locks the user out, and goes out once the operator has chosen that
}

// Check tells what keeps the draft from being sent; nil where nothing does.
func (d *Draft) Check() *Refusal {
	switch {
	case d.Way() == ChangeOwn && d.Old.Len() == 0:
		return &Refusal{Field: FieldOld, Why: "Type your current password."}
	case d.Password.Len() == 0:
		return &Refusal{Field: FieldNew, Why: "Type a new password, or ctrl+g generates one."}
	case d.Again.Len() == 0:
		return &Refusal{Field: FieldAgain, Why: "Type the new password again."}
	case !d.Password.Equal(&d.Again):
		return &Refusal{Field: FieldAgain, Why: "The two passwords are not the same."}
	case d.BreaksRules() && !d.agreed:
		return &Refusal{Field: FieldNew, Why: "The policy asks for " + d.Broken() + ". Enter again sends it anyway.", Rules: true}
	case d.traps():
		return d.trap()
	}
	return nil
}

// trap asks the operator to choose.
func (d *Draft) trap() *Refusal {
	r := Refusal{Field: FieldMustChange, LocksOut: true}
	r.Why = d.User.Shown() + " would be locked out: untick this box, or press enter again to send it anyway."
	if slices.Contains(d.Fields(), FieldLetChange) {
		r.Field = FieldLetChange
		r.Why = d.User.Shown() + " would be locked out: tick this box, untick the one above, or press enter again to send it anyway."
	}
	return &r
}

// Change is the draft as it is sent, with passwords of its own. Whoever has to choose a new password is let to before the
// password is set: where the first step fails, nobody is locked out, and where the second does, another try goes on there.
func (d *Draft) Change() change.Change {
	way, mustChange, password := d.Way(), d.MustChange, d.Password.Clone()
	d.Settle(way)
	c := change.Change{User: d.User, EarlierUnknown: d.unknown, Renew: d.renew}
	d.allowing = d.lets() && !d.allowed
	if d.allowing {
		c.Steps = append(c.Steps, iamclient.AttachChangePasswordPolicy(d.User.Name, d.User.Partition()))
	}
	switch way {
	case ChangeOwn:
		c.Steps = append(c.Steps, iamclient.ChangePassword(d.Old.Clone(), password))
	case Create:
		c.Steps = append(c.Steps, iamclient.CreateLoginProfile(d.User.Name, password, &mustChange))
	case Reset:
		c.Steps = append(c.Steps, iamclient.UpdateLoginProfile(d.User.Name, password, &mustChange))
		if d.Revoke {
			c.Steps = append(c.Steps, iamclient.RevokeSessions(d.User.Name))
		}
	}
	return c
}

// Part is how far a change of a draft got.
type Part int

// The parts.
const (
	Nothing   Part = iota
	LetsOnly       // the user may change the password, which was not set
	SetsFirst      // the password was set
)

// Took takes how many of the latest change's steps AWS has accepted, and tells what that means.
func (d *Draft) Took(made int) Part {
	part := Nothing
	if d.allowing && made > 0 {
		d.allowing, d.allowed, part = false, true, LetsOnly
		made--
	}
	if made > 0 {
		part = SetsFirst
	}
	return part
}

// Allowing tells whether it is the attaching of IAMUserChangePassword that AWS has not accepted.
func (d *Draft) Allowing() bool { return d.allowing }

// Failed takes why a try failed, decides what the next one needs, and returns the field at which the operator goes on.
func (d *Draft) Failed(err error) Field {
	kind := iamclient.KindOf(err)
	d.renew = explain.NeedsRenewal(kind)
	if d.allowing { // no password was sent
		if kind == iamclient.KindDenied {
			return FieldLetChange
		}
		return FieldSend
	}
	if iamclient.MayHaveSucceeded(err) {
		d.unknown = true
		return FieldSend
	}
	switch kind {
	case iamclient.KindPolicyViolation:
		return FieldNew
	case iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity:
		d.Settle(Create)
	case iamclient.KindAlreadyExists:
		d.Settle(Reset)
	case iamclient.KindDenied:
		if d.way == ChangeOwn || d.User.Self() {
			d.Settle(ChangeOwn)
			return FieldOld
		}
		return FieldSame
	}
	return FieldSend
}

// MayBeInForce notes that the password may be in force: the outcome of the request will not be seen.
func (d *Draft) MayBeInForce() { d.unknown = true }

// NotInForce notes that the password is not in force after all: AWS refused it.
func (d *Draft) NotInForce() { d.unknown = false }

// AtRisk says that leaving would lose a password that may be in force; empty where it would not.
func (d *Draft) AtRisk() string {
	if d.unknown {
		return "The password may be in force for " + d.User.Shown() + ", and would be lost."
	}
	return ""
}

// Forces tells whether the draft makes the user choose a new password at next sign-in.
func (d *Draft) Forces() bool { return d.MustChange && d.Way() != ChangeOwn }

// Learned is what is known of the user once the password is set.
func (d *Draft) Learned(now time.Time) directory.Facts {
	return directory.Facts{Console: iamclient.Yes, MustChange: iamclient.Knowing(d.Forces()), Changed: now, At: now}
}

// Result is what is handed over once AWS has accepted the password. Unrevoked is why the sessions were not revoked; nil
// where they were, or were not to be.
func (d *Draft) Result(now time.Time, took time.Duration, unrevoked *explain.Problem) Result {
	return Result{
		User: d.User, Way: d.Way(), MustChange: d.MustChange, Password: d.Password.Clone(), Unseen: d.Unseen(),
		At: now, Took: took, Revoked: d.Revoke && d.Way() == Reset, Unrevoked: unrevoked, Allowed: d.allowed,
	}
}

package demoiam

import (
	"slices"
	"strconv"
	"time"
)

// loginProfile is a console password.
type loginProfile struct {
	created       time.Time // the first password's date; a new password does not move it
	changed       time.Time // the present password's
	resetRequired bool
	passwords     []digest // newest first, as many as reuse prevention can look back on
}

// set makes a password the current one, as of now.
func (l *loginProfile) set(password string) {
	l.changed = time.Now()
	l.remember(password)
}

// remember makes a password the current one, whenever that was.
func (l *loginProfile) remember(password string) {
	l.passwords = slices.Insert(l.passwords, 0, newDigest(password))
	if len(l.passwords) > mostRemembered {
		l.passwords = l.passwords[:mostRemembered]
	}
}

// opensWith tells whether a password is the current one.
func (l *loginProfile) opensWith(password string) bool {
	return len(l.passwords) > 0 && l.passwords[0].matches(password)
}

// used tells whether a password is among the last few, the current included.
func (l *loginProfile) used(password string, last int) bool {
	return slices.ContainsFunc(l.passwords[:min(last, len(l.passwords))], func(d digest) bool { return d.matches(password) })
}

// withProfile finds a user, who has to have a login profile.
func withProfile(name string, find func(string) (*user, error)) (*user, error) {
	u, err := find(name)
	if err == nil && u.profile == nil {
		err = noSuchProfile(name)
	}
	return u, err
}

func writeLoginProfile(out *xmlWriter, u *user) {
	out.group("LoginProfile", func() {
		out.text("UserName", u.name)
		out.instant("CreateDate", u.profile.created)
		out.boolean("PasswordResetRequired", u.profile.resetRequired)
	})
}

// getLoginProfile is GetLoginProfile, of the caller unless a name is given.
func (a *account) getLoginProfile(p *params, out *xmlWriter) error {
	name, err := a.target(p, newUserName)
	if err != nil {
		return err
	}
	u, err := withProfile(name, a.user)
	if err != nil {
		return err
	}
	writeLoginProfile(out, u)
	return nil
}

// createLoginProfile is CreateLoginProfile, for the caller unless a name is
// given.
func (a *account) createLoginProfile(p *params, out *xmlWriter) error {
	password := p.required("Password", consolePassword)
	reset := orElse(p.boolean("PasswordResetRequired"), false)
	name, err := a.target(p, newUserName)
	if err != nil {
		return err
	}
	u, err := a.userToChange(name)
	if err != nil {
		return err
	}
	if u.profile != nil {
		return refuse("EntityAlreadyExists", "Login Profile for user %s already exists.", name)
	}
	profile := &loginProfile{created: time.Now(), resetRequired: reset}
	if err := a.judge(password, profile); err != nil {
		return err
	}
	profile.set(password)
	u.profile = profile
	a.accept(u, profile)
	writeLoginProfile(out, u)
	return nil
}

// updateLoginProfile is UpdateLoginProfile. AWS does not say what becomes of
// that which is left out; here it stays as it is.
func (a *account) updateLoginProfile(p *params, _ *xmlWriter) error {
	name := p.required("UserName", newUserName)
	password, given := p.optional("Password", consolePassword)
	reset := p.boolean("PasswordResetRequired")
	if err := p.err(); err != nil {
		return err
	}
	u, err := withProfile(name, a.userToChange)
	if err != nil {
		return err
	}
	if given {
		if err := a.judge(password, u.profile); err != nil {
			return err
		}
		u.profile.set(password)
		a.accept(u, u.profile)
	}
	u.profile.resetRequired = orElse(reset, u.profile.resetRequired)
	return nil
}

// deleteLoginProfile is DeleteLoginProfile, of the caller unless a name is
// given, which has cost people their own password.
func (a *account) deleteLoginProfile(p *params, _ *xmlWriter) error {
	name, err := a.target(p, newUserName)
	if err != nil {
		return err
	}
	u, err := withProfile(name, a.userToChange)
	if err != nil {
		return err
	}
	u.profile = nil
	return nil
}

// mayChangeOwn tells whether the password policy or the user's own policies
// allow ChangePassword. An explicit deny overrides both.
func (a *account) mayChangeOwn(u *user) bool {
	signIn := map[string]string{mfaPresent: strconv.FormatBool(len(u.mfa) > 0)} // the console asks for a device that there is
	d := a.decide(u, "iam:ChangePassword", signIn)
	return d.outcome == allowed || d.outcome != explicitDeny && a.policy != nil && a.policy.AllowUsersToChangePassword
}

// changePassword is ChangePassword, which a user calls for themselves. It
// also ends an order to change the password.
func (a *account) changePassword(p *params, _ *xmlWriter) error {
	old := p.required("OldPassword", consolePassword)
	password := p.required("NewPassword", consolePassword)
	if err := p.err(); err != nil {
		return err
	}
	name := a.userOf(p.caller)
	if name == "" {
		return usual("InvalidUserType")
	}
	u, err := a.user(name)
	if err != nil {
		return err
	}
	if !a.mayChangeOwn(u) {
		return refuse("AccessDenied", "%s", notAllowed(p.caller, "iam:ChangePassword", "user "+name))
	}
	if u.profile == nil {
		return noSuchProfile(name)
	}
	if !u.profile.opensWith(old) {
		return refuse("AccessDenied", "The old password was incorrect.")
	}
	if err := a.judge(password, u.profile); err != nil {
		return err
	}
	u.profile.set(password)
	a.accept(u, u.profile)
	u.profile.resetRequired = false
	return nil
}

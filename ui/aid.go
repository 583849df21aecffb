package ui

import (
	"cmp"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// remedyOf is the change that a key stands for.
func remedyOf(i intent) (operation, bool) {
	o, ok := map[intent]operation{
		intentForce: forceNewAtNext, intentDisable: disableConsole, intentRemoveMFA: removeMFA, intentRevoke: revokeSessions,
		intentRestore: restoreSessions, intentDisableKeys: disableKeys, intentAllowChange: allowChange,
	}[i]
	return o, ok
}

// help is what a key does for the user under the cursor. Where that needs to be read first, the key waits for it.
func (s *usersScreen) help(i intent) (a action, ok bool) {
	user, _ := s.selection()
	to := target{User: user, known: true, self: s.caller.IsUser(user.Name)}
	if i == intentReset {
		return openForm{to}, true
	}
	o, ok := remedyOf(i)
	if !ok {
		return nil, false
	}
	if s.look.about(user.Name) == nil && (o == removeMFA || o == disableKeys || o == restoreSessions) {
		s.wish, s.wishedFor = i, user.Name
		return say{notice{text: "Reading about " + to.name() + "…"}}, true
	}
	return askRemedy{o, to}, true
}

// wished does what a key was pressed for before it could be done, unless the cursor is on somebody else since.
func (s *usersScreen) wished() action {
	i := s.wish
	s.wish = 0
	if i == 0 || s.wishedFor != s.list.at {
		return nil
	}
	if why := s.why(i); why != "" {
		return sayThat(why)
	}
	a, _ := s.help(i)
	return a
}

// why is why a key can do nothing for the user under the cursor; empty: it can, as far as is known.
func (s *usersScreen) why(i intent) string {
	user, selected := s.selection()
	if !selected {
		return "There is no user under the cursor. r reads the list again, u takes an exact user name."
	}
	if rule, ok := s.protects(user); ok && i != intentAccess { // to look is no change
		return "Protected, F2 says more: " + text.Sentence(cmp.Or(rule.Reason, rule.String()))
	}
	a := s.look.about(user.Name)
	if a == nil {
		return ""
	}
	name := text.Clean(user.Name)
	none := a.Profile.Err == nil && a.Profile.Value == nil || iamclient.KindOf(a.Profile.Err) == iamclient.KindNoSuchEntity
	switch {
	case gone(a) && i != intentReset && i != intentAccess:
		return "There is no user " + name + " any more. r reads the list again."
	case i == intentForce && none, i == intentDisable && none:
		return name + " has no console password."
	case i == intentRemoveMFA && a.Devices.Err != nil:
		return "The MFA devices of " + name + " could not be read: " + explain.Unread(a.Devices.Err) + "."
	case i == intentRemoveMFA && len(a.Devices.Value) == 0:
		return name + " has no MFA device."
	case i == intentDisableKeys && a.Keys.Err != nil:
		return "The access keys of " + name + " could not be read: " + explain.Unread(a.Keys.Err) + "."
	case i == intentDisableKeys && len(activeKeys(a)) == 0:
		return name + " has no active access key."
	case i == intentRestore && a.Revoked.Err == nil && a.Revoked.Value.IsZero():
		return "No sessions of " + name + " are revoked."
	case i == intentAllowChange && a.MayChange.Err == nil && a.MayChange.Value.Denied:
		by, _ := denial(a)
		return text.Capital(by) + " denies " + name + " iam:ChangePassword explicitly: attaching another policy does not help."
	case i == intentAllowChange && s.policy != nil && s.policy.Verified() && s.policy.UsersMayChange:
		return "Every user of this account may change their own password already."
	case i == intentAllowChange && a.MayChange.Value.Allowed == iamclient.Yes:
		return name + " may change their own password already."
	}
	return ""
}

// gone tells whether the user does not exist any more.
func gone(a *iamclient.Access) bool {
	return a.User.Err != nil && iamclient.KindOf(a.User.Err) == iamclient.KindNoSuchUser
}

func activeKeys(a *iamclient.Access) []string {
	var ids []string
	for _, k := range a.Keys.Value {
		if k.Active {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

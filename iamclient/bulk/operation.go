package bulk

import (
	"iampasswd/iamclient"
)

// Operation is what is done to each user.
type Operation string

// The operations, as the command calls them.
const (
	Reset           Operation = "reset"
	ForceChange     Operation = "force-change"
	RevokeSessions  Operation = "revoke-sessions"
	RestoreSessions Operation = "restore-sessions"
	DisableConsole  Operation = "disable-console"
	DeactivateKeys  Operation = "deactivate-keys"
)

// Operations are all of them, in the order of the help.
func Operations() []Operation {
	return []Operation{Reset, ForceChange, RevokeSessions, RestoreSessions, DisableConsole, DeactivateKeys}
}

// Does says what is done to a user: "reset the password".
func (o Operation) Does() string {
	switch o {
	case Reset:
		return "reset the password"
	case ForceChange:
		return "force a change of the password"
	case RevokeSessions:
		return "revoke the sessions"
	case RestoreSessions:
		return "restore the sessions"
	case DisableConsole:
		return "delete the console password"
	case DeactivateKeys:
		return "deactivate the access keys"
	}
	return string(o)
}

// AsksForChange tells whether users may have to choose a new password afterwards, and so could be locked out.
func (p *Plan) asksForChange() bool {
	return p.Operation == ForceChange || p.Operation == Reset && p.Options.ResetRequired
}

// usesPolicy tells whether the outcome depends on the account's password policy.
func (o Operation) usesPolicy() bool { return o == Reset || o == ForceChange }

// steps are the changes for a user, in their order. The password may be nil for a plan.
func (p *Plan) steps(item Item, password *iamclient.Secret) []iamclient.Change {
	var steps []iamclient.Change
	if item.Allow {
		steps = append(steps, iamclient.AttachChangePasswordPolicy(item.User, p.Caller.Partition))
	}
	must := true
	switch p.Operation {
	case Reset:
		must = p.Options.ResetRequired
		if item.Do == Create {
			return append(steps, iamclient.CreateLoginProfile(item.User, password, &must))
		}
		return append(steps, iamclient.UpdateLoginProfile(item.User, password, &must))
	case ForceChange:
		return append(steps, iamclient.UpdateLoginProfile(item.User, nil, &must))
	case RevokeSessions:
		return append(steps, iamclient.RevokeSessions(item.User))
	case RestoreSessions:
		return append(steps, iamclient.RestoreSessions(item.User))
	case DisableConsole:
		return append(steps, iamclient.DeleteLoginProfile(item.User))
	case DeactivateKeys:
		for _, id := range item.Keys {
			steps = append(steps, iamclient.DeactivateAccessKey(item.User, id))
		}
	}
	return steps
}

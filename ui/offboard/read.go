package offboard

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// New is the checklist of a user who was read live. All is ticked but MFA devices: they open nothing by themselves, and a
// password that could not be deleted is worth less without them.
//
// The order is the one that is safe: first what lets the user in, the password, then the access keys, then the credentials
// for single services; last the sessions. A revocation ends the sessions from before its time only. If it came first, a
// sign-in while the others are made would begin one that it does not end.
func New(in *directory.SignIn) *Checklist {
	user, live := in.User, in.Access
	l := &Checklist{Items: []Item{passwordItem(in)}}
	l.Items = append(l.Items, each(live.Keys, "Access keys", func(k iamclient.AccessKey) (Item, bool) {
		return keyItem(user.Name, k, in.Now), k.Active
	})...)
	l.Items = append(l.Items, each(live.ServiceCredentials, "Credentials", func(c iamclient.ServiceCredential) (Item, bool) {
		return credentialItem(user.Name, c, in.Now), c.Active
	})...)
	l.Items = append(l.Items, each(live.Devices, "MFA device", func(d iamclient.MFADevice) (Item, bool) {
		return deviceItem(user.Name, d, in.Now), true
	})...)
	l.Items = append(l.Items, sessionsItem(user.Name, live))
	return l
}

// each are the items of a list that was read: one for each entry that is open. Where there is none, one item says so. What
// could not be read cannot be named, and so not closed.
func each[T any](read iamclient.Read[[]T], label string, item func(T) (of Item, open bool)) []Item {
	if read.Err != nil {
		return []Item{{Label: label, State: unread(read.Err), Unread: true}}
	}
	var items []Item
	for _, entry := range read.Value {
		if of, open := item(entry); open {
			items = append(items, of)
		}
	}
	switch {
	case items != nil:
		return items
	case len(read.Value) > 0:
		return []Item{{Label: label, State: "none active"}}
	}
	return []Item{{Label: label, State: "none"}}
}

func unread(err error) string { return "unknown: " + explain.Unread(err) }

// passwordItem is the console password. Where it could not be read, it can be deleted all the same.
func passwordItem(in *directory.SignIn) Item {
	item := Item{
		Label: "Console password", State: "set", Does: "delete", Ticked: true, done: "deleted", kind: password,
		steps: []iamclient.Change{iamclient.DeleteLoginProfile(in.User.Name)},
	}
	switch profile := in.Access.Profile; {
	case profile.Err != nil:
		item.State, item.Unread = unread(profile.Err), true
	case profile.Value == nil:
		return Item{Label: item.Label, State: "none", kind: password}
	case !in.Facts.Changed.IsZero():
		item.State = "set " + text.Ago(in.Facts.Changed, in.Now)
	}
	return item
}

func keyItem(user string, k iamclient.AccessKey, now time.Time) Item {
	return Item{
		Label: "Access key " + tail(k.ID), State: used(k.LastUsed, now), Does: "deactivate", Ticked: true, done: "deactivated", kind: accessKey,
		steps: []iamclient.Change{iamclient.DeactivateAccessKey(user, k.ID)},
	}
}

// used says when a key was last used.
func used(last *iamclient.Read[time.Time], now time.Time) string {
	switch {
	case last == nil:
		return "active"
	case last.Err != nil:
		return "last use " + unread(last.Err)
	case last.Value.IsZero():
		return "never used"
	}
	return "used " + text.Ago(last.Value, now)
}

func credentialItem(user string, c iamclient.ServiceCredential, now time.Time) Item {
	return Item{
		Label: "Credential " + tail(c.ID), State: directory.ServiceName(c.Service) + ", " + age(c.Created, now),
		Does: "deactivate", Ticked: true, done: "deactivated", kind: serviceCredential,
		steps: []iamclient.Change{iamclient.DeactivateServiceCredential(user, c.ID)},
	}
}

func deviceItem(user string, d iamclient.MFADevice, now time.Time) Item {
	item := Item{
		Label: "MFA device", State: "hardware, " + age(d.Enabled, now), Does: "deactivate", done: "deactivated", kind: device,
		steps: []iamclient.Change{iamclient.DeactivateMFADevice(user, d.Serial)},
	}
	if d.Virtual() {
		item.State, item.Does, item.done = "virtual, "+age(d.Enabled, now), "remove", "removed"
		item.steps = append(item.steps, iamclient.DeleteVirtualMFADevice(d.Serial))
	}
	return item
}

// sessionsItem is about all sessions, for IAM lists none. An earlier revocation says nothing of those that began since.
func sessionsItem(user string, live *iamclient.Access) Item {
	item := Item{
		Label: "Sessions", State: "may be active", Does: "revoke", Ticked: true, done: "revoked; allow a few minutes", kind: sessions,
		steps: []iamclient.Change{iamclient.RevokeSessions(user)},
	}
	switch revoked := live.Revoked; {
	case revoked.Err != nil:
		item.State, item.Unread = unread(revoked.Err), true
	case !revoked.Value.IsZero():
		item.State = "revoked before " + text.Clock(revoked.Value)
	}
	return item
}

// age is how old something is that was made at some time.
func age(made, now time.Time) string {
	if now.Sub(made) < time.Minute {
		return "new"
	}
	return text.Age(now.Sub(made)) + " old"
}

// tail is the end of an id, by which its owner knows it.
func tail(id string) string {
	const last = 4
	return "…" + text.Clean(id[max(0, len(id)-last):])
}

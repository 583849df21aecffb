package demoiam

import (
	"cmp"
	"slices"
	"time"
)

// AccessKey is an access key of a user.
type AccessKey struct {
	ID       string // "" is one that is made up of the user's name
	Inactive bool
	Created  time.Time // zero is when the user was created
	LastUsed time.Time // zero is never
}

// accessKeys is a user's keys with nothing left to be made up.
func (u *user) accessKeys() []AccessKey {
	keys := make([]AccessKey, len(u.keys))
	for i, k := range u.keys {
		k.ID = cmp.Or(k.ID, identifier("AKIA", u.serial, uint64(i)+1, 16))
		k.Created = cmp.Or(k.Created, u.created)
		keys[i] = k
	}
	return keys
}

// listAccessKeys is ListAccessKeys, of the caller unless a name is given.
func (a *account) listAccessKeys(p *params, out *xmlWriter) error {
	page := p.page()
	u, err := a.targeted(p, a.user)
	if err != nil {
		return err
	}
	writeList(out, "AccessKeyMetadata", u.accessKeys(), page, func(k AccessKey) {
		out.text("UserName", u.name)
		out.text("AccessKeyId", k.ID)
		out.text("Status", status(k.Inactive))
		out.instant("CreateDate", k.Created)
	})
	return nil
}

// The values of Status, of an access key or a service-specific credential.
const (
	active   = "Active"
	inactive = "Inactive"
)

func status(isInactive bool) string {
	if isInactive {
		return inactive
	}
	return active
}

// getAccessKeyLastUsed is GetAccessKeyLastUsed, of anybody's key. One that was
// never used has no date.
func (a *account) getAccessKeyLastUsed(p *params, out *xmlWriter) error {
	id := p.required("AccessKeyId", accessKeyID)
	if err := p.err(); err != nil {
		return err
	}
	for _, u := range a.users.sorted {
		if len(u.keys) == 0 {
			continue
		}
		for _, k := range u.accessKeys() {
			if k.ID == id {
				writeLastUsed(out, u, k)
				return nil
			}
		}
	}
	return refuse("NoSuchEntity", "The Access Key with id %s cannot be found.", id)
}

func writeLastUsed(out *xmlWriter, u *user, k AccessKey) {
	out.text("UserName", u.name)
	out.group("AccessKeyLastUsed", func() {
		if k.LastUsed.IsZero() {
			out.text("Region", "N/A")
			out.text("ServiceName", "N/A")
			return
		}
		out.text("Region", "us-east-1")
		out.instant("LastUsedDate", k.LastUsed)
		out.text("ServiceName", "s3")
	})
}

// updateAccessKey is UpdateAccessKey, of the caller's key unless a name is given.
func (a *account) updateAccessKey(p *params, _ *xmlWriter) error {
	id := p.required("AccessKeyId", accessKeyID)
	status := p.required("Status", keyStatus)
	u, err := a.targeted(p, a.userToChange)
	if err != nil {
		return err
	}
	keys := u.accessKeys()
	at := slices.IndexFunc(keys, func(k AccessKey) bool { return k.ID == id })
	if at < 0 {
		return refuse("NoSuchEntity", "The Access Key with id %s cannot be found.", id)
	}
	keys[at].Inactive = status == inactive
	u.keys = keys
	return nil
}

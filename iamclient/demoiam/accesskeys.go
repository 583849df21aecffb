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
		out.text("Status", k.status())
		out.instant("CreateDate", k.Created)
	})
	return nil
}

// The values of an access key's Status.
const (
	active   = "Active"
	inactive = "Inactive"
)

func (k AccessKey) status() string {
	if k.Inactive {
		return inactive
	}
	return active
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

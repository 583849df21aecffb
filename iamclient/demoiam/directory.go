package demoiam

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// User is a user to put into an account.
type User struct {
	Name       string
	Path       string    // "" is /
	Created    time.Time // zero is now
	LastSignIn time.Time // zero is never
	Tags       []Tag

	// Console says that the user has a login profile, to which the next three
	// belong. Without a Password it is one whose password nobody knows.
	Console         bool
	Password        string
	ResetRequired   bool
	PasswordChanged time.Time // zero is when the user was created

	MFA         []MFADevice
	AccessKeys  []AccessKey
	Credentials []ServiceCredential
	Groups      []string          // by name; a group exists when somebody is in it
	Policies    []string          // the names of the AWS managed policies that are attached
	Inline      map[string]string // the documents of the inline policies, by name

	// Deleted users are listed and not found: the listing lags behind. It
	// catches up once an attempt to change the user has been refused.
	Deleted bool
}

// Tag is a tag of a user.
type Tag struct{ Key, Value string }

// user is a User as the account keeps it.
type user struct {
	key      string // the name in lower case: names are unique without regard to case
	name     string
	path     string
	serial   uint64 // the user id is worked out from it
	created  time.Time
	lastUsed time.Time
	tags     []Tag
	profile  *loginProfile // nil: no console password
	deleted  bool

	// Users who come from one place may share these, so that they are replaced
	// and never changed.
	mfa         []MFADevice
	keys        []AccessKey
	credentials []ServiceCredential
	groups      []string
	policies    []string
	inline      map[string]string
}

func newUser(u User, serial uint64, now time.Time) *user {
	kept := &user{
		key: strings.ToLower(u.Name), name: u.Name, path: cmp.Or(u.Path, "/"), serial: serial,
		created: u.Created, lastUsed: u.LastSignIn, tags: u.Tags, deleted: u.Deleted,
		mfa: u.MFA, keys: u.AccessKeys, credentials: u.Credentials, groups: u.Groups, policies: u.Policies, inline: u.Inline,
	}
	if kept.created.IsZero() {
		kept.created = now
	}
	if u.Console {
		kept.profile = &loginProfile{
			created: kept.created, changed: cmp.Or(u.PasswordChanged, kept.created), resetRequired: u.ResetRequired,
		}
	}
	if u.Console && u.Password != "" {
		kept.profile.remember(u.Password)
	}
	return kept
}

// directory holds users in the order in which ListUsers gives them, by name
// and without regard to case, so that neither a page nor a look-up has to sort
// or index anything. AWS documents no order; this is the one seen.
type directory struct{ sorted []*user }

// load adds many users at once. One whose name is taken replaces its bearer.
func (d *directory) load(users []*user) {
	d.sorted = append(d.sorted, users...)
	slices.SortStableFunc(d.sorted, func(a, b *user) int { return cmp.Compare(a.key, b.key) })
	kept := d.sorted[:0]
	for i, u := range d.sorted {
		if i+1 == len(d.sorted) || d.sorted[i+1].key != u.key {
			kept = append(kept, u)
		}
	}
	clear(d.sorted[len(kept):])
	d.sorted = kept
}

// position is where a key is or would be.
func (d *directory) position(key string) (int, bool) {
	return slices.BinarySearchFunc(d.sorted, key, func(u *user, key string) int { return cmp.Compare(u.key, key) })
}

// find is the user of that name, or nil. It does not see deleted users.
func (d *directory) find(name string) *user {
	at, found := d.position(strings.ToLower(name))
	if !found || d.sorted[at].deleted {
		return nil
	}
	return d.sorted[at]
}

// insert adds a user. A deleted one of that name gives way.
func (d *directory) insert(u *user) {
	at, found := d.position(u.key)
	if found {
		d.sorted[at] = u
		return
	}
	d.sorted = slices.Insert(d.sorted, at, u)
}

// remove takes a name off the list, if it is on it.
func (d *directory) remove(name string) {
	if at, found := d.position(strings.ToLower(name)); found {
		d.sorted = slices.Delete(d.sorted, at, at+1)
	}
}

// after is the users that follow a key in the order of the list; the empty key
// comes before all.
func (d *directory) after(key string) []*user {
	at, found := d.position(key)
	if found {
		at++
	}
	return d.sorted[at:]
}

// id is the user's stable identifier.
func (u *user) id() string { return identifier("AIDA", u.serial, 0, 17) }

// identifier makes an id in the shape of AWS's: a prefix that says of what, and
// characters of base 32. A serial has as many ids as there are streams.
func identifier(prefix string, serial, stream uint64, length int) string {
	const digits, perWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 12
	id := []byte(prefix)
	source := rand.NewPCG(serial, stream)
	var word uint64
	for i := range length {
		if i%perWord == 0 {
			word = source.Uint64()
		}
		id = append(id, digits[word&31])
		word >>= 5
	}
	return string(id)
}

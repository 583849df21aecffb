package directory

import (
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/text"
)

// Key tells one user from every other: the account, and the name in it. The zero Key is of nobody.
type Key struct {
	Account View
	Name    string // as IAM has it, or as it was typed
}

// Folded is the key without regard to upper and lower case: IAM's names are unique without it.
func (k Key) Folded() Key { return Key{k.Account, strings.ToLower(k.Name)} }

// User is a user of an account.
type User struct {
	iamclient.User
	Account View
	Known   bool // the rest of iamclient.User was read, and is not just the typed name
}

// Key is the user's key.
func (u User) Key() Key { return Key{u.Account, u.Name} }

// Self tells whether the user is the caller.
func (u User) Self() bool { return u.Account != (View{}) && u.Account.Identity().IsUser(u.Name) }

// Shown is the user's name, fit to show.
func (u User) Shown() string { return text.Clean(u.Name) }

// Live is the latest live reading of the user; nil where there is none.
func (u User) Live() *iamclient.Access { return u.Account.Live(u.Name) }

// Verified is when the caller who asks for the user was verified by MFA, as [iamclient.Client.Verified] has it.
func (u User) Verified() time.Time { return u.Account.Client().Verified(u.Name) }

// Protected tells which guard rail is around the user, as far as what it has to know has been read.
func (u User) Protected() (rails.Protected, bool) {
	who := rails.Subject{Name: u.Name, Path: u.Path}
	tags := u.Tags
	if live := u.Live(); live != nil {
		who.Groups = live.Groups.Value
		if live.User.Err == nil {
			tags = live.User.Value.Tags
		}
	}
	for _, t := range tags {
		who.Tags = append(who.Tags, rails.Tag(t))
	}
	return u.Account.Rails().Rule(who)
}

// IsUserName tells whether IAM takes a text for the name of a user with a login profile.
func IsUserName(name string) bool {
	const longest = 64
	return name != "" && len(name) <= longest && !strings.ContainsFunc(name, func(r rune) bool { return !InUserName(r) })
}

// InUserName tells whether IAM takes a character in the name of a user.
func InUserName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_+=,.@-", r)
}

package demoiam

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// The bounds of MaxItems, and how many items a page has without it.
const (
	fewestItems = 1
	mostItems   = 1000
	usualItems  = 100
	mostTags    = 50
)

// listUsers is ListUsers: users by path prefix, a page at a time, without
// their tags.
func (a *account) listUsers(p *params, out *xmlWriter) error {
	prefix, _ := p.optional("PathPrefix", pathPrefix)
	most := orElse(p.integer("MaxItems", fewestItems, mostItems), usualItems)
	key := p.marker()
	if err := p.err(); err != nil {
		return err
	}
	last := ""
	more := false
	out.group("Users", func() {
		for _, u := range a.users.after(key) {
			if !strings.HasPrefix(u.path, prefix) {
				continue
			}
			if more = most == 0; more {
				return
			}
			most--
			last = u.key
			out.group("member", func() { a.writeUser(out, u) })
		}
	})
	out.boolean("IsTruncated", more)
	if more {
		out.text("Marker", markerAfter(last))
	}
	return nil
}

// A marker names the last user of the page before, so that users who come and
// go between two pages neither repeat nor hide others. The encoding keeps a
// client from reading anything into it.
const markerPrefix = "after:"

func markerAfter(key string) string {
	return base64.URLEncoding.EncodeToString([]byte(markerPrefix + key))
}

// marker reads the key that a Marker stands for; without one it is empty.
func (p *params) marker() string {
	value, given := p.optional("Marker", pageMarker)
	if !given {
		return ""
	}
	plain, err := base64.URLEncoding.DecodeString(value)
	key, ours := strings.CutPrefix(string(plain), markerPrefix)
	if err != nil || !ours {
		p.reject("Marker", "Member must be a marker from an earlier answer")
	}
	return key
}

// writeUser writes what both the listing and a single user show.
func (a *account) writeUser(out *xmlWriter, u *user) {
	out.text("Path", u.path)
	out.text("UserName", u.name)
	out.text("UserId", u.id())
	out.text("Arn", a.arn(u))
	out.instant("CreateDate", u.created)
	if !u.lastUsed.IsZero() {
		out.instant("PasswordLastUsed", u.lastUsed)
	}
}

func (a *account) writeUserWithTags(out *xmlWriter, u *user) {
	out.group("User", func() {
		a.writeUser(out, u)
		if len(u.tags) == 0 {
			return
		}
		out.group("Tags", func() {
			for _, tag := range u.tags {
				out.group("member", func() {
					out.text("Key", tag.Key)
					out.text("Value", tag.Value)
				})
			}
		})
	})
}

// getUser is GetUser, of the caller unless a name is given.
func (a *account) getUser(p *params, out *xmlWriter) error {
	name, err := a.target(p, existingUserName)
	if err != nil {
		return err
	}
	u, err := a.user(name)
	if err != nil {
		return err
	}
	a.writeUserWithTags(out, u)
	return nil
}

// createUser is CreateUser, without permissions boundaries.
func (a *account) createUser(p *params, out *xmlWriter) error {
	name := p.required("UserName", newUserName)
	path, _ := p.optional("Path", userPath)
	tags := p.tags()
	if err := p.err(); err != nil {
		return err
	}
	if a.users.find(name) != nil {
		return refuse("EntityAlreadyExists", "User with name %s already exists.", name)
	}
	u := newUser(User{Name: name, Path: cmp.Or(path, "/"), Tags: tags}, rand.Uint64(), time.Now()) //nolint:gosec // an id, and no secret
	a.users.insert(u)
	a.writeUserWithTags(out, u)
	return nil
}

// tags reads Tags.member.1.Key, Tags.member.1.Value and so on.
func (p *params) tags() []Tag {
	var tags []Tag
	for n := 1; p.form.Has(fmt.Sprintf("Tags.member.%d.Key", n)); n++ {
		if n > mostTags {
			p.reject("Tags", fmt.Sprintf("Member must have length less than or equal to %d", mostTags))
			break
		}
		key := p.required(fmt.Sprintf("Tags.member.%d.Key", n), tagKey)
		value := p.required(fmt.Sprintf("Tags.member.%d.Value", n), tagValue)
		tags = append(tags, Tag{Key: key, Value: value})
	}
	return tags
}

// deleteUser is DeleteUser. A login profile has to be deleted first.
func (a *account) deleteUser(p *params, _ *xmlWriter) error {
	name := p.required("UserName", existingUserName)
	if err := p.err(); err != nil {
		return err
	}
	u, err := a.userToChange(name)
	if err != nil {
		return err
	}
	if u.profile != nil {
		return usual("DeleteConflict")
	}
	a.users.remove(name)
	return nil
}

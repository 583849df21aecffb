package demoiam

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

const mostTags = 50

// listUsers is ListUsers: users by path prefix, a page at a time, without
// their tags.
func (a *account) listUsers(p *params, out *xmlWriter) error {
	prefix, _ := p.optional("PathPrefix", pathPrefix)
	page := p.page()
	if err := p.err(); err != nil {
		return err
	}
	last := ""
	more := false
	out.group("Users", func() {
		for _, u := range a.users.after(page.after) {
			if !strings.HasPrefix(u.path, prefix) {
				continue
			}
			if more = page.most == 0; more {
				return
			}
			page.most--
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
				out.group("member", func() { out.tagOfUser(tag) })
			}
		})
	})
}

func (x *xmlWriter) tagOfUser(tag Tag) {
	x.text("Key", tag.Key)
	x.text("Value", tag.Value)
}

// listUserTags is ListUserTags.
func (a *account) listUserTags(p *params, out *xmlWriter) error {
	page := p.page()
	u, err := a.named(p, existingUserName, a.user)
	if err != nil {
		return err
	}
	writeList(out, "Tags", u.tags, page, out.tagOfUser)
	return nil
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

// deleteUser is DeleteUser. Whatever a user has must be taken away first, in an
// order that AWS does not document.
func (a *account) deleteUser(p *params, _ *xmlWriter) error {
	name := p.required("UserName", existingUserName)
	if err := p.err(); err != nil {
		return err
	}
	u, err := a.userToChange(name)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		conflicts bool
		remedy    string
	}{
		{u.profile != nil, "delete login profile"},
		{len(u.keys) > 0, "delete access keys"},
		{len(u.credentials) > 0, "delete service specific credentials"},
		{len(u.mfa) > 0, "delete MFA device"},
		{len(u.policies) > 0, "detach all policies"},
		{len(u.inline) > 0, "delete policies"},
		{len(u.groups) > 0, "remove users from group"},
	} {
		if c.conflicts {
			return refuse("DeleteConflict", "Cannot delete entity, must %s first.", c.remedy)
		}
	}
	a.users.remove(name)
	return nil
}

package rails

import (
	"fmt"
	"slices"
	"strings"
)

// Protected is a rule about who is not touched. One of Name, Path, Tag and Group is set.
type Protected struct {
	Name   Glob   `toml:"name"`  // of the user
	Path   string `toml:"path"`  // what the user's path begins with
	Tag    Tag    `toml:"tag"`   // of the user
	Group  Glob   `toml:"group"` // that the user is in
	Reason string `toml:"reason"`

	file string
}

// Subject is what is known of a user.
type Subject struct {
	Name, Path string
	Tags       []Tag
	Groups     []string
}

func (p Protected) matches(s Subject) bool {
	switch {
	case p.Name.isSet():
		return p.Name.matches(s.Name)
	case p.Path != "":
		return len(s.Path) >= len(p.Path) && strings.EqualFold(s.Path[:len(p.Path)], p.Path)
	case p.Tag.Key != "":
		return slices.ContainsFunc(s.Tags, p.Tag.matches)
	case p.Group.isSet():
		return slices.ContainsFunc(s.Groups, p.Group.matches)
	}
	return false
}

// String is the rule as it stands in its file: name = "break-glass*".
func (p Protected) String() string {
	switch {
	case p.Name.isSet():
		return fmt.Sprintf("name = %q", p.Name)
	case p.Path != "":
		return fmt.Sprintf("path = %q", p.Path)
	case p.Tag.Key != "":
		return fmt.Sprintf("tag = %q", p.Tag)
	}
	return fmt.Sprintf("group = %q", p.Group)
}

// Rule returns the rule that protects a user, as far as the user is known; ok is false where none does.
func (r *Rails) Rule(s Subject) (p Protected, ok bool) {
	if r == nil || s.Name == "" {
		return Protected{}, false
	}
	for _, p := range r.protected {
		if p.matches(s) {
			return p, true
		}
	}
	return Protected{}, false
}

// Where is the rule and its file.
func (p Protected) Where() string { return fmt.Sprintf("%s in %s", p, p.file) }

// Protects is a [*RefusedError] where a user is not touched, as far as the user is known.
func (r *Rails) Protects(s Subject) error {
	p, ok := r.Rule(s)
	if !ok {
		return nil
	}
	why := s.Name + " is protected"
	if p.Reason != "" {
		why += ": " + strings.TrimSuffix(p.Reason, ".")
	}
	return &RefusedError{"protected", fmt.Sprintf("%s (%s)", why, p.Where())}
}

// AsksForUser tells whether a rule needs a user's path or tags to be read.
func (r *Rails) AsksForUser() bool {
	return r.asksFor(func(p Protected) bool { return p.Path != "" || p.Tag.Key != "" })
}

// AsksForTags tells whether a rule needs a user's tags to be read.
func (r *Rails) AsksForTags() bool {
	return r.asksFor(func(p Protected) bool { return p.Tag.Key != "" })
}

// AsksForGroups tells whether a rule needs a user's groups to be read.
func (r *Rails) AsksForGroups() bool {
	return r.asksFor(func(p Protected) bool { return p.Group.isSet() })
}

func (r *Rails) asksFor(needs func(Protected) bool) bool {
	return r != nil && slices.ContainsFunc(r.protected, needs)
}

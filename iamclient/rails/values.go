package rails

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Glob is a pattern of a name: * stands for any characters, ? for one, [ab] for one of these. Upper and lower case are
// the same to it, as they are to IAM.
type Glob struct{ pattern string }

// UnmarshalText takes a pattern from a file.
func (g *Glob) UnmarshalText(text []byte) error {
	text = bytes.TrimSpace(text) // no name has any
	if _, err := path.Match(string(text), ""); err != nil || len(text) == 0 {
		return errors.New("name and group take a name or a pattern such as \"admin-*\"; a [ is closed by a ]")
	}
	g.pattern = string(text)
	return nil
}

func (g Glob) String() string { return g.pattern }

func (g Glob) isSet() bool { return g.pattern != "" }

func (g Glob) matches(name string) bool {
	ok, _ := path.Match(strings.ToLower(g.pattern), strings.ToLower(name))
	return ok
}

// Tag is a tag of a user. In a rule, an empty value stands for any.
type Tag struct{ Key, Value string }

// UnmarshalText takes "key" or "key=value" from a file.
func (t *Tag) UnmarshalText(text []byte) error {
	key, value, _ := strings.Cut(string(text), "=")
	t.Key, t.Value = strings.TrimSpace(key), strings.TrimSpace(value)
	if t.Key == "" {
		return errors.New("tag takes the key of a tag, or \"key=value\"")
	}
	return nil
}

func (t Tag) String() string { return strings.TrimSuffix(t.Key+"="+t.Value, "=") }

func (t Tag) matches(other Tag) bool {
	return strings.EqualFold(t.Key, other.Key) && (t.Value == "" || strings.EqualFold(t.Value, other.Value))
}

// expression is a regular expression.
type expression struct{ *regexp.Regexp }

// UnmarshalText takes an expression from a file.
func (e *expression) UnmarshalText(text []byte) error {
	compiled, err := regexp.Compile(string(text))
	if err != nil {
		return fmt.Errorf("pattern takes a regular expression: %w", err)
	}
	e.Regexp = compiled
	return nil
}

// verification says by what a caller is verified; the zero value asks for none.
type verification struct{ byMFA bool }

// UnmarshalText takes "mfa", the one way that there is.
func (v *verification) UnmarshalText(text []byte) error {
	if string(text) != "mfa" {
		return errors.New("verify takes \"mfa\"")
	}
	v.byMFA = true
	return nil
}

// Colour is one of the terminal's own 16; the zero value is none.
type Colour struct{ name string }

// Index is the number of the colour in the palette, 0 to 15; -1 for none.
func (c Colour) Index() int { return slices.Index(colours(), c.name) }

// String is the colour's name: "bright-red".
func (c Colour) String() string { return c.name }

// colours are the names, in the order of the palette.
func colours() []string {
	return []string{
		"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
		"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
	}
}

// UnmarshalText takes a colour from a file.
func (c *Colour) UnmarshalText(text []byte) error {
	if !slices.Contains(colours(), string(text)) {
		return errors.New("colour takes black, red, green, yellow, blue, magenta, cyan or white, or one of them with bright- before it")
	}
	c.name = string(text)
	return nil
}

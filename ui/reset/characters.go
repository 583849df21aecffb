package reset

import (
	"unicode"

	"iampasswd/iamclient"
	"iampasswd/ui/terminal"
)

// OnlyUpTo says which characters IAM takes in a password.
const OnlyUpTo = "IAM takes only characters up to ÿ (U+0020 to U+00FF) in a password"

// Fault is why a character, or a length, is no part of a password.
type Fault int

// The faults, in the order in which they are looked for.
const (
	NoFault   Fault = iota
	LineBreak       // nobody can type it when signing in
	Control         // no character: tab, escape, …
	Invisible       // no one sees it: a soft hyphen, a no-break space, …
	TooWide         // beyond what IAM takes
)

// Refuse tells why a character is no part of a password. What IAM would not take, and what nobody would see, is refused
// whole: a password that was changed in silence is one that the user does not have.
func Refuse(r rune) Fault {
	switch {
	case r == '\n' || r == '\r':
		return LineBreak
	case unicode.IsControl(r):
		return Control
	case terminal.Unseeable(r):
		return Invisible
	case r > 'ÿ':
		return TooWide
	}
	return NoFault
}

// Unfit says why IAM or a person could not take a text for a password; empty where they can.
func Unfit(s *iamclient.Secret) string {
	if s.Len() > iamclient.MaxPasswordLength {
		return "Not taken: IAM takes at most 128 characters."
	}
	for i := range s.Len() {
		switch r := s.At(i); Refuse(r) {
		case LineBreak, Control:
			return "Not taken: there is a key in it that types no character, such as tab or an arrow."
		case Invisible:
			return "Not taken: it has " + terminal.Name(r) + " in it, which no one sees."
		case TooWide:
			return "Not taken: " + OnlyUpTo + "."
		case NoFault:
		}
	}
	return ""
}

// Edges says that a password begins or ends with a space, which is easily lost on the way to the user; empty where it does
// not.
func Edges(s *iamclient.Secret) string {
	n := s.Len()
	switch {
	case n == 0:
		return ""
	case s.At(0) == ' ' && s.At(n-1) == ' ':
		return "begins and ends with a space"
	case s.At(0) == ' ':
		return "begins with a space"
	case s.At(n-1) == ' ':
		return "ends with a space"
	}
	return ""
}

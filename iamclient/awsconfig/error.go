package awsconfig

import (
	"fmt"

	"iampasswd/iamclient/printable"
)

// Error tells why the settings are not used. Its text is one sentence without its full stop. It names places, sections
// and known settings, never a value: a value can be a secret.
type Error struct {
	Where string // "FILE:LINE", a file, or the name of a variable
	What  string // what is wrong there, and what to do
}

func (e *Error) Error() string { return e.Where + " " + e.What }

// UnknownProfileError names a profile that the files do not have.
type UnknownProfileError struct {
	Profile string
	Near    string // "FILE:LINE" of a section that the AWS CLI does not take for this profile; "": none
}

func (e *UnknownProfileError) Error() string {
	text := fmt.Sprintf("the AWS configuration has no profile %q", e.Profile)
	if e.Near != "" {
		text += fmt.Sprintf("; %s looks like it, but the AWS CLI reads another name there, or none: write [profile NAME] in the configuration file, with quotes around a name with spaces, and [NAME] in the credentials file", e.Near)
	}
	return text
}

// place is a line of a file. Lines count from 1; 0 is the file as a whole.
type place struct {
	file string
	line int
}

func (p place) String() string {
	if p.line == 0 {
		return printable.Text(p.file)
	}
	return fmt.Sprintf("%s:%d", printable.Text(p.file), p.line)
}

func (p place) errorf(format string, args ...any) *Error {
	return &Error{Where: p.String(), What: fmt.Sprintf(format, args...)}
}

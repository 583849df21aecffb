package bulkreport

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/journal"
	"iampasswd/ui/text"
)

// Counts counts users by what became of them; it leaves out what there is none of.
func Counts(c bulk.Counts) string {
	parts := []string{fmt.Sprintf("%d done", c.Done)}
	for _, part := range []struct {
		n    int
		what string
	}{{c.Refused, "refused"}, {c.Unknown, "unknown"}, {c.Skipped, "skipped"}, {c.Left, "not sent"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, ", ")
}

// Open is how many users are not done, and could be by another try.
func Open(c bulk.Counts) int { return c.Refused + c.Unknown + c.Left }

// Command is the command that does something with a journal, as it is typed. keyed: its passwords are encrypted to
// recipients, so that reading them takes a private key.
func Command(does, path string, keyed bool) string {
	if strings.ContainsFunc(path, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+,:@%=", r)
	}) {
		path = "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	line := "iampasswd bulk " + does + " " + path
	if keyed && does != "wipe" {
		line += " --identity FILE"
	}
	return line
}

// Ended says why a run ended before its end; empty where it did not, or was stopped. next is what goes on with it; it may be
// empty.
func Ended(err error, next string) string {
	unwritten, lost := errors.AsType[*journal.UnwrittenError](err)
	e, asked := errors.AsType[*iamclient.Error](err)
	switch {
	case lost:
		return fmt.Sprintf("what became of %s could not be written to the journal (%s): resume changes them once more, and their passwords of now do not hold after that",
			text.Counted(unwritten.Outcomes, "user"), Reason(unwritten.Why))
	case err == nil, errors.Is(err, bulk.ErrStopped):
		return ""
	case journal.IsFull(err):
		return "the disk is full, and nothing more was sent: make room" + next
	case asked:
		return "the run ended: " + e.Error() + next
	}
	return err.Error() + next
}

// Reason is what the system says about a file, without the path.
func Reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

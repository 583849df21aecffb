package plain_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"iampasswd/ui/reset"
	"iampasswd/ui/uitest"
)

// The end of the input, at whatever question, changes nothing, and says so where something was begun.
func TestPlainHangingUp(t *testing.T) {
	const begun = "Nothing was changed for Bob."
	for _, c := range []struct {
		typed []string
		asks  string
		left  string
	}{
		{nil, "User name", ""},
		{[]string{"Bob"}, "Go on", ""},
		{[]string{"Bob", "y"}, "New password", begun},
		{[]string{"Bob", "y", good}, "The same again", begun},
		{[]string{"Bob", "y", "hunter22", "hunter22"}, "Send it anyway", begun},
		{[]string{"Bob", "y", good, good}, "Must Bob", begun},
		{[]string{"Bob", "y", good, good, ""}, "Reset the password of Bob", begun},
	} {
		t.Run(c.asks, func(t *testing.T) {
			inTalk(t, talkConfig{}, func(talk *talk) {
				talk.types(c.typed...)
				if !strings.Contains(talk.last(), c.asks) {
					t.Fatalf("it does not ask %q:\n%s", c.asks, talk.last())
				}
				talk.hangsUp()
				talk.isOver(nil)
				if got := strings.TrimSpace(talk.last()); got != c.left {
					t.Errorf("it says %q, want %q", got, c.left)
				}
				if sent := talk.changes(); len(sent) > 0 {
					t.Errorf("sent: %+v", sent)
				}
			})
		})
	}
}

func TestPlainHangingUpTooSoon(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "Bob_credentials.csv")
	inTalk(t, talkConfig{folder: folder}, func(c *talk) {
		c.types("Bob", "y", "g", "", "y")
		c.hangsUp()
		c.hears("The new password of Bob is in force, and nobody has seen it: it was saved to " + file + ", which only you may read.")
		c.isOver(nil)
		if !c.IAM.Check("Bob", uitest.SavedPassword(t, file)) {
			t.Error("what was saved is not in force")
		}
	})
	inTalk(t, talkConfig{account: losingAnswers, folder: folder}, func(c *talk) {
		c.types("Bob", "y", "g", "", "y")
		c.passes(time.Minute)
		c.hangsUp()
		c.hears("The new password of Bob may be in force, and nobody has seen it: it was saved to ")
		c.isOver(nil)
	})
	inTalk(t, talkConfig{account: losingAnswers, folder: folder}, func(c *talk) {
		c.types("Bob", "y", "g", "", "y")
		c.passes(time.Minute)
		c.types("s", "y") // shown, it is not lost
		c.hangsUp()
		c.hears("may be in force for Bob: the outcome is not known.")
		c.isOver(nil)
	})
	if got := uitest.FilesIn(t, folder); got != "Bob_credentials-2.csv Bob_credentials.csv" {
		t.Errorf("there is %s", got)
	}
}

// A terminal that does not read does not keep the program from ending, and a password from being saved.
func TestPlainOnATerminalThatDoesNotRead(t *testing.T) {
	folder := t.TempDir()
	inTalk(t, talkConfig{folder: folder}, func(c *talk) {
		c.types("Bob", "y", "g", "")
		defer c.sticks()()
		c.lines <- "y"
		c.stopsInTime()
		if lost, ok := errors.AsType[*reset.UnsavedError](c.err); ok {
			t.Fatalf("nothing was sent, and it ended with %v", lost)
		}
	})
	inTalk(t, talkConfig{folder: folder}, func(c *talk) {
		c.types("Bob", "y", "g", "", "y")
		defer c.sticks()()
		c.lines <- "?"
		c.stopsInTime()
		file := filepath.Join(folder, "Bob_credentials.csv")
		unseen, ok := errors.AsType[*reset.UnsavedError](c.err)
		if !ok || !strings.Contains(unseen.Error(), file) {
			t.Fatalf("it ended with %v", c.err)
		}
		if !c.IAM.Check("Bob", uitest.SavedPassword(t, file)) {
			t.Error("what was saved is not in force")
		}
	})
}

func TestPlainInterrupted(t *testing.T) {
	for user, want := range map[string]string{
		"slow.lorris": "was on its way, and its outcome will not be seen", "uma.unready": "Nothing was changed for uma.unready.",
	} {
		inTalk(t, talkConfig{}, func(c *talk) {
			c.sends(user, good)
			c.types("yes")
			c.stop()
			<-c.ended
			c.hears(want)
			c.isOver(context.Canceled)
		})
	}
}

func TestPlainClipboard(t *testing.T) {
	clipboard := &uitest.Clipboard{}
	inTalk(t, talkConfig{clipboard: clipboard}, func(c *talk) {
		c.sends("Bob", good)
		c.types("yes")
		c.asks("c to copy it to the clipboard", false)
		c.types("c")
		c.hears("emptied in 45 seconds")
		if got := clipboard.Read(); got != good {
			t.Errorf("the clipboard has %q", got)
		}
		c.passes(46 * time.Second)
		if got := clipboard.Read(); got != "" {
			t.Error("the clipboard was not emptied")
		}
		c.types("c")
		c.hangsUp()
		c.isOver(nil)
		if got := clipboard.Read(); got != "" {
			t.Error("the clipboard was not emptied in the end")
		}
	})
}

// Where the current folder takes no file, another one does, and it is said which. The password is then not at risk.
func TestPlainSavingInAnotherFolder(t *testing.T) {
	gone, home := filepath.Join(t.TempDir(), "gone"), t.TempDir()
	saved := filepath.Join(home, "Bob_credentials.csv")
	inTalk(t, talkConfig{folder: gone, fallbacks: []string{home}}, func(c *talk) {
		c.types("Bob", "y", "g", "", "y", "f")
		c.hears("no such file or directory; saved to " + saved + ", which only you may read.")
		c.types("n")
		c.asks("User name", false)
		if !c.IAM.Check("Bob", uitest.SavedPassword(t, saved)) {
			t.Error("what was saved is not in force")
		}
	})
}

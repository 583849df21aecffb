package plain

import (
	"errors"
	"io"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/directory"
	"iampasswd/ui/remedy"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// handOver says what was done and what the user needs to know, and passes the password on in a way that the operator
// chooses. By itself it shows none: what is printed stays in the terminal's scrollback.
func (c *conversation) handOver(took time.Duration) error {
	c.accepted(took)
	done := c.result
	c.say("Account: " + c.account.Title())
	if page := c.account.SignInURL(); page != "" {
		c.say("Sign-in page: " + text.Clean(page))
	}
	c.say("User name: " + done.User.Shown())
	c.say("Next sign-in: " + done.Next() + ".")
	if locked := done.LockedOut("w"); locked != "" {
		c.say("Warning: " + done.User.Shown() + " is locked out: " + locked + ".")
	}
	if attached := done.Attached("why"); attached != "" {
		c.say("Attached: " + attached + ".")
	}
	c.say("A new password can take a moment to work everywhere.")
	return c.passOn(done)
}

// passOn offers the ways to get at the password, until one was taken or the operator goes on without.
func (c *conversation) passOn(done *reset.Result) error {
	ways := "Type s to show the password, f to save it in a file, "
	help := "s shows the password, after a warning: it would stay on the screen. f saves it as the console's CSV, which only you may read. "
	if c.copies.Exists() {
		ways += "c to copy it to the clipboard, "
		help += "c copies it to the clipboard, which is emptied after " + text.InWords(clipboard.Holds) + ". "
	}
	if waiting := done.Wait(time.Now()); waiting.Begun() {
		ways += "wait to wait until the user has signed in, "
		help += "wait asks AWS every few seconds whether a new password was chosen, for ten minutes at most. "
	}
	for {
		allow, allowHelp := "", ""
		if done.MayBeAllowed() {
			allow, allowHelp = "w to let the user change it, ", "w attaches IAMUserChangePassword. "
		}
		line, err := c.ask(ways+allow+"or n to go on without: ", help+allowHelp+"n or enter alone drops it here.")
		if err != nil {
			return err
		}
		switch strings.ToLower(line) {
		case "s":
			shown, err := c.show(done.Password)
			if err != nil {
				return err
			}
			done.Unseen = done.Unseen && !shown
		case "c":
			if !c.copies.Exists() {
				c.say("There is no clipboard to copy to.")
				continue
			}
			c.copy(done.Password)
			done.Unseen = false
			c.say("Sent to the clipboard, which is emptied in " + text.InWords(clipboard.Holds) + "; paste it once to be sure that it arrived.")
		case "f":
			c.save(done)
		case "wait":
			if waiting := done.Wait(time.Now()); !waiting.Begun() {
				c.say(done.User.Shown() + " keeps this password.")
				continue
			}
			if err := c.wait(done); err != nil {
				return err
			}
		case "w":
			if err := c.remedy(remedy.LetChange(), done.User); err != nil && !errors.Is(err, errBack) {
				return err // else there still is a password to pass on
			}
			done.Allowed = directory.ForcedChange(done.User).Attached
		case "", "n", "no":
			if !done.Unseen {
				return nil
			}
			sure, err := c.yes(done.AtRisk()+" Go on anyway?", false, "no asks again what to do with it.")
			if err != nil || sure {
				return err
			}
		default:
			c.say(line + " is none of these.")
		}
	}
}

// show prints a password on a line of its own, if the operator wants that.
func (c *conversation) show(password *iamclient.Secret) (shown bool, err error) {
	sure, err := c.yes("The password would stay on the screen and in the terminal's scrollback, until you clear both. Show it?", false,
		"no goes on without showing it.")
	if err != nil || !sure {
		return false, err
	}
	c.say("The password is on the next line.")
	_, err = io.WriteString(c.tty, password.Reveal()+"\n") // whole, spaces and all
	return true, err
}

// save writes the console's own file, and says where it is.
func (c *conversation) save(done *reset.Result) {
	name, err := done.File(c.folders).Save()
	if name == "" {
		why, remedy := reset.NotSaved(c.folders[0], err)
		c.say(why + " Show it, or " + remedy + ".")
		return
	}
	done.Unseen = false
	c.say(text.Capital(reset.Saved(name, c.folders[0], err)) + ".")
}

// copy sends the password to the machine's clipboard, and takes it out again in time. The terminal's own clipboard takes
// an escape sequence, and so gets none.
func (c *conversation) copy(password *iamclient.Secret) {
	c.lock.Lock()
	defer c.lock.Unlock()
	serial := c.copies.Copy(password)
	time.AfterFunc(clipboard.Holds, func() {
		c.lock.Lock()
		defer c.lock.Unlock()
		c.copies.Due(serial)
	})
}

// wait waits until a user has replaced the password that was set, as long as the operator wants that. The line that ends it
// is read meanwhile, and always to its end: otherwise the next answer would be lost to it.
func (c *conversation) wait(done *reset.Result) error {
	waiting := done.Wait(time.Now())
	line, _ := waiting.Line()
	c.say(text.Capital(line) + ", for ten minutes at most. Press enter to stop waiting.")
	stopped := make(chan error, 1)
	go func() {
		_, err := c.tty.ReadLine(c.ctx)
		stopped <- err
	}()
	for !waiting.Over() {
		select {
		case err := <-stopped:
			return err
		case <-time.After(reset.WaitEvery):
		}
		profile, err := c.loginProfile(done.User.Name)
		waiting.Saw(profile, err, time.Now())
	}
	line, _ = waiting.Line()
	c.say(text.Capital(line) + ". Press enter to go on.")
	return <-stopped
}

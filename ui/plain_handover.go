package ui

import (
	"io"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// handOver says what was done and what the user needs to know, and passes the password on in a way that the operator
// chooses. By itself it shows none: what is printed stays in the terminal's scrollback.
func (p *plain) handOver(f *form) error {
	done := &result{
		user: f.user, operation: f.operation, resetRequired: f.resetRequired,
		password: &f.password.secret, dark: f.dark(),
	}
	p.done = done
	p.say(done.operation.done() + " for " + done.user.name() + ".")
	p.say("Account: " + text.Clean(p.where.account()))
	if page := iamclient.SignInURL(p.where.identity, p.where.alias); page != "" {
		p.say("Sign-in page: " + text.Clean(page))
	}
	p.say("User name: " + done.user.name())
	h := handover{result: *done}
	p.say("Next sign-in: " + h.next() + ".")
	p.say("A new password can take a moment to work everywhere.")
	return p.passOn(done)
}

// passOn offers the ways to get at the password, until one was taken or the operator goes on without.
func (p *plain) passOn(done *result) error {
	ways := "Type s to show the password, f to save it in a file, "
	help := "s shows the password, after a warning: it would stay on the screen. f saves it as the console's CSV, which only you may read. "
	if p.copies.native != nil {
		ways += "c to copy it to the clipboard, "
		help += "c copies it to the clipboard, which is emptied after " + text.InWords(clipboardHolds) + ". "
	}
	for {
		line, err := p.ask(ways+"or n to go on without: ", help+"n or enter alone drops it here.")
		if err != nil {
			return err
		}
		switch strings.ToLower(line) {
		case "s":
			shown, err := p.show(done.password)
			if err != nil {
				return err
			}
			done.dark = done.dark && !shown
		case "c":
			if p.copies.native == nil {
				p.say("There is no clipboard to copy to.")
				continue
			}
			p.copy(done.password)
			done.dark = false
			p.say("Sent to the clipboard, which is emptied in " + text.InWords(clipboardHolds) + "; paste it once to be sure that it arrived.")
		case "f":
			p.save(done)
		case "", "n", "no":
			if !done.dark {
				return nil
			}
			sure, err := p.yes(done.atRisk()+" Go on all the same?", false, "no asks again what to do with it.")
			if err != nil || sure {
				return err
			}
		default:
			p.say(line + " is none of these.")
		}
	}
}

// show prints a password on a line of its own, if the operator wants that.
func (p *plain) show(password *iamclient.Secret) (shown bool, err error) {
	sure, err := p.yes("The password would stay on the screen and in the terminal's scrollback, until you clear both. Show it?", false,
		"no goes on without showing it.")
	if err != nil || !sure {
		return false, err
	}
	p.say("The password is on the next line.")
	_, err = io.WriteString(p.tty, password.Reveal()+"\n") // whole, spaces and all
	return true, err
}

// save writes the console's own file, and says where it is.
func (p *plain) save(done *result) {
	saved := p.effects.saveCSV(p.file(done))().(fileSavedMsg)
	if saved.name == "" {
		why, remedy := unsaved(p.folder, saved.err)
		p.say(why + " Show it, or " + remedy + ".")
		return
	}
	done.dark = false
	p.say(text.Capital(savedTo(saved.name, p.folder, saved.err)) + ".")
}

// file is the console's own, for a user and the password.
func (p *plain) file(done *result) csvFile {
	return csvFile{
		folder: p.folder, fallbacks: p.fallbacks, user: done.user.Name, password: done.password.Clone(),
		signIn: iamclient.SignInURL(p.where.identity, p.where.alias),
	}
}

// copy sends the password to the machine's clipboard, and takes it out again in time. The terminal's own clipboard takes
// an escape sequence, and so gets none.
func (p *plain) copy(password *iamclient.Secret) {
	p.clipboard.Lock()
	defer p.clipboard.Unlock()
	_ = p.copies.copy(password)
	serial := p.copies.serial
	time.AfterFunc(clipboardHolds, func() {
		p.clipboard.Lock()
		defer p.clipboard.Unlock()
		if p.copies.serial == serial {
			p.copies.clear()
		}
	})
}

package ui

import (
	"io"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/printable"
	"iampasswd/ui/text"
)

// say prints a sentence.
func (p *plain) say(text string) { p.print(text + "\n") }

// print breaks a text at spaces before the terminal would break it within a word, which is then read as two. A word that
// is longer than a line, such as an address to copy, stays whole.
func (p *plain) print(words string) {
	columns := p.tty.Columns()
	var b strings.Builder
	at := 0
	for word := range strings.SplitAfterSeq(words, " ") {
		w := text.Width(strings.TrimRight(word, " \n"))
		if columns > 0 && at > 0 && at+w >= columns {
			b.WriteByte('\n')
			at = 0
		}
		b.WriteString(word)
		at += text.Width(word)
	}
	_, _ = io.WriteString(p.tty, printable.Lines(b.String()))
}

// ask asks for a line, and answers a question mark with help.
func (p *plain) ask(question, help string) (string, error) {
	for {
		p.print(question)
		line, err := p.tty.ReadLine(p.ctx)
		if err != nil {
			p.say("") // the question stands alone on its line
			return "", err
		}
		line = strings.TrimSpace(text.Clean(line))
		if line != "?" {
			return line, nil
		}
		p.say(help)
	}
}

// yes asks for a yes or a no. Enter alone means what otherwise says.
func (p *plain) yes(question string, otherwise bool, help string) (bool, error) {
	alone := map[bool]string{true: "yes", false: "no"}[otherwise]
	for {
		line, err := p.ask(question+" Type yes or no; enter alone means "+alone+": ", help)
		if err != nil {
			return false, err
		}
		switch strings.ToLower(line) {
		case "":
			return otherwise, nil
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
		p.say("That is neither yes nor no.")
	}
}

// again asks whether to try once more, by enter alone.
func (p *plain) again(question string) error {
	for {
		line, err := p.ask(question+" Press enter to try again, or type b to go back to the users: ",
			"b drops the password and changes nothing.")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case strings.EqualFold(line, "b"):
			return errBack
		}
		p.say(line + " is none of these.")
	}
}

// askUnseen asks for a line that is not shown while it is typed.
func (p *plain) askUnseen(question string) (*iamclient.Secret, error) {
	p.print(question)
	secret, err := p.tty.ReadSecret(p.ctx)
	p.say("") // the enter was not seen either
	return secret, err
}

package ui

import (
	"io"
	"strings"

	"iampasswd/iamclient"
)

// say prints a line.
func (p *plain) say(line string) { _, _ = io.WriteString(p.tty, line+"\n") }

// ask asks for a line, and answers a question mark with help.
func (p *plain) ask(question, help string) (string, error) {
	for {
		_, _ = io.WriteString(p.tty, question)
		line, err := p.tty.ReadLine(p.ctx)
		if err != nil {
			p.say("") // the question stands alone on its line
			return "", err
		}
		line = strings.TrimSpace(clean(line))
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
	}
}

// askUnseen asks for a line that is not shown while it is typed.
func (p *plain) askUnseen(question string) (*iamclient.Secret, error) {
	_, _ = io.WriteString(p.tty, question)
	secret, err := p.tty.ReadSecret(p.ctx)
	p.say("") // the enter was not seen either
	return secret, err
}

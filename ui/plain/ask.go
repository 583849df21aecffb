package plain

import (
	"io"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/printable"
	"iampasswd/ui/text"
)

// say prints a sentence.
func (c *conversation) say(text string) { c.print(text + "\n") }

// print breaks a text at spaces before the terminal would break it within a word, which is then read as two. A word that
// is longer than a line, such as an address to copy, stays whole.
func (c *conversation) print(words string) {
	columns := c.tty.Columns()
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
	_, _ = io.WriteString(c.tty, printable.Lines(b.String()))
}

// ask asks for a line, and answers a question mark with help.
func (c *conversation) ask(question, help string) (string, error) {
	for {
		c.print(question)
		line, err := c.tty.ReadLine(c.ctx)
		if err != nil {
			c.say("") // the question stands alone on its line
			return "", err
		}
		line = strings.TrimSpace(text.Clean(line))
		if line != "?" {
			return line, nil
		}
		c.say(help)
	}
}

// yes asks for a yes or a no. Enter alone means what otherwise says.
func (c *conversation) yes(question string, otherwise bool, help string) (bool, error) {
	alone := map[bool]string{true: "yes", false: "no"}[otherwise]
	for {
		line, err := c.ask(question+" Type yes or no; enter alone means "+alone+": ", help)
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
		c.say("That is neither yes nor no.")
	}
}

// again asks whether to try once more, by enter alone.
func (c *conversation) again(question string) error {
	for {
		line, err := c.ask(question+" Press enter to try again, or type b to go back to the users: ",
			"b drops the password and changes nothing.")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case strings.EqualFold(line, "b"):
			return errBack
		}
		c.say(line + " is none of these.")
	}
}

// askUnseen asks for a line that is not shown while it is typed.
func (c *conversation) askUnseen(question string) (*iamclient.Secret, error) {
	c.print(question)
	secret, err := c.tty.ReadSecret(c.ctx)
	c.say("") // the enter was not seen either
	return secret, err
}

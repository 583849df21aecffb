// Package commandline splits a command into its program and arguments, as the AWS CLI does for a credential_process. No
// shell takes part: variables, ~, globs, pipes and semicolons are text.
package commandline

import (
	"errors"
	"runtime"
	"strings"
)

// The errors of a command that cannot be split. They do not repeat the command, which can hold a secret.
var (
	ErrNoClosingQuotation = errors.New("no closing quotation")
	ErrNoEscapedCharacter = errors.New("no escaped character")
)

// Split splits a command by the rules of this operating system.
func Split(command string) ([]string, error) {
	if runtime.GOOS == "windows" {
		return splitWindows(command)
	}
	return splitPOSIX(command)
}

// words are the words of a command while it is read.
type words struct {
	done  []string
	word  strings.Builder
	begun bool // there is a word, which may be empty so far
}

func (w *words) add(text string) {
	w.word.WriteString(text)
	w.begun = true
}

// end ends the word, if there is one.
func (w *words) end() {
	if w.begun {
		w.done = append(w.done, w.word.String())
	}
	w.word.Reset()
	w.begun = false
}

// splitPOSIX is shlex.split of Python.
func splitPOSIX(command string) ([]string, error) {
	var w words
	var quote byte // that is open; 0: none is
	for i := 0; i < len(command); i++ {
		c := command[i]
		switch {
		case c == '\\' && quote != '\'':
			if i++; i == len(command) {
				return nil, ErrNoEscapedCharacter
			}
			if quote == '"' && command[i] != '"' && command[i] != '\\' {
				w.add(`\`)
			}
			w.add(command[i : i+1])
		case c == quote:
			quote = 0
		case quote != 0:
			w.add(command[i : i+1])
		case c == '\'' || c == '"':
			quote = c
			w.add("")
		case strings.IndexByte(" \t\r\n", c) >= 0:
			w.end()
		default:
			w.add(command[i : i+1])
		}
	}
	if quote != 0 {
		return nil, ErrNoClosingQuotation
	}
	w.end()
	return w.done, nil
}

// splitWindows splits as a C program on Windows does: only double quotes quote, and a backslash is one unless a double
// quote follows it, or other backslashes and then a double quote.
func splitWindows(command string) ([]string, error) {
	var w words
	quoted, backslashes := false, 0
	for i := range len(command) {
		c := command[i]
		switch c {
		case '\\':
			backslashes++
			continue
		case '"':
			w.add(strings.Repeat(`\`, backslashes/2))
			if backslashes%2 == 1 {
				w.add(`"`)
			} else {
				quoted = !quoted
			}
			backslashes = 0
			continue
		}
		w.addBackslashes(backslashes)
		backslashes = 0
		if (c == ' ' || c == '\t') && !quoted {
			w.end()
		} else {
			w.add(command[i : i+1])
		}
	}
	if quoted {
		return nil, ErrNoClosingQuotation
	}
	w.addBackslashes(backslashes)
	w.end()
	return w.done, nil
}

func (w *words) addBackslashes(n int) {
	if n > 0 {
		w.add(strings.Repeat(`\`, n))
	}
}

//go:build !unix

package command

import (
	"os"

	"github.com/charmbracelet/x/term"
)

// readHidden reads one line of a terminal without an echo.
func readHidden(tty *os.File, _ func()) ([]byte, error) { return term.ReadPassword(tty.Fd()) }

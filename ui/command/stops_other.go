//go:build !unix

package command

import (
	"os"

	"iampasswd/ui"
	keyboard "iampasswd/ui/terminal"
)

// watchStops does nothing: there are no such signals.
func watchStops(*ui.Config, *keyboard.File) (end func()) { return func() {} }

func restoreLine(*os.File) func() { return func() {} }

func dropOutput(*os.File) {}

//go:build !unix

package command

import (
	"os"

	"iampasswd/ui"
)

// watchStops does nothing: there are no such signals.
func watchStops(*ui.Config, *os.File) (end func()) { return func() {} }

func restoreLine(*os.File) func() { return func() {} }

func dropOutput(*os.File) {}

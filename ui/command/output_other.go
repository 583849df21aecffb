//go:build !unix

package command

import "os"

// takes tells whether something may read what is written to a file, which is not known here.
func takes(*os.File) bool { return true }

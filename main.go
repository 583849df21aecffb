// Command iampasswd is passwd for AWS IAM: a terminal UI in which an operator finds an IAM user, sets a new console
// password that the account's policy accepts, and hands it over.
//
//	iampasswd --demo
//
// The packages, from here down: ui/command is the command line, ui/command/awscli the AWS CLI's dialect, ui the
// terminal UI, iamclient all that talks to AWS, and iamclient/demoiam the embedded IAM.
package main

import (
	"os"

	"iampasswd/ui/command"
)

func main() {
	// Bubble Tea writes every key that is typed into the file that TEA_TRACE names, and dumps of panics for TEA_DEBUG.
	for _, leak := range []string{"TEA_TRACE", "TEA_DEBUG"} {
		_ = os.Unsetenv(leak)
	}
	os.Exit(command.Main(os.Args[1:]))
}

// Package command is the command line: it turns arguments into what the packages ui and iamclient do, and their
// errors into one sentence and an exit code.
//
//	iampasswd                 the terminal UI on the account that the default credentials reach (root)
//	iampasswd --demo          the same on the embedded IAM
//	iampasswd demo-server     the embedded IAM on a loopback port (demoserver)
//
// Exit codes are those of the AWS CLI version 2: 0, 130 and so on for a signal, 252 for the command line, 253 for
// credentials, 255 for the rest.
package command

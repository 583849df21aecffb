// Package command is the command line: it turns arguments into what the packages ui and iamclient do, and their
// errors into one sentence and an exit code.
//
//	iampasswd                          the terminal UI on the account that the default credentials reach (root)
//	iampasswd --demo                   the same on the embedded IAM
//	iampasswd --plain                  the main job in lines instead of on a screen (plain)
//	iampasswd demo-server              the embedded IAM on a loopback port (demoserver)
//	iampasswd update-login-profile …   and three more: drop-ins for the commands of `aws iam` (dropin)
//	iampasswd history                  what was changed from this machine (history)
//	iampasswd config                   the guard rails in force (config)
//	iampasswd man                      the manual (man)
//
// The drop-ins are made from one description of their operations (operation, operations). Their arguments are read as the AWS CLI
// reads them (awsarguments, globals, paramfile, jsoninput), the password comes from where it is safe
// (passwordsource, prompt), and cobra only describes and completes them (dropin_command, cobra, usage).
//
// Exit codes are those of the AWS CLI version 2: 0, 130 and so on for a signal, 252 for the command line, 253 for
// credentials, 254 for an error that AWS answers, 255 for the rest (exit).
package command

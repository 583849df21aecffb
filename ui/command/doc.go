// Package command is the command line: it turns arguments into what the packages ui and iamclient do, and their
// errors into one sentence and an exit code. Main starts here (root).
//
//	iampasswd                          the terminal UI on the account that the default credentials reach (terminalui)
//	iampasswd --demo                   the same on the embedded IAM
//	iampasswd --plain                  the main job in lines instead of on a screen (plain)
//	iampasswd demo-server              the embedded IAM on a loopback port (demoserver)
//	iampasswd demo-codes USER          the MFA codes of a user of it (democodes)
//	iampasswd update-login-profile …   and three more: drop-ins for the commands of `aws iam` (dropin)
//	iampasswd NAME                     the terminal UI on the users that match (querywords)
//	iampasswd users [QUERY…]           who matches, as a table, CSV or JSON (users)
//	iampasswd accounts                 what the options reach (accounts, accounts_output)
//	iampasswd signins                  who tried to sign in, and how it ended (signins)
//	iampasswd bulk                     one change for many users (bulk, bulk_input, bulk_output, bulk_result, bulk_journal)
//	iampasswd history                  what was changed from this machine (history)
//	iampasswd config                   the guard rails in force (config)
//	iampasswd permissions              the IAM policy to ask for (permissions)
//	iampasswd help                     a topic of the manual, which package manual has, or how a command is used (help)
//	iampasswd man                      the manual in pages for man (man)
//
// Package awscli describes the operations of the drop-ins and reads their arguments as the AWS CLI does. This package
// takes the password from a safe place (passwordsource, prompt), and prints the result or hands out a generated password
// (dropin_output, generated). Cobra only describes and completes the drop-ins
// (dropin_command, completion).
//
// The other files serve all commands. They depend on no command:
//
//	the errors of a run, and how they become a sentence and an exit code (errors, exit)
//	how cobra refuses what it does not know, and prints help (cobra, usage)
//	the client that the settings lead to, the history that is kept, the version and JSON output (client, keephistory, version, json)
//	the options that lead to many accounts, and what only reads in them (reachflags, reading)
//	signals, stopping and suspending (signals, stops_unix, suspend_unix)
//	the line and the output of the terminal (prompt_unix, output_unix, termios_linux)
//	no core files (coredump_unix, coredump_linux)
//
// Exit codes are those of the AWS CLI version 2: 0, 130 and so on for a signal, 252 for the command line, 253 for
// credentials, 254 for an error that AWS answers, 255 for the rest (exit).
package command

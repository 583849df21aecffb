// Package bulkreport says what a bulk run is going to do and what became of it, for the bulk commands and for the screen.
//
// It puts a plan, the counts and the end of a run into words ([Says], [Counts], [Ended]), names the command that goes on
// with a journal ([Command]), and writes the files: [SavePasswords], [SaveEach], [SaveReport]. [Seal] reads recipients.
//
// It asks nothing, sends nothing, and knows no terminal. Its words never have a password.
package bulkreport

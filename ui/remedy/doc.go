// Package remedy has the changes that help a user and need no new password: each is one value in one file.
//
// All is the list of them, in the order in which they are offered, and the only one: keys, help, the pane, the questions
// and what is learned afterwards come from it. A Remedy says when it applies, asks its question about a Case, and turns it
// into the steps of a change.
//
// It sends nothing and knows no screen. To add a remedy, write its file and add it to All.
package remedy

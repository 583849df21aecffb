// Package plain is the program in lines, for screen readers and for terminals that can do no more than print: it does the
// main job by questions, one after the other, says why a user cannot sign in, and has the remedies of package remedy.
//
// Run holds the conversation on a Teletype. Each line is printed once, and makes sense when it is read aloud in its turn.
// The drafts, the changes, the words of errors and the rules are those of the screens: packages reset, change, explain and
// directory.
//
// It writes no control character but the line feed, shows no password unasked, and knows no Bubble Tea.
package plain

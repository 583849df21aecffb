// Package explain puts an error into a person's words: what happened and to whom, what to do about it, and AWS's own words.
//
// Error makes a Problem of an error of iamclient and the Context that it came in; AtPrompt does so without naming keys.
// Protected, Root, Unlisted and Unusable are the problems of a protected user, the root user, a list and a profile.
// Unread and Waiting are the short forms for a line, SignInCommand the command that renews a session.
//
// It never shows a library's text about input, prints nothing, and knows no screen: the key that tries again is given.
package explain

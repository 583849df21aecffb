// Package printable makes text from outside safe to print.
//
// [Text] makes a text one line, and [Lines] keeps its lines. Neither lets a character through that a terminal obeys, that
// changes the direction of writing, or that cannot be seen; both leave ordinary text of any script as it is.
//
// The package never escapes or quotes: what it returns is for people, not for programs.
package printable

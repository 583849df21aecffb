// Package printable makes text from outside safe to print.
//
// [Text] makes a text one line, and [Lines] keeps its lines. Neither lets a character through that a terminal obeys, that
// changes the direction of writing, or that cannot be seen; both leave ordinary text of any script as it is.
//
// The joiners U+200C and U+200D stay where a script is written with them: between letters of Arabic and other cursive
// scripts, and beside the virama of the Indic ones. Anywhere else a question mark stands in their place, so that a name with
// a joiner in it never looks like the name without. That goes for emoji, too, which show as the single ones that they are
// made of: terminals do not agree on how many cells the joined one takes, and the rest of the line would move.
//
// The package never escapes or quotes: what it returns is for people, not for programs.
package printable

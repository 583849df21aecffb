// Package manual is the manual of the program: a topic is a file in Markdown in this folder, which GitHub shows too, and
// which the program shows on a terminal and as a page for man.
//
// A file is named after its topic. Its first line is its heading, "# topic: what it is about"; that is all there is to do
// to add one. [Topics] lists them.
//
//   - parse.go reads the Markdown. It knows what the topics use, and nothing else: headings, paragraphs, lists, tables, code
//     and links. A test refuses what it does not know. It is no library because it is 150 lines, while goldmark's parser and
//     tables make the program half a megabyte larger, and both writers would still be here.
//   - [Topic.Text] (text.go, table.go) fits a topic to a terminal or a file; [Topic.Man] (man.go) writes it in the macros of man(7).
package manual

// Package terminal stands between the keyboard and Bubble Tea. A slow line tears what a terminal sends; the library then
// takes the parts for keys and text. This package hands on whole characters, whole control sequences and whole pastes
// only, and drops what never becomes whole.
//
//   - [Machine] is the state machine: bytes and time in, bytes out. It does no input or output.
//   - [File] reads a terminal through it, and [Stream] any other source, for tests.
//   - [Refusal] is what was not handed on, and why. It travels among the bytes, as a paste that no one can make.
//   - [Unseeable] finds the characters that no one sees in a password.
//
// The package never changes what was typed, never writes to the terminal, and keeps nothing of a password that it has
// handed on.
package terminal

// Package reset is the reset of one password, from the first character to the hand-over, without a terminal.
//
// A Draft is what the operator has given so far: it checks itself, becomes a change, and knows after a refusal what the next
// try needs. A Result is what is handed over: who, where, how, and the message for the user. A File is the console's own
// CSV, and Unsaved a password that nobody has seen and that must not be lost. A Generator remembers what generated
// passwords are to be like; Refuse tells which characters a password takes.
//
// It never prints a password, asks nothing, and sends nothing by itself: package change does.
package reset

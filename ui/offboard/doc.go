// Package offboard is the checklist for a leaver, without a terminal: what is open for a user, what is done about each, and
// what became of it.
//
// A Checklist is made from a live reading. Its Items are in the order in which they are made; each has the steps that close
// it. Parts are the steps of what is ticked, as the parts of one change: the operator confirms once, one Sequence makes
// them, and one that fails does not stop the others. Progress and Finish take what became of them. Parts are then those
// that failed, so that another try repeats nothing that was made, but for the revocation of sessions: see Parts.
//
// It sends nothing by itself: package change does. It knows no screen.
package offboard

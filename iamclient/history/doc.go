// Package history keeps, on this machine, who changed what: one entry for each change, as an operator sees it.
//
// [File] is a file of JSON lines, and [Memory] what the demo has instead. An entry is written twice: before the change is
// sent, with the outcome [Started], and when it has ended. Both lines are whole and bear the same id, so that either can
// be read alone; what has a start and no end is a change whose outcome nobody knows. If the outcome is found out
// later, a third line with the same id has it, and how it was found.
//
// Nothing here locks. A line is one write to a file that is opened for appending, which the systems that iampasswd runs
// on never mix with another's on a local disk; and a process that is suspended with ctrl+z while it held a lock would
// keep every other from changing anything. A line that was torn, by a full disk or a power cut, costs itself and no
// other: whoever writes next begins a new line, and the reader finds a whole entry behind a torn one on the same line.
//
// A bulk run has an entry of its own, whose id is the run's, and each of its changes names the run. [Together] writes the
// entries of many changes at the same time with one fsync.
//
// The files: entry, file (writing), together, read, memory, and place, which is where the file is.
package history

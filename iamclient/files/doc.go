// Package files reads and creates the operator's files without surprises.
//
// [Read] reads a regular file of limited size: a named pipe, device, socket or directory in its place is an error, and
// never a hang. [ReadStream] also takes a pipe, such as a shell's process substitution, within a limited time. [Check]
// refuses what is not a regular file, and [Create] makes a new file that only its owner can read, whatever the umask.
//
// The package never overwrites a file, and its errors never contain what a file contains.
package files

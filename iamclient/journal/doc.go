// Package journal keeps what a bulk run is about to do and what became of it, so that no password that AWS accepted is
// ever lost: not by kill -9, a power cut, a full disk or a closed terminal.
//
// [Create] writes the plan of a run. Before a request goes out, [Journal.Intend] puts its password on the disk: it returns
// after the fsync that covers it, and many intentions share one fsync. After the request, [Journal.Conclude] adds the
// outcome. [Open] goes on with a journal, and [Read] only reads one; [Content.Recover] lists every password that AWS
// accepted or may have accepted.
//
// # Format, version 1
//
// A journal is a file of JSON lines, readable by its owner only (0600). Each line is one record:
//
//	{"sum":"5f0c…","intent":{…}}
//
// The sum is the first 8 bytes, in hexadecimal, of the SHA-256 of the previous line's sum (8 bytes; zero before the first
// line), the kind of the record, a colon, and the record's bytes as they stand. A line that was lost, changed or moved is
// found by it. The kinds are:
//
//   - header, the first line: format ("iampasswd-journal"), version, the run's id, account, caller, the fingerprint of the
//     password policy, operation, reason, options, and how many items follow.
//   - item, one for each user of the plan, right after the header: its number, from 0, the user, and the plan for them.
//   - key, where passwords are encrypted: the data key, encrypted with age to the recipients or under the passphrase. It
//     holds for the intents that follow it. Each process that goes on with a run has a key of its own.
//   - intent: the number of the item, which password of the item's this is, from 1, and the password: in "password", or
//     encrypted in "sealed".
//   - outcome: item and password as in the intent; done, refused, unknown or not sent; how many steps AWS has accepted;
//     AWS's code and request id. The last one of a password counts.
//
// An intent without an outcome is a request that may have gone out: its outcome is unknown.
//
// # Repair
//
// While a process works on a journal, zeros behind the records keep room for the outcomes that are to come: on a full disk
// the next intent is refused, and what became of the requests under way is still written down. They are no damage where a
// process ended without removing them.
//
// A line at the end that has no line feed, or whose sum is wrong, was torn by the end of the process or of the machine. It
// was not on the disk, so its request never went out: [Open] removes it and [Read] passes over it. Anything else that does
// not fit is a [DamagedError], which names the line and the file.
//
// # Encryption
//
// age's stream is written in chunks of 64 KiB and cannot be flushed at any point, so a journal is not one age file. A run
// has a data key instead, wrapped by age, and each password is sealed with AES-256-GCM under it; what is sealed is padded,
// so that it does not show the password's length. One age message for each password was measured as well: it takes more
// room and more time (see BenchmarkSealing), and a passphrase would cost a second for each. The process that writes needs
// no private key and cannot read what another process has written. It holds the data key of its own part, as it
// holds the passwords.
//
// A journal is locked while it is open: a second process is refused. The lock is the system's and ends with the process.
package journal

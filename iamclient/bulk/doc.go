// Package bulk makes one change for many users, by plan, and loses no password.
//
// [Prepare] reads what the plan has to know, and changes nothing: which users there are, whom a guard rail protects, who
// has no console password, who would be locked out. A [Plan] is pinned: to the account, the caller and the password policy
// that it was made with. [NewRun] writes it into a journal, [Reopen] goes on with one, and [Run.Make] makes the changes.
//
// A run has workers, and a limit on how many of their requests are under way: it begins with half of what may be, grows
// while AWS throttles nothing, and halves when it does. A user that AWS cannot change yet waits, and the others
// go on. Each request is one attempt of the SDK: with dozens of retries at the same time the SDK's
// quota of retries runs out, so the run itself decides when to try again.
//
// The password of a request is in the journal before the request goes out. An outcome that is unknown stays unknown until
// AWS accepts the same password, or a new one where AWS refuses the same one as used before.
//
// The files: operation (what can be done), plan and prepare; run (the run as a whole), attempt (one user), pin (what
// ends a run), scope (what AWS keeps its sessions to), pool and limit (when the next request goes out), result.
package bulk

// Package iamclient does what iampasswd decides: it is the only package that talks to AWS.
//
// It wraps the SDK's IAM and STS clients for one job, passwords of IAM users, and adds what the SDK leaves to its
// callers:
//
//   - [Secret] is a password that cannot be printed.
//   - [Policy] holds a password against the account's rules, and a [Generator] makes one that keeps them.
//   - [Client] reads, with one method for each kind of thing that is read. Each attempt of a request has a time-out.
//   - [Change] is one change, as data, of an [Operation]. A [Client] makes one, and a [Sequence] several that belong
//     together; [ChangeOptions] say how: a reason, who is told of the progress, whether EntityTemporarilyUnmodifiable is
//     waited out.
//   - Package reach finds many accounts, by profiles or by a role in each account of an organization.
//   - Package bulk makes one change for many users, and package journal keeps what it is about to do.
//   - [Error] is what a method returns: classified once, by AWS's error code, with the request id and what is known
//     of the outcome. A write whose answer got lost is [KindUnknownOutcome], never a failure.
//
// The files are named by their noun:
//
//   - passwords: secret, generate, words
//   - the account's policy: policy, policyread, policyupdate, policydiff
//   - the client, the operations that it uses and how one is called: client, options
//   - the accounts of an organization: organization, and jsoncall with jsonendpoint, by which it is asked; rolesession, a
//     client by a role there, and sessionpolicy, what AWS keeps its sessions to
//   - the settings: session, settings, source, profiles, credentials, assumerole, process (with process_unix,
//     process_windows, process_other), ssotoken, logintoken, machine, endpoint; renew, which reads them again
//   - what is hooked into every request: stack, caller, answer, dates, transport, border, redactor, debug
//   - what becomes of a request while it is under way: attemptlog, progress
//   - a change: change and operation, which say what it is; sequence, which makes it; what it goes through on its way,
//     guard (the guard rails), verified (whose caller was verified), entry (the history) and request (what is sent)
//   - what is read: account, identity, maydo, user and users, loginprofile, mfa, accesskeys, servicecredentials, permissions,
//     revocation, report, access, and what they share, pages and known
//   - what CloudTrail saw: trail; pace, which keeps to its rate; and settle, which learns from it what became of a change
//   - what goes wrong: errors, kind, classify, unreachable, denial
//
// Nothing here knows the terminal. awsconfig reads the AWS configuration and chooses the identity; signins understands
// CloudTrail's events; grants has the IAM policies to ask for. These packages are independent of the client: demoiam, the
// embedded IAM that the demo and the tests run on; history, the record of what was changed; rails, what a team does not want
// changed; strength, which estimates how well a password withstands guessing; files, which reads and creates the operator's
// files; and printable, which makes text safe to print.
package iamclient

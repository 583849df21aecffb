// Package demoiam is a small IAM account in a process: the operations behind a
// console password and around it (MFA, access keys, policies, the credential
// report), and the two of STS that say who is calling and make it somebody else,
// spoken over AWS's own Query protocol so that any AWS client can talk to it. It
// is the demo, the server that the client is tested against, and something to
// point another tool at:
//
//	aws --endpoint-url http://127.0.0.1:4566 iam list-users
//
// It enforces password policies, pages, throttles, denies and breaks down in
// the ways that IAM does, with IAM's codes, statuses and words. It forgets
// everything when the process ends.
//
// The package imports nothing else of this program, on purpose. The client
// works out for itself whether a password will be accepted and shows that as
// hints; the rules here are a second implementation, written apart from the
// first, and a property test holds the two against each other. Sharing code
// would make that test agree with itself.
//
// # Where things are
//
//   - [Server] takes requests apart and puts answers together: server.go,
//     operations.go, params.go, xml.go, problem.go. It is an [net/http.Handler];
//     [Server.Transport] (transport.go) reaches it without a socket and [Listen]
//     (listen.go) with one.
//   - account.go is what the operations work on. Each noun has its file:
//     users.go, loginprofile.go, passwordpolicy.go, mfa.go, totp.go, accesskeys.go,
//     servicecredentials.go, groups.go, userpolicies.go, simulate.go, credentialreport.go, identity.go,
//     assumerole.go; what they keep is in directory.go and password.go. paging.go
//     is what their lists have in common, policydocument.go reads policies, and
//     authorize.go decides by that of the caller.
//   - [Fault] (fault.go) is everything that can go wrong on purpose.
//   - [Company] (company.go, names.go) is the demo account, and [TheCast]
//     (cast.go) those of its users who each show one thing that happens to a
//     help desk.
//   - [Server.Calls] (calls.go) is what arrived; state.go has what else a test
//     wants to set or see.
//
// # What is not modelled
//
// Signatures are not verified: any credentials will do, as long as there are
// some; only keys that AssumeRole gave out are looked at. Policies can be
// attached, put and simulated, and decide nothing but who may change their own
// password. What the caller may do is everything, unless [Server.SetCallerPolicy]
// says otherwise or a fault denies it. There are no quotas. Where
// AWS documents no behaviour, the comment at that place says what was chosen.
package demoiam

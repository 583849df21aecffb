// Package demoiam is a small IAM account in a process, or an organization of
// several: the operations behind a console password and around it (MFA, access
// keys, policies, the credential report), the two of STS that say who is calling
// and make it somebody else, and those of Organizations that list accounts. It
// speaks AWS's own protocols, so that any AWS client can talk to it. It
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
//     request.go, operations.go, params.go, xml.go, problem.go. It is an
//     [net/http.Handler]; [Server.Transport] (transport.go) reaches it without a
//     socket and [Listen] (listen.go) with one.
//   - account.go is what the operations work on. Each noun has its file:
//     users.go, loginprofile.go, passwordpolicy.go, mfa.go, totp.go, accesskeys.go,
//     servicecredentials.go, groups.go, userpolicies.go, simulate.go,
//     credentialreport.go, identity.go, assumerole.go, role.go; what they keep is in
//     directory.go and password.go. paging.go is what their lists have in common,
//     policydocument.go reads policies, and authorize.go decides by those of the
//     caller and of the session (session.go).
//   - [Organization] is several accounts behind one endpoint: organization.go, and
//     organizations.go for the operations of AWS Organizations.
//   - trail.go has the event history, lookupevents.go the operation that searches
//     it, signin.go the sign-in page. [Server.PutEvent] adds an event of any shape.
//   - [Fault] (fault.go) is everything that can go wrong on purpose.
//   - [Company] (company.go, names.go) is the demo account, and [TheCast]
//     (cast.go) those of its users who each show one thing that happens to a
//     help desk.
//   - [Server.Calls] (calls.go) is what arrived; state.go has what else a test
//     wants to set or see.
//   - [CompanyOrganization] (companies.go) is the demo account among others.
//
// # Several accounts in a test
//
// [NewOrganization] makes an organization of accounts, each of which has its
// [Options], and so its users, policy, roles, caller and latency. Give its
// [Organization.Transport] to the client. [Organization.Account] is the [Server] of
// one account: inject faults there, look at its users and its calls, and change its
// caller. A key that AssumeRole gave out works in the account of the role; any
// other key works in the account whose number it ends with (AKIA222222222222),
// else in the management account, the first. A role is assumed in the account that
// it belongs to: faults and latency of AssumeRole are that account's.
// [Call] has the account, the caller and the session policies of each request.
// [CompanyOrganization] is ready-made, and Bob is in its first three accounts.
//
// # What is not modelled
//
// Signatures are not verified: any credentials will do, as long as there are
// some; only keys that AssumeRole gave out are looked at. Policies can be
// attached, put and simulated, and decide nothing but who may change their own
// password. What the caller may do is everything, unless [Server.SetCallerPolicy]
// says otherwise or a fault denies it; a role may do what its policy says, and a
// session what its session policies allow of that. An organization has no delegated
// administrators and no service control policies. There are no quotas. Where AWS
// documents no behaviour, the comment at that place says what was chosen.
package demoiam

// Package directory has the accounts and their users, and what is known of both.
//
// An Account is who the program is in one AWS account, and what it has read there; a View is the account to look at, which
// screens are drawn from. Users are the users of the accounts, sorted and narrowed; a Key tells one from every other. Facts
// are what is known of how a user signs in, a Verdict what that means, and LockOut whether a forced change locks a user out.
//
// A Query says which users are meant. It has the language of the filter (query_parse, query_qualifiers, query_complete), and
// tells of each user whether every term holds, does not, or cannot be told (query).
//
// It reads nothing by itself: it is told what was read. It knows no screen and sends no change.
package directory

// Package rails reads the guard rails of a team: what iampasswd refuses to do, or asks for first, whoever runs it. They
// protect against accidents. The boundary is what IAM permits.
//
// [Load] reads the system's file and the user's into one [Rails], which can only get stricter by the second: what is on
// in one is on, protected users add up, and a reason has to satisfy both. What restricts nothing, a default profile and
// the names and colours of accounts, is the user's to say. Saved queries of both files add up.
//
// The files: queries (what has a name in the filter), rails (what is in force), file (reading), values (what a setting can be), protected (who is), report (where
// each setting comes from).
package rails

// Package signinlist prints the attempts to sign in that CloudTrail has, as `iampasswd signins` does: as a table for people,
// as CSV or as JSON.
//
// [Run] reads and prints those of one account, [RunSeveral] those of several; both say what is missing. The columns of CSV and JSON are the same and do not change (forms).
package signinlist

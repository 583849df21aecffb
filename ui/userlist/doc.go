// Package userlist prints the users whom a query means, as `iampasswd users` does: as a table for people, as CSV or as JSON.
//
// [Run] reads what the query and the columns need, and no more (read); [RunSeveral] does so in several accounts (several), and
// [UserNames] keeps only the names (names). The columns are the same in each form (columns); CSV
// and JSON are for programs and do not change (forms), the table is fitted to the terminal (table).
package userlist

// Package reach finds the accounts that the options lead to: those of one or more profiles, or those of an organization by
// a role.
//
// [Options] say which accounts, and [Options.Check] what is wrong with them. [New] reads the AWS configuration and makes no
// request. [Reach.Start] looks for the accounts, several at a time, and [Reach.Next] hands each [Account] out as soon as
// there is news of it: with a client that talks to it, and whose credentials that has, or why it failed. [Reach.Retry] tries
// one again. One account is the special case of many where there is one; then no request is made at all.
//
// It never changes anything, and never prefers one principal to another without saying so: see [Account.Merged].
package reach

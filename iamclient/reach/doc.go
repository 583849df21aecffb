// Package reach finds the accounts that the options lead to: those of one or more profiles, or those of an organization by
// a role.
//
// [Options] say which accounts, and [Options.Check] what is wrong with them. [New] reads the AWS configuration and makes no
// request. [Reach.Start] looks for the accounts, several at a time, and [Reach.Next] hands out an [Account] each time when
// more is known of it: a client that talks to it and the identity of its credentials, or the reason why it failed.
// [Reach.Retry] tries one again. Options that lead to one account only are handled in the same way, without a request.
//
// It never changes anything. Where several profiles lead to one account, it uses one of them, and names the others in
// [Account.Profiles].
package reach

// Package change makes one change of a user, or of an account's password policy, from the moment it is agreed to until
// its outcome is known.
//
// A Change is data: whom it is for, in which account, and the steps, which are requests. Begin settles the caller and the
// credentials; what it returns makes the steps in order, and tells how far it got, so that another try goes on behind the
// last step that AWS accepted. Parts are for what is to be done as far as it can be: a Part that fails does not stop the
// next. Policy is the change of a password policy, which reads before it sends.
//
// It asks the operator nothing, shows nothing, and never sends with another caller than the change names.
package change

package ui

import (
	"context"

	"iampasswd/iamclient"
)

// Found is an account beyond the first one that the options reach: a client for it, or why there is none.
type Found struct {
	ID       string             // tells it from the others, and is the same when it is found again
	Name     string             // the profile, or the account's name in the organization
	Number   string             // of the account; empty where it is not known
	Client   *iamclient.Client  // nil: there are no credentials
	Identity iamclient.Identity // whose the credentials are; the zero value without a client
	Err      error              // why there are no credentials; nil with a client
	// Again tries again to get credentials. It may be nil.
	Again func(ctx context.Context) Found
}

// Finder finds the accounts beyond the first one. It calls found with each as it comes, with one at a time, and returns why
// there may be more of them, or nil.
type Finder func(ctx context.Context, found func(Found)) error

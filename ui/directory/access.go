package directory

import "iampasswd/iamclient"

// Gone tells whether the user does not exist any more.
func Gone(a *iamclient.Access) bool {
	return a.User.Err != nil && iamclient.KindOf(a.User.Err) == iamclient.KindNoSuchUser
}

// ActiveKeys are the ids of the active access keys that were read.
func ActiveKeys(a *iamclient.Access) []string {
	var ids []string
	for _, k := range a.Keys.Value {
		if k.Active {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

// ActiveCredentials is how many active service-specific credentials were read.
func ActiveCredentials(a *iamclient.Access) int {
	n := 0
	for _, c := range a.ServiceCredentials.Value {
		if c.Active {
			n++
		}
	}
	return n
}

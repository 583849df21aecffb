package iamclient

import "strings"

// Denial says what refuses a request, as far as AWS's message tells. It is a hint for a person and steers nothing.
type Denial int

// What refuses a request.
const (
	DenialUnknown    Denial = iota
	DenialImplicit          // no identity-based policy allows it: an Allow would help
	DenialExplicit          // an explicit deny in an identity-based policy
	DenialSCP               // a service control policy
	DenialRCP               // a resource control policy
	DenialBoundary          // a permissions boundary
	DenialSession           // a session policy
	DenialOwnSession        // the session policy of [Client.ForRole]: the role may allow it
	DenialEndpoint          // a VPC endpoint policy
)

// Denial reads from an AccessDenied message what refuses.
func (e *Error) Denial() Denial {
	for _, hint := range []struct {
		says   string
		denial Denial
	}{
		{"service control policy", DenialSCP},
		{"resource control policy", DenialRCP},
		{"permissions boundary", DenialBoundary},
		{"session policy", DenialSession},
		{"VPC endpoint policy", DenialEndpoint},
		{"explicit deny", DenialExplicit},
		{"because no identity-based policy allows", DenialImplicit},
	} {
		if strings.Contains(e.Message, hint.says) {
			if hint.denial == DenialSession && e.narrow {
				return DenialOwnSession
			}
			return hint.denial
		}
	}
	return DenialUnknown
}

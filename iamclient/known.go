package iamclient

// Known is an answer that may be missing: what a caller may not read is not "no".
type Known int8

// The answers.
const (
	Unknown Known = iota
	No
	Yes
)

// Knowing returns Yes or No.
func Knowing(yes bool) Known {
	if yes {
		return Yes
	}
	return No
}

// Read is something that was asked of AWS, or why it could not be had. With an Err, the value says nothing.
type Read[T any] struct {
	Value T
	Err   error // an *[Error]
}

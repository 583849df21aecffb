package demoiam

import "testing"

func TestEqualPasswordsLookDifferent(t *testing.T) {
	a, b := newDigest("the same"), newDigest("the same")
	if a.sum == b.sum {
		t.Error("two users with one password have one digest")
	}
	if !a.matches("the same") || a.matches("another") {
		t.Error("a digest does not match its password alone")
	}
}

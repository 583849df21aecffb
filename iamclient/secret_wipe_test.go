package iamclient

import (
	"slices"
	"testing"
)

func TestWipeClearsTheCharacters(t *testing.T) {
	secret := NewSecret("hunter2")
	chars := secret.held()
	sharing, clone := *secret, secret.Clone()
	secret.Wipe()
	if chars.n != 0 || slices.Max(chars.runes) != 0 || secret.Len() != 0 || sharing.Len() != 0 {
		t.Errorf("%v is left", chars.runes[:7])
	}
	if clone.Reveal() != "hunter2" {
		t.Error("the clone was wiped too")
	}
	if err := secret.Insert(0, 'x'); err != nil || secret.Reveal() != "x" {
		t.Error("a wiped secret cannot be used again")
	}
}

func TestDeleteClearsTheCharacters(t *testing.T) {
	secret := NewSecret("hunter2")
	secret.Delete(1, 6)
	if secret.Reveal() != "h2" {
		t.Errorf("%q is left", secret.Reveal())
	}
	for i, r := range secret.held().runes[2:] {
		if r != 0 {
			t.Errorf("%q is left at %d", r, i+2)
		}
	}
}

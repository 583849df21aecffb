package iamclient_test

import (
	"testing"

	"iampasswd/iamclient"
)

func TestGeneratedMark(t *testing.T) {
	made := func() *iamclient.Secret { return iamclient.Generate(iamclient.DefaultPolicy(iamclient.PolicyDefault)) }
	for _, c := range []struct {
		name string
		do   func(s *iamclient.Secret)
		want bool
	}{
		{"as it was made", func(*iamclient.Secret) {}, true},
		{"read", func(s *iamclient.Secret) { _ = s.Reveal() + string(s.At(0)); s.Equal(&iamclient.Secret{}) }, true},
		{"nothing inserted", func(s *iamclient.Secret) { _ = s.Insert(1) }, true},
		{"nothing deleted", func(s *iamclient.Secret) { s.Delete(2, 2) }, true},
		{"an insertion that was refused", func(s *iamclient.Secret) { _ = s.Insert(0, make([]rune, 128)...) }, true},
		{"one character more", func(s *iamclient.Secret) { _ = s.Insert(s.Len(), 'x') }, false},
		{"one character less", func(s *iamclient.Secret) { s.Delete(0, 1) }, false},
		{"edited and put right again", func(s *iamclient.Secret) { r := s.At(0); s.Delete(0, 1); _ = s.Insert(0, r) }, false},
		{"wiped", func(s *iamclient.Secret) { s.Wipe() }, false},
	} {
		s := made()
		c.do(s)
		if got := s.Generated(); got != c.want {
			t.Errorf("%s: generated is %v, want %v", c.name, got, c.want)
		}
		if got := s.Clone().Generated(); got != c.want {
			t.Errorf("the clone of one %s: generated is %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNothingElseIsGenerated(t *testing.T) {
	typed := &iamclient.Secret{}
	_ = typed.Insert(0, 'a', 'b')
	var none *iamclient.Secret
	for name, s := range map[string]*iamclient.Secret{
		"typed": typed, "from a string": iamclient.NewSecret("Correct-Horse-42!"), "empty": {}, "none": none,
		"the same as a generated one": iamclient.NewSecret(iamclient.Generate(iamclient.Policy{}).Reveal()),
	} {
		if s.Generated() {
			t.Errorf("a secret that is %s says that it was generated", name)
		}
	}
}

// What is done to the clone is not done to the original, nor the other way round.
func TestGeneratedMarkOfAClone(t *testing.T) {
	original := iamclient.Generate(iamclient.Policy{})
	clone := original.Clone()
	clone.Delete(0, 1)
	if !original.Generated() || clone.Generated() {
		t.Errorf("after an edit of the clone: original %v, clone %v", original.Generated(), clone.Generated())
	}
	clone = original.Clone()
	original.Wipe()
	if original.Generated() || !clone.Generated() {
		t.Errorf("after the original was wiped: original %v, clone %v", original.Generated(), clone.Generated())
	}
}

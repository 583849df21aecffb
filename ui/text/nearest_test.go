package text

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"history", "users", "config"}
	for word, want := range map[string]string{
		"history": "history", "histroy": "history", "hist": "", "user": "users", "usres": "users", "confgi": "config", "bob": "", "": "", "histoy": "history", "hxstorz": "history",
	} {
		if got := Nearest(word, names, 2); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
	if got := Nearest("usrse", names, 0); got != "" {
		t.Errorf("without a mistake, %q is near", got)
	}
	if got := Nearest("ab", []string{"abcd", "abc"}, 2); got != "abc" {
		t.Errorf("%q is nearer than abc", got)
	}
}

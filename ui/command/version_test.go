package command

import "testing"

// A release says what it was made of, by what the linker was given.
func TestVersionOfARelease(t *testing.T) {
	before := [3]string{releaseVersion, releaseCommit, releaseDate}
	t.Cleanup(func() { releaseVersion, releaseCommit, releaseDate = before[0], before[1], before[2] })
	releaseVersion, releaseCommit, releaseDate = "1.2.3", "0123456789abcdef", "2026-11-24T09:30:00Z"
	if got, want := versionLine(), "1.2.3, commit 0123456789ab, of 2026-11-24T09:30:00Z"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if version() != "1.2.3" {
		t.Errorf("AWS is told %q", version())
	}
}

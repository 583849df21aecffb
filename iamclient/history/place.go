package history

import (
	"cmp"
	"path/filepath"
)

// Place is where the history of whoever has this environment is kept: $XDG_STATE_HOME/iampasswd/history.jsonl, by
// default in ~/.local/state. It is empty where neither that variable nor the home directory is known. As the XDG
// specification wants it, a path that is not absolute does not count.
func Place(getenv func(string) string) string {
	state := getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) {
		home := cmp.Or(getenv("HOME"), getenv("USERPROFILE"))
		if home == "" {
			return ""
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "iampasswd", "history.jsonl")
}

package history

import (
	"path/filepath"

	"iampasswd/iamclient/internal/xdg"
)

// Place is where the history of whoever has this environment is kept: $XDG_STATE_HOME/iampasswd/history.jsonl, by
// default in ~/.local/state. It is empty where neither that variable nor the home directory is known.
func Place(getenv func(string) string) string {
	state := xdg.Dir(getenv, "XDG_STATE_HOME", ".local/state")
	if state == "" {
		return ""
	}
	return filepath.Join(state, "iampasswd", "history.jsonl")
}

// Package xdg finds the directories of the XDG base directory specification.
package xdg

import (
	"cmp"
	"path/filepath"
)

// Dir is the directory that a variable such as XDG_STATE_HOME names, else the one of that name below the home directory:
// ".local/state". It is empty where neither is known. As the specification wants it, a path that is not absolute does
// not count.
func Dir(getenv func(string) string, variable, belowHome string) string {
	if dir := getenv(variable); filepath.IsAbs(dir) {
		return dir
	}
	home := cmp.Or(getenv("HOME"), getenv("USERPROFILE"))
	if home == "" {
		return ""
	}
	return filepath.Join(home, filepath.FromSlash(belowHome))
}

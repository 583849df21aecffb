package command

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// What a release was made of, by the linker. Otherwise it comes from the build information, as far as that has it.
var (
	releaseVersion string // without v
	releaseCommit  string
	releaseDate    string // of the commit, RFC 3339
)

// version is the version alone, as AWS and the manual pages are told.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if releaseVersion == "" && (!ok || info.Main.Version == "") {
		return "(unknown)"
	}
	return cmp.Or(releaseVersion, info.Main.Version)
}

// versionLine is the version with the commit and its date, as far as they are known.
func versionLine() string {
	commit, date, modified := releaseCommit, releaseDate, ""
	if info, ok := debug.ReadBuildInfo(); ok && commit == "" {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value
			case "vcs.time":
				date = s.Value
			case "vcs.modified":
				modified = map[string]string{"true": " with changes"}[s.Value]
			}
		}
	}
	parts := []string{version()}
	if commit != "" {
		parts = append(parts, "commit "+commit[:min(12, len(commit))]+modified)
	}
	if date != "" {
		parts = append(parts, "of "+date)
	}
	return strings.Join(parts, ", ")
}

package rails

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Setting is what is in force, and which files say so.
type Setting struct {
	Name  string   `json:"name"`
	Value string   `json:"value"`
	From  []string `json:"from"` // empty: it is the default
}

// Looked are the places where files were looked for, in order.
func (r *Rails) Looked() []Looked { return r.looked }

// Settings are everything that is in force, the defaults too.
func (r *Rails) Settings() []Setting {
	onOff := map[bool]string{true: "on", false: "off"}
	settings := []Setting{
		{keyResetRequired, onOff[r.ResetRequired], r.from(keyResetRequired)},
		{keyGeneratedOnly, onOff[r.GeneratedOnly], r.from(keyGeneratedOnly)},
		{keyHistoryRequired, onOff[r.HistoryRequired], r.from(keyHistoryRequired)},
		{keyVerify, map[bool]string{true: "mfa", false: "off"}[r.VerifyByMFA], r.from(keyVerify)},
	}
	if !r.ReasonRequired() {
		settings = append(settings, Setting{"reason", "not required", nil})
	}
	for _, rule := range r.reasons {
		value := "required"
		if rule.pattern.Regexp != nil {
			value += ", matching " + rule.pattern.String()
		}
		settings = append(settings, Setting{"reason", value, []string{rule.path}})
	}
	if len(r.protected) == 0 {
		settings = append(settings, Setting{"protected", "nobody", nil})
	}
	for _, p := range r.protected {
		value := p.String()
		if p.Reason != "" {
			value += ": " + p.Reason
		}
		settings = append(settings, Setting{"protected", value, []string{p.file}})
	}
	for _, id := range slices.Sorted(maps.Keys(r.accounts)) {
		a := r.accounts[id]
		value := fmt.Sprintf("%s %s", a.Name, a.Colour)
		settings = append(settings, Setting{"accounts." + id, strings.TrimSpace(value), r.saidBy(func(f *file) bool { _, ok := f.Accounts[id]; return ok })})
	}
	for _, name := range slices.Sorted(maps.Keys(r.queries)) {
		settings = append(settings, Setting{"queries." + name, r.queries[name].Text, []string{r.queries[name].File}})
	}
	if r.signInRegions != nil {
		said := r.saidBy(func(f *file) bool { return f.SignInRegions != nil })
		settings = append(settings, Setting{keySignInRegions, strings.Join(r.signInRegions, " "), said[len(said)-1:]})
	}
	if r.NoMouse {
		settings = append(settings, Setting{"mouse", "off: the terminal keeps it", r.saidBy(func(f *file) bool { return f.Mouse != nil })})
	}
	profile := Setting{"profile", r.Profile, nil}
	for _, f := range r.files {
		if f.Profile != "" {
			profile.From = []string{f.path} // the last one wins
		}
	}
	if r.Profile == "" {
		profile.Value = "as the AWS settings say"
	}
	return append(settings, profile)
}

// from are the files that switch a setting on.
func (r *Rails) from(key string) []string {
	return r.saidBy(func(f *file) bool {
		switch key {
		case keyResetRequired:
			return f.ResetRequired
		case keyGeneratedOnly:
			return f.GeneratedOnly
		case keyVerify:
			return f.Verify.byMFA
		}
		return f.HistoryRequired
	})
}

// saidBy are the paths of the files that say something.
func (r *Rails) saidBy(say func(*file) bool) []string {
	var paths []string
	for _, f := range r.files {
		if say(f) {
			paths = append(paths, f.path)
		}
	}
	return paths
}

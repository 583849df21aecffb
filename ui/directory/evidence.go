package directory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Evidence is one thing that verdicts rest on, and the key of the remedy that changes it.
type Evidence struct {
	Label, Text string
	Remedy      string // its key; empty: none does
}

// Evidence is what was read of the user, in words.
func (s *SignIn) Evidence() []Evidence {
	a := s.Access
	rows := []Evidence{
		{"Console password", s.PasswordText(), "D"},
		{"May change it", s.MayChangeText(), "w"},
		{"MFA", read(a.Devices, devicesText), "M"},
		{"Caller", s.callerText(), "Y"},
		{"Last sign-in", text.Ago(s.User.LastSignIn, s.Now), ""},
		{"Sessions", read(a.Revoked, revokedText), "R"},
		{"Access keys", read(a.Keys, keysText), "K"},
		{"Credentials", credentialsText(a.ServiceCredentials.Value), "L"},
		{"Groups", read(a.Groups, func(groups []string) string { return text.List(groups, "none") }), ""},
		{"Tags", read(a.User, TagsText), ""},
		{"Account", s.User.Account.Title(), ""},
	}
	return slices.DeleteFunc(rows, func(row Evidence) bool { return row.Text == "" })
}

// callerText is whether the caller was verified by a device that shows codes; empty where the user has none.
func (s *SignIn) callerText() string {
	switch at := s.User.Verified(); {
	case !at.IsZero():
		return "verified by MFA, " + at.Local().Format("15:04") // it counts for minutes
	case HasCodes(s.Access):
		return "not verified"
	}
	return ""
}

// HasCodes tells whether a user has an MFA device that shows codes, as far as that was read.
func HasCodes(a *iamclient.Access) bool {
	return a != nil && slices.ContainsFunc(a.Devices.Value, iamclient.MFADevice.ShowsCodes)
}

// credentialsText are the services that the user has credentials of their own for; empty: none, as nearly everybody.
func credentialsText(credentials []iamclient.ServiceCredential) string {
	var active []string
	for _, c := range credentials {
		if name := ServiceName(c.Service); c.Active && !slices.Contains(active, name) {
			active = append(active, name)
		}
	}
	switch {
	case active != nil:
		return "for " + strings.Join(active, ", ") + ", need no password"
	case credentials != nil:
		return "none active"
	}
	return ""
}

// ServiceName is the name of a service that has credentials of its own.
func ServiceName(name string) string {
	switch name {
	case "codecommit.amazonaws.com":
		return "CodeCommit"
	case "cassandra.amazonaws.com":
		return "Keyspaces"
	case "bedrock.amazonaws.com":
		return "Bedrock"
	case "logs.amazonaws.com":
		return "CloudWatch Logs"
	}
	short, _, _ := strings.Cut(text.Clean(name), ".")
	return short
}

func revokedText(before time.Time) string {
	if before.IsZero() {
		return "not revoked"
	}
	return "revoked before " + text.Clock(before)
}

// read puts into words what was read, or why it was not.
func read[T any](r iamclient.Read[T], words func(T) string) string {
	if r.Err != nil {
		return "unknown: " + explain.Unread(r.Err)
	}
	return words(r.Value)
}

func devicesText(devices []iamclient.MFADevice) string {
	var texts []string
	for _, d := range devices {
		kind := "hardware"
		switch {
		case d.Virtual():
			kind = "virtual"
		case !d.ShowsCodes():
			kind = "security key"
		}
		texts = append(texts, fmt.Sprintf("%s since %s", kind, text.Date(d.Enabled)))
	}
	return text.List(texts, "none")
}

// TagsText is a user's tags, in words.
func TagsText(u iamclient.User) string {
	var texts []string
	for _, t := range u.Tags {
		texts = append(texts, t.Key+" "+t.Value)
	}
	return text.List(texts, "none")
}

func keysText(keys []iamclient.AccessKey) string {
	active := 0
	for _, k := range keys {
		if k.Active {
			active++
		}
	}
	switch {
	case active > 0:
		return fmt.Sprintf("%d active, need no password", active)
	case len(keys) > 0:
		return "none active"
	}
	return "none"
}

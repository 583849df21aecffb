package ui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// accessLabel is how many cells the label of a row of the evidence has, margin included.
const accessLabel = 19

// accessLines are why the user under the cursor cannot sign in: the verdict, its remedy, and then the evidence.
func (s *usersScreen) accessLines(c canvas) []string {
	user, ok := s.selection()
	if !ok {
		return nil
	}
	to := target{User: user, known: true, self: s.caller.IsUser(user.Name)}
	lines := []string{"  " + c.styles.strong.Render("Why can't "+to.name()+" sign in?") + text.If(to.self, c.styles.faint.Render("  this is you")), ""}
	access := s.look.about(user.Name)
	if access == nil {
		return append(lines, c.styles.faint.Render("  Reading…"))
	}
	in := &signIn{user: to, access: access, standing: s.directory.known.of(user), policy: s.policy, now: c.now}
	verdicts := in.verdicts()
	rule, protected := s.protects(user)
	if protected {
		verdicts = append(verdicts, verdict{level: explain.Warn, text: "Protected by your team: " + text.Sentence(cmp.Or(rule.Reason, rule.String()))})
	}
	for _, v := range verdicts {
		lines = append(lines, verdictLines(c, v, !s.readOnly && !protected)...)
	}
	lines = append(lines, "")
	if !gone(access) {
		keys := helpKeys(s.readOnly, s.why)
		for _, row := range s.evidence(in, c.width) {
			lines = append(lines, row.lines(c, keys)...)
		}
		lines = append(lines, "")
	}
	read := "read live " + text.Ago(access.At, c.now)
	return append(lines, text.Spread("", c.styles.faint.Render(read)+" ", c.width))
}

// verdictLines set a verdict, and below it what mends it, where that may be done here.
func verdictLines(c canvas, v verdict, mend bool) []string {
	style := map[explain.Level]func(...string) string{
		explain.Plain: c.styles.plain.Render, explain.Good: c.styles.good.Render, explain.Warn: c.styles.warn.Render, explain.Bad: c.styles.bad.Render,
	}[v.level]
	var lines []string
	for _, line := range text.Hanging("  "+v.level.Sign()+" ", v.text, c.width-1) {
		lines = append(lines, style(line))
	}
	if v.key != "" && mend {
		lines = append(lines, "    "+c.styles.accent.Render(v.key)+" "+v.remedy)
	}
	return lines
}

// evidence is one row of what was read, and the key that changes it.
type evidence struct {
	label, text string
	key         intent // 0: none does
	verb        string
}

// lines set the row, with the key at its end where it can be pressed.
func (e evidence) lines(c canvas, keys keyMap) []string {
	label := c.styles.faint.Render(text.Fit("  "+e.label, accessLabel))
	var lines []string
	for _, line := range text.Wrap(e.text, c.width-accessLabel-1) {
		lines = append(lines, label+line)
		label = strings.Repeat(" ", accessLabel)
	}
	hint := keys.hint(c, e.key, e.verb)
	if n := len(lines) - 1; hint != "" && text.Width(lines[n])+text.Width(hint)+3 <= c.width {
		lines[n] += "  " + hint
	} else if hint != "" {
		lines = append(lines, label+hint)
	}
	return lines
}

func (s *usersScreen) evidence(in *signIn, w int) []evidence {
	a := in.access
	return []evidence{
		{"Console password", in.passwordText(), intentDisable, "disable"},
		{"May change it", in.mayChangeText(), intentAllowChange, "allow"},
		{"MFA", read(a.Devices, devicesText), intentRemoveMFA, "deactivate"},
		{"Last sign-in", text.Ago(in.user.LastSignIn, in.now), 0, ""},
		{"Sessions", read(a.Revoked, revokedText), intentRevoke, "revoke"},
		{"Access keys", read(a.Keys, keysText), intentDisableKeys, "deactivate"},
		{"Groups", read(a.Groups, func(groups []string) string { return text.List(groups, "none") }), 0, ""},
		{"Tags", read(a.User, tagsText), 0, ""},
		{"Account", text.Clean(s.account.name), 0, ""},
		{"Sign-in page", page(s.account.url, w-accessLabel-1), 0, ""},
	}
}

// page is the address of a sign-in page, without what a browser adds where there is little room to read it out from.
func page(url string, room int) string {
	url = text.Clean(url)
	if text.Width(url) > room {
		url = strings.TrimPrefix(url, "https://")
	}
	return url
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

func (s *signIn) passwordText() string {
	switch s.standing.console {
	case iamclient.No:
		return "none"
	case iamclient.Unknown:
		return "unknown: " + explain.Unread(s.access.Profile.Err)
	}
	words := "yes; when it was set is not known"
	if !s.standing.changed.IsZero() {
		words = "set " + text.Ago(s.standing.changed, s.now)
	}
	switch e := s.standing.expiry(s.policy, s.now); {
	case e.expired:
		return words + ", expired " + e.text() + " ago"
	case e.expires:
		return words + ", expires in " + e.text()
	}
	return words
}

func (s *signIn) mayChangeText() string {
	switch mayChangeOwn(s.policy, s.access) {
	case iamclient.Yes:
		if s.policy != nil && s.policy.Verified() && s.policy.UsersMayChange {
			return "yes, the account lets every user"
		}
		return "yes, by the user's policies"
	case iamclient.No:
		if by, denied := denial(s.access); denied {
			return "no, " + by + " denies it"
		}
		return "no"
	}
	return "unknown: " + s.whyUnclear()
}

func devicesText(devices []iamclient.MFADevice) string {
	var texts []string
	for _, d := range devices {
		kind := "hardware"
		if d.Virtual() {
			kind = "virtual"
		}
		texts = append(texts, fmt.Sprintf("%s since %s", kind, text.Date(d.Enabled)))
	}
	return text.List(texts, "none")
}

func tagsText(u iamclient.User) string {
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

// deviceLines are the devices to choose from: where there is little room, each by the end of its ARN, which tells it from
// the others.
func deviceLines(c canvas, devices []iamclient.MFADevice) []string {
	room := c.width - 30
	var lines []string
	for i, d := range devices {
		serial := text.Clean(d.Serial)
		if text.Width(serial) > room {
			serial = serial[strings.LastIndexByte(serial, ':')+1:]
		}
		lines = append(lines, "    "+c.styles.accent.Render(fmt.Sprint(i+1))+" "+text.Fit(serial, room)+c.styles.faint.Render(" since "+text.Date(d.Enabled)))
	}
	return lines
}

package ui

import (
	"cmp"
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/text"

	"github.com/charmbracelet/x/ansi"
)

// accessLabel is how many cells the label of a row of the evidence has, margin included.
const accessLabel = 19

// accessLines are why the user under the cursor cannot sign in: the verdict, its remedy, and then the evidence.
func (s *usersScreen) accessLines(c canvas) []string {
	user, ok := s.selection()
	if !ok {
		return nil
	}
	lines := []string{"  " + c.styles.strong.Render("Why can't "+user.Shown()+" sign in?") + text.If(user.Self(), c.styles.faint.Render("  this is you")), ""}
	access := s.live.last(user.Key())
	if access == nil {
		return append(lines, c.styles.faint.Render("  Reading…"))
	}
	in, _ := s.users.SignIn(user, c.now)
	rule, protected := user.Protected()
	in.NoKeys = s.account.ReadOnly() || protected || c.aside
	foot := "read live " + text.Ago(access.At, c.now)
	if s.live.outdated {
		lines = append(lines, c.styles.accent.Render("  Reading again…"))
		foot = "being read again; last read " + text.Ago(access.At, c.now)
	} else {
		lines = append(lines, s.verdictLines(c, in)...)
	}
	if protected {
		v := directory.Verdict{Level: explain.Warn, Text: "Protected by your team: " + text.Sentence(cmp.Or(rule.Reason, rule.String()))}
		lines = append(lines, verdictLines(c, v, false)...)
	}
	lines = append(lines, "")
	if !directory.Gone(access) {
		for _, row := range s.evidence(in, c.width) {
			lines = append(lines, row.lines(c, s.hint(c, row.remedy))...)
		}
		lines = append(lines, "")
		lines = append(append(lines, attemptLines(c, in)...), "")
	}
	return append(lines, text.Spread("", c.styles.faint.Render(foot)+" ", c.width))
}

// verdictLines set the verdicts, each with its key where that works now.
func (s *usersScreen) verdictLines(c canvas, in *directory.SignIn) []string {
	var lines []string
	for _, v := range in.Verdicts() {
		r := remedy.ByKey(v.Key)
		works := !in.NoKeys && (r == nil || s.whyNot(r) == "") || v.Key == "r" && !c.aside // which changes nothing
		lines = append(lines, verdictLines(c, v, works)...)
	}
	return lines
}

// hint is the key of a remedy and what it does to what stands beside it; empty where it can do nothing now.
func (s *usersScreen) hint(c canvas, key string) string {
	r := remedy.ByKey(key)
	if key == offboardKey && !c.aside && !s.account.ReadOnly() && s.unchangeable() == "" {
		return c.styles.accent.Render(key) + " " + c.styles.faint.Render("offboard")
	}
	if r == nil || c.aside || s.account.ReadOnly() || s.live.outdated || s.whyNot(r) != "" {
		return ""
	}
	return c.styles.accent.Render(r.Key) + " " + c.styles.faint.Render(r.Verb)
}

// verdictLines set a verdict, and below it the key that helps, where that works.
func verdictLines(c canvas, v directory.Verdict, works bool) []string {
	style := c.styles.of(v.Level)
	var lines []string
	for _, line := range text.Hanging("  "+v.Level.Sign()+" ", v.Text, c.width-1) {
		lines = append(lines, style.Render(line))
	}
	if v.Key != "" && works {
		lines = append(lines, "    "+c.styles.accent.Render(v.Key)+" "+v.Does)
	}
	return lines
}

// evidence is one row of what was read, and the key of the remedy that changes it.
type evidence struct {
	label, text string
	remedy      string // its key; empty: none does
}

// lines set the row, with the hint at its end where there is one.
func (e evidence) lines(c canvas, hint string) []string {
	label := c.styles.faint.Render(text.Fit("  "+e.label, accessLabel))
	if !strings.Contains(e.text, " ") && text.Width(e.text) > c.width-accessLabel-1 { // such as an address: it is not broken
		return []string{strings.TrimRight(label, " "), "    " + ansi.Truncate(e.text, c.width-5, "…")}
	}
	var lines []string
	for _, line := range text.Wrap(e.text, c.width-accessLabel-1) {
		lines = append(lines, label+line)
		label = strings.Repeat(" ", accessLabel)
	}
	if n := len(lines) - 1; hint != "" && text.Width(lines[n])+text.Width(hint)+3 <= c.width {
		lines[n] += "  " + hint
	} else if hint != "" {
		lines = append(lines, label+hint)
	}
	return lines
}

// evidence is what was read, with the sign-in page as short as there is room for.
func (s *usersScreen) evidence(in *directory.SignIn, w int) []evidence {
	var rows []evidence
	for _, e := range in.Evidence() {
		rows = append(rows, evidence{e.Label, e.Text, e.Remedy})
	}
	return append(rows, evidence{"Sign-in page", page(s.account.SignInURL(), w-5), ""})
}

// page is the address of a sign-in page, without what a browser adds where there is little room to read it out from.
func page(url string, room int) string {
	url = text.Clean(url)
	if text.Width(url) > room {
		url = strings.TrimPrefix(url, "https://")
	}
	return url
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

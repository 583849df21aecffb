package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// policyScreen shows the account's password policy in words.
type policyScreen struct {
	of      directory.View // whose policy it is
	reading bool           // it is being read again
}

func newPolicyScreen(of directory.View) *policyScreen { return &policyScreen{of: of, reading: true} }

func (s *policyScreen) account() directory.View { return s.of }

func (*policyScreen) takesText() bool { return false }

func (*policyScreen) paste(string) action { return nil }

func (s *policyScreen) keys() keyMap {
	const unread = "The policy is still being read."
	const unverified = "Unread, it cannot be changed. r reads it again."
	var editing, deleting string
	switch {
	case s.of.Policy() == nil:
		editing, deleting = unread, unread
	case !s.of.Policy().Verified():
		editing, deleting = unverified, unverified
	case s.of.Policy().Source == iamclient.PolicyDefault:
		deleting = "There is none to delete: the AWS default holds."
	}
	return policyKeys(editing, deleting, s.of.ReadOnly())
}

func (s *policyScreen) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := s.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	}
	switch b.intent {
	case intentEdit:
		return editPolicy{s.of}
	case intentDelete:
		return reviewPolicy{s.of, change.Policy{From: *s.of.Policy(), To: iamclient.DefaultPolicy(iamclient.PolicyDefault)}}
	case intentRefresh:
		return readPolicy{}
	case intentHelp:
		return openHelp{}
	case intentDetails:
		if s.of.PolicyProblem() == nil {
			return sayThat(noErrorReason)
		}
		return openDetails{*s.of.PolicyProblem()}
	}
	return leave{1}
}

func (s *policyScreen) draw(c canvas) drawing {
	whole := c
	c.width = min(c.width, columnWidth)
	lines := []string{text.Spread("  "+c.styles.strong.Render("Password policy"), s.source(c)+"  ", c.width)}
	roomy := c.height >= 16
	if roomy {
		lines = append(lines, "")
	}
	switch {
	case s.of.Policy() == nil:
		return drawing{lines: append(lines, c.styles.faint.Render("  Reading the account's password policy…"))}
	case !s.of.Policy().Verified():
		roomy = false // the room is the error's
	}
	for _, f := range policyFacts(*s.of.Policy()) {
		if !s.of.Policy().Verified() {
			f.means = "" // nothing follows from what may not be so
		}
		lines = append(lines, f.lines(c)...)
		if roomy {
			lines = append(lines, "")
		}
	}
	if s.of.PolicyProblem() != nil {
		if c.height >= 16 {
			lines = append(lines, "")
		}
		lines = append(lines, problemLines(whole, *s.of.PolicyProblem(), c.height-len(lines))...)
	}
	return drawing{lines: lines}
}

// source says where what is shown comes from.
func (s *policyScreen) source(c canvas) string {
	switch {
	case s.reading || s.of.Policy() == nil:
		return c.styles.faint.Render("reading…")
	case s.of.Policy().Source == iamclient.PolicyCustom:
		return c.styles.faint.Render("the account's own")
	case s.of.Policy().Source == iamclient.PolicyDefault:
		return c.styles.faint.Render("the AWS default: the account has none")
	}
	return c.styles.warn.Render("! unverified: the AWS default's rules")
}

// lines set a fact beside its name, and what it means below it.
func (f policyFact) lines(c canvas) []string {
	const nameWidth = 14
	lines := []string{"  " + c.styles.faint.Render(text.Fit(f.name, nameWidth)) + f.is}
	style, means := c.styles.faint, text.Wrap(f.means, c.width-nameWidth-4)
	if f.risky {
		style, means = c.styles.warn, text.Hanging("! ", f.means, c.width-nameWidth-2)
	}
	for _, line := range means {
		lines = append(lines, strings.Repeat(" ", nameWidth+2)+style.Render(line))
	}
	return lines
}

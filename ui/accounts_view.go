package ui

import (
	"fmt"
	"slices"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// accountsHead is how many lines stand above the profiles.
const accountsHead = 2

// visible is how many profiles there is room for: what goes on, or went wrong, stands below them.
func (s *accountsScreen) visible(c canvas) int {
	foot := 0
	switch {
	case s.problem != nil:
		foot = problemRoom + 1
	case s.switching != "":
		foot = 2
	case s.cuts(c.width):
		foot = wholeProfile
	}
	return max(1, c.height-accountsHead-foot)
}

// wholeProfile is how many lines the profile under the cursor has below the others, where the columns are too narrow for
// one of them.
const wholeProfile = 2

// cuts tells whether the columns are too narrow for a profile.
func (s *accountsScreen) cuts(w int) bool {
	widths := s.widths(w)
	return slices.ContainsFunc(s.all, func(p iamclient.Profile) bool {
		return text.Width(text.Clean(p.Name)) >= widths[0] || text.Width(credentialsOf(p)) >= widths[3]
	})
}

// whole is the profile under the cursor, with everything that its columns may have cut.
func (s *accountsScreen) whole(c canvas) []string {
	at, ok := s.list.selected()
	if !ok {
		return nil
	}
	p := s.shown[at]
	words := text.Clean(p.Name) + ": " + credentialsOf(p)
	var lines []string
	for _, line := range text.Wrap(words, c.width-4) {
		lines = append(lines, "  "+c.styles.faint.Render(line))
	}
	return lines[:min(len(lines), wholeProfile)]
}

func (s *accountsScreen) draw(c canvas) drawing {
	const label = " Switch to  "
	typed := s.list.filter.Value()
	if typed == "" {
		typed = c.styles.faint.Render("type to narrow")
	}
	lines := []string{text.Spread(c.styles.strong.Render(label)+typed, s.count(c), c.width)}
	d := drawing{cursor: inputCursor(s.list.filter.Model, text.Width(label), c.width-text.Width(s.count(c))-1)}
	if s.switching != "" {
		d.cursor = nil
	}
	switch {
	case s.all == nil:
		lines = append(lines, "", "", c.styles.faint.Render("  Reading the AWS configuration…"))
	case len(s.all) == 0 && s.problem != nil:
	case len(s.all) == 0:
		lines = append(lines, "", "", "  The AWS configuration has no profiles.", "",
			c.styles.faint.Render("  `aws configure sso` or `aws configure --profile NAME` makes one."))
	case len(s.shown) == 0:
		lines = append(lines, "", "", "  No profile, account or role contains "+c.styles.strong.Render(text.Clean(s.list.filter.Value()))+".")
	default:
		lines = append(lines, s.rows(c)...)
	}
	switch {
	case s.switching != "":
		lines = append(lines, "", "  "+c.styles.accent.Render(c.spinner)+" Switching to "+text.Clean(s.switching)+"… "+
			fmt.Sprintf("%.1f s", c.now.Sub(s.began).Seconds())+c.styles.faint.Render("   esc stops"))
	case s.problem != nil:
		lines = append(lines, "")
		lines = append(lines, problemLines(c, *s.problem, c.height-len(lines))...)
	case s.cuts(c.width):
		lines = append(exactly(lines, c.height-wholeProfile), s.whole(c)...)
	}
	d.lines = lines
	return d
}

// rows are the profiles around the cursor.
func (s *accountsScreen) rows(c canvas) []string {
	widths := s.widths(c.width)
	lines := []string{c.styles.faint.Render("     " + cells(widths, "PROFILE", "ACCOUNT", "REGION", "CREDENTIALS"))}
	from, to := s.list.window(s.visible(c))
	for i := from; i < to; i++ {
		p := s.shown[i]
		sign, line := "  ", cells(widths, text.Clean(p.Name), orDash(p.Account), orDash(p.Region), credentialsOf(p))
		if p.Name == s.present {
			sign = c.styles.good.Render("●") + " "
		}
		if i == s.list.cursor {
			name := text.Fit(text.Clean(p.Name), widths[0])
			lines = append(lines, c.styles.accent.Render(" ▌ ")+sign+c.styles.accent.Render(name)+strings.TrimPrefix(line, name))
			continue
		}
		lines = append(lines, "   "+sign+line)
	}
	return lines
}

// widths are those of the columns, by what is in them: the name, the account, the region where there is room for it, and
// the credentials.
func (s *accountsScreen) widths(w int) [4]int {
	const margin, account, region = 6, 14, 16
	name, credentials := len("PROFILE"), len("CREDENTIALS")
	for _, p := range s.all {
		name = max(name, text.Width(text.Clean(p.Name)))
		credentials = max(credentials, text.Width(credentialsOf(p)))
	}
	name = min(name+2, (w-margin-account)*9/20)
	if rest := w - margin - account - name - region; rest > credentials {
		return [4]int{name, account, region, rest}
	}
	return [4]int{name, account, 0, w - margin - account - name}
}

// cells sets texts into columns; a column of no width is left out.
func cells(widths [4]int, texts ...string) string {
	var b strings.Builder
	for i, cell := range texts {
		if widths[i] > 0 {
			b.WriteString(text.Fit(cell, widths[i]-1) + " ")
		}
	}
	return strings.TrimRight(b.String(), " ")
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return text.Clean(s)
}

// credentialsOf says what kind of credentials a profile has.
func credentialsOf(p iamclient.Profile) string {
	words := map[string]string{
		"SSO": "SSO", "keys": "access key", "process": "credential_process", "": "none of its own",
	}
	source, known := words[p.Source]
	if !known {
		source = p.Source
	}
	kind := source
	switch {
	case p.Unusable != "":
		return "unusable: enter says why"
	case p.Role != "" && p.Via != "":
		kind = "role " + text.Clean(p.Role) + " via " + text.Clean(p.Via)
	case p.Role != "":
		kind = source + ", role " + text.Clean(p.Role)
	case p.Name == "(environment)":
		kind = "access key of the environment"
	}
	if p.MFA {
		kind = "MFA, " + kind
	}
	return kind
}

func (s *accountsScreen) count(c canvas) string {
	legend := c.styles.good.Render("●") + c.styles.faint.Render(" in use   ")
	if s.list.filter.Value() != "" {
		return legend + fmt.Sprintf("%d of %d profiles ", len(s.shown), len(s.all))
	}
	return legend + fmt.Sprintf("%d profiles ", len(s.all))
}

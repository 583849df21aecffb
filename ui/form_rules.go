package ui

import (
	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// rulesHeight is how many lines the rules take where there is room: as many as the longest policy.
const rulesHeight = 3

// rules are the lines of the policy: all of them in two columns, or where there is little room the unmet ones, which
// give way to an error.
func (f *form) rules(c canvas, roomy bool) []string {
	policy := f.User.Account.Policy()
	if policy == nil {
		reading := []string{c.styles.faint.Render("  Reading the account's password policy…")}
		if roomy {
			return exactly(reading, rulesHeight)
		}
		return reading
	}
	var texts []string
	for _, v := range policy.Check(&f.Password) {
		if roomy || v.State == iamclient.Unmet {
			texts = append(texts, rule(c, v, f.Password.Len() == 0))
		}
	}
	columns := 2
	if roomy && policy.Verified() && len(texts) <= rulesHeight { // else there is one more line, and an error needs it
		columns = 1
	}
	lines := inColumns(columns, texts, c.width)
	switch {
	case roomy || f.problem != nil:
	case f.Generated():
		lines = []string{f.quality(c)}
	case len(lines) == 0:
		lines = []string{"  " + c.styles.good.Render("✓") + " keeps the policy's rules"}
	}
	if !roomy {
		lines = lines[:min(2, len(lines))]
	}
	if !policy.Verified() {
		lines = append(lines, "  "+c.styles.warn.Render("! unverified: these are AWS's default rules"+text.If(c.width >= 76, ", for the policy could not be read")))
	}
	if roomy {
		return exactly(lines, max(rulesHeight, len(lines)))
	}
	return lines
}

// rule is one rule and its state. Before anything is typed an unmet rule is no fault yet.
func rule(c canvas, v iamclient.Verdict, untouched bool) string {
	text := v.Rule
	switch {
	case text != "a symbol" || v.State != iamclient.Unmet:
	case c.width >= 76:
		text += "  " + iamclient.Symbols
	default:
		text += " such as ! @ # % &"
	}
	switch {
	case v.State == iamclient.OnlyAWS:
		return c.styles.faint.Render("? " + text + " (only AWS knows)")
	case v.State == iamclient.Met:
		return c.styles.good.Render("✓") + " " + text
	case untouched:
		return c.styles.faint.Render("·") + " " + text
	}
	return c.styles.bad.Render("✗") + " " + text
}

// inColumns lays texts out in one column or two.
func inColumns(columns int, texts []string, w int) []string {
	half := (len(texts) + columns - 1) / columns
	left := 0
	for _, words := range texts[:half] {
		left = max(left, text.Width(words)+3)
	}
	left = min(max(left, (w-2)/2-2), w-30)
	if columns == 1 {
		left = w - 2
	}
	var lines []string
	for i := range half {
		line := "  " + text.Fit(texts[i], left)
		if half+i < len(texts) {
			line += texts[half+i]
		}
		lines = append(lines, line)
	}
	return lines
}

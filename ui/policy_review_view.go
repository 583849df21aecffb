package ui

import (
	"slices"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// draw lays the review out: what changes, the confirmation, and what came of it.
func (r *policyReview) draw(c canvas) drawing { return inMargin(c, r.drawAtMargin) }

func (r *policyReview) drawAtMargin(c canvas) drawing {
	whole := c
	c.width = min(c.width, columnWidth)
	d := drawing{lines: []string{r.title(c)}}
	if c.height >= 16 {
		d.lines = append(d.lines, "")
	}
	lines, room := r.middle(c)
	d.lines = append(d.lines, scrolled(c, lines, r.top, room)...)
	if c.height >= 16 {
		d.lines = append(d.lines, "")
	}
	d.lines = append(d.lines, "  To confirm, type the account's alias or its number.")
	d.cursor = inputCursor(r.confirm, confirmColumn, c.width-2)
	d.cursor.Y = len(d.lines)
	d.lines = append(d.lines, r.confirmLine(c))
	if left := c.height - len(d.lines); left > leastStatus {
		d.lines = append(d.lines, "")
	}
	d.lines = append(d.lines, r.status(whole, c.height-len(d.lines))...)
	return d
}

const (
	confirmColumn = 12 // where the text of the confirmation begins
	// aroundMiddle is how many lines the title and the confirmation take on a small terminal, beside what is to be said about
	// the outcome, which takes mostStatus there; aroundRoomy is how many all of it takes with gaps between, leastStatus of
	// them for the outcome.
	aroundMiddle, mostStatus, aroundRoomy, leastStatus = 3, 3, 9, 4
)

// title names the account in full: its number where both do not fit.
func (r *policyReview) title(c canvas) string {
	title := "  Change the password policy of "
	if r.deletes() {
		title = "  Delete the password policy of "
	}
	account := r.of.Title()
	if text.Width(title)+text.Width(account) > c.width {
		account = text.Clean(r.of.Identity().Account)
	}
	return title + c.styles.strong.Render(account)
}

// middle is what changes, and in how many lines it is shown: where there is room for all, the confirmation follows it.
func (r *policyReview) middle(c canvas) (lines []string, room int) {
	c.width = min(c.width, columnWidth)
	for _, change := range r.policy.From.Changes(r.policy.To) {
		lines = append(lines, changeLine(c, change))
	}
	if len(lines) == 0 {
		lines = []string{c.styles.faint.Render("  Nothing changes.")}
	}
	room = c.height - aroundMiddle - min(mostStatus, len(r.status(c, mostStatus)))
	if c.height >= 16 {
		room = c.height - aroundRoomy
	}
	warnings := warningLines(c, r.warnings(c.now))
	if len(warnings) > 0 && len(lines)+1+len(warnings) <= room {
		lines = append(lines, "")
	}
	lines = append(lines, warnings...)
	return lines, min(room, len(lines))
}

func (r *policyReview) warnings(now time.Time) []string {
	warnings := policyWarnings(r.policy.From, r.policy.To, r.expiring(now))
	switch {
	case r.deletes():
		warnings = append(warnings, nothingButDefault)
	case r.policy.From.Source == iamclient.PolicyDefault:
		warnings = append(warnings, threeOfFour)
	}
	return warnings
}

// expiring says how many passwords expire as soon as the change is made, which have not yet, to end a sentence with;
// nothing where too little is known.
func (r *policyReview) expiring(now time.Time) string {
	if !shortens(r.policy.From, r.policy.To) {
		return ""
	}
	old, unknown := r.users.OlderThan(r.of, r.policy.To.MaxAgeDays, now)
	whose := text.Counted(old, "user")
	if r.policy.From.MaxAgeDays > 0 {
		expired, _ := r.users.OlderThan(r.of, r.policy.From.MaxAgeDays, now)
		old -= expired
		whose = text.Counted(old, "more user")
	}
	switch {
	case unknown == 0 && !r.of.Listing().Active:
		return ": " + whose
	case old > 0:
		return ": " + whose + " at least"
	}
	return ""
}

// changeLine is one setting before and after, and in a word what that does.
func changeLine(c canvas, change iamclient.PolicyChange) string {
	strength := map[iamclient.Strictness]string{
		iamclient.NeitherWay: c.styles.faint.Render("· neither"),
		iamclient.Stronger:   c.styles.good.Render("↑ stronger"),
		iamclient.Weaker:     c.styles.warn.Render("↓ weaker"),
	}[change.Strictness]
	values := c.styles.faint.Render(change.From+" → ") + c.styles.strong.Render(change.To)
	return "  " + text.Fit(change.Setting, 20) + text.Fit(values, min(28, c.width-2-20-len("^ stronger"))) + strength
}

// scrolled are so many lines of a text, from line top. Where there are more, the last one says so.
func scrolled(c canvas, lines []string, top, room int) []string {
	if len(lines) <= room {
		return lines
	}
	top = max(0, min(top, len(lines)-room+1)) // the terminal may have grown
	shown := exactly(slices.Clone(lines[top:min(top+room-1, len(lines))]), room)
	more := "↓ more"
	if top+room-1 >= len(lines) {
		more = "↑ more above"
	}
	shown[room-1] = "  " + c.styles.strong.Render(more)
	return shown
}

func (r *policyReview) confirmLine(c canvas) string {
	note := ""
	if r.confirmed() {
		note = c.styles.good.Render("✓ this account")
	}
	return text.Spread(c.styles.accent.Render(text.Fit("▌ Account", confirmColumn))+r.confirm.Value(), note+"  ", c.width)
}

// status is what happens or went wrong, in at most n lines.
func (r *policyReview) status(c canvas, n int) []string {
	switch {
	case r.send.active():
		doing := "Changing"
		if r.deletes() {
			doing = "Deleting"
		}
		return r.send.lines(c, doing+" the policy", r.about().Shown())
	case r.refusal != "":
		lines := warningLines(c, []string{r.refusal})
		return lines[:min(len(lines), n)]
	case r.problem != nil:
		return problemLines(c, *r.problem, n)
	}
	return nil
}

package ui

import (
	"fmt"
	"strconv"
	"strings"

	"iampasswd/iamclient/bulk"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// planRow is what the plan says about some of the users.
type planRow struct {
	what, says string
	names      []string // fit to show
	shows      bool     // the names stand in the row
	level      explain.Level
	hint       string // the key that changes it, and what it does
}

// The columns of a row of the plan: what is done, and to how many.
const (
	planWhat  = 12
	planCount = 6
)

// planRows are the rows of a plan. Each user stands in one, but for those who are allowed the change that they have to make.
func planRows(p *bulk.Plan) []planRow {
	word, _, _ := strings.Cut(string(p.Operation), "-")
	change := planRow{what: word, says: bulkreport.Says(p)}
	if p.Operation == bulk.Reset {
		change.says = "a password each, " + text.If(p.Options.ResetRequired, "to change at next sign-in") + text.If(!p.Options.ResetRequired, "which they keep")
	}
	if p.Operation == bulk.Reset {
		change.hint = "m " + text.If(p.Options.ResetRequired, "keep it") + text.If(!p.Options.ResetRequired, "change it")
	}
	create := planRow{what: "create", says: "no console password yet", shows: true, hint: "c skip"}
	skip := planRow{what: "skip", says: "no console password", shows: true, level: explain.Warn, hint: text.If(p.Operation == bulk.Reset, "c create")}
	nothing := planRow{what: "no change", says: "already as they should be", shows: true}
	refused := planRow{what: "refused", level: explain.Bad, hint: "F2 reasons"}
	trapped := planRow{what: "lock-out", says: "would be locked out", shows: true, level: explain.Warn}
	allowed := planRow{what: "allowed", says: "IAMUserChangePassword is attached first", hint: "w do not"}
	unsure := planRow{what: "lock-out?", says: "may be locked out: not known", shows: true, level: explain.Warn}
	var reasons []string
	for _, item := range p.Items {
		name := text.Clean(item.User)
		row := &change
		switch {
		case item.Do == bulk.Create:
			row = &create
		case item.Do == bulk.Skip:
			row = &skip
		case item.Do == bulk.Nothing:
			row = &nothing
		case item.Do == bulk.Refuse && item.LockedOut:
			row = &trapped
			if item.MayBeAllowed() {
				row.hint = "w attach IAMUserChangePassword"
			}
		case item.Do == bulk.Refuse:
			row = &refused
			reasons = append(reasons, text.Clean(item.Why))
		}
		row.names = append(row.names, name)
		if item.Acts() && item.Allow {
			allowed.names = append(allowed.names, name)
		}
		if item.Acts() && item.MayLockOut {
			unsure.names = append(unsure.names, name)
		}
	}
	if refused.says = "for several reasons"; len(reasons) > 0 && allSame(reasons) {
		refused.says, refused.shows = reasons[0], true
	}
	var rows []planRow
	for _, row := range []planRow{change, create, skip, nothing, refused, trapped, allowed, unsure} {
		if len(row.names) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func allSame(words []string) bool {
	for _, w := range words {
		if w != words[0] {
			return false
		}
	}
	return true
}

// line is the row in so many cells. Names that do not fit are counted.
func (r planRow) line(c canvas) string {
	head := "  " + text.Fit(r.what, planWhat) + text.FitRight(text.Thousands(len(r.names)), planCount) + "  "
	room := c.width - text.Width(head) - 1
	hint := ""
	if r.hint != "" {
		key, does, _ := strings.Cut(r.hint, " ")
		hint = "  " + c.styles.accent.Render(key) + " " + c.styles.faint.Render(does)
		if text.Width(hint)+24 > room { // the footer has the key, too
			hint = "  " + c.styles.accent.Render(key)
		}
		room -= text.Width(hint)
	}
	says := r.says
	if r.shows {
		if names := fitNames(r.names, room-text.Width(says)-2); names != "" {
			says += ": " + names
		}
	}
	return text.Spread(c.styles.of(r.level).Render(head+text.Fit(says, room)), hint+" ", c.width)
}

// fitNames are as many names as fit, and how many more there are; empty where not one fits.
func fitNames(names []string, room int) string {
	shown := ""
	for i, name := range names {
		next, more := shown+text.If(i > 0, ", ")+name, ""
		if left := len(names) - i - 1; left > 0 {
			more = ", +" + strconv.Itoa(left)
		}
		if text.Width(next+more) > room {
			if i == 0 {
				return ""
			}
			return shown + ", +" + strconv.Itoa(len(names)-i)
		}
		shown = next
	}
	return shown
}

func (p *bulkPlan) draw(c canvas) drawing { return inMargin(c, p.layOut) }

// layOut draws what is done to whom, and below it the confirmation, which always shows.
func (p *bulkPlan) layOut(c canvas) drawing {
	above, foot := p.above(c), p.foot(c)
	room := p.room(c)
	top := max(0, min(p.top, len(above)-room))
	lines := append([]string{}, above[top:min(len(above), top+room)]...)
	if len(above) > top+room && room > 0 {
		lines[len(lines)-1] = c.styles.faint.Render("  … ↓ shows more")
	}
	if roomyPlan(c) && len(above)+len(foot.lines) < c.height {
		lines = append(lines, "")
	}
	d := drawing{lines: append(lines, foot.lines...), cursor: foot.cursor}
	if d.cursor != nil {
		d.cursor.Y += len(lines)
	}
	return d
}

func roomyPlan(c canvas) bool { return c.height >= 16 }

// room is how many lines there are above the confirmation.
func (p *bulkPlan) room(c canvas) int { return max(1, c.height-len(p.foot(c).lines)) }

// title is what is done, to how many users, and where.
func (p *bulkPlan) title(c canvas) string {
	n := len(p.request.names)
	if p.plan != nil {
		n = p.changes()
	}
	does := text.Capital(p.request.operation.Does()) + " of "
	account := p.of.Title()
	if text.Width(does+users(n)+" in "+account)+3 > c.width {
		account = p.of.Short()
	}
	return "  " + does + c.styles.strong.Render(users(n)) + " in " + c.styles.strong.Render(account)
}

// above is what stands above the confirmation.
func (p *bulkPlan) above(c canvas) []string {
	lines := []string{p.title(c)}
	blank := func() {
		if roomyPlan(c) {
			lines = append(lines, "")
		}
	}
	blank()
	if p.problem != nil {
		return append(lines, problemLines(c, *p.problem, max(2, c.height-len(lines)))...)
	}
	if p.plan == nil {
		return lines
	}
	for _, row := range p.rows {
		lines = append(lines, row.line(c))
	}
	blank()
	lines = append(lines, p.journalLines(c)...)
	if p.changes() > 0 {
		rate := fmt.Sprintf("  About %s at %d requests a second", text.InWords(bulkreport.Estimate(p.plan)), bulkreport.PerSecond)
		lines = append(lines, c.styles.faint.Render(rate+text.If(p.request.reason != "", "; reason: "+text.Clean(p.request.reason))))
		if scope := bulkreport.Scope(p.plan); scope != "" {
			lines = append(lines, c.styles.faint.Render("  "+text.Fit(scope, c.width-2)))
		}
	}
	return lines
}

// journalLines say where the passwords go, and who can read them there.
func (p *bulkPlan) journalLines(c canvas) []string {
	if p.changes() == 0 {
		return nil
	}
	label := "  Journal           "
	if p.request.operation == bulk.Reset {
		label = "  Passwords go to   "
	}
	sealed := "not encrypted, readable by you only"
	if n := len(p.recipients); n > 0 {
		sealed = "encrypted to " + text.Counted(n, "recipient")
	}
	if p.seal != nil && len(p.recipients) == 0 {
		sealed = "encrypted under a passphrase"
	}
	if p.request.operation != bulk.Reset {
		return []string{label + text.Fit(p.folder, c.width-text.Width(label))}
	}
	line := label + p.folder + "   " + sealed
	if text.Width(line) < c.width {
		return []string{line}
	}
	return []string{label + text.Fit(p.folder, c.width-text.Width(label)), strings.Repeat(" ", text.Width(label)) + sealed}
}

// foot is how far the reading has got, or the confirmation.
func (p *bulkPlan) foot(c canvas) drawing {
	switch {
	case p.starting:
		return drawing{lines: []string{"  " + c.styles.accent.Render(c.spinner) + " Writing the journal…", ""}}
	case p.reading != 0:
		line := "  " + c.styles.accent.Render(c.spinner) + " Reading"
		if p.toRead > 0 {
			line += fmt.Sprintf(" %s of %s", text.Thousands(p.read), users(p.toRead))
		}
		return drawing{lines: []string{line + fmt.Sprintf("… %.1f s", c.now.Sub(p.began).Seconds()) + c.styles.faint.Render("   esc stops"), ""}}
	case p.problem != nil || p.plan == nil:
		return drawing{}
	case p.changes() == 0:
		return drawing{lines: []string{c.styles.warn.Render("  ! Nobody would be changed.") + c.styles.faint.Render("   esc back"), ""}}
	}
	label := "  Type " + p.number() + " to start: "
	typed, cursor := typedText(p.typed.typed, text.Width(label), c.width)
	return drawing{
		lines:  []string{c.styles.accent.Render(label) + typed, c.styles.warn.Render(text.If(p.typed.refusal != "", "  ! "+p.typed.refusal))},
		cursor: cursor,
	}
}

// planNames are everybody in a plan, by what is done to them and why.
func planNames(c canvas, p *bulk.Plan) []string {
	var lines []string
	section := func(level explain.Level, heading string, names []string) {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		for _, line := range text.Hanging("  ", fmt.Sprintf("%s (%s)", heading, text.Thousands(len(names))), c.width-1) {
			lines = append(lines, c.styles.of(level).Render(line))
		}
		for _, line := range text.Wrap(strings.Join(names, ", "), c.width-6) {
			lines = append(lines, "    "+line)
		}
	}
	for _, r := range bulkreport.Refused(p) {
		section(explain.Bad, "Refused: "+r.Why, r.Users)
	}
	for _, row := range planRows(p) {
		if row.what != "refused" && row.what != "lock-out" {
			section(row.level, text.Capital(row.what)+": "+row.says, row.names)
		}
	}
	return lines
}

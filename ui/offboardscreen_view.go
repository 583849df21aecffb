package ui

import (
	"fmt"
	"slices"
	"strings"

	"iampasswd/ui/explain"
	"iampasswd/ui/offboard"
	"iampasswd/ui/remedy"
	"iampasswd/ui/text"
)

// The columns of an item: the cursor and the box, the label, the state, and what closes it.
const (
	boxEnd        = 6
	itemLabel     = 19
	itemDoes      = 11
	leastProblem  = 2  // lines for what went wrong
	roomyOffboard = 16 // from so many lines on there are empty lines
)

// offboardRow is one line of the list, and the item that it is of.
type offboardRow struct {
	item int
	text string
}

func (s *offboardScreen) draw(c canvas) drawing { return inMargin(c, s.layOut) }

// layOut draws the items, and below them the confirmation, or what came of it.
func (s *offboardScreen) layOut(c canvas) drawing {
	rows, top := s.rows(c)
	lines := append([]string{s.title(c)}, make([]string, top-1)...)
	for _, row := range rows {
		lines = append(lines, row.text)
	}
	foot := s.foot(c)
	if c.height >= roomyOffboard {
		lines = append(lines, "")
	}
	d := drawing{lines: append(lines, foot.lines...), cursor: foot.cursor}
	if d.cursor != nil {
		d.cursor.Y += len(lines)
	}
	return d
}

// title names the account in full, unless that takes the room that the accounts whose turn comes next need.
func (s *offboardScreen) title(c canvas) string {
	account := s.user.Account.Title()
	title := "  Offboard " + s.user.Shown() + " in "
	if text.Width(title)+text.Width(account) > c.width {
		account = text.Clean(s.user.Account.Identity().Account)
	}
	in := func(account string) string {
		return "  Offboard " + c.styles.strong.Render(s.user.Shown()) + " in " + c.styles.strong.Render(account)
	}
	if len(s.others) == 0 {
		return in(account)
	}
	label, more := s.others[0].Account.Label(), len(s.others)-1
	next := []string{"then in " + label, text.Counted(1+more, "more account")}
	if more > 0 {
		next = append([]string{next[0] + " and " + text.Counted(more, "other account"), fmt.Sprintf("%s, +%d", next[0], more)}, next[1])
	}
	for _, left := range []string{in(account), in(s.user.Account.Short())} {
		for _, words := range next {
			if text.Width(left)+text.Width(words)+4 <= c.width {
				return text.Spread(left, c.styles.warn.Render(words)+"  ", c.width)
			}
		}
	}
	return in(account)
}

// rows are the lines of the items that fit, the one under the cursor among them, and the line that they begin at.
func (s *offboardScreen) rows(c canvas) (rows []offboardRow, top int) {
	top = 1
	if c.height >= roomyOffboard {
		top = 2
	}
	if s.list == nil {
		return nil, top
	}
	rows, end := s.allRows(c)
	room := max(1, c.height-gaps(c)-len(s.foot(c).lines))
	if len(rows) <= room {
		return rows, top
	}
	from := max(0, min(end+1-room, len(rows)-room)) // the last line may say that there are more
	shown := slices.Clone(rows[from : from+room])
	if from+room < len(rows) {
		shown[room-1].text = c.styles.faint.Render("      … ↓ shows more")
	}
	return shown, top
}

// gaps is how many lines the title and the empty lines take.
func gaps(c canvas) int {
	if c.height >= roomyOffboard {
		return 3
	}
	return 1
}

// allRows are the lines of all items, and the line behind the item under the cursor.
func (s *offboardScreen) allRows(c canvas) (rows []offboardRow, end int) {
	for i, item := range s.list.Items {
		for _, line := range s.itemLines(c, i, item) {
			rows = append(rows, offboardRow{i, line})
		}
		if i == s.cursor {
			end = len(rows)
		}
	}
	return rows, end
}

// itemLines are one item: its box, or the sign of what became of it; what it is; how it was read; and what closes it.
func (s *offboardScreen) itemLines(c canvas, i int, item offboard.Item) []string {
	state, does := item.Text(), s.does(c, item)
	room := c.width - boxEnd - itemLabel - 1
	if does != "" {
		room -= itemDoes
	}
	style := c.styles.of(item.Level())
	label := text.Fit(item.Label, itemLabel)
	if item.Does == "" && !item.Unread {
		style, label = c.styles.faint, c.styles.faint.Render(label)
	}
	margin := "  "
	if i == s.cursor {
		margin = c.styles.accent.Render("▌ ")
	}
	first := margin + s.box(c, item) + label
	var lines []string
	for _, line := range text.Wrap(state, room) {
		lines = append(lines, first+style.Render(line))
		first = strings.Repeat(" ", boxEnd+itemLabel)
	}
	if does != "" {
		lines[0] = text.Spread(lines[0], "", c.width-itemDoes) + does
	}
	return lines
}

// box is what stands before an item, in four cells.
func (s *offboardScreen) box(c canvas, item offboard.Item) string {
	switch {
	case item.Does == "":
		return "    "
	case item.Result == offboard.Running:
		return c.styles.accent.Render(" "+c.spinner) + "  "
	case item.Result == offboard.Unknown:
		return c.styles.warn.Render(" ?  ")
	case item.Result != offboard.Waiting:
		return c.styles.of(item.Level()).Render(" "+item.Level().Sign()) + "  "
	case item.Ticked:
		return c.styles.accent.Render("[x] ")
	}
	return "[ ] "
}

// does is what is to be done about an item that nothing has been done about.
func (s *offboardScreen) does(c canvas, item offboard.Item) string {
	switch {
	case item.Does == "" || item.Result != offboard.Waiting:
		return ""
	case !item.Ticked:
		return c.styles.faint.Render("leave it")
	}
	return item.Does
}

// foot is what stands below the items.
func (s *offboardScreen) foot(c canvas) drawing {
	switch {
	case s.send.active():
		done := s.list.With(offboard.Done) + s.list.With(offboard.Refused) + s.list.With(offboard.Unknown)
		return drawing{lines: s.send.lines(c, fmt.Sprintf("Offboarding, %d of %d", done, s.list.Ticked()), s.user.Shown())}
	case s.ended:
		return drawing{lines: s.endLines(c)}
	case s.list == nil:
		return s.question(c, "  Reading what is open…")
	}
	return s.question(c, s.warnings(c)...)
}

// endLines are what became of all, and why of what was not made.
func (s *offboardScreen) endLines(c canvas) []string {
	sentence, level := s.list.Summary(s.user.Shown())
	var lines []string
	for _, line := range text.Hanging("  "+level.Sign()+" ", sentence, c.width-1) {
		lines = append(lines, c.styles.of(level).Render(line))
	}
	if p := s.shownProblem(); p != nil {
		rows, _ := s.allRows(c)
		return append(lines, problemLines(c, *p, max(leastProblem, c.height-gaps(c)-len(rows)-len(lines)))...)
	}
	return lines
}

// question asks for the name, below what is to be known first.
func (s *offboardScreen) question(c canvas, before ...string) drawing {
	if s.gone {
		return drawing{lines: problemLines(c, explain.Problem{
			Title: "No user named " + s.user.Shown() + ".", Remedy: "Deleted since the list was read. esc goes back.",
		}, c.height-gaps(c))}
	}
	what := "what is ticked"
	if s.list != nil {
		what = "the " + text.Counted(s.list.Ticked(), "ticked step")
	}
	label := "  Type " + s.user.Shown() + " to do " + what + ": "
	typed, cursor := typedText(s.typed, text.Width(label), c.width)
	cursor.Y = len(before)
	before = append(before, c.styles.accent.Render(label)+typed)
	if s.refusal != "" || c.height >= roomyOffboard { // its place is kept where there is room
		before = append(before, c.styles.warn.Render(text.If(s.refusal != "", "  ! "+s.refusal)))
	}
	return drawing{lines: before, cursor: cursor}
}

// warnings are what follows, and what speaks against it.
func (s *offboardScreen) warnings(c canvas) []string {
	var lines []string
	if c.height >= roomyOffboard {
		lines = append(lines, text.Hanging("  ", "Programs that use the keys and credentials stop working. Sessions are revoked last, so that none begins afterwards; that can take a few minutes.", c.width-1)...)
		lines = append(lines, "")
	}
	if s.user.Self() {
		lines = append(lines, c.styles.warn.Render("  ! This is your own user."))
	}
	for _, line := range text.Wrap(remedy.SkewWarning(s.skew, c.now), c.width-4) {
		lines = append(lines, c.styles.warn.Render("  "+line))
	}
	return lines
}

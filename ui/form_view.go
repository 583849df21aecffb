package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

const (
	labelWidth = 16 // of the fields, margin included
	emptyField = 24 // cells of the line that an empty field is
)

// columnWidth is the most cells that a form is wide: what belongs to a field stands near it on a wide terminal too. Only
// errors take the whole width, so that a policy statement stands on a line that can be copied.
const columnWidth = 90

// draw lays the form out from the top; the place of the errors is what remains, so that nothing moves to make room. The
// left margin is that of the list, with the mark of the focus in the same column.
func (f *form) draw(c canvas) drawing {
	return inMargin(c, func(c canvas) drawing {
		d, _ := f.layOut(c)
		return d
	})
}

// click goes to the field on a line of the form; a box it ticks or unticks, and the button it presses.
func (f *form) click(at click, c canvas) action {
	c.width--
	_, places := f.layOut(c)
	field, ok := places[at.y]
	if !ok {
		return nil
	}
	f.focus = field
	if f.input(field) != nil {
		return nil
	}
	return f.toggle()
}

// inMargin draws a form with its text where that of the list begins, and the mark of the focus in the same column.
func inMargin(c canvas, draw func(canvas) drawing) drawing {
	c.width--
	d := draw(c)
	for i, line := range d.lines {
		d.lines[i] = " " + line
	}
	if d.cursor != nil {
		d.cursor.X++
	}
	return d
}

// layOut draws the form, and tells on which line each field is.
func (f *form) layOut(c canvas) (drawing, map[int]reset.Field) {
	whole := c
	c.width = min(c.width, columnWidth)
	roomy := c.height >= 18
	d, places := drawing{}, map[int]reset.Field{}
	line := func(s string) { d.lines = append(d.lines, s) }
	gap := func() {
		if roomy {
			line("")
		}
	}
	line(f.title(c))
	if roomy {
		line(f.tags(c))
	}
	gap()
	for _, at := range f.fields() {
		if text := f.input(at); text != nil {
			s, column := f.fieldLine(c, at, text, roomy)
			if at == f.at() {
				d.cursor = &tea.Position{X: column, Y: len(d.lines)}
			}
			places[len(d.lines)] = at
			line(s)
		}
	}
	gap()
	d.lines = append(d.lines, f.rules(c, roomy)...)
	if roomy {
		line(f.quality(c))
	}
	gap()
	_, button := f.heading()
	if f.Way() != reset.ChangeOwn {
		for _, box := range f.boxes(c, roomy) {
			if box.at != reset.FieldSame {
				places[len(d.lines)] = box.at
			}
			line(box.text)
		}
	}
	places[len(d.lines)] = reset.FieldSend
	line(f.focused(c, reset.FieldSend, "[ "+button+" ]"))
	d.lines = append(d.lines, f.status(whole, c.height-len(d.lines))...)
	return d, places
}

// boxLine is a line among the boxes, and the box that stands on it; FieldSame: none does.
type boxLine struct {
	at   reset.Field
	text string
}

// title says whom the form is for, and as much about the person as fits.
func (f *form) title(c canvas) string {
	title, _ := f.heading()
	left := "  " + title + c.styles.strong.Render(f.User.Shown()) + inAccount(c, f.User.Account)
	for _, about := range f.aboutUser(c) {
		if text.Width(left)+text.Width(about)+5 <= c.width {
			return text.Spread(left, c.styles.faint.Render(about)+"  ", c.width)
		}
	}
	return text.Fit(left, c.width)
}

// aboutUser describes the user, from the most words to the fewest.
func (f *form) aboutUser(c canvas) []string {
	switch {
	case f.User.Self() && f.Way() != reset.ChangeOwn:
		return []string{"this is you"}
	case !f.User.Known:
		return []string{"as you typed it"}
	}
	path := text.Clean(f.User.Path)
	created, signIn := "created "+text.Date(f.User.Created), "last sign-in "+text.Ago(f.User.LastSignIn, c.now)
	return []string{path + " · " + created + " · " + signIn, path + " · " + created, path + " · " + signIn, created, path}
}

func (f *form) fieldLine(c canvas, at reset.Field, input *secretField, roomy bool) (line string, column int) {
	label := map[reset.Field]string{reset.FieldOld: "Your current", reset.FieldNew: "New password", reset.FieldAgain: "Again"}[at]
	note := f.fieldNote(c, at, input, roomy)
	room := c.width - labelWidth - text.Width(note) - 3
	if f.shown(c.now) && input.secret.Len() >= room { // to be read, it goes before what is said of it
		room, note = c.width-labelWidth-3, ""
	}
	content, column := input.draw(room, f.shown(c.now))
	if input.secret.Len() == 0 {
		content = c.styles.faint.Render(strings.Repeat("_", min(room, emptyField)))
	}
	left := f.focused(c, at, text.Fit(label, labelWidth-3)) + " " + content
	return text.Spread(left, note+"  ", c.width), labelWidth + column
}

// fieldNote is what stands at the right of a field; where there is no line for the strength, that too.
func (f *form) fieldNote(c canvas, at reset.Field, text *secretField, roomy bool) string {
	if edges := reset.Edges(text.secret); edges != "" && at != reset.FieldAgain {
		return c.styles.warn.Render("! " + edges)
	}
	n := f.Again.Len()
	switch {
	case at == reset.FieldNew && n == 0 && f.User.Account.Rails().TypingIsRefused():
		return c.styles.warn.Render("! generated only: ctrl+g")
	case at == reset.FieldNew && f.Generated():
		return c.styles.faint.Render("generated")
	case at == reset.FieldNew && !roomy && text.secret.Len() > 0 && !text.secret.Generated():
		return f.bar(c, 5)
	case at != reset.FieldAgain || n == 0:
		return ""
	case f.Password.Equal(&f.Again):
		return c.styles.good.Render("✓ the same")
	case n < f.Password.Len():
		return c.styles.faint.Render("· not yet the same")
	}
	return c.styles.bad.Render("✗ not the same")
}

// focused draws a label, with the mark of the focus where that is there.
func (f *form) focused(c canvas, at reset.Field, label string) string {
	return focusable(c, f.at() == at, label)
}

// boxes are the boxes, with the warnings that belong to them. Where there is little room, warnings give way to what went
// wrong.
func (f *form) boxes(c canvas, roomy bool) []boxLine {
	tick := map[bool]string{true: "[x] ", false: "[ ] "}
	must := f.focused(c, reset.FieldMustChange, tick[f.MustChange]+"must choose a new password at next sign-in")
	if f.Demanded() {
		must += c.styles.faint.Render("  locked" + text.If(c.width >= 76, " by a guard rail"))
	}
	lines := []boxLine{{reset.FieldMustChange, must}}
	warning := ""
	if f.MustChange && !f.LetChange && !f.Allowed() {
		warning = f.Forced().Warning(f.Demanded())
	}
	if roomy || f.problem == nil && f.refusals == nil {
		for _, line := range warnedIn(warning, c.width-6, roomy) {
			lines = append(lines, boxLine{reset.FieldSame, "      " + c.styles.warn.Render(line)})
		}
	}
	fields := f.fields()
	if slices.Contains(fields, reset.FieldLetChange) {
		lines = append(lines, boxLine{reset.FieldLetChange, f.letBox(c)})
	}
	if slices.Contains(fields, reset.FieldRevoke) {
		box := f.focused(c, reset.FieldRevoke, tick[f.Revoke]+"revoke active console sessions")
		if f.Revoke && f.skew != "" {
			box += "  " + c.styles.warn.Render(f.skew)
		}
		lines = append(lines, boxLine{reset.FieldRevoke, box})
	}
	if warning == "" && roomy {
		lines = append(lines, boxLine{at: reset.FieldSame})
	}
	return lines
}

// warnedIn sets a warning in so many cells: where there is little room, in one line, without the reason after its colon.
func warnedIn(warning string, w int, roomy bool) []string {
	if fact, _, reasoned := strings.Cut(warning, ": "); reasoned && !roomy && text.Width(warning) > w {
		warning = fact + "."
	}
	return text.Wrap(warning, w)
}

// letBox is the box that lets the user choose the new password.
func (f *form) letBox(c canvas) string {
	box := map[bool]string{true: "[x] ", false: "[ ] "}[f.LetChange] + "let the user change it"
	switch path := f.Forced().Path; {
	case f.Allowed():
		box += " (attached; check with i)"
	case path != "" && f.LetChange:
		return f.focused(c, reset.FieldLetChange, box) + c.styles.warn.Render(" ! may not help: not for users with a path")
	default:
		box += " (attach IAMUserChangePassword)"
	}
	return f.focused(c, reset.FieldLetChange, box)
}

// status is what happens or went wrong, next to the button, in at most n lines.
func (f *form) status(c canvas, n int) []string {
	doing := map[reset.Way]string{reset.Reset: "Resetting", reset.Create: "Creating", reset.ChangeOwn: "Changing"}[f.Way()]
	switch {
	case f.send.active():
		return f.send.lines(c, doing, f.User.Shown())
	case f.problem != nil:
		return problemLines(c, *f.problem, n)
	}
	for _, at := range f.fields() {
		if why := f.refusals[at]; why != "" {
			lines := warningLines(c, []string{why})
			return lines[:min(len(lines), n)]
		}
	}
	if f.User.Self() && f.Way() == reset.Reset {
		lines := text.Hanging("  ", "This is your own user. If you may not reset it, you are asked for your current password.", c.width-1)
		for i, line := range lines {
			lines[i] = c.styles.faint.Render(line)
		}
		return lines[:min(len(lines), n)]
	}
	return nil
}

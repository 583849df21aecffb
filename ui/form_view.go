package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/text"
)

const labelWidth = 16 // of the fields, margin included

// columnWidth is the most cells that a form is wide: what belongs to a field stands near it on a wide terminal too. Only
// errors take the whole width, so that a policy statement stands on a line that can be copied.
const columnWidth = 90

// verb is what the button does.
func (f *form) verb() string {
	switch f.operation {
	case createProfile:
		return "create"
	case changeOwn:
		return "change"
	}
	return "reset"
}

func (f *form) heading() (title, button string) {
	switch f.operation {
	case createProfile:
		return "Create a console password for ", "Create console password"
	case changeOwn:
		return "Change your own password, ", "Change password"
	}
	return "Reset password for ", "Reset password"
}

// draw lays the form out from the top; the place of the errors is what remains, so that nothing moves to make room. The
// left margin is that of the list, with the mark of the focus in the same column.
func (f *form) draw(c canvas) drawing {
	c.width--
	d := f.drawAtMargin(c)
	for i, line := range d.lines {
		d.lines[i] = " " + line
	}
	if d.cursor != nil {
		d.cursor.X++
	}
	return d
}

func (f *form) drawAtMargin(c canvas) drawing {
	whole := c
	c.width = min(c.width, columnWidth)
	roomy := c.height >= 18
	d := drawing{}
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
		if text := f.field(at); text != nil {
			s, column := f.fieldLine(c, at, text, roomy)
			if at == f.focus {
				d.cursor = &tea.Position{X: column, Y: len(d.lines)}
			}
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
	if f.operation != changeOwn {
		d.lines = append(d.lines, f.boxes(c, roomy)...)
	}
	line(f.focused(c, fieldButton, "[ "+button+" ]"))
	d.lines = append(d.lines, f.status(whole, c.height-len(d.lines))...)
	return d
}

// title says whom the form is for, and as much about the person as fits.
func (f *form) title(c canvas) string {
	title, _ := f.heading()
	left := "  " + title + c.styles.strong.Render(f.user.name())
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
	case f.user.self && f.operation != changeOwn:
		return []string{"this is you"}
	case !f.user.known:
		return []string{"as you typed it"}
	}
	path := text.Clean(f.user.Path)
	created, signIn := "created "+text.Date(f.user.Created), "last sign-in "+text.Ago(f.user.LastSignIn, c.now)
	return []string{path + " · " + created + " · " + signIn, path + " · " + created, path + " · " + signIn, created, path}
}

// tags are what the user can be told by, once they have been read.
func (f *form) tags(c canvas) string {
	if f.access == nil || len(f.access.User.Value.Tags) == 0 {
		return ""
	}
	return "  " + c.styles.faint.Render(text.Fit(tagsText(f.access.User.Value), c.width-4))
}

func (f *form) fieldLine(c canvas, at field, input *secretField, roomy bool) (line string, column int) {
	label := map[field]string{fieldOld: "Your current", fieldNew: "New password", fieldAgain: "Again"}[at]
	note := f.fieldNote(c, at, input, roomy)
	room := c.width - labelWidth - text.Width(note) - 3
	if f.shown(c.now) && input.secret.Len() >= room { // to be read, it goes before what is said of it
		room, note = c.width-labelWidth-3, ""
	}
	content, column := input.draw(room, f.shown(c.now))
	left := f.focused(c, at, text.Fit(label, labelWidth-3)) + " " + content
	return text.Spread(left, note+"  ", c.width), labelWidth + column
}

// fieldNote is what stands at the right of a field; where there is no line for the strength, that too.
func (f *form) fieldNote(c canvas, at field, text *secretField, roomy bool) string {
	if edges := text.edges(); edges != "" && at != fieldAgain {
		return c.styles.warn.Render("! " + edges)
	}
	n := f.again.secret.Len()
	switch {
	case at == fieldNew && n == 0 && f.rails.TypingIsRefused():
		return c.styles.warn.Render("! generated only: ctrl+g")
	case at == fieldNew && f.generated():
		return c.styles.faint.Render("generated")
	case at == fieldNew && !roomy && text.secret.Len() > 0 && !text.secret.Generated():
		return f.bar(c, 5)
	case at != fieldAgain || n == 0:
		return ""
	case f.password.secret.Equal(&f.again.secret):
		return c.styles.good.Render("✓ the same")
	case n < f.password.secret.Len():
		return c.styles.faint.Render("· not yet the same")
	}
	return c.styles.bad.Render("✗ not the same")
}

// focused draws a label, with the mark of the focus where that is there.
func (f *form) focused(c canvas, at field, label string) string {
	return focusable(c, f.focus == at, label)
}

// boxes are the toggles, and under the first the warning that it may lock the user out. Where there is room, the line
// for it is a gap before the button as long as there is nothing to warn of; where not, it gives way to an error.
func (f *form) boxes(c canvas, roomy bool) []string {
	tick := map[bool]string{true: "[x] ", false: "[ ] "}
	lines := []string{f.focused(c, fieldReset, tick[f.resetRequired]+"must create a new password at next sign-in")}
	if f.rails.ResetIsLocked() {
		lines[0] += c.styles.faint.Render("  locked" + text.If(c.width >= 76, " by a guard rail"))
	}
	warning := ""
	if f.resetRequired {
		warning = lockOutText(f.user, f.policy, f.access, c.width-6)
	}
	if warning != "" && (roomy || f.problem == nil) {
		lines = append(lines, "      "+c.styles.warn.Render(warning))
	}
	if f.operation == resetPassword {
		box := f.focused(c, fieldRevoke, tick[f.revoke]+"revoke active console sessions")
		if f.revoke && f.skew != "" {
			box += "  " + c.styles.warn.Render(f.skew)
		}
		lines = append(lines, box)
	}
	if warning == "" && roomy {
		lines = append(lines, "")
	}
	return lines
}

// status is what happens or went wrong, next to the button, in at most n lines.
func (f *form) status(c canvas, n int) []string {
	doing := map[operation]string{resetPassword: "Resetting", createProfile: "Creating", changeOwn: "Changing"}[f.operation]
	switch {
	case f.send.active():
		return f.send.lines(c, doing, f.user.name())
	case f.problem != nil:
		return problemLines(c, *f.problem, n)
	}
	for _, at := range f.fields() {
		if why := f.refusals[at]; why != "" {
			lines := warningLines(c, []string{why})
			return lines[:min(len(lines), n)]
		}
	}
	if f.user.self && f.operation == resetPassword {
		lines := text.Hanging("  ", "This is your own user. Where you may not reset it, you are asked for the current password.", c.width-1)
		for i, line := range lines {
			lines[i] = c.styles.faint.Render(line)
		}
		return lines[:min(len(lines), n)]
	}
	return nil
}

package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// result is a change that AWS accepted.
type result struct {
	user          target
	operation     operation
	resetRequired bool
	password      *iamclient.Secret
	dark          bool // generated, and neither shown nor copied yet: nobody has it but this program
	at            time.Time
	took          time.Duration
	revoked       bool             // the sessions were to be revoked, too
	unrevoked     *explain.Problem // why they were not
	lockedOut     string           // what is to be done about a user who must create a new password and may not; empty: nothing
}

const handoverLabel = 17 // cells of a row's label, margin included

// handover is where the operator passes the password on.
type handover struct {
	result
	id         int    // of the change
	account    string // alias and number
	signIn     string // URL; empty where it is not known
	folder     string // where files go
	fallbacks  []string
	shownUntil time.Time
	told       notice // what became of the last copying or saving
}

func (h *handover) takesText() bool { return false }

func (h *handover) paste(string) action { return nil }

func (h *handover) keys() keyMap { return handoverKeys(!h.shownUntil.IsZero()) }

func (h *handover) shown(now time.Time) bool { return now.Before(h.shownUntil) }

func (h *handover) mask() { h.shownUntil = time.Time{} }

func (h *handover) forget() { h.password.Wipe() }

// atRisk says that nobody has the password but this program.
func (r *result) atRisk() string {
	if r.dark {
		return "The password of " + r.user.name() + " was neither shown nor copied nor saved, and would be lost."
	}
	return ""
}

func (h *handover) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := h.keys().match(k)
	if !ok {
		return nil
	}
	switch b.intent {
	case intentCopy:
		h.dark = false
		h.told = notice{"sent to the clipboard; paste it once to be sure that it arrived", explain.Good}
		return copySecret{h.password}
	case intentCopyMessage:
		h.told = notice{"message without the password sent to the clipboard", explain.Good}
		return copyText{h.message()}
	case intentSave:
		return saveFile{h.file()}
	case intentSpell:
		h.dark = false
		return openSpelling{h.user, h.password}
	case intentShow:
		if h.shown(c.now) {
			h.mask()
		} else {
			h.shownUntil, h.dark = c.now.Add(shownFor), false
		}
	case intentDetails:
		if h.unrevoked == nil {
			return sayThat(noErrorReason)
		}
		return openDetails{*h.unrevoked}
	case intentHelp:
		return openHelp{}
	case intentBack:
		if risk := h.atRisk(); risk != "" {
			return ask{question{text: risk + " Leave all the same?", verb: "leave", yes: leave{2}}}
		}
		return leave{1}
	}
	return nil
}

func (h *handover) draw(c canvas) drawing {
	c.width = min(c.width, columnWidth)
	roomy := c.height >= 16
	lines := []string{
		h.headline(c),
		"",
	}
	row := func(label, words string) {
		for _, part := range chunks(words, c.width-handoverLabel-1) {
			lines = append(lines, "  "+c.styles.faint.Render(text.Fit(label, handoverLabel-2))+part)
			label = ""
		}
	}
	row("Account", text.Clean(h.account))
	if h.signIn != "" {
		row("Sign-in page", page(h.signIn, c.width-handoverLabel-1))
	}
	row("User name", h.user.name())
	lines = append(lines, h.passwordLines(c)...)
	row("Next sign-in", h.next())
	if h.lockedOut != "" {
		lines = append(lines, strings.Repeat(" ", handoverLabel)+c.styles.warn.Render("! may not: "+h.lockedOut))
	}
	switch {
	case h.unrevoked != nil:
		what := "Sessions         not revoked: " + h.unrevoked.Title
		for _, line := range text.Hanging("✗ ", what, c.width-3) {
			lines = append(lines, c.styles.bad.Render(line))
		}
	case h.revoked:
		row("Sessions", "revoked; that can take some minutes everywhere")
	}
	hint := c.styles.faint.Render("  A new password can take a moment to work everywhere.")
	if !roomy {
		return drawing{lines: append(append(lines, h.toldLines(c)...), hint)}
	}
	return drawing{lines: append(append(lines, "", hint, ""), h.toldLines(c)...)}
}

// file is the console's own, for this user.
func (h *handover) file() csvFile {
	return csvFile{
		id: h.id, folder: h.folder, fallbacks: h.fallbacks, user: h.user.Name, password: h.password.Clone(), signIn: h.signIn,
	}
}

// saved takes what became of the file.
func (h *handover) saved(name string, err error) {
	if name == "" {
		why, remedy := unsaved(h.folder, err)
		h.told = notice{why + " Copy the password with c, or " + remedy + ".", explain.Bad}
		return
	}
	h.dark = false
	h.told = notice{savedTo(name, h.folder, err), explain.Good}
}

func (h *handover) toldLines(c canvas) []string {
	style := c.styles.good
	if h.told.level == explain.Bad {
		style = c.styles.bad
	}
	var lines []string
	sign := style.Render(h.told.level.Sign())
	for _, part := range text.Wrap(h.told.text, c.width-6) {
		lines = append(lines, "  "+sign+" "+part)
		sign = " "
	}
	return lines
}

// message is what the user may be told in writing: everything but the password.
func (h *handover) message() string {
	var b strings.Builder
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-14s%s\n", label, text)
		}
	}
	fmt.Fprintf(&b, "Your password for the AWS console has been set anew.\n\n")
	line("Sign-in page:", text.Clean(h.signIn))
	line("Account:", text.Clean(h.account))
	line("User name:", h.user.name())
	b.WriteString("\nThe password comes to you by another way.")
	if h.operation != changeOwn && h.resetRequired {
		b.WriteString(" When you sign in with it for the first time, you must create a new one.")
	}
	b.WriteString(" It can take a moment to work everywhere.\n")
	return b.String()
}

// headline says what was done, and when and how fast where there is room for it beside the name.
func (h *handover) headline(c canvas) string {
	done := "  " + c.styles.good.Render("✓ ") + c.styles.strong.Render(h.operation.done()+" for "+h.user.name())
	when := fmt.Sprintf("%s, %.1f s", h.at.Local().Format(time.TimeOnly), h.took.Seconds())
	if text.Width(done)+text.Width(when)+4 > c.width {
		return text.Fit(done, c.width)
	}
	return text.Spread(done, c.styles.faint.Render(when)+"  ", c.width)
}

func (h *handover) passwordLines(c canvas) []string {
	label := "  " + c.styles.faint.Render(text.Fit("Password", handoverLabel-2))
	if !h.shown(c.now) {
		return []string{text.Spread(label+masked, c.styles.accent.Render("v")+" show   "+c.styles.accent.Render("c")+" copy  ", c.width)}
	}
	until := c.styles.faint.Render("masked in "+text.Seconds(h.shownUntil.Sub(c.now))) + "  "
	var lines []string
	for i, part := range chunks(h.password.Reveal(), c.width-handoverLabel-text.Width(until)-1) {
		line := label + c.styles.strong.Render(part)
		if i == 0 {
			line = text.Spread(line, until, c.width)
		}
		lines = append(lines, line)
		label = strings.Repeat(" ", handoverLabel)
	}
	return lines
}

// chunks cuts a text into lines wherever they end: in a password every space counts.
func chunks(s string, w int) []string {
	var lines []string
	for runes := []rune(s); len(runes) > 0; {
		n := min(max(1, w), len(runes))
		lines, runes = append(lines, string(runes[:n])), runes[n:]
	}
	return lines
}

func (h *handover) next() string {
	switch {
	case h.operation == changeOwn:
		return "with the new password"
	case h.resetRequired:
		return "must create a new password"
	}
	return "keeps this password"
}

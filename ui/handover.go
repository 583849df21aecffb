package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
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
}

const handoverLabel = 17 // cells of a row's label, margin included

// handover is where the operator passes the password on.
type handover struct {
	result
	account    string // alias and number
	signIn     string // URL; empty where it is not known
	shownUntil time.Time
	sent       bool // to the clipboard
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
		return "The password of " + r.user.name() + " was neither shown nor copied, and would be lost."
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
		h.dark, h.sent = false, true
		return copySecret{h.password}
	case intentShow:
		if h.shown(c.now) {
			h.mask()
		} else {
			h.shownUntil, h.dark = c.now.Add(shownFor), false
		}
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
	row := func(label, text string) {
		for _, part := range chunks(text, c.width-handoverLabel-1) {
			lines = append(lines, "  "+c.styles.faint.Render(fit(label, handoverLabel-2))+part)
			label = ""
		}
	}
	row("Account", clean(h.account))
	if h.signIn != "" {
		row("Sign-in page", h.page(c.width))
	}
	row("User name", h.user.name())
	lines = append(lines, h.passwordLines(c)...)
	row("Next sign-in", h.next())
	if roomy {
		lines = append(lines, "")
	}
	if h.sent {
		lines = append(lines, "  "+c.styles.good.Render("✓")+" sent to the clipboard; paste it once to be sure that it arrived")
	}
	lines = append(lines, c.styles.faint.Render("  A new password can take a moment to work everywhere."))
	return drawing{lines: lines}
}

// page is the address of the sign-in page, without what a browser adds where there is little room to read it out from.
func (h *handover) page(w int) string {
	page := clean(h.signIn)
	if width(page) > w-handoverLabel-1 {
		page = strings.TrimPrefix(page, "https://")
	}
	return page
}

// headline says what was done, and when and how fast where there is room for it beside the name.
func (h *handover) headline(c canvas) string {
	done := "  " + c.styles.good.Render("✓ ") + c.styles.strong.Render(h.operation.done()+" for "+h.user.name())
	when := fmt.Sprintf("%s, %.1f s", h.at.Local().Format(time.TimeOnly), h.took.Seconds())
	if width(done)+width(when)+4 > c.width {
		return fit(done, c.width)
	}
	return spread(done, c.styles.faint.Render(when)+"  ", c.width)
}

func (h *handover) passwordLines(c canvas) []string {
	label := "  " + c.styles.faint.Render(fit("Password", handoverLabel-2))
	if !h.shown(c.now) {
		mask := strings.Repeat(maskRune, min(h.password.Len(), c.width-45))
		return []string{spread(label+mask, c.styles.accent.Render("v")+" show   "+c.styles.accent.Render("c")+" copy  ", c.width)}
	}
	masked := c.styles.faint.Render("masked in "+seconds(h.shownUntil.Sub(c.now))) + "  "
	var lines []string
	for i, part := range chunks(h.password.Reveal(), c.width-handoverLabel-width(masked)-1) {
		line := label + c.styles.strong.Render(part)
		if i == 0 {
			line = spread(line, masked, c.width)
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

package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

const handoverLabel = 17 // cells of a row's label, margin included

// handover is where the operator passes the password on.
type handover struct {
	reset.Result
	id         int      // of the change
	folders    []string // where files go
	shownUntil time.Time
	waiting    reset.Waiting // for the user to choose a new password
	told       notice        // what became of the last copying or saving
}

func (h *handover) user() directory.Key { return h.User.Key() }

func (*handover) releasesMouse() bool { return true }

func (h *handover) account() directory.View { return h.User.Account }

func (h *handover) takesText() bool { return false }

func (h *handover) paste(string) action { return nil }

func (h *handover) keys() keyMap { return handoverKeys(!h.shownUntil.IsZero(), h.MayBeAllowed()) }

func (h *handover) shown(now time.Time) bool { return now.Before(h.shownUntil) }

func (h *handover) mask() { h.shownUntil = time.Time{} }

func (h *handover) forget() { h.Password.Wipe() }

func (h *handover) atRisk() string { return h.AtRisk() }

func (h *handover) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := h.keys().match(k)
	if !ok {
		return nil
	}
	switch b.intent {
	case intentCopy:
		h.Unseen = false
		h.told = notice{"sent to the clipboard; paste it once to be sure that it arrived", explain.Good}
		return copySecret{h.Password}
	case intentCopyMessage:
		h.told = notice{"message without the password sent to the clipboard", explain.Good}
		return copyText{text: h.Message()}
	case intentCopyAbout:
		return openCopy{userTexts(h.User)}
	case intentSave:
		return saveFile{h.id, h.File(h.folders)}
	case intentSpell:
		h.Unseen = false
		return openSpelling{h.User, h.Password}
	case intentShow:
		if h.shown(c.now) {
			h.mask()
		} else {
			h.shownUntil, h.Unseen = c.now.Add(shownFor), false
		}
	case intentRemedy:
		return askRemedy{b.remedy, h.User}
	case intentDetails:
		if h.Unrevoked == nil {
			return sayThat(noErrorReason)
		}
		return openDetails{*h.Unrevoked}
	case intentHelp:
		return openHelp{}
	case intentBack:
		if risk := h.AtRisk(); risk != "" {
			return ask{question{text: risk + " Leave anyway?", verb: "leave", yes: handedOver{h.User, 2}}}
		}
		return handedOver{h.User, 1}
	}
	return nil
}

func (h *handover) draw(c canvas) drawing { return inMargin(c, h.layOut) }

func (h *handover) layOut(c canvas) drawing {
	c.width = min(c.width, columnWidth)
	roomy := c.height >= 16
	lines := []string{
		h.headline(c),
		"",
	}
	row := func(label, words string) {
		for _, part := range text.Wrap(words, c.width-handoverLabel-1) {
			lines = append(lines, "  "+c.styles.faint.Render(text.Fit(label, handoverLabel-2))+part)
			label = ""
		}
	}
	row("Account", h.User.Account.Title())
	if url := h.User.Account.SignInURL(); url != "" {
		row("Sign-in page", page(url, c.width-handoverLabel-1))
	}
	row("User name", h.User.Shown())
	lines = append(lines, h.passwordLines(c)...)
	row("Next sign-in", h.Next())
	if locked := h.LockedOut("w"); locked != "" {
		for _, line := range text.Hanging("! ", "locked out: "+locked, c.width-handoverLabel-1) {
			lines = append(lines, strings.Repeat(" ", handoverLabel)+c.styles.warn.Render(line))
		}
	}
	lines = append(lines, h.waitingLines(c)...)
	row("Attached", h.Attached("i in the list"))
	switch {
	case h.Unrevoked != nil:
		what := "Sessions         not revoked: " + h.Unrevoked.Title
		for _, line := range text.Hanging("✗ ", what, c.width-3) {
			lines = append(lines, c.styles.bad.Render(line))
		}
	case h.Revoked:
		row("Sessions", "revoked; it can take a few minutes everywhere")
	}
	hint := c.styles.faint.Render("  A new password can take a moment to work everywhere.")
	if !roomy {
		return drawing{lines: append(append(lines, h.toldLines(c)...), hint)}
	}
	return drawing{lines: append(append(lines, "", hint, ""), h.toldLines(c)...)}
}

// waitingLines say whether the user has chosen a new password, always in one line.
func (h *handover) waitingLines(c canvas) []string {
	words, level := h.waiting.Line()
	if words == "" {
		return nil
	}
	style := c.styles.of(level)
	if level == explain.Plain {
		style = c.styles.faint
	}
	line := strings.TrimLeft(level.Sign()+" ", "· ") + words
	return []string{"  " + style.Render(text.Fit(line, c.width-3))}
}

// remedied takes that a remedy was made for a user.
func (h *handover) remedied(r *remedy.Remedy, user directory.User) {
	if r == remedy.LetChange() && user.Key() == h.User.Key() {
		h.Allowed = true
	}
}

// saved takes what became of the file.
func (h *handover) saved(name string, err error) {
	if name == "" {
		why, remedy := reset.NotSaved(h.folders[0], err)
		h.told = notice{why + " Copy the password with c, or " + remedy + ".", explain.Bad}
		return
	}
	h.Unseen = false
	h.told = notice{reset.Saved(name, h.folders[0], err), explain.Good}
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

// headline says what was done, and when and how fast where there is room for it beside the name.
func (h *handover) headline(c canvas) string {
	done := "  " + c.styles.good.Render("✓ ") + c.styles.strong.Render(h.Headline())
	when := fmt.Sprintf("%s, %.1f s", h.At.Local().Format(time.TimeOnly), h.Took.Seconds())
	if h.At.IsZero() || text.Width(done)+text.Width(when)+4 > c.width {
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
	for i, part := range chunks(h.Password.Reveal(), c.width-handoverLabel-text.Width(until)-1) {
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

package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// passphrasePanel takes a passphrase that the passwords are encrypted under, twice. It is never shown.
type passphrasePanel struct {
	fields  [2]secretField
	focus   int
	refusal string
	asking  bool // the key is being made from it
	id      int  // of that
}

func newPassphrasePanel() *passphrasePanel {
	p := &passphrasePanel{}
	for i := range p.fields {
		p.fields[i].secret = &iamclient.Secret{}
	}
	return p
}

func (*passphrasePanel) isPanel() {}

func (*passphrasePanel) takesText() bool { return true }

func (p *passphrasePanel) keys() keyMap { return passphraseKeys(p.focus == 0) }

func (p *passphrasePanel) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case ok && b.intent == intentBack:
		return leave{1}
	case p.asking:
		return nil
	case !ok:
		_, p.refusal = p.fields[p.focus].press(k)
		return nil
	case b.intent == intentNextField || p.focus == 0:
		p.focus = 1 - p.focus
		return nil
	}
	return p.done()
}

// done hands the passphrase on, once both are the same.
func (p *passphrasePanel) done() action {
	first, second := p.fields[0].secret, p.fields[1].secret
	switch {
	case first.Len() == 0:
		p.refusal, p.focus = "The passphrase is empty.", 0
	case !first.Equal(second):
		p.refusal = "The two passphrases are not the same."
	default:
		p.asking = true
		return sealUnder{first.Clone()}
	}
	return nil
}

func (p *passphrasePanel) paste(pasted string) action {
	if !p.asking {
		p.refusal = p.fields[p.focus].insert(pasted)
	}
	return nil
}

func (p *passphrasePanel) draw(c canvas) drawing {
	labels := [2]string{"Encrypt under a passphrase", "The same again"}
	d := drawing{}
	const left = 32
	for i := range p.fields {
		shown, column := p.fields[i].draw(c.width-left-1, false)
		label := focusable(c, i == p.focus, labels[i])
		d.lines = append(d.lines, text.Spread(label, "", left)+shown)
		if i == p.focus && !p.asking {
			d.cursor = &tea.Position{X: left + column, Y: i}
		}
	}
	hint := c.styles.faint.Render("  it is asked for when the passwords are read, and kept nowhere")
	if p.refusal != "" {
		hint = c.styles.warn.Render("  ! " + p.refusal)
	}
	d.lines = append(d.lines, hint)
	return d
}

func (*passphrasePanel) mask() {}

func (*passphrasePanel) shown(time.Time) bool { return false }

func (p *passphrasePanel) forget() {
	for _, f := range p.fields {
		f.secret.Wipe()
	}
}

func (*passphrasePanel) atRisk() string { return "" }

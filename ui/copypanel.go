package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/history"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// copyPanel asks what to send to the clipboard: a text that is no secret.
type copyPanel struct{ texts []copied }

// copied is a text to copy, and the key that copies it.
type copied struct{ key, what, text string }

// userTexts are what a user can be told by.
func userTexts(user directory.User) []copied {
	texts := []copied{{"n", "user name", user.Name}}
	if user.ARN != "" {
		texts = append(texts, copied{"a", "ARN", user.ARN})
	}
	if url := user.Account.SignInURL(); url != "" {
		texts = append(texts, copied{"u", "sign-in page", url})
	}
	return texts
}

// entryTexts are what an entry of the history can be told by.
func entryTexts(e history.Entry) []copied {
	var texts []copied
	for _, t := range []copied{
		{"n", "user name", e.Target}, {"r", "request id", e.RequestID}, {"a", "account", e.Account}, {"c", "caller's ARN", e.Caller},
	} {
		if t.text != "" {
			texts = append(texts, t)
		}
	}
	return texts
}

func (*copyPanel) isPanel() {}

func (*copyPanel) takesText() bool { return false }

func (*copyPanel) paste(string) action { return nil }

func (p *copyPanel) keys() keyMap {
	var keys keyMap
	for _, t := range p.texts {
		keys = append(keys, bind(intentCopy, []string{t.key}, t.key, t.what, "send the "+t.what+" to the clipboard"))
	}
	return append(keys, backKey())
}

func (p *copyPanel) press(k tea.KeyPressMsg, _ canvas) action {
	for _, t := range p.texts {
		if k.String() == t.key {
			return copyText{text: t.text, what: t.what, leaves: 1}
		}
	}
	if _, ok := p.keys().match(k); ok || k.String() == "y" { // a second y closes what the first one opened
		return leave{1}
	}
	return nil
}

func (p *copyPanel) draw(c canvas) drawing {
	d := drawing{lines: []string{"  " + c.styles.strong.Render("Copy")}}
	for _, t := range p.texts {
		label := "    " + c.styles.accent.Render(t.key) + " " + text.Fit(t.what, 14)
		for _, part := range chunks(text.Clean(t.text), c.width-text.Width(label)-1) {
			d.lines = append(d.lines, label+c.styles.faint.Render(part))
			label = strings.Repeat(" ", text.Width(label))
		}
	}
	return d
}

// problemScreen shows the whole of an error.
type problemScreen struct {
	pager
	problem explain.Problem
}

func newProblemScreen(p explain.Problem) *problemScreen {
	return &problemScreen{problem: p, pager: pager{selects: true, text: func(c canvas) []string {
		return append([]string{"  " + c.styles.strong.Render("Error"), ""}, fullProblem(c, p)...)
	}}}
}

// copies is what of the error is worth copying: the policy statement to ask for, else the request id to quote to AWS.
func (s *problemScreen) copies() (what, text string) {
	if s.problem.Statement != "" {
		return "policy statement", s.problem.Statement
	}
	if s.problem.RequestID != "" {
		return "request id", s.problem.RequestID
	}
	return "", ""
}

func (s *problemScreen) keys() keyMap {
	keys := pagerKeys()
	what, _ := s.copies()
	if what == "" {
		return keys
	}
	return append(keyMap{bind(intentCopy, []string{"c"}, "c", "copy "+what, "send the "+what+" to the clipboard")}, keys...)
}

func (s *problemScreen) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := s.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.intent == intentCopy:
		what, text := s.copies()
		return copyText{text: text, what: what}
	}
	return s.turn(b.intent, c)
}

package ui

import (
	"slices"
	"strings"

	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// section is the keys of one place, for the help.
type section struct {
	heading string
	keys    keyMap
}

// openHelp shows the help: the keys of the part in front as they work now, and then those of everywhere else.
func (m *Model) openHelp() {
	help := m.help()
	m.push(&pager{
		text: func(c canvas) []string { return helpText(c, help) },
		foot: "More: iampasswd help " + topics[place(m.front())],
	})
}

// topics are the topics of the manual, by the heading of the place that they are about.
var topics = map[string]string{
	"Users": "keys", "Filter": "queries", "Why can't they sign in?": "sign-in", "Form": "passwords", "Hand-over": "passwords", "Offboard": "offboard",
	"Password policy": "password-policy", "Policy form": "password-policy", "Policy review": "password-policy",
	"Bulk plan": "bulk", "Bulk run": "bulk", "Accounts": "accounts", "Accounts in the list": "accounts", "History": "history", "Here": "keys",
}

func (m *Model) help() []section {
	front := m.front()
	here := section{place(front), front.keys()}
	all := sections(m.account.ReadOnly())
	all = append([]section{here}, slices.DeleteFunc(all, func(s section) bool { return s.heading == here.heading })...)
	filter := slices.IndexFunc(all, func(s section) bool { return s.heading == "Filter" })
	return slices.Insert(all, filter+1, section{"In the filter", queryTerms()})
}

// queryTerms are the parts of the query language, as if they were keys.
func queryTerms() keyMap {
	var terms keyMap
	for _, t := range directory.Terms() {
		terms = append(terms, bind(intentHelp, nil, t.Name, "", t.About))
	}
	return terms
}

// place is the heading of a part's keys.
func place(p part) string {
	switch p := p.(type) {
	case *usersScreen:
		if p.list.filter.open {
			return "Filter"
		}
		return "Users"
	case *accessScreen:
		return "Why can't they sign in?"
	case *historyScreen:
		return "History"
	case *form:
		return "Form"
	case *handover:
		return "Hand-over"
	case *offboardScreen:
		return "Offboard"
	case *policyScreen:
		return "Password policy"
	case *policyForm:
		return "Policy form"
	case *policyReview:
		return "Policy review"
	case *accountsScreen:
		return "Accounts"
	case *overview:
		return "Accounts in the list"
	case *bulkPlan:
		return "Bulk plan"
	case *bulkScreen:
		return "Bulk run"
	}
	return "Here"
}

// sections are all keys that there are, from the tables that the keys themselves work by. What a help desk needs comes
// first.
func sections(readOnly bool) []section {
	all := []section{{"Users", usersKeys(helpState{readOnly: readOnly})}, {"Filter", queryKeys(true)}}
	if !readOnly {
		all = append(all, section{"Form", formKeys(formState{enter: "reset", back: "back", failed: true, created: true})}, section{"Hand-over", handoverKeys(false, true)})
		all = append(all, section{"Offboard", offboardKeys(offboardState{escape: "back", tick: "tick", ready: true, failed: true, all: true})})
	}
	all = append(all, section{"Accounts", accountsKeys(accountsState{choice: true})})
	all = append(all, section{"Anywhere", anywhereKeys(1, false)}, section{"History", historyKeys(historyState{})}, section{"Accounts in the list", overviewKeys(overviewState{failed: true})}, section{"Password policy", policyKeys("", "", readOnly)})
	if !readOnly {
		all = append(all, section{"Bulk plan", bulkPlanKeys(bulkPlanState{reset: true, missing: true, trapped: true})}, section{"Bulk run", bulkRunHelp()})
		all = append(all, section{"Policy form", policyFormKeys("next", "tick")}, section{"Policy review", policyReviewKeys("send", "back", false, true)})
	}
	return all
}

func helpText(c canvas, sections []section) []string {
	var lines []string
	for _, section := range sections {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, c.styles.strong.Render("  "+section.heading))
		for _, b := range section.keys {
			label := "  " + c.styles.accent.Render(text.Fit(b.Help().Key, max(10, text.Width(b.Help().Key)+1)))
			for _, what := range text.Wrap(b.what, c.width-14) {
				lines = append(lines, label+what)
				label = strings.Repeat(" ", 12)
			}
		}
	}
	return lines
}

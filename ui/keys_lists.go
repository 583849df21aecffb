package ui

import (
	"slices"

	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/text"
)

// helpState is what the keys that help the user under the cursor depend on. The zero value is that of the help screen,
// where each of them works.
type helpState struct {
	readOnly, demo bool
	noAccount      bool           // no account has been reached
	several        bool           // there are several accounts
	noUser         bool           // there is no user under the cursor
	empty          bool           // no user was read
	creates        bool           // the user has no console password: enter creates one
	marked         bool           // somebody is marked
	unchangeable   string         // why nothing of the user can be changed; empty: it can
	advised        *remedy.Remedy // what the verdict asks for; nil: nothing
	// whyNot is why a remedy does not help the user; empty: it does, as far as is known. It may be nil.
	whyNot func(*remedy.Remedy) string
}

// usersKeys are the keys of the list. The footer has first what to do next: enter, why, the filter, and the remedy that the
// verdict names. In 80 columns there is room for the ways to the other screens; every remedy stands on the screen of i.
func usersKeys(s helpState) keyMap {
	access := bind(intentAccess, []string{"i"}, "i", "why", "why can't the user under the cursor sign in?")
	if s.noUser {
		access = access.unless(noUserReason)
	}
	name := bind(intentName, []string{"u"}, "u", "user name", "type an exact user name")
	if s.readOnly {
		name = name.hidden().unless(explain.ReadOnly)
	}
	policy := bind(intentPolicy, []string{"p"}, "p", "policy", "the account's password policy")
	if s.noAccount {
		name, policy = name.unless(noAccountReason), policy.unless(noAccountReason)
	}
	help := helpKeys(s)
	filter := bind(intentFilter, []string{"/"}, "/", "filter", "filter by words, or a query such as is:expired path:/staff/")
	sort := bind(intentSort, []string{"s"}, "s", "sort", "sort by the next column")
	switch {
	case s.empty:
		filter, sort = filter.unless(emptyReason), sort.unless(emptyReason)
	case s.noUser:
		sort = sort.unless(noUserReason)
	}
	keys := keyMap{help[0], access, filter}
	if s.noUser {
		keys = append(keys, name) // the way on
	}
	if s.advised != nil && !s.readOnly {
		keys = append(keys, help[1])
		help = slices.Delete(help, 1, 2)
	}
	keys = append(keys,
		sort,
		policy,
		accountsKey(s.demo, s.several),
		bind(intentHistory, []string{"H"}, "H", "history", "what was changed from here"),
	)
	marks := markKeys(s)
	if s.marked {
		keys = slices.Insert(keys, 3, marks...)
	} else {
		keys = append(keys, marks...)
	}
	keys = append(keys, help[1:]...)
	if !s.noUser {
		keys = append(keys, name)
	}
	keys = append(keys,
		copyKey(s.noUser),
		bind(intentReverse, []string{"S"}, "S", "", "sort the other way round"),
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read everything again"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		bind(intentQuit, []string{"q"}, "q", "quit", "quit"),
		detailsKey())
	return append(keys, moveKeys("j", "k", "g", "G")...)
}

// markKeys mark users for a change that is made for all of them. In --read-only there is none.
func markKeys(s helpState) keyMap {
	keys := keyMap{
		bind(intentBulk, []string{bulkKey}, bulkKey, text.If(s.marked, "change"), "one change for all who are marked, by plan; or the run that is under way"),
		bind(intentMark, []string{"space"}, "space", "mark", "mark the user under the cursor, or unmark; then the next user"),
		bind(intentMarkRange, []string{"V"}, "V", text.If(s.marked, "range"), "mark a range: from here to where the cursor goes; V or enter ends it, esc unmarks it"),
		bind(intentMarkAll, []string{"A"}, "A", text.If(s.marked, "all"), "mark everybody who is shown, or unmark them"),
	}
	for i, b := range keys {
		switch {
		case s.readOnly:
			keys[i] = b.hidden().unless(explain.ReadOnly)
		case s.noUser:
			keys[i] = b.unless(noUserReason)
		}
	}
	return keys
}

// rangeKeys go before the others while a range is being marked.
func rangeKeys() keyMap {
	return keyMap{
		bind(intentMarkRange, []string{"V", "enter"}, "V", "end the range", "end the range; what is in it stays marked"),
		bind(intentBack, []string{"esc"}, "esc", "unmark the range", "unmark the range"),
	}
}

// helpKeys are the keys that help the user under the cursor: enter, what the verdict asks for, and the other remedies. In
// --read-only they are offered nowhere.
func helpKeys(s helpState) keyMap {
	enter := "reset"
	if s.creates {
		enter = "create"
	}
	keys := keyMap{
		bind(intentReset, []string{"enter"}, "enter", enter, "reset the password of the user under the cursor, or create one").unless(s.unchangeable),
	}
	for _, r := range remedy.All() {
		footer := text.If(r.InFooter || r == s.advised, r.Footer)
		b := bind(intentRemedy, []string{r.Key}, r.Key, footer, r.Help)
		if s.whyNot != nil {
			b = b.unless(s.whyNot(r))
		}
		b.remedy = r
		if r == s.advised {
			keys = slices.Insert(keys, 1, b)
		} else {
			keys = append(keys, b)
		}
	}
	keys = append(keys, bind(intentOffboard, []string{offboardKey}, offboardKey, "offboard", "offboard: a checklist of what is open for the user").unless(s.unchangeable))
	if s.readOnly {
		for i, b := range keys {
			keys[i] = b.hidden().unless(explain.ReadOnly)
		}
	}
	return keys
}

// copyKey copies something of the user under the cursor.
func copyKey(noUser bool) binding {
	b := bind(intentCopy, []string{"y"}, "y", "", "copy the user name, the ARN or the address of the sign-in page")
	if noUser {
		return b.unless(noUserReason)
	}
	return b
}

// accessKeys are the keys of the screen that shows why a user cannot sign in.
func accessKeys(s helpState) keyMap {
	keys := append(keyMap{backKey()}, helpKeys(s)...)
	keys = append(keys,
		copyKey(s.noUser),
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read it again"),
		bind(intentOlder, []string{"o"}, "o", "older", "read the user's sign-in attempts of the last 90 days"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		bind(intentDetails, []string{"f2"}, "F2", "", "show the full error, or CloudTrail's events of the sign-ins"))
	return append(keys, scrollKeys()...)
}

// moveKeys move the selection; letters do only where nothing takes text.
func moveKeys(down, up, home, end string) keyMap {
	return keyMap{
		bind(intentDown, []string{"down", down}, "↓ "+down, "", "next user"),
		bind(intentUp, []string{"up", up}, "↑ "+up, "", "previous user"),
		bind(intentPageDown, []string{"pgdown"}, "pgdn", "", "a page down"),
		bind(intentPageUp, []string{"pgup"}, "pgup", "", "a page up"),
		bind(intentHalfDown, []string{"ctrl+d"}, "ctrl+d", "", "half a page down"),
		bind(intentHalfUp, []string{"ctrl+u"}, "ctrl+u", "", "half a page up"),
		bind(intentHome, []string{"home", home}, "home "+home, "", "first user"),
		bind(intentEnd, []string{"end", end}, "end "+end, "", "last user"),
	}
}

// filterKeys are the keys of a filter that takes text; choice tells whether there is more than one match.
func filterKeys(choice bool) keyMap {
	return keyMap{
		bind(intentUp, []string{"up"}, "↑↓", text.If(choice, "choose"), "choose among the matches"),
		bind(intentDown, []string{"down"}, "", "", ""),
		bind(intentPageDown, []string{"pgdown"}, "", "", ""),
		bind(intentPageUp, []string{"pgup"}, "", "", ""),
		bind(intentKeepFilter, []string{"enter"}, "enter", "keep filter", "keep the filter and go to the list"),
		bind(intentBack, []string{"esc"}, "esc", "clear", "clear the filter"),
	}
}

// queryKeys are the keys of the filter of the users, which takes a query.
func queryKeys(choice bool) keyMap {
	keys := filterKeys(choice)
	last := len(keys) - 1
	return append(keys[:last:last], bind(intentComplete, []string{"tab"}, "tab", "complete", "complete the term, again: the next candidate"), keys[last])
}

// accountsKey opens the accounts screen.
func accountsKey(demo, several bool) binding {
	b := bind(intentAccounts, []string{"a"}, "a", "accounts", "switch to another account, by profile; with several accounts in one list, show them and what failed")
	if demo && !several {
		return b.hidden().unless("The demo has one account: there is nothing to switch to.")
	}
	return b
}

// accountsState is what the keys of the accounts screen depend on.
type accountsState struct {
	none, choice                bool // profiles are shown: none, more than one
	switching, filtered, failed bool
}

func accountsKeys(s accountsState) keyMap {
	enter := bind(intentEnter, []string{"enter"}, "enter", "switch", "switch to the account of the profile under the cursor")
	if s.none {
		enter = enter.unless("There is no profile under the cursor.")
	}
	back := "back"
	if s.filtered {
		back = "clear"
	}
	if s.switching {
		back = "stop"
		enter = enter.unless("The switch is under way. esc stops it.")
	}
	details := detailsIf(s.failed)
	if !s.failed {
		details = details.hidden()
	}
	return keyMap{
		bind(intentUp, []string{"up"}, "↑↓", text.If(s.choice && !s.switching, "choose"), "choose a profile; typing narrows"),
		bind(intentDown, []string{"down"}, "", "", ""),
		bind(intentPageDown, []string{"pgdown"}, "", "", ""),
		bind(intentPageUp, []string{"pgup"}, "", "", ""),
		enter,
		bind(intentBack, []string{"esc"}, "esc", back, "clear the filter, or back"),
		details,
	}
}

// historyState is what the keys of the history depend on.
type historyState struct {
	empty, none, choice bool // there is no entry at all; none is shown; more than one is
	filtering, filtered bool
}

func historyKeys(s historyState) keyMap {
	back := bind(intentBack, []string{"esc"}, "esc", "back", "back; clears the filter first")
	if s.filtering || s.filtered {
		back.SetHelp("esc", "clear")
	}
	if s.filtering {
		return append(filterKeys(s.choice)[:5:5], back)
	}
	filter := bind(intentFilter, []string{"/"}, "/", "filter", "filter by user, change, account, reason, outcome or request")
	if s.empty {
		filter = filter.unless("There is nothing to filter.")
	}
	about := bind(intentCopyAbout, []string{"y"}, "y", "copy", "copy the user name, the request id, the account or the caller's ARN")
	if s.none {
		about = about.unless("There is no entry to copy from.")
	}
	return keyMap{
		back, filter, about,
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read the history again"),
		bind(intentDown, []string{"down", "j"}, "↓ j", "", "the change before that"),
		bind(intentUp, []string{"up", "k"}, "↑ k", "", "the change after that"),
		bind(intentPageDown, []string{"pgdown"}, "", "", ""),
		bind(intentPageUp, []string{"pgup"}, "", "", ""),
		bind(intentHalfDown, []string{"ctrl+d"}, "", "", ""),
		bind(intentHalfUp, []string{"ctrl+u"}, "", "", ""),
		bind(intentHome, []string{"home", "g"}, "", "", ""),
		bind(intentEnd, []string{"end", "G"}, "", "", ""),
		bind(intentHelp, []string{"?"}, "", "", ""),
	}
}

func pagerKeys() keyMap {
	return append(scrollKeys(), bind(intentBack, []string{"esc", "q", "?", "f1", "f2", "enter"}, "esc", "close", ""))
}

// scrollKeys turn the pages of a text.
func scrollKeys() keyMap {
	return keyMap{
		bind(intentDown, []string{"down", "j", "pgdown", "space"}, "↓", "more", ""),
		bind(intentUp, []string{"up", "k", "pgup"}, "↑", "back up", ""),
	}
}

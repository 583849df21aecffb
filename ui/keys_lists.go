package ui

import (
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
)

// usersKeys are the keys of the list. unchangeable is why nothing of the user under the cursor can be changed, whyNot why a
// remedy does not help; empty: it can, and does. In 80 columns there is room for the ways to the other screens: what helps
// a user stands on that of i, too.
func usersKeys(readOnly, demo bool, unchangeable string, whyNot func(*remedy.Remedy) string) keyMap {
	access := bind(intentAccess, []string{"i"}, "i", "why", "why can't the user under the cursor sign in?")
	if unchangeable == noUserReason {
		access = access.unless(noUserReason)
	}
	name := bind(intentName, []string{"u"}, "u", "user name", "type an exact user name")
	if readOnly {
		name = name.hidden().unless(explain.ReadOnly)
	}
	help := helpKeys(readOnly, unchangeable, whyNot)
	keys := append(keyMap{
		help[0], access,
		bind(intentFilter, []string{"/"}, "/", "filter", "filter by name"),
		bind(intentSort, []string{"s"}, "s", "sort", "sort by the next column"),
		bind(intentPolicy, []string{"p"}, "p", "policy", "the account's password policy"),
		accountsKey(demo),
		bind(intentHistory, []string{"H"}, "H", "history", "what was changed from here"),
	}, help[1:]...)
	keys = append(keys,
		name,
		copyKey(unchangeable),
		bind(intentReverse, []string{"S"}, "S", "", "sort the other way round"),
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read everything again"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		bind(intentQuit, []string{"q"}, "q", "quit", "quit"),
		detailsKey())
	return append(keys, moveKeys("j", "k", "g", "G")...)
}

// helpKeys are the keys that help the user under the cursor. In --read-only they are offered nowhere.
func helpKeys(readOnly bool, unchangeable string, whyNot func(*remedy.Remedy) string) keyMap {
	keys := keyMap{
		bind(intentReset, []string{"enter"}, "enter", "reset", "reset the password of the user under the cursor, or create one").unless(unchangeable),
	}
	for _, r := range remedy.All() {
		b := bind(intentRemedy, []string{r.Key}, r.Key, r.Footer, r.Help).unless(whyNot(r))
		b.remedy = r
		keys = append(keys, b)
	}
	if readOnly {
		for i, b := range keys {
			keys[i] = b.hidden().unless(explain.ReadOnly)
		}
	}
	return keys
}

// copyKey copies something of the user under the cursor.
func copyKey(unchangeable string) binding {
	b := bind(intentCopy, []string{"y"}, "y", "", "copy the user name, the ARN or the address of the sign-in page")
	if unchangeable == noUserReason {
		return b.unless(noUserReason)
	}
	return b
}

// accessKeys are the keys of the screen that shows why a user cannot sign in.
func accessKeys(readOnly bool, unchangeable string, whyNot func(*remedy.Remedy) string) keyMap {
	keys := append(keyMap{backKey()}, helpKeys(readOnly, unchangeable, whyNot)...)
	keys = append(keys,
		copyKey(unchangeable),
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read it again"),
		bind(intentHelp, []string{"?"}, "", "", ""))
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

func filterKeys() keyMap {
	return keyMap{
		bind(intentUp, []string{"up"}, "↑↓", "choose", "choose among the matches"),
		bind(intentDown, []string{"down"}, "", "", ""),
		bind(intentPageDown, []string{"pgdown"}, "", "", ""),
		bind(intentPageUp, []string{"pgup"}, "", "", ""),
		bind(intentKeepFilter, []string{"enter"}, "enter", "keep filter", "keep the filter and go to the list"),
		bind(intentBack, []string{"esc"}, "esc", "clear", "clear the filter"),
	}
}

// accountsKey opens the accounts screen.
func accountsKey(demo bool) binding {
	b := bind(intentAccounts, []string{"a"}, "a", "accounts", "switch to another account, by profile")
	if demo {
		return b.hidden().unless("The demo has one account: there is nothing to switch to.")
	}
	return b
}

func accountsKeys(switching, filtered, failed bool) keyMap {
	enter := bind(intentEnter, []string{"enter"}, "enter", "switch", "switch to the account of the profile under the cursor")
	back := "back"
	if filtered {
		back = "clear"
	}
	if switching {
		back = "stop"
		enter = enter.unless("The switch is under way. esc stops it.")
	}
	details := detailsIf(failed)
	if !failed {
		details = details.hidden()
	}
	return keyMap{
		bind(intentUp, []string{"up"}, "↑↓", "choose", "choose a profile; typing narrows"),
		bind(intentDown, []string{"down"}, "", "", ""),
		bind(intentPageDown, []string{"pgdown"}, "", "", ""),
		bind(intentPageUp, []string{"pgup"}, "", "", ""),
		enter,
		bind(intentBack, []string{"esc"}, "esc", back, "clear the filter, or back"),
		details,
	}
}

func historyKeys(filtering, filtered bool) keyMap {
	back := bind(intentBack, []string{"esc"}, "esc", "back", "back; clears the filter first")
	if filtering || filtered {
		back.SetHelp("esc", "clear")
	}
	if filtering {
		return append(filterKeys()[:5:5], back)
	}
	return keyMap{
		back,
		bind(intentFilter, []string{"/"}, "/", "filter", "filter by user, change, account, reason, outcome or request"),
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

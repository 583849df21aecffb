package ui

// overviewState is what the keys of the overview depend on.
type overviewState struct {
	filtering, filtered bool
	choice              bool // there is more than one account
	none                bool // there is no account under the cursor
	unreached           bool // there are no credentials for it
	failed              bool // it could not be read whole
	inactive            bool // it is closed or suspended
}

// overviewKeys are the keys of the accounts of the list.
func overviewKeys(s overviewState) keyMap {
	back := bind(intentBack, []string{"esc"}, "esc", "back", "back; clears the filter first")
	if s.filtering || s.filtered {
		back.SetHelp("esc", "clear")
	}
	if s.filtering {
		return append(filterKeys(s.choice)[:5:5], back)
	}
	enter := bind(intentEnter, []string{"enter"}, "enter", "users", "show the users of the account under the cursor")
	again := bind(intentRefresh, []string{"r"}, "r", "try again", "read the account under the cursor again")
	details := detailsIf(s.failed)
	if s.failed {
		details.SetHelp("F2", "why")
	} else {
		again.SetHelp("r", "refresh")
		details = details.hidden()
	}
	switch {
	case s.none:
		enter, again = enter.hidden().unless("There is no account under the cursor."), again.hidden().unless("There is no account under the cursor.")
	case s.inactive:
		const closed = "The account is not active: nobody can do anything there."
		enter, again, details = enter.hidden().unless(closed), again.hidden().unless(closed), details.hidden().unless(closed)
	case s.unreached:
		enter = enter.hidden().unless("There are no credentials for this account: r tries again, F2 says why.")
	}
	keys := keyMap{enter, again, details, back, bind(intentFilter, []string{"/"}, "/", "filter", "filter by name, number or caller")}
	for _, b := range moveKeys("j", "k", "g", "G") {
		b.what = ""
		keys = append(keys, b)
	}
	return append(keys, bind(intentHelp, []string{"?"}, "", "", ""))
}

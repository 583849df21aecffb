package ui

import "iampasswd/ui/text"

// offboardKey opens the checklist for a leaver.
const offboardKey = "L"

// offboardState is what the keys of the checklist for a leaver depend on.
type offboardState struct {
	escape  string // what esc does
	tick    string // what space does to the item under the cursor; empty: nothing
	ready   bool   // there is a list of what is open
	sending bool
	failed  bool // something was not made
	ended   bool // it was sent before
	others  bool // the same name is in another account, too
	all     bool // every key that there is, for the help
}

// offboardKeys tick the items and confirm by typing a name; once that was sent, y tries again what was not made.
func offboardKeys(s offboardState) keyMap {
	enter := bind(intentEnter, []string{"enter"}, "enter", "offboard", "do all that is ticked, once the user's name is typed")
	toggle := bind(intentToggle, []string{"space"}, "space", s.tick, "tick or untick the item under the cursor")
	again := bind(intentYes, []string{"y", "Y"}, "y", "try again", "try again what was not made")
	details := detailsKey()
	if !s.ready {
		enter.SetHelp("enter", "") // pressed, it says why
	}
	switch {
	case s.sending:
		enter, toggle, again = enter.hidden().unless(sendingReason), toggle.hidden().unless(sendingReason), again.hidden().unless(sendingReason)
	case s.ended:
		over := "That was sent: esc goes back, and L begins again."
		if s.others {
			over = "That was sent: tab goes on in the next account, esc goes back."
		}
		enter, toggle = enter.hidden().unless(over), toggle.hidden().unless(over)
	}
	if !s.failed {
		again, details = again.hidden().unless("There is nothing to try again."), details.hidden().unless(noErrorReason)
	} else {
		details.SetHelp("F2", "why")
	}
	keys := keyMap{enter, toggle}
	if s.ended || s.sending || s.all { // else y is a letter of a name
		keys = append(keys, again)
	}
	if s.others || s.all {
		next := bind(intentNextField, []string{"tab"}, "tab", "next account", "go on with the user of that name in the next account, where there is one")
		if s.sending {
			next = next.hidden().unless(sendingReason)
		}
		keys = append(keys, next)
	}
	return append(keys, details,
		bind(intentUp, []string{"up"}, "↑↓", text.If(s.ready, "choose"), "choose an item"),
		bind(intentDown, []string{"down"}, "", "", ""),
		bind(intentBack, []string{"esc"}, "esc", s.escape, "back; stops watching what is under way"))
}

package ui

import (
	"slices"

	"iampasswd/ui/directory"
)

// confirmKeys answer a question. Enter is none of them: a finger that goes on pressing it has read no question.
func confirmKeys(yes string) keyMap {
	return keyMap{
		bind(intentYes, []string{"y", "Y"}, "y", yes, "yes"),
		bind(intentBack, []string{"n", "N", "esc"}, "n", "no", "no"),
	}
}

// forceKeys confirm a forced change. Where the user may be let to make it, a key does both.
func forceKeys(yes string, forced directory.Forced) keyMap {
	if forced.Stops() {
		yes += " anyway"
	}
	keys := confirmKeys(yes)
	if forced.MayBeAllowed() {
		keys = slices.Insert(keys, 1, bind(intentLet, []string{"w"}, "w", "allow it too", "attach IAMUserChangePassword, and then force the change"))
	}
	return keys
}

// typedKeys confirm by typing a name.
func typedKeys(verb string) keyMap {
	return keyMap{bind(intentEnter, []string{"enter"}, "enter", verb, "confirm what you typed"), backKey()}
}

// twoCodesKeys take two codes of an MFA device.
func twoCodesKeys(failed bool) keyMap {
	keys := keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "synchronise", "the next code; in the last field, send both"),
		bind(intentNextField, []string{"tab", "down"}, "tab", "next", "the other code"),
		bind(intentPrevField, []string{"shift+tab", "up"}, "", "", ""),
		backKey(),
	}
	if failed {
		return append(keys, detailsKey())
	}
	return keys
}

// chooseKeys choose one of so many.
func chooseKeys(n int) keyMap {
	digits := []string{"1", "2", "3", "4", "5", "6", "7", "8"}[:min(n, 8)]
	return keyMap{bind(intentChoose, digits, "1-"+digits[len(digits)-1], "choose", "choose a device"), backKey()}
}

func nameKeys() keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "open", "open the form for the user of that name"),
		backKey(),
	}
}

func reasonKeys() keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "send", "send with this reason"),
		bind(intentBack, []string{"esc"}, "esc", "do not send", "back, and nothing is sent"),
	}
}

func codeKeys(why string) keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "go on", "send the MFA code, and go on").unless(why),
		bind(intentBack, []string{"esc"}, "esc", "cancel", "go on without"),
	}
}

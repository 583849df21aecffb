package ui

import (
	"slices"

	"iampasswd/ui/remedy"
	"iampasswd/ui/text"
)

// nextField is what enter does in a field that is not the last.
const nextField = "next field"

// formState is what the keys of the form depend on.
type formState struct {
	enter                    string // what enter does
	back                     string // what esc does
	tick                     string // what space does to the box under the cursor; empty: nothing
	shown                    bool   // the passwords can be read
	sending, failed, created bool   // created: by the generator
	unknown                  bool   // the outcome of the last try got lost
}

func formKeys(s formState) keyMap {
	enter := bind(intentEnter, []string{"enter"}, "enter", s.enter, "next field; in the last field and on the button, submit")
	submit := bind(intentSubmit, []string{"ctrl+s"}, "ctrl+s", "", "submit from any field")
	generate := bind(intentGenerate, []string{"ctrl+g"}, "ctrl+g", "generate", "generate a password, and another; twice, to replace what you typed")
	style := bind(intentStyle, []string{"ctrl+r"}, "ctrl+r", "", "generate one of words to read out, or one of random characters again")
	longer := bind(intentLonger, []string{"pgup"}, "pgup", "", "generate a longer one")
	shorter := bind(intentShorter, []string{"pgdown"}, "pgdn", "", "generate a shorter one")
	back := bind(intentBack, []string{"esc"}, "esc", s.back, "back")
	toggle := bind(intentToggle, []string{"space"}, "space", s.tick, "tick or untick the box under the cursor")
	if !s.created {
		for _, b := range []*binding{&style, &longer, &shorter} {
			*b = b.unless("That changes a generated password: ctrl+g makes one.")
		}
	}
	if s.sending {
		for _, b := range []*binding{&enter, &submit, &generate, &style, &longer, &shorter} {
			*b = b.unless(sendingReason)
			b.SetHelp(b.Help().Key, "") // help still says what it is for
		}
	}
	return keyMap{
		enter, toggle, generate,
		bind(intentShow, []string{"ctrl+t"}, "ctrl+t", showOrHide(s.shown), "show or hide the passwords; hidden again after a minute"),
		bind(intentNextField, []string{"tab", "down"}, "tab", text.If(s.enter != nextField, "next"), "next field; shift+tab: the one before"),
		bind(intentPrevField, []string{"shift+tab", "up"}, "", "", ""),
		back,
		style, longer, shorter,
		submit, detailsIf(s.failed), settleIf(s.unknown && !s.sending),
	}
}

// settleIf asks CloudTrail about an outcome that got lost.
func settleIf(unknown bool) binding {
	b := bind(intentSettle, []string{"f5"}, "F5", text.If(unknown, "ask CloudTrail"), "look in CloudTrail for an outcome that got lost")
	if !unknown {
		return b.unless("No outcome got lost here.")
	}
	return b
}

// tickOrUntick is what space does to a box.
func tickOrUntick(ticked bool) string {
	if ticked {
		return "untick"
	}
	return "tick"
}

// showOrHide is what a key that does both does now.
func showOrHide(shown bool) string {
	if shown {
		return "hide"
	}
	return "show"
}

func handoverKeys(shown, mayBeAllowed bool) keyMap {
	keys := keyMap{
		bind(intentCopy, []string{"c"}, "c", "copy password", "send the password to the clipboard, shown or not"),
		bind(intentCopyMessage, []string{"m"}, "m", "message", "send a message to the clipboard that says everything but the password"),
		bind(intentSave, []string{"s"}, "s", "save CSV", "save the console's own file, with the password, in the current folder"),
		bind(intentShow, []string{"v"}, "v", showOrHide(shown), "show or hide the password; hidden again after a minute"),
		bind(intentCopyAbout, []string{"y"}, "y", "", "copy the user name, the ARN or the address of the sign-in page"),
		bind(intentSpell, []string{"r"}, "r", "read out", "the password character by character, to read out over a phone"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		bind(intentBack, []string{"esc"}, "esc", "done", "done: the password is dropped"),
		detailsKey(),
	}
	if !mayBeAllowed {
		return keys
	}
	r := remedy.LetChange()
	allow := bind(intentRemedy, []string{r.Key}, r.Key, r.Verb, "let a user who is locked out change the password")
	allow.remedy = r
	return slices.Insert(keys, 1, allow)
}

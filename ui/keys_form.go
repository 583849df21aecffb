package ui

func formKeys(verb string, sending, failed, generated bool) keyMap {
	enter := bind(intentEnter, []string{"enter"}, "enter", verb, "next field; in the last field and on the button, submit")
	submit := bind(intentSubmit, []string{"ctrl+s"}, "ctrl+s", "", "submit from any field")
	generate := bind(intentGenerate, []string{"ctrl+g"}, "ctrl+g", "generate", "generate a password, and another; twice, to replace what you typed")
	style := bind(intentStyle, []string{"ctrl+r"}, "ctrl+r", "", "generate one of words to read out, or one of random characters again")
	longer := bind(intentLonger, []string{"pgup"}, "pgup", "", "generate a longer one")
	shorter := bind(intentShorter, []string{"pgdown"}, "pgdn", "", "generate a shorter one")
	back := backKey()
	if !generated {
		for _, b := range []*binding{&style, &longer, &shorter} {
			*b = b.unless("That changes a generated password: ctrl+g makes one.")
		}
	}
	if sending {
		for _, b := range []*binding{&enter, &submit, &generate, &style, &longer, &shorter} {
			*b = b.unless(sendingReason)
			b.SetHelp(b.Help().Key, "") // help still says what it is for
		}
		back.SetHelp("esc", "stop")
	}
	return keyMap{
		enter, generate,
		bind(intentShow, []string{"ctrl+t"}, "ctrl+t", "show", "show or hide the passwords; hidden again after a minute"),
		bind(intentNextField, []string{"tab", "down"}, "tab", "next", "next field; shift+tab: the one before"),
		bind(intentPrevField, []string{"shift+tab", "up"}, "", "", ""),
		back,
		style, longer, shorter,
		bind(intentToggle, []string{"space"}, "space", "", "tick or untick the box under the cursor"),
		submit, detailsIf(failed),
	}
}

func handoverKeys(shown bool) keyMap {
	show := "show"
	if shown {
		show = "hide"
	}
	return keyMap{
		bind(intentCopy, []string{"c"}, "c", "copy password", "send the password to the clipboard, shown or not"),
		bind(intentCopyMessage, []string{"m"}, "m", "message", "send a message to the clipboard that says everything but the password"),
		bind(intentSave, []string{"s"}, "s", "save CSV", "save the console's own file, with the password, in the current folder"),
		bind(intentShow, []string{"v"}, "v", show, "show or hide the password; hidden again after a minute"),
		bind(intentSpell, []string{"r"}, "r", "read out", "the password character by character, to read out over a phone"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		bind(intentBack, []string{"esc"}, "esc", "done", "done: the password is dropped"),
		detailsKey(),
	}
}

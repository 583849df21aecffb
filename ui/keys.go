package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// intent is what a key is pressed for.
type intent int

const (
	intentQuit intent = iota
	intentBack
	intentHelp
	intentRedraw
	intentSuspend
	intentOpenOutcome

	intentUp
	intentDown
	intentPageUp
	intentPageDown
	intentHome
	intentEnd
	intentReset
	intentForce
	intentAccess
	intentDisable
	intentRemoveMFA
	intentRevoke
	intentRestore
	intentDisableKeys
	intentAllowChange
	intentFilter
	intentSort
	intentReverse
	intentRefresh
	intentName
	intentPolicy
	intentEdit
	intentDelete
	intentKeepFilter
	intentAccounts

	intentNextField
	intentPrevField
	intentEnter
	intentSubmit
	intentToggle
	intentShow
	intentGenerate
	intentStyle
	intentLonger
	intentShorter
	intentDetails
	intentHistory

	intentCopy
	intentCopyMessage
	intentSave
	intentSpell
	intentYes
	intentChoose
)

// binding is a key, what it is for, and whether it does anything now.
type binding struct {
	intent      intent
	key.Binding        // the keys, and their label and words in the footer; no words: the help screen only
	what        string // the words of the help screen
	why         string // why the key does nothing now; empty: it works
}

func bind(i intent, keys []string, label, footer, what string) binding {
	if slices.Contains(keys, "enter") {
		keys = append(keys, "ctrl+j") // an enter that was typed before the terminal was the program's
	}
	return binding{
		intent:  i,
		Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, footer)),
		what:    what,
	}
}

// unless returns the binding, disabled where why says so.
func (b binding) unless(why string) binding {
	b.why = why
	return b
}

// hidden returns the binding without words: it is offered nowhere, and only says why when it is pressed.
func (b binding) hidden() binding {
	b.SetHelp("", "")
	b.what = ""
	return b
}

// keyMap is every key that works at one place, in the order in which the footer shows them.
type keyMap []binding

// match finds what a key is pressed for.
func (m keyMap) match(msg tea.KeyPressMsg) (binding, bool) {
	for _, b := range m {
		if key.Matches(msg, b.Binding) {
			return b, true
		}
	}
	return binding{}, false
}

// anywhereKeys work everywhere, and go before those of the place.
func anywhereKeys(outcomes int) keyMap {
	keys := keyMap{
		bind(intentHelp, []string{"f1"}, "F1", "", "help; ? too, where nothing takes text"),
		bind(intentQuit, []string{"ctrl+c"}, "ctrl+c", "", "quit; asks once where something would be lost"),
		bind(intentRedraw, []string{"ctrl+l"}, "ctrl+l", "", "redraw the screen"),
		bind(intentSuspend, []string{"ctrl+z"}, "ctrl+z", "", "suspend; passwords come back masked"),
	}
	open := bind(intentOpenOutcome, []string{"ctrl+o"}, "ctrl+o", "", "open the outcome of a change that you stopped watching")
	if outcomes == 0 {
		open = open.unless("There is no outcome to open.")
	}
	return append(keys, open)
}

var backKey = bind(intentBack, []string{"esc"}, "esc", "back", "back")

// readOnlyReason is why nothing can be changed in --read-only.
const readOnlyReason = "Read-only: with --read-only nothing can be changed."

// usersKeys are the keys of the list. why is why the user under the cursor cannot be helped by an intent; empty: can be.
func usersKeys(readOnly bool, why func(intent) string) keyMap {
	access := bind(intentAccess, []string{"i"}, "i", "why", "why can't the user under the cursor sign in?").unless(why(intentAccess))
	name := bind(intentName, []string{"u"}, "u", "user name", "type an exact user name")
	if readOnly {
		name = name.hidden().unless(readOnlyReason)
	}
	keys := helpKeys(readOnly, why)
	keys = append(keyMap{keys[0], access}, append(keys[1:],
		bind(intentFilter, []string{"/"}, "/", "filter", "filter by name"),
		bind(intentSort, []string{"s"}, "s", "sort", "sort by the next column"),
		bind(intentReverse, []string{"S"}, "S", "", "sort the other way round"),
		name,
		bind(intentPolicy, []string{"p"}, "p", "policy", "the account's password policy"),
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read everything again"),
		bind(intentHistory, []string{"H"}, "H", "history", "what was changed from here"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		bind(intentQuit, []string{"q"}, "q", "quit", "quit"),
		detailsKey)...)
	return append(keys, moveKeys("j", "k", "g", "G")...)
}

// helpKeys are the keys that help the user under the cursor. In --read-only they are offered nowhere.
func helpKeys(readOnly bool, why func(intent) string) keyMap {
	keys := keyMap{
		bind(intentReset, []string{"enter"}, "enter", "reset", "reset the password of the user under the cursor, or create one"),
		bind(intentForce, []string{"F"}, "F", "force change", "make the user create a new password at the next sign-in"),
		bind(intentRemoveMFA, []string{"M"}, "M", "MFA", "deactivate an MFA device, as of a lost phone"),
		bind(intentAllowChange, []string{"w"}, "w", "", "let the user change the own password: attach IAMUserChangePassword"),
		bind(intentDisable, []string{"D"}, "D", "disable", "disable console access: delete the password"),
		bind(intentRevoke, []string{"R"}, "R", "", "revoke the sessions that have begun so far"),
		bind(intentRestore, []string{"X"}, "X", "", "remove the revocation of sessions"),
		bind(intentDisableKeys, []string{"K"}, "K", "", "deactivate the access keys"),
	}
	for i, b := range keys {
		keys[i] = b.unless(why(b.intent))
		if readOnly {
			keys[i] = b.hidden().unless(readOnlyReason)
		}
	}
	return keys
}

// accessKeys are the keys of the screen that shows why a user cannot sign in.
func accessKeys(readOnly bool, why func(intent) string) keyMap {
	keys := append(keyMap{backKey}, helpKeys(readOnly, why)...)
	keys = append(keys,
		bind(intentRefresh, []string{"r"}, "r", "refresh", "read it again"),
		bind(intentHelp, []string{"?"}, "", "", ""))
	return append(keys, scrollKeys()...)
}

// typedKeys confirm by typing a name.
func typedKeys(verb string) keyMap {
	return keyMap{bind(intentEnter, []string{"enter"}, "enter", verb, "confirm what you typed"), backKey}
}

// chooseKeys choose one of so many.
func chooseKeys(n int) keyMap {
	digits := []string{"1", "2", "3", "4", "5", "6", "7", "8"}[:min(n, 8)]
	return keyMap{bind(intentChoose, digits, "1-"+digits[len(digits)-1], "choose", "choose a device"), backKey}
}

// moveKeys move the selection; letters do only where nothing takes text.
func moveKeys(down, up, home, end string) keyMap {
	return keyMap{
		bind(intentDown, []string{"down", down}, "↓ "+down, "", "next user"),
		bind(intentUp, []string{"up", up}, "↑ "+up, "", "previous user"),
		bind(intentPageDown, []string{"pgdown"}, "pgdn", "", "a page down"),
		bind(intentPageUp, []string{"pgup"}, "pgup", "", "a page up"),
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

func formKeys(verb string, sending, failed, generated bool) keyMap {
	enter := bind(intentEnter, []string{"enter"}, "enter", verb, "next field; in the last field and on the button, submit")
	submit := bind(intentSubmit, []string{"ctrl+s"}, "ctrl+s", "", "submit from any field")
	generate := bind(intentGenerate, []string{"ctrl+g"}, "ctrl+g", "generate", "generate a password, and another; twice, to replace what you typed")
	style := bind(intentStyle, []string{"ctrl+r"}, "ctrl+r", "", "generate one of words to read out, or one of random characters again")
	longer := bind(intentLonger, []string{"pgup"}, "pgup", "", "generate a longer one")
	shorter := bind(intentShorter, []string{"pgdown"}, "pgdn", "", "generate a shorter one")
	back := backKey
	if !generated {
		for _, b := range []*binding{&style, &longer, &shorter} {
			*b = b.unless("That changes a generated password: ctrl+g makes one.")
		}
	}
	if sending {
		for _, b := range []*binding{&enter, &submit, &generate, &style, &longer, &shorter} {
			*b = b.unless("The request is on its way. esc stops watching it.")
			b.SetHelp(b.Help().Key, "") // help still says what it is for
		}
		back.SetHelp("esc", "stop")
	}
	details := detailsKey
	if !failed {
		details = details.unless("There is no error to show.")
	}
	return keyMap{
		enter, generate,
		bind(intentShow, []string{"ctrl+t"}, "ctrl+t", "show", "show or hide the passwords; hidden again after a minute"),
		bind(intentNextField, []string{"tab", "down"}, "tab", "next", "next field; shift+tab: the one before"),
		bind(intentPrevField, []string{"shift+tab", "up"}, "", "", ""),
		back,
		style, longer, shorter,
		bind(intentToggle, []string{"space"}, "space", "", "tick or untick the box under the cursor"),
		submit, details,
	}
}

// policyKeys work where the policy is shown; editing and deleting say why they do not work.
func policyKeys(editing, deleting string, readOnly bool) keyMap {
	edit := bind(intentEdit, []string{"e"}, "e", "edit", "edit the policy; what changes is shown before it is sent").unless(editing)
	remove := bind(intentDelete, []string{"d"}, "d", "AWS default", "back to the AWS default: delete the account's own policy; asks").unless(deleting)
	if readOnly {
		edit, remove = edit.hidden().unless(readOnlyReason), remove.hidden().unless(readOnlyReason)
	}
	return keyMap{
		edit, remove,
		bind(intentRefresh, []string{"r"}, "r", "read again", "read the policy again"),
		bind(intentHelp, []string{"?"}, "", "", ""),
		backKey, detailsKey,
	}
}

func policyFormKeys() keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "next", "next field; on the button, on to the review"),
		bind(intentSubmit, []string{"ctrl+s"}, "ctrl+s", "review", "on to the review from any field"),
		bind(intentToggle, []string{"space"}, "space", "tick", "tick or untick the box under the cursor"),
		bind(intentNextField, []string{"tab", "down"}, "tab", "", "next field; shift+tab: the one before"),
		bind(intentPrevField, []string{"shift+tab", "up"}, "", "", ""),
		backKey,
	}
}

func policyReviewKeys(verb string, sending, failed bool) keyMap {
	enter := bind(intentEnter, []string{"enter", "ctrl+s"}, "enter", verb, "send the change, once the account is typed")
	if sending {
		enter = enter.unless("The request is on its way. esc stops watching it.")
	}
	details := detailsKey
	if !failed {
		details = details.unless("There is no error to show.")
	}
	return keyMap{
		enter,
		bind(intentDown, []string{"down", "pgdown"}, "↓ ↑", "read on", "the rest of what changes"),
		bind(intentUp, []string{"up", "pgup"}, "", "", ""),
		backKey, details,
	}
}

// detailsKey opens an error that its place is too small for.
var detailsKey = bind(intentDetails, []string{"f2"}, "F2", "", "the whole error, where its place is too small")

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
		detailsKey,
	}
}

// confirmKeys answer a question. Enter is none of them: a finger that goes on pressing it has read no question.
func confirmKeys(yes string) keyMap {
	return keyMap{
		bind(intentYes, []string{"y", "Y"}, "y", yes, "yes"),
		bind(intentBack, []string{"n", "N", "esc"}, "n", "no", "no"),
	}
}

// accountsKey opens the accounts screen.
func accountsKey(demo bool) binding {
	b := bind(intentAccounts, []string{"a"}, "a", "accounts", "on the users screen: switch to another account, by profile")
	if demo {
		return b.hidden().unless("The demo has one account and reads no AWS configuration: there is nothing to switch to.")
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
	details := detailsKey
	if !failed {
		details = details.unless("There is no error to show.").hidden()
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

func codeKeys(why string) keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "go on", "send the MFA code, and go on").unless(why),
		bind(intentBack, []string{"esc"}, "esc", "cancel", "go on without"),
	}
}

func nameKeys() keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "open", "open the form for the user of that name"),
		backKey,
	}
}

func reasonKeys() keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "send", "send with this reason"),
		bind(intentBack, []string{"esc"}, "esc", "do not send", "back, and nothing is sent"),
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

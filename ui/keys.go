package ui

import (
	"slices"

	"iampasswd/ui/remedy"

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
	intentHalfUp
	intentHalfDown
	intentHome
	intentEnd
	intentReset
	intentRemedy
	intentOffboard
	intentAccess
	intentOlder
	intentSettle
	intentFilter
	intentMark
	intentMarkRange
	intentMarkAll
	intentSort
	intentReverse
	intentRefresh
	intentName
	intentPolicy
	intentEdit
	intentDelete
	intentKeepFilter
	intentComplete
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
	intentCopyAbout
	intentCopyMessage
	intentSave
	intentSpell
	intentYes
	intentLet
	intentChoose

	intentBulk
	intentCreate
	intentEncrypt
	intentMustChange
	intentPause
	intentStop
	intentOnlyProblems
	intentAgain
	intentReport
)

// binding is a key, what it is for, and whether it does anything now.
type binding struct {
	intent      intent
	remedy      *remedy.Remedy // intentRemedy: which
	key.Binding                // the keys, and their label and words in the footer; no words: the help screen only
	what        string         // the words of the help screen
	why         string         // why the key does nothing now; empty: it works
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

// Why a key that several places have does nothing there now.
const (
	sendingReason = "The request is on its way. esc stops watching it."
	noErrorReason = "There is no error to show."
)

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

// unnamed are the same keys, without their words in the footer.
func (m keyMap) unnamed() keyMap {
	for i := range m {
		m[i].SetHelp(m[i].Help().Key, "")
	}
	return m
}

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
func anywhereKeys(outcomes int, run bool) keyMap {
	keys := keyMap{
		bind(intentHelp, []string{"f1"}, "F1", "", "help; ? too, where nothing takes text"),
		bind(intentQuit, []string{"ctrl+c"}, "ctrl+c", "", "quit; asks first if something would be lost"),
		bind(intentRedraw, []string{"ctrl+l"}, "ctrl+l", "", "redraw the screen"),
		bind(intentSuspend, []string{"ctrl+z"}, "ctrl+z", "", "suspend; passwords are masked when you return"),
	}
	open := bind(intentOpenOutcome, []string{"ctrl+o"}, "ctrl+o", "", "open the outcome of a change that you stopped watching, or the bulk run")
	if outcomes == 0 && !run {
		open = open.unless("There is no outcome to open.")
	}
	return append(keys, open)
}

func backKey() binding { return bind(intentBack, []string{"esc"}, "esc", "back", "back") }

// detailsKey opens an error that its place is too small for.
func detailsKey() binding {
	return bind(intentDetails, []string{"f2"}, "F2", "", "show the full error")
}

// detailsIf is detailsKey, where something has failed.
func detailsIf(failed bool) binding {
	if !failed {
		return detailsKey().unless(noErrorReason)
	}
	return detailsKey()
}

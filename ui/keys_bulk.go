package ui

import (
	"iampasswd/iamclient/bulk"
	"iampasswd/ui/text"
)

// bulkKey opens the choice of a change for the users who are marked.
const bulkKey = "B"

// bulkLetters are the keys that choose a change for many users: those that make it for one user, in the list.
var bulkLetters = map[bulk.Operation]string{
	bulk.Reset: "enter", bulk.ForceChange: "F", bulk.RevokeSessions: "R", bulk.RestoreSessions: "X",
	bulk.DisableConsole: "D", bulk.DeactivateKeys: "K",
}

// bulkChoiceKeys choose what is done to many users.
func bulkChoiceKeys() keyMap {
	var keys keyMap
	for _, o := range bulk.Operations() {
		keys = append(keys, bind(intentChoose, []string{bulkLetters[o]}, bulkLetters[o], "", o.Does()))
	}
	return append(keys, backKey(), bind(intentBack, []string{bulkKey}, "", "", ""))
}

// bulkPlanState is what the keys of the plan depend on.
type bulkPlanState struct {
	reading, failed bool
	reset           bool   // passwords are set
	keeps           bool   // and kept: nobody has to choose another one
	locked          bool   // a guard rail demands that they have to
	missing         bool   // somebody has no console password
	creates         bool   // and gets one
	trapped         bool   // somebody would be locked out whom IAMUserChangePassword helps
	allows          bool   // and it is attached
	idle            string // why nothing can be started; empty: it can
}

func bulkPlanKeys(s bulkPlanState) keyMap {
	const reading = "The plan is still being read."
	start := bind(intentEnter, []string{"enter"}, "enter", "start", "start, once the number of users is typed").unless(s.idle)
	create := bind(intentCreate, []string{"c"}, "c", map[bool]string{true: "skip", false: "create"}[s.creates], "create a password where there is none, or skip these users")
	allow := bind(intentLet, []string{"w"}, "w", map[bool]string{true: "do not allow", false: "allow change"}[s.allows], "attach IAMUserChangePassword to users who would be locked out, or do not")
	must := bind(intentMustChange, []string{"m"}, "m", text.If(!s.keeps, "keep")+text.If(s.keeps, "must change"), "make the users choose another password at next sign-in, or let them keep it")
	encrypt := bind(intentEncrypt, []string{"e"}, "e", "encrypt", "encrypt the passwords, in the journal and in what is saved")
	again := bind(intentRefresh, []string{"r"}, "r", "", "read the plan again")
	if !s.missing {
		create = create.hidden().unless("Everybody has a console password.")
	}
	if !s.trapped {
		allow = allow.hidden().unless("There is nobody whom that would help.")
	}
	if s.locked {
		must = must.unless("A guard rail demands that users choose another password.")
	}
	if !s.reset {
		must = must.hidden().unless("This change sets no password.")
		encrypt = encrypt.hidden().unless("This change sets no password.")
	}
	names := bind(intentDetails, []string{"f2"}, "F2", "who and why", "everybody in the plan, and why somebody is refused")
	if s.failed {
		again.SetHelp("r", "try again")
	}
	if s.reading || s.failed {
		why := text.If(s.reading, reading) + text.If(s.failed, "There is no plan: r tries again.")
		for _, b := range []*binding{&start, &create, &allow, &must, &encrypt} {
			*b = b.hidden().unless(why)
		}
		if s.reading {
			names, again = names.hidden().unless(why), again.hidden().unless(why)
		}
	}
	back := bind(intentBack, []string{"esc"}, "esc", text.If(s.reading, "stop")+text.If(!s.reading, "back"), "back; nothing is changed")
	return keyMap{start, create, allow, must, encrypt, again, back, names,
		bind(intentDown, []string{"down", "j", "pgdown"}, "", "", ""), bind(intentUp, []string{"up", "k", "pgup"}, "", "", ""),
		bind(intentHelp, []string{"?"}, "", "", "")}
}

func recipientKeys(some bool) keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", "encrypt", "encrypt to this recipient, too; empty: encrypt nothing"),
		bind(intentNextField, []string{"tab"}, "tab", "passphrase", "a passphrase instead"),
		bind(intentBack, []string{"esc"}, "esc", "back", text.If(some, "back; the recipients stay")+text.If(!some, "back")),
	}
}

func passphraseKeys(first bool) keyMap {
	return keyMap{
		bind(intentEnter, []string{"enter"}, "enter", text.If(first, "next")+text.If(!first, "encrypt"), "encrypt under this passphrase"),
		bind(intentNextField, []string{"tab", "down", "shift+tab", "up"}, "tab", "other field", "the other field"),
		backKey(),
	}
}

// bulkRunState is what the keys of a bulk run depend on.
type bulkRunState struct {
	over, paused, stopping, expired bool
	only                            bool   // only problems are shown
	open                            bool   // somebody is not done
	passwords                       bool   // there are some to save
	without                         string // the user under the cursor, where no password of theirs was set; empty: one was
}

func bulkRunKeys(s bulkRunState) keyMap {
	tab := bind(intentOnlyProblems, []string{"tab"}, "tab", text.If(!s.only, "only problems")+text.If(s.only, "everybody"), "show only the users with a problem, or everybody")
	details := bind(intentDetails, []string{"f2"}, "F2", "details", "the whole of a problem, and where the journal is")
	var keys keyMap
	if s.over {
		keys = bulkEndKeys(s)
	} else {
		keys = bulkWorkKeys(s)
	}
	keys = append(keys, tab, details, bind(intentHelp, []string{"?"}, "", "", ""))
	for _, b := range moveKeys("j", "k", "g", "G") {
		b.what = text.If(b.what == "next user" || b.what == "previous user", b.what)
		keys = append(keys, b)
	}
	return keys
}

// bulkRunHelp are the keys of a run for the help: while it is under way, and afterwards.
func bulkRunHelp() keyMap {
	work := bulkWorkKeys(bulkRunState{expired: false})
	work[0] = bind(intentRefresh, []string{"r"}, "r", "", "go on, once the AWS session is renewed")
	return append(work, bulkRunKeys(bulkRunState{over: true, open: true, passwords: true})...)
}

// bulkWorkKeys work while the run is under way.
func bulkWorkKeys(s bulkRunState) keyMap {
	pause := bind(intentPause, []string{"p"}, "p", text.If(!s.paused, "pause")+text.If(s.paused, "go on"), "pause, or go on")
	stop := bind(intentStop, []string{"x"}, "x", "stop", "stop: what is in flight finishes, and the rest is left")
	renew := bind(intentRefresh, []string{"r"}, "r", "go on", "go on, once the AWS session is renewed")
	if s.stopping {
		pause, stop = pause.hidden().unless("The run is stopping."), stop.hidden().unless("The run is stopping.")
	}
	if s.expired {
		pause = pause.hidden().unless("The run waits for the AWS session: r goes on.")
	} else {
		renew = renew.hidden().unless("The AWS session is not known to have expired.")
	}
	return keyMap{renew, pause, stop, bind(intentBack, []string{"esc"}, "esc", "to the background", "to the background; ctrl+o, or B in the list, comes back")}
}

// bulkEndKeys work once the run has ended.
func bulkEndKeys(s bulkRunState) keyMap {
	hand := bind(intentEnter, []string{"enter"}, "enter", "hand over", "hand over the password of the user under the cursor")
	save := bind(intentSave, []string{"s"}, "s", "save", "save the passwords: one CSV, or a file for each user")
	again := bind(intentAgain, []string{"t"}, "t", "try again", "try again with everybody who is not done")
	if s.without != "" {
		hand = hand.hidden().unless("No password of " + s.without + " was set in this run.")
	}
	if !s.passwords {
		hand, save = hand.hidden().unless("There is no password."), save.hidden().unless("There is no password to save.")
	}
	if !s.open {
		again = again.hidden().unless("Everybody is done.")
	}
	return keyMap{
		hand, save, again,
		bind(intentReport, []string{"R"}, "R", "report", "save what became of each user, without passwords"),
		bind(intentBack, []string{"esc"}, "esc", "leave", "leave the run"),
	}
}

// bulkSaveKeys choose what is saved.
func bulkSaveKeys(underPassphrase bool) keyMap {
	each := bind(intentChoose, []string{"u"}, "u", "a file each", "a file for each user")
	if underPassphrase {
		each = each.hidden().unless("Under a passphrase each file takes a second or two: c saves one.")
	}
	return keyMap{
		bind(intentChoose, []string{"c"}, "c", "one CSV", "one CSV for all users"),
		each,
		backKey(),
	}
}

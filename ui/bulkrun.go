package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/journal"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// bulkScreen shows a bulk run: how far it has got, and what became of each user. It may stand in the background.
type bulkScreen struct {
	of      directory.View
	id      int
	plan    *bulk.Plan
	journal string // its path
	folder  string // it is in, fit to show
	seal    *journal.Sealing
	keyed   bool // reading the journal takes a private key

	began   time.Time
	ended   time.Time
	halted  time.Duration // how long nothing was sent because of a pause
	since   time.Time     // when the present pause began
	toDo    int           // how many users the run is about to change
	longest int           // the longest name, in cells

	results []bulk.Result
	counts  bulk.Counts           // of the users whom the plan changes
	leftOut int                   // how many it does not change
	place   []uint8               // of each user, where it stands in the list
	at      [leftOutPlace + 1]int // how many users there are at each place
	order   []int                 // indexes into results, in the order in which they are shown
	list    list[int]
	only    bool // only problems are shown

	paused, stopping bool
	reopening        bool  // the journal is being opened for another try
	expired          error // why the run waits for its credentials; nil: it does not
	over             bool
	err              error // why it ended before its end
	saved            bool  // the passwords were saved, all of them
	told             notice
	handed           map[int]bool // whose password was handed over
	handing          handing      // whose is being handed over
}

// handing is a user of the run whose password is being handed over, and the id of the hand-over.
type handing struct{ item, id int }

func newBulkScreen(p *bulkPlan, id int) *bulkScreen {
	s := &bulkScreen{of: p.of, id: id, plan: p.plan, folder: p.folder, seal: p.seal, keyed: len(p.recipients) > 0, handed: map[int]bool{}}
	for _, item := range s.plan.Items {
		s.longest = max(s.longest, text.Width(text.Clean(item.User)))
	}
	s.list = newList(s)
	return s
}

// begin takes a run that begins, or begins again.
func (s *bulkScreen) begin(id int, path string, results []bulk.Result, now time.Time) {
	s.id, s.journal, s.began, s.halted = id, path, now, 0
	s.reopening = false
	s.paused, s.stopping, s.expired, s.over, s.err, s.saved, s.told = false, false, nil, false, nil, false, notice{}
	s.results, s.place, s.at, s.counts, s.leftOut = results, make([]uint8, len(results)), [leftOutPlace + 1]int{}, bulk.Counts{}, 0
	for i := range results {
		s.enter(i)
	}
	s.arrange()
	s.toDo = s.counts.Waiting
}

func (s *bulkScreen) account() directory.View { return s.of }

func (*bulkScreen) takesText() bool { return false }

func (*bulkScreen) paste(string) action { return nil }

func (s *bulkScreen) rowCount() int { return len(s.order) }

func (s *bulkScreen) rowKey(i int) int { return s.order[i] }

// placeOf is where a user stands in the list: problems first, successes behind what is under way, and last whom the plan does
// not change.
func (s *bulkScreen) placeOf(i int) uint8 {
	if !s.plan.Items[i].Acts() {
		return leftOutPlace
	}
	switch s.results[i].Status {
	case bulk.Unknown:
		return 0
	case bulk.Refused:
		return 1
	case bulk.Left:
		return 2
	case bulk.InFlight:
		return 3
	case bulk.Done:
		return 4
	case bulk.Waiting, bulk.Skipped:
	}
	return 5
}

const leftOutPlace = 6

// change takes what became of a user; arrange follows, once for all.
func (s *bulkScreen) change(i int, r bulk.Result) {
	s.at[s.place[i]]--
	*s.countOf(i)--
	s.results[i] = r
	s.enter(i)
}

// enter counts a user.
func (s *bulkScreen) enter(i int) {
	s.place[i] = s.placeOf(i)
	s.at[s.place[i]]++
	*s.countOf(i)++
}

// countOf is the number that counts a user.
func (s *bulkScreen) countOf(i int) *int {
	switch s.place[i] {
	case 0:
		return &s.counts.Unknown
	case 1:
		return &s.counts.Refused
	case 2:
		return &s.counts.Left
	case 3:
		return &s.counts.InFlight
	case 4:
		return &s.counts.Done
	case 5:
		return &s.counts.Waiting
	}
	return &s.leftOut
}

// arrange puts the users in their order. The cursor stays on its user, once the operator has chosen one.
func (s *bulkScreen) arrange() {
	s.counts.Total = len(s.results) - s.leftOut
	if cap(s.order) < len(s.results) {
		s.order = make([]int, len(s.results))
	}
	s.order = s.order[:len(s.results)]
	var next [leftOutPlace + 1]int
	for place := 1; place < len(next); place++ {
		next[place] = next[place-1] + s.at[place-1]
	}
	for i, place := range s.place {
		s.order[next[place]] = i
		next[place]++
	}
	if s.only {
		s.order = s.order[:s.counts.Unknown+s.counts.Refused+s.counts.Left]
	}
	if s.list.chosen {
		s.list.hold()
	} else {
		s.list.home()
	}
}

// finish takes how the run ended.
func (s *bulkScreen) finish(err error, now time.Time) {
	s.halt(now, false)
	s.over, s.err, s.ended, s.expired, s.paused, s.stopping = true, err, now, nil, false, false
}

// halt notes that nothing is sent from now on, or that the run goes on: a pause is no time that the run takes.
func (s *bulkScreen) halt(now time.Time, halts bool) {
	switch {
	case halts && s.since.IsZero():
		s.since = now
	case !halts && !s.since.IsZero():
		s.halted += now.Sub(s.since)
		s.since = time.Time{}
	}
}

// progress is how many users the run has dealt with.
func (s *bulkScreen) progress() int {
	return s.toDo - s.counts.Waiting - s.counts.InFlight - s.counts.Left
}

// unsaved tells whether there is a password that was neither saved nor handed over.
func (s *bulkScreen) unsaved() bool {
	if s.saved {
		return false
	}
	for i, r := range s.results {
		if bulkreport.HasPassword(r) && !s.handed[i] {
			return true
		}
	}
	return false
}

func (s *bulkScreen) keys() keyMap {
	return bulkRunKeys(bulkRunState{
		over: s.over, paused: s.paused, stopping: s.stopping, expired: s.expired != nil, only: s.only,
		open: bulkreport.Open(s.counts) > 0, passwords: s.plan.Operation == bulk.Reset && s.counts.Done > 0,
		without: s.without(),
	})
}

func (s *bulkScreen) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := s.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	case s.list.steer(b.intent, s.page(c)):
		return nil
	}
	switch b.intent {
	case intentOnlyProblems:
		s.only = !s.only
		s.list.chosen = false
		s.arrange()
	case intentDetails:
		return openRun{}
	case intentHelp:
		return openHelp{}
	case intentPause:
		return pauseBulk{!s.paused}
	case intentStop:
		return ask{question{text: s.stopQuestion(), verb: "stop", yes: stopBulk{}}}
	case intentRefresh:
		return renewBulk{}
	case intentEnter:
		return s.handOver()
	case intentSave:
		return openSave{}
	case intentAgain:
		if s.reopening {
			return sayThat(reopeningReason)
		}
		s.reopening = true
		return againBulk{}
	case intentReport:
		return saveBulk{what: reportOnly}
	case intentBack:
		return s.back()
	}
	return nil
}

func (s *bulkScreen) stopQuestion() string {
	return "Stop the run? What is in flight finishes, and the rest is left as it is; t goes on afterwards."
}

// back goes to the background while the run is under way. Afterwards it leaves, and asks once where nothing was saved.
func (s *bulkScreen) back() action {
	switch {
	case s.reopening: // which takes the passwords over
		return sayThat(reopeningReason)
	case !s.over:
		return leave{1}
	case s.unsaved():
		return ask{question{
			text: "The passwords are not saved. The journal still has them, and `iampasswd bulk recover` prints them. Leave?",
			verb: "leave", yes: leaveBulk{parts: 2},
		}}
	}
	return leaveBulk{parts: 1}
}

const reopeningReason = "The journal is being opened for another try."

// handOver hands over the password of the user under the cursor.
func (s *bulkScreen) handOver() action {
	i, ok := s.list.selected()
	if !ok {
		return sayThat("There is no user under the cursor.")
	}
	return handOverBulk{s.order[i]}
}

// without is the user under the cursor, fit to show, where no password of theirs was set in this run; else it is empty.
func (s *bulkScreen) without() string {
	i, ok := s.list.selected()
	if !ok || bulkreport.HasPassword(s.results[s.order[i]]) {
		return ""
	}
	return text.Clean(s.results[s.order[i]].User)
}

// scroll moves the cursor.
func (s *bulkScreen) scroll(lines int, c canvas) { s.list.move(lines, s.page(c)) }

// click puts the cursor on a user.
func (s *bulkScreen) click(at click, c canvas) action { //nolint:unparam // every clickable returns an action
	s.list.click(at.y-len(s.head(c)), s.page(c))
	return nil
}

// outcome says in a line how the run ended.
func (s *bulkScreen) outcome() notice {
	level := explain.Good
	switch {
	case s.counts.Refused+s.counts.Unknown > 0:
		level = explain.Bad
	case bulkreport.Open(s.counts) > 0:
		level = explain.Warn
	}
	return notice{"Bulk run ended: " + bulkreport.Counts(s.counts) + ".", level}
}

// bulkSave asks what is saved of a run's passwords.
type bulkSave struct {
	sealed          bool
	underPassphrase bool
}

func (*bulkSave) isPanel() {}

func (*bulkSave) takesText() bool { return false }

func (*bulkSave) paste(string) action { return nil }

func (p *bulkSave) keys() keyMap { return bulkSaveKeys(p.underPassphrase) }

func (p *bulkSave) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	case b.intent == intentBack:
		return leave{1}
	case k.String() == "u":
		return saveBulk{what: oneFileEach, panel: true}
	}
	return saveBulk{what: oneFile, panel: true}
}

func (p *bulkSave) draw(c canvas) drawing {
	sealed := text.If(p.sealed, ", encrypted as the journal is") + text.If(!p.sealed, ", not encrypted")
	lines := []string{
		"  " + c.styles.strong.Render("Save the passwords") + c.styles.faint.Render("   readable by you only"+sealed),
		"    " + c.styles.accent.Render("c") + " one CSV in the console's own format",
	}
	if !p.underPassphrase {
		lines = append(lines, "    "+c.styles.accent.Render("u")+" a file for each user, in a new folder")
	}
	return drawing{lines: lines}
}

// learned is what is known of a user of the run by what became of it.
func (s *bulkScreen) learned(i int, now time.Time) (f directory.Facts, ok bool) {
	if s.results[i].Status != bulk.Done || !s.plan.Items[i].Acts() {
		return f, false
	}
	f.At = now
	switch s.plan.Operation {
	case bulk.Reset:
		f.Console, f.MustChange, f.Changed = iamclient.Yes, iamclient.Knowing(s.plan.Options.ResetRequired), now
	case bulk.ForceChange:
		f.Console, f.MustChange = iamclient.Yes, iamclient.Yes
	case bulk.DisableConsole:
		f.Console = iamclient.No
	case bulk.DeactivateKeys:
		f.Keys = iamclient.No
	case bulk.RevokeSessions, bulk.RestoreSessions:
		return f, false
	}
	return f, true
}

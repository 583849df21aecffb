package ui

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// openBulk asks what to do to the marked users, or to the one under the cursor where nobody is marked. There is one run at a
// time: where one is under way or was not looked at, it is shown.
func (m *Model) openBulk() tea.Cmd {
	if m.bulk != nil {
		m.push(m.bulk)
		return nil
	}
	of := map[directory.View][]string{}
	for key := range m.users.list.marks.of {
		of[key.Account] = append(of[key.Account], key.Name)
	}
	at, marked := m.account.View, len(of) > 0
	if user, ok := m.users.selection(); !marked && ok {
		of[user.Account] = []string{user.Name}
	}
	if all := slices.Collect(maps.Keys(of)); len(all) == 1 {
		at = all[0]
	}
	switch {
	case len(of) == 0:
		return m.perform(sayThat(m.users.noUser()))
	case len(of[at]) == 0:
		return m.perform(sayThat("The marked users are in " + labels(of) + ": put the cursor on a user of the account to change, and press B again."))
	}
	slices.SortFunc(of[at], func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	choice := &bulkChoice{of: at, names: of[at], marked: marked}
	delete(of, at)
	if len(of) > 0 {
		choice.later = labels(of)
	}
	m.push(choice)
	return nil
}

// labels are what accounts are called, in order.
func labels(of map[directory.View][]string) string {
	var all []string
	for at := range of {
		all = append(all, at.Label())
	}
	slices.Sort(all)
	return text.Enumerate(all)
}

// planBulk opens the plan and reads it, once there is a reason where a guard rail wants one.
func (m *Model) planBulk(a planBulk) tea.Cmd {
	m.leave(1) // the choice, or the question for the reason
	if a.of.Rails().RefuseReason(a.reason) != "" {
		m.push(newBulkReason(a, a.of.Rails(), m.bulkReason))
		return nil
	}
	m.bulkReason = a.reason
	p := newBulkPlan(a, m.shortened(m.journals))
	m.push(p)
	return m.readPlan(p, "")
}

// shortened is a path as a person writes it.
func (m *Model) shortened(path string) string {
	if in, err := filepath.Rel(m.home, path); m.home != "" && err == nil && in != ".." && !strings.HasPrefix(in, ".."+string(filepath.Separator)) {
		return text.Clean(filepath.Join("~", in))
	}
	return text.Clean(path)
}

// readPlan reads the plan that a screen is about, with an MFA code where there is one.
func (m *Model) readPlan(p *bulkPlan, code string) tea.Cmd {
	m.lastID++
	p.begin(m.lastID, len(p.request.names), m.now)
	request := &bulk.Request{
		Operation: p.request.operation, Users: p.request.names, Options: p.options, Reason: p.request.reason,
	}
	return m.effects.plan(m.lastID, p.of, request, explain.NeedsRenewal(p.kind), code)
}

// revisePlan reads the plan in front with other options.
func (m *Model) revisePlan(o bulk.Options) tea.Cmd {
	p := find[*bulkPlan](m.stack)
	m.lastID++
	p.begin(m.lastID, 0, m.now)
	return m.effects.revise(m.lastID, p.of, p.plan, o)
}

// dropPlan leaves the plan in front. Where it is being read with other options, it only stops that.
func (m *Model) dropPlan() {
	p := find[*bulkPlan](m.stack)
	if p.starting {
		return // the run begins in a moment, and can be stopped
	}
	if p.reading != 0 {
		m.effects.end(p.reading)
		if p.reading = 0; p.plan != nil {
			return
		}
	}
	m.leave(len(m.stack) - slices.Index(m.stack, part(p)))
}

// bulkPlanned takes a plan to the screen that waits for it.
func (m *Model) bulkPlanned(msg bulkPlannedMsg) tea.Cmd {
	m.effects.end(msg.id)
	p := find[*bulkPlan](m.stack)
	if p == nil || p.reading != msg.id {
		return nil
	}
	m.askCode(msg.err, codeFor{plan: true})
	if msg.err != nil {
		problem := explain.Error(msg.err, p.of.Context(directory.User{}, "r"))
		p.planned(nil, &problem, iamclient.KindOf(msg.err))
		return nil
	}
	before := p.of.Confirmed()
	if before.ARN == "" || before.Same(msg.plan.Caller) {
		p.planned(msg.plan, nil, 0)
		return nil
	}
	return m.plannedByOthers(p, msg.plan, before)
}

// plannedByOthers is about a plan whose credentials are not those that the operator knows of. In another account its users
// are other people, if they are anybody.
func (m *Model) plannedByOthers(p *bulkPlan, plan *bulk.Plan, before iamclient.Identity) tea.Cmd {
	now := text.Clean(plan.Caller.Name) + " in account " + text.Clean(plan.Caller.Account)
	m.identified(p.of, plan.Caller)
	if before.Account != plan.Caller.Account {
		p.planned(nil, &explain.Problem{
			Title:  "These credentials are those of " + now + " by now, and the users were chosen in " + text.Clean(before.Account) + ".",
			Remedy: "Nothing was sent. esc goes back.",
		}, 0)
		return m.readAgain()
	}
	p.planned(plan, nil, 0)
	at := len(m.stack)
	if m.askedToQuit() {
		at-- // or the y that was meant for that question would go on
	}
	m.stack = slices.Insert(m.stack, at, part(&question{
		text: "These are other credentials: " + now + ", before " + text.Clean(before.Name) + ". Go on with these?",
		verb: "go on", yes: agreeToPlan{}, no: dropPlan{},
	}))
	return nil
}

// bulkSealed takes what encrypts the passwords of the plan. What a panel asked for that has been left since encrypts nothing:
// another one may ask for something else.
func (m *Model) bulkSealed(msg bulkSealedMsg) {
	to, phrase := find[*recipientPanel](m.stack), find[*passphrasePanel](m.stack)
	p := find[*bulkPlan](m.stack)
	of, under := to != nil && to.asking && to.id == msg.id, phrase != nil && phrase.asking && phrase.id == msg.id
	switch {
	case of && msg.err != nil:
		to.refused(msg.err)
	case under && msg.err != nil:
		phrase.asking, phrase.refusal = false, text.Capital(text.Sentence(msg.err.Error()))
	case of, under:
		p.seal, p.recipients = msg.seal, msg.recipients
		m.closePanels()
	}
}

// closePanels closes the panels that ask whom the passwords are encrypted to.
func (m *Model) closePanels() {
	m.stack = slices.DeleteFunc(m.stack, func(p part) bool {
		if phrase, ok := p.(*passphrasePanel); ok {
			phrase.forget()
			return true
		}
		_, ok := p.(*recipientPanel)
		return ok
	})
}

// sealPlan encrypts the passwords of the plan in front.
func (m *Model) sealPlan(recipients []string) tea.Cmd {
	if len(recipients) == 0 {
		p := find[*bulkPlan](m.stack)
		p.seal, p.recipients = nil, nil
		m.closePanels()
		return nil
	}
	m.lastID++
	find[*recipientPanel](m.stack).id = m.lastID
	return m.effects.seal(m.lastID, recipients)
}

// startBulk starts the plan in front.
func (m *Model) startBulk() tea.Cmd {
	p := find[*bulkPlan](m.stack)
	if m.journals == "" {
		p.starting = false
		return m.perform(sayThat("Neither XDG_STATE_HOME nor HOME says where the journal goes, so nothing is sent."))
	}
	m.lastID++
	p.reading = m.lastID
	return m.effects.startRun(m.lastID, p.of, m.history, p.plan, bulkreport.JournalIn(m.journals, p.plan), p.seal)
}

// performBulk does what a part of a bulk change asked for.
func (m *Model) performBulk(a action) tea.Cmd {
	switch a := a.(type) {
	case openBulk:
		return m.openBulk()
	case planBulk:
		return m.planBulk(a)
	case revisePlan:
		return m.revisePlan(a.options)
	case rereadPlan:
		return m.readPlan(find[*bulkPlan](m.stack), "")
	case openRecipients:
		m.push(newRecipientPanel(find[*bulkPlan](m.stack).recipients))
	case sealPlan:
		return m.sealPlan(a.recipients)
	case openPassphrase:
		m.leave(1)
		m.push(newPassphrasePanel())
	case sealUnder:
		m.lastID++
		find[*passphrasePanel](m.stack).id = m.lastID
		return m.effects.sealUnder(m.lastID, a.passphrase)
	case openNames:
		plan := a.plan
		m.push(&pager{selects: true, text: func(c canvas) []string { return planNames(c, plan) }})
	case dropPlan:
		m.dropPlan()
	case agreeToPlan:
		m.leave(1)
		m.accounts[find[*bulkPlan](m.stack).of].Confirm()
	case startBulk:
		return m.startBulk()
	case openRun:
		m.push(&pager{selects: true, text: m.bulk.runDetails})
	case leaveBulk:
		m.leaveBulk(a.parts)
	case saveBulk:
		m.leave(map[bool]int{true: 1}[a.panel])
		return m.effects.saveRun(m.bulk.id, m.folders, a.what, m.bulk)
	case openSave:
		m.push(&bulkSave{sealed: m.bulk.seal != nil, underPassphrase: m.bulk.seal != nil && !m.bulk.keyed})
	case handOverBulk:
		return m.handOverBulk(a.item)
	case pauseBulk:
		m.pauseBulk(a.pause)
	case stopBulk:
		m.leave(1)
		m.stopBulk()
	case renewBulk:
		if !m.askCode(m.bulk.expired, codeFor{run: true}) {
			m.effects.renewRun("")
			m.notice = notice{text: "Reading the credentials again…"}
		}
	case againBulk:
		m.lastID++
		return m.effects.again(m.lastID, m.run)
	default: // perform has the others
	}
	return nil
}

// pauseBulk pauses the run, or lets it go on.
func (m *Model) pauseBulk(pause bool) {
	if m.bulk.paused = pause; pause {
		m.run.Pause()
	} else {
		m.run.Continue()
	}
	m.bulk.halt(m.now, pause || m.bulk.expired != nil)
}

// stopBulk stops the run that is under way.
func (m *Model) stopBulk() {
	if m.bulk != nil && !m.bulk.over {
		m.bulk.stopping = true
		m.effects.bulk.stop()
	}
}

// bulkStarted takes a run whose journal is on the disk, and makes it. The journal of one that is not says nothing yet.
func (m *Model) bulkStarted(msg bulkStartedMsg) tea.Cmd {
	p := find[*bulkPlan](m.stack)
	starts := p != nil && p.starting && p.reading == msg.id
	switch {
	case msg.err != nil:
		if starts {
			p.starting, p.reading = false, 0
		} else if m.bulk != nil {
			m.bulk.reopening = false
		}
		m.notice = notice{"The journal cannot be written, and nothing was sent: " + text.Sentence(bulkreport.Reason(msg.err).Error()), explain.Bad}
		return nil
	case starts:
		i := slices.Index(m.stack, part(p))
		m.leave(len(m.stack) - i)
		m.bulk = newBulkScreen(p, msg.id)
		m.push(m.bulk)
	case m.bulk == nil:
		return nil // nobody waits for it any more
	default:
		m.run.Wipe()
	}
	m.run = msg.run
	m.bulk.begin(msg.id, msg.run.Journal(), msg.run.Results(), m.now)
	return m.effects.makeRun(msg.id, msg.run)
}

// followBulk looks how far a plan or a run has got.
func (m *Model) followBulk() {
	if p := find[*bulkPlan](m.stack); p != nil && p.reading != 0 && m.effects.bulk.read != nil {
		p.read = int(m.effects.bulk.read.Load())
	}
	if m.bulk != nil && !m.bulk.over {
		m.lookAtRun()
	}
}

// lookAtRun has the screen of the run take what has changed.
func (m *Model) lookAtRun() {
	m.run.Changed(m.bulk.change)
	m.bulk.arrange()
}

// bulkExpired takes that the run waits for its credentials, or goes on.
func (m *Model) bulkExpired(msg bulkExpiredMsg) {
	if m.bulk == nil || m.bulk.over {
		return
	}
	m.bulk.expired = msg.err
	m.bulk.halt(m.now, m.bulk.paused || msg.err != nil)
	if !m.askCode(msg.err, codeFor{run: true}) && msg.err != nil && !m.watchesBulk() {
		m.notice = notice{"The bulk run is paused: the AWS session has expired. ctrl+o says what to do.", explain.Warn}
	}
}

// watchesBulk tells whether the operator looks at the run.
func (m *Model) watchesBulk() bool { return m.bulk != nil && slices.Contains(m.stack, part(m.bulk)) }

// bulkEnded takes how the run ended, and what is known of its users since.
func (m *Model) bulkEnded(msg bulkEndedMsg) tea.Cmd {
	s := m.bulk
	if s == nil || s.id != msg.id {
		return nil
	}
	m.lookAtRun()
	s.finish(msg.err, m.now)
	m.closeCode(codeFor{run: true})
	if m.quitting {
		m.copies.Clear()
		return tea.Quit
	}
	if m.directory.Lists(s.of) {
		for i := range s.results {
			if facts, ok := s.learned(i, m.now); ok {
				m.directory.Learn(s.of.Key(s.results[i].User), facts)
			}
		}
	}
	return m.lookAgain(0)
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

// bulkSaved takes what became of a file of a run's to its screen.
func (m *Model) bulkSaved(msg bulkSavedMsg) {
	what := map[savedPart]string{reportOnly: "The report", oneFile: "The passwords", oneFileEach: "The passwords"}[msg.what]
	is := text.If(msg.what == reportOnly, " was ") + text.If(msg.what != reportOnly, " were ")
	n := notice{what + is + "saved to " + text.Clean(msg.name) + ", which only you may read.", explain.Good}
	if msg.err != nil {
		why := text.Sentence(bulkreport.Reason(msg.err).Error())
		if msg.name == "" {
			n = notice{what + is + "not saved: " + why + text.If(msg.what != reportOnly, " The journal has them."), explain.Bad}
		} else {
			n.text += " The current folder took no file: " + why
		}
	}
	if m.bulk == nil || m.bulk.id != msg.id {
		m.notice = n
		return
	}
	m.bulk.told = n
	m.bulk.saved = m.bulk.saved || msg.name != "" && msg.what != reportOnly
}

// handOverBulk opens the hand-over for a user of the run.
func (m *Model) handOverBulk(item int) tea.Cmd {
	s := m.bulk
	r := s.results[item]
	user := s.of.Typed(r.User)
	if e := m.directory.Find(s.of.Key(r.User)); e != nil {
		user = e.Whose()
	}
	way := reset.Reset
	if r.Do == bulk.Create {
		way = reset.Create
	}
	m.lastID++
	s.handing = handing{item, m.lastID}
	return m.showHandOver(handOver{m.lastID, reset.Result{
		User: user, Way: way, MustChange: s.plan.Options.ResetRequired, Allowed: s.plan.Items[item].Allow,
		Password: r.Password.Clone(), Unseen: true, Kept: true,
	}})
}

// handedOver leaves a hand-over. One of the run is done once the password was shown, copied or saved.
func (m *Model) handedOver(a handedOver) {
	if h := find[*handover](m.stack); m.bulk != nil && h != nil && h.id == m.bulk.handing.id && !h.Unseen {
		m.bulk.handed[m.bulk.handing.item] = true
	}
	m.leave(a.parts)
	m.users.handedOver(a.user)
}

// leaveBulk leaves a run that has ended. The journal still has its passwords.
func (m *Model) leaveBulk(parts int) {
	m.leave(parts)
	m.notice = notice{"The journal of the run is in " + m.bulk.folder + ".", explain.Plain}
	m.run.Wipe()
	m.bulk, m.run = nil, nil
}

// bulkBadge stands in the head while a run is in the background; empty where there is none.
func (m *Model) bulkBadge() string {
	if m.bulk == nil || m.watchesBulk() {
		return ""
	}
	return m.bulk.badge()
}

// lastWords are what is to be done about a bulk run once the program has ended: nothing, where everybody is done and has
// been served.
func (m *Model) lastWords() []string {
	if m.run == nil || m.bulk.of.Demo() { // whose account and journal end with it
		return nil
	}
	s := m.bulk
	m.lookAtRun()
	var words []string
	if n := bulkreport.Open(s.counts) + s.counts.Waiting + s.counts.InFlight; n > 0 {
		words = append(words, fmt.Sprintf("the bulk run is not complete (%s): `%s` goes on with it", bulkreport.Counts(s.counts), bulkreport.Command("resume", s.journal, s.keyed)))
	}
	if s.unsaved() {
		words = append(words, fmt.Sprintf("its passwords were not saved, and the journal has them: `%s`", bulkreport.Command("recover", s.journal, s.keyed)))
	}
	return words
}

// bulkAtRisk says what quitting would cut short, or lose; empty where nothing.
func (m *Model) bulkAtRisk() string {
	switch {
	case m.bulk == nil:
		return ""
	case !m.bulk.over:
		return "A bulk run is under way: what is in flight finishes, the rest is left, and `iampasswd bulk resume` goes on."
	case m.bulk.unsaved():
		return "The passwords of the bulk run are not saved. Its journal still has them: `iampasswd bulk recover` prints them."
	}
	return ""
}

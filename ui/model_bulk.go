package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/bulk"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/explain"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

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
		return nil // the operator has left it
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

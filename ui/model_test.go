package ui

import (
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/reset"
)

// newTestModel is a program that nobody runs: its effects are commands that nothing calls.
func newTestModel(t *testing.T) *Model {
	t.Helper()
	client, err := iamclient.New(t.Context(), iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport()})
	if err != nil {
		t.Fatal(err)
	}
	m := newModel(Config{Client: client, Folders: []string{t.TempDir()}}, newEffects(t.Context()))
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	return m
}

// withForm is such a program with a form that is filled in for Bob.
func withForm(t *testing.T) (*Model, *form) {
	t.Helper()
	m := newTestModel(t)
	m.openForm(m.account.Typed("Bob"))
	f := m.front().(*form)
	f.Fill(iamclient.NewSecret("Heron-0815-lake?"))
	return m, f
}

// Before the process is stopped, and whenever it goes on, nothing that is shown stays readable.
func TestStoppingAndGoingOnMask(t *testing.T) {
	for name, happens := range map[string]func(m *Model){
		"ctrl+z":             func(m *Model) { m.press(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}) },
		"asked to stop":      func(m *Model) { m.Update(stopAskedMsg{}) },
		"resumed":            func(m *Model) { m.Update(tea.ResumeMsg{}) },
		"stopped without it": func(m *Model) { m.Update(continuedMsg{}) },
	} {
		m, f := withForm(t)
		f.shownUntil = time.Now().Add(time.Minute)
		result := f.Result(time.Now(), 0, nil)
		handed := &handover{Result: result, shownUntil: time.Now().Add(time.Minute)}
		m.push(handed)
		m.openHelp()
		happens(m)
		if f.shown(time.Now()) || handed.shown(time.Now()) {
			t.Errorf("%s: a password is still shown", name)
		}
	}
}

// A file that is written when its hand-over has been left is told of above the keys.
func TestAFileThatIsSavedLate(t *testing.T) {
	m := newTestModel(t)
	m.Update(fileSavedMsg{7, "/tmp/Bob_credentials.csv", nil})
	if want := "The file with the password was saved: /tmp/Bob_credentials.csv"; m.notice.text != want {
		t.Errorf("%q, want %q", m.notice.text, want)
	}
	m.Update(fileSavedMsg{7, "", errors.New("no room")})
	if want := "The file with the password was not saved."; m.notice.text != want {
		t.Errorf("%q, want %q", m.notice.text, want)
	}
}

// An attempt whose answer got lost is not forgotten where the next one takes an MFA code: what AWS then refuses may be what
// it has already done.
func TestALostAnswerBeforeAnMFACode(t *testing.T) {
	m, f := withForm(t)
	f.send.start(1, m.now)
	m.Update(codeNeededMsg{1, f.Change(), &iamclient.Error{Kind: iamclient.KindMFA, EarlierMayHaveSucceeded: true}})
	if _, asks := m.front().(*codePanel); !asks {
		t.Fatal("no code is asked for")
	}
	if !m.changes[1].EarlierUnknown {
		t.Error("the lost answer is forgotten")
	}
}

// What has ended stays as it ended, whatever is still answered.
func TestALateOutcomeOfAChangeThatHasEnded(t *testing.T) {
	m, f := withForm(t)
	f.send.start(1, m.now)
	m.failed(1, &iamclient.Error{Kind: iamclient.KindCanceled})
	m.Update(changedMsg{1, change.Outcome{Made: 1}})
	m.Update(changeProgressedMsg{1, change.Progress{}})
	if m.front() != part(f) || f.send.active() || f.problem == nil {
		t.Error("it has become something else")
	}
	if f.Way() != reset.Reset {
		t.Errorf("the next try is another: %v", f.Way())
	}
}

// What was asked for before the account was read again, or left, changes nothing when it is answered.
func TestAnswersOfARoundThatIsOver(t *testing.T) {
	identity := iamclient.Identity{Account: "111111111111", ARN: "arn:aws:iam::111111111111:user/eve", UserName: "eve", Name: "eve"}
	broken := &iamclient.Error{Kind: iamclient.KindDenied}
	for name, c := range map[string]struct {
		answer func(round directory.Round) tea.Msg
		taken  func(m *Model) bool
	}{
		"identity": {
			func(r directory.Round) tea.Msg { return identityLoadedMsg{r, identity, nil} },
			func(m *Model) bool { return m.account.Identity() == identity },
		},
		"no identity": {
			func(r directory.Round) tea.Msg { return identityLoadedMsg{r, iamclient.Identity{}, broken} },
			func(m *Model) bool { return m.account.Asked() },
		},
		"alias": {
			func(r directory.Round) tea.Msg { return aliasLoadedMsg{r, "acme"} },
			func(m *Model) bool { return m.account.Alias() == "acme" },
		},
		"policy": {
			func(r directory.Round) tea.Msg {
				return policyLoadedMsg{r, 0, iamclient.DefaultPolicy(iamclient.PolicyDefault), nil}
			},
			func(m *Model) bool { return m.account.Policy() != nil },
		},
		"users": {
			func(r directory.Round) tea.Msg { return usersLoadedMsg{r, []iamclient.User{{Name: "Bob"}}, "", nil} },
			func(m *Model) bool { return m.directory.Total() == 1 },
		},
		"no users": {
			func(r directory.Round) tea.Msg { return usersLoadedMsg{r, nil, "", broken} },
			func(m *Model) bool { return m.account.Listing().Problem != nil },
		},
		"a pause": {
			func(r directory.Round) tea.Msg {
				return usersWaitedMsg{r, iamclient.Progress{Wait: time.Second, Err: &iamclient.Error{Kind: iamclient.KindThrottled}}}
			},
			func(m *Model) bool { return m.account.Listing().Waiting != "" },
		},
		"report": {
			func(r directory.Round) tea.Msg { return reportReadMsg{r, iamclient.Report{Generated: time.Now()}, nil} },
			func(m *Model) bool { return !m.account.Report().Generated.IsZero() },
		},
		"no report": {
			func(r directory.Round) tea.Msg { return reportReadMsg{r, iamclient.Report{}, broken} },
			func(m *Model) bool { return m.account.Report().Problem != nil },
		},
		"renewed credentials": {
			func(r directory.Round) tea.Msg { return readingRenewedMsg{r, identity, nil} },
			func(m *Model) bool { return m.account.Identity() == identity },
		},
		"no renewed credentials": {
			func(r directory.Round) tea.Msg { return readingRenewedMsg{r, iamclient.Identity{}, broken} },
			func(m *Model) bool { return m.account.Asked() },
		},
	} {
		m := newTestModel(t)
		stale := m.account.Round()
		m.account.ReadAgain(false)
		m.Update(c.answer(stale))
		if c.taken(m) {
			t.Errorf("%s: taken when the round was over", name)
		}
		m.Update(c.answer(m.account.Round()))
		if !c.taken(m) {
			t.Errorf("%s: not taken in time", name)
		}
	}
}

// A policy that was asked for before it was changed from here is out of date.
func TestAPolicyFromBeforeItWasChanged(t *testing.T) {
	m := newTestModel(t)
	changed := iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 20}
	m.account.ChangedPolicy(changed)
	m.Update(policyLoadedMsg{m.account.Round(), 0, iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 8}, nil})
	if *m.account.Policy() != changed {
		t.Errorf("the policy is %+v", *m.account.Policy())
	}
}

// The switch that was stopped ends nothing of the one that is under way.
func TestALateSwitch(t *testing.T) {
	m := newTestModel(t)
	s := newAccountsScreen(m.account.View)
	m.push(s)
	s.begin(2, "lab", m.now)
	before := m.account
	m.Update(accountOpenedMsg{id: 1, err: errors.New("stopped")})
	if s.switching != "lab" || s.problem != nil {
		t.Error("the switch under way has ended")
	}
	m.Update(accountOpenedMsg{id: 1, client: before.Client(), endpoint: before.Endpoint()})
	if m.account != before || m.front() != part(s) {
		t.Error("the account of the switch that was stopped is open")
	}
}

// An MFA code is asked for where the operator looks at what waits for it. Elsewhere the panel would take keys that were
// meant for something else.
func TestWhereAnMFACodeIsAskedFor(t *testing.T) {
	users := func(*Model) {}
	help := func(m *Model) { m.openHelp() }
	accounts := func(m *Model) { m.push(newAccountsScreen(m.account.View)) }
	sends := func(id int) func(m *Model) {
		return func(m *Model) {
			m.openForm(m.account.Typed("Bob"))
			m.front().(*form).send.start(id, m.now)
		}
	}
	asked := func(m *Model) { m.push(&codePanel{waits: codeFor{change: 9}}) }
	for name, c := range map[string]struct {
		looks func(m *Model)
		waits codeFor
		want  bool
	}{
		"the list, and the list":      {users, codeFor{}, true},
		"help over the list":          {help, codeFor{}, false},
		"a form over the list":        {sends(1), codeFor{}, false},
		"the profiles over the list":  {accounts, codeFor{}, false},
		"the profiles, and a profile": {accounts, codeFor{profile: "lab"}, true},
		"the list, and a profile":     {users, codeFor{profile: "lab"}, false},
		"the form, and its change":    {sends(1), codeFor{change: 1}, true},
		"another form":                {sends(2), codeFor{change: 1}, false},
		"a form that sends nothing":   {sends(0), codeFor{profile: "lab"}, false},
		"help over the form":          {func(m *Model) { sends(1)(m); help(m) }, codeFor{change: 1}, false},
		"the list, and a change":      {users, codeFor{change: 1}, false},
		"a code is asked for already": {asked, codeFor{}, false},
		"the same code is asked for":  {asked, codeFor{change: 9}, true},
		"a code for another change":   {func(m *Model) { sends(1)(m); asked(m) }, codeFor{change: 1}, false},
		"a form over such a panel":    {func(m *Model) { asked(m); sends(1)(m) }, codeFor{change: 1}, false},
	} {
		m := newTestModel(t)
		c.looks(m)
		if c.waits == (codeFor{}) {
			c.waits.account = m.account.View
		}
		parts := len(m.stack)
		before := find[*codePanel](m.stack)
		got := m.askCode(&iamclient.Error{Kind: iamclient.KindMFA, Code: "AccessDenied"}, c.waits)
		if got != c.want {
			t.Errorf("%s: a code is asked for: %v, want %v", name, got, c.want)
		}
		if _, panel := m.front().(*codePanel); before == nil && panel != c.want || before != nil && len(m.stack) != parts {
			t.Errorf("%s: there are %d parts, %d before", name, len(m.stack), parts)
		}
	}
}

// What a panel asked for that was left encrypts nothing, also where the next one asks for something else already.
func TestAnAbandonedKeyEncryptsNothing(t *testing.T) {
	m := newTestModel(t)
	p := &bulkPlan{of: m.account.View, typed: newTypedName()}
	m.push(p)
	sealed := func(passphrase string) (answer tea.Cmd) {
		m.push(newPassphrasePanel())
		panel := m.front().(*passphrasePanel)
		panel.asking = true
		return m.performBulk(sealUnder{iamclient.NewSecret(passphrase)})
	}
	abandoned := sealed("abandoned")
	m.leave(1)
	meant := sealed("meant")
	m.Update(abandoned())
	if p.seal != nil {
		t.Error("the abandoned passphrase encrypts")
	}
	m.Update(meant())
	if p.seal == nil || m.front() != part(p) {
		t.Error("the passphrase that was meant does not encrypt")
	}
}

// While the journal of a run is opened for another try, which takes over its passwords, the run is not left or tried again.
func TestARunThatIsReopenedIsNotLeft(t *testing.T) {
	m := newTestModel(t)
	m.bulk = &bulkScreen{of: m.account.View, plan: &bulk.Plan{Operation: bulk.ForceChange}, over: true, counts: bulk.Counts{Left: 1, Total: 1}}
	m.bulk.list = newList(m.bulk)
	m.push(m.bulk)
	if _, again := m.bulk.press(tea.KeyPressMsg{Code: 't', Text: "t"}, m.canvas()).(againBulk); !again {
		t.Fatal("t does not try again")
	}
	for _, key := range []tea.KeyPressMsg{{Code: 't', Text: "t"}, {Code: tea.KeyEscape}} {
		if _, says := m.bulk.press(key, m.canvas()).(say); !says {
			t.Errorf("%s does not wait", key)
		}
	}
	m.Update(bulkStartedMsg{err: errors.New("full")})
	if m.bulk.reopening {
		t.Error("it waits for ever")
	}
}

package ui

import (
	"os"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/change"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/directory"
	"iampasswd/ui/reset"
)

// Config is what the program runs on.
type Config struct {
	Client    *iamclient.Client
	Demo      bool                // the account is the embedded one
	ReadOnly  bool                // offer nothing that changes IAM
	Clipboard clipboard.Clipboard // the machine's; nil: only the terminal's own is used
	Folders   []string            // where files with passwords go: the first one that takes them
	// Stopped tells that another process has asked this one to stop, as ctrl+z does; Continued that it goes on after it was
	// stopped without being asked. Suspend stops the process, and returns when it goes on. All may be nil; Bubble Tea then
	// suspends by itself.
	Stopped, Continued <-chan struct{}
	Suspend            func()
	// Unblock drops what the terminal has not read, where it does not read at the end. It may be nil.
	Unblock func()
	Query   string // the filter to begin with; empty: everybody is shown
	// Reach has the accounts whose users are in the list; nil: there is one, that of Client. Otherwise Client is only there for
	// its settings, and Codes asks for the MFA codes that reaching them takes; it may be nil.
	Reach  *reach.Reach
	Codes  *Codes
	Unkept string // why no history is kept for good; empty: it is
	// History has an entry for each bulk run; the client has its own for the changes. nil: none is kept.
	History  history.Log
	Journals string       // the folder for the journals of bulk runs; empty: there is none, and no run begins
	Home     string       // shown as ~; empty: paths are shown whole
	Note     func(string) // takes the last words about a bulk run, once the terminal is restored; it may be nil
}

// Model is the one tea.Model. It routes messages to the parts, performs the actions that they return, and draws.
type Model struct {
	effects *effects
	copies  clipboard.Copies
	styles  styles
	size    tea.WindowSizeMsg
	now     time.Time
	ticks   int  // of the spinner
	ticking bool // a tick is due

	account   *directory.Account                    // that of the row under the cursor
	accounts  map[directory.View]*directory.Account // all that there have been
	directory *directory.Users                      // the accounts in the list, and their users

	finding finding // of the accounts that the options reach

	users    *usersScreen
	stack    []part // the users screen, and what was opened over it; the last is in front
	changes  map[int]change.Change
	lastID   int
	parked   []writer  // changes that nobody watches
	finished []outcome // and those that have ended
	notice   notice
	missing  missing

	lastClick pressed

	bulk       *bulkScreen // the bulk run that is under way, or whose end was not left; nil: none
	run        *bulk.Run   // that run
	bulkReason string      // that was given last for one
	quitting   bool        // the program ends when the run has ended
	history    history.Log
	journals   string // the folder for the journals of bulk runs
	home       string // is shown as ~

	generator reset.Generator
	reasons   map[directory.Key]string // that were given last, by the user
	unkept    string                   // why no history is kept for good
	folders   []string                 // where files with passwords go
	stop      func()                   // stops the process, and returns when it goes on; may be nil
}

// pressed is where and when the mouse was pressed.
type pressed struct {
	at   tea.Position
	time time.Time
}

// outcome is how a change ended that nobody watched, and what opens it.
type outcome struct {
	writer writer
	action action
}

func newModel(cfg Config, e *effects) *Model {
	account := directory.NewAccount(cfg.Client, directory.Options{Demo: cfg.Demo, ReadOnly: cfg.ReadOnly, Several: cfg.Reach != nil})
	all := &directory.Users{}
	if cfg.Reach == nil {
		all.Open(account.View)
	}
	users := newUsersScreen(account.View, all)
	users.start(cfg.Query)
	return &Model{
		effects:   e,
		copies:    clipboard.New(cfg.Clipboard),
		styles:    newStyles(probablyDark(os.Getenv("COLORFGBG"))),
		now:       time.Now(),
		account:   account,
		accounts:  map[directory.View]*directory.Account{account.View: account},
		directory: all,
		finding:   finding{in: cfg.Reach, open: map[string]bool{}},
		users:     users,
		stack:     []part{users},
		changes:   map[int]change.Change{},
		reasons:   map[directory.Key]string{},
		unkept:    cfg.Unkept,
		folders:   cfg.Folders,
		stop:      cfg.Suspend,
		history:   cfg.History,
		journals:  cfg.Journals,
		home:      cfg.Home,
	}
}

// Init starts every read at once; the first frame does not wait for any.
func (m *Model) Init() tea.Cmd {
	read := m.find
	if m.finding.in == nil {
		read = func() tea.Cmd { return m.effects.read(m.account.Round()) }
	}
	return tea.Batch(tea.RequestBackgroundColor, read(), m.tick())
}

// front is the part that gets what the operator does.
func (m *Model) front() part { return m.stack[len(m.stack)-1] }

// screen is the part in front that fills the screen, behind the panels.
func (m *Model) screen() part {
	for i := len(m.stack) - 1; ; i-- {
		if _, isPanel := m.stack[i].(panel); !isPanel {
			return m.stack[i]
		}
	}
}

// shown is the account that the screen is about, as the credentials are by now.
func (m *Model) shown() directory.View {
	if p, ok := m.screen().(ofAccount); ok {
		return p.account().Latest()
	}
	return m.account.View
}

// push puts a part in front.
func (m *Model) push(p part) { m.stack = append(m.stack, p) }

// leave closes so many parts in front, and wipes the passwords that they hold.
func (m *Model) leave(parts int) {
	for range min(parts, len(m.stack)-1) {
		if h, ok := m.front().(holder); ok {
			h.forget()
		}
		if h, ok := m.front().(*handover); ok {
			m.effects.end(h.id) // nobody waits for the user to sign in any more
		}
		m.stack = m.stack[:len(m.stack)-1]
	}
}

// everyPart is every part that there is, those with an outcome that nobody has opened first.
func (m *Model) everyPart() []part {
	var parts []part
	for _, o := range m.finished {
		parts = append(parts, o.writer)
	}
	return append(parts, m.stack...)
}

// mask hides every password on every part.
func (m *Model) mask() {
	for _, p := range m.everyPart() {
		if h, ok := p.(holder); ok {
			h.mask()
		}
	}
}

// maskInTime hides the passwords that have been shown for long enough.
func (m *Model) maskInTime() {
	for _, p := range m.stack {
		if h, ok := p.(holder); ok && !h.shown(m.now) {
			h.mask()
		}
	}
}

// tick keeps one tick under way for as long as something on the screen moves.
func (m *Model) tick() tea.Cmd {
	if m.ticking || !m.moves() {
		return nil
	}
	m.ticking = true
	return tick()
}

func (m *Model) moves() bool {
	if len(m.parked) > 0 || m.directory.Listing().Active || m.directory.Reported().Loading() {
		return true
	}
	if m.bulk != nil && !m.bulk.over {
		return true
	}
	for _, p := range m.stack {
		if s, ok := p.(*accountsScreen); ok && s.switching != "" {
			return true
		}
		if s, ok := p.(*bulkPlan); ok && s.reading != 0 {
			return true
		}
		if w, ok := p.(writer); ok && w.sending().active() {
			return true
		}
		if h, ok := p.(holder); ok && h.shown(m.now) {
			return true
		}
	}
	return false
}

func (m *Model) spinner() string { return spinner.Line.Frames[m.ticks%len(spinner.Line.Frames)] }

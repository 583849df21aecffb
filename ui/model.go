package ui

import (
	"io"
	"os"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/terminal"
)

// Config is what the program runs on.
type Config struct {
	Client    *iamclient.Client
	Demo      bool      // the account is the embedded one
	ReadOnly  bool      // offer nothing that changes IAM
	Clipboard Clipboard // native; nil: only the terminal's own is used
	Folder    string    // where files with passwords go
	Fallbacks []string  // other folders, where Folder takes no file
	// Stopped tells that another process has asked this one to stop, as ctrl+z does; Continued that it goes on after it was
	// stopped without being asked. Suspend stops the process, and returns when it goes on. All may be nil; Bubble Tea then
	// suspends by itself.
	Stopped, Continued <-chan struct{}
	Suspend            func()
	// Unblock drops what the terminal has not read, where it does not read at the end. It may be nil.
	Unblock func()
	Unkept  string // why no history is kept for good; empty: it is
}

// Model is the one tea.Model. It routes messages to the parts, performs the actions that they return, and draws.
type Model struct {
	effects *effects
	copies  copies
	styles  styles
	size    tea.WindowSizeMsg
	now     time.Time
	beats   int  // of the spinner
	ticking bool // a beat is due

	where     where
	agreed    iamclient.Identity // whose the credentials are, as far as the operator knows and agrees
	policy    *iamclient.Policy
	policyErr error // why it could not be read
	reading   int   // the number of the present reading; answers of earlier ones are stale

	users   *usersScreen
	stack   []part // the users screen, and what was opened over it; the last is in front
	changes map[int]change
	lastID  int
	parked  []writer  // changes that nobody watches
	ended   []outcome // and those that have ended
	notice  notice
	missing missing

	generator generator
	rails     *rails.Rails
	reasons   map[string]string // that were given last, by the user in lower case
	unkept    string            // why no history is kept for good
	folder    string            // where files with passwords go
	fallbacks []string
	stop      func() // stops the process, and returns when it goes on; may be nil
}

// outcome is how a change ended that nobody watched, and what opens it.
type outcome struct {
	writer writer
	action action
}

func newModel(cfg Config, e *effects) *Model {
	users := newUsersScreen(cfg.ReadOnly)
	users.rails = cfg.Client.Rails()
	users.demo = cfg.Demo
	return &Model{
		effects: e,
		copies:  copies{native: patient(cfg.Clipboard)},
		styles:  newStyles(probablyDark(os.Getenv("COLORFGBG"))),
		now:     time.Now(),
		where:   where{endpoint: cfg.Client.Endpoint(), demo: cfg.Demo, readOnly: cfg.ReadOnly},
		users:   users,
		stack:   []part{users},
		changes: map[int]change{},
		rails:   cfg.Client.Rails(),
		reasons: map[string]string{},
		unkept:  cfg.Unkept,
		folder:  cfg.Folder, fallbacks: cfg.Fallbacks, stop: cfg.Suspend,
	}
}

// Init starts every read at once; the first frame does not wait for any.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.effects.read(m.reading), m.beat())
}

// Update takes facts first, whatever is in front, and then what the operator does.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = time.Now()
	cmd := m.fact(msg)
	if m.usable() {
		cmd = tea.Batch(cmd, m.input(msg))
	} else if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "ctrl+c" {
		cmd = tea.Batch(cmd, m.press(k))
	}
	return m, tea.Batch(cmd, m.look(), m.beat())
}

// input routes what the operator did: to the keys that work everywhere, else to the part in front and to no other.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		if refusal, ok := terminal.ParseRefusal(msg.Content); ok {
			return m.perform(m.untyped(refusal))
		}
		return m.perform(m.paste(msg.Content))
	case tea.MouseWheelMsg:
		if s, ok := m.front().(scroller); ok {
			s.scroll(map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3}[msg.Button], m.canvas())
		}
	case tea.MouseClickMsg:
		if s, ok := m.front().(clickable); ok && msg.Button == tea.MouseLeft {
			s.click(msg.Y-bodyTop, m.canvas())
		}
	}
	return nil
}

func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	m.notice = notice{}
	b, ok := anywhereKeys(len(m.ended)).match(k)
	if !ok {
		if instead, withheld := m.withhold(k); withheld {
			return m.perform(instead)
		}
		return m.perform(m.front().press(k, m.canvas()))
	}
	if b.why != "" {
		return m.perform(sayThat(b.why))
	}
	switch b.intent {
	case intentQuit:
		return m.perform(quit{sure: m.askedToQuit()})
	case intentHelp:
		if _, open := m.front().(*pager); open {
			return m.perform(leave{1})
		}
		return m.perform(openHelp{})
	case intentOpenOutcome:
		return m.perform(openOutcome{})
	case intentRedraw:
		return tea.ClearScreen
	case intentSuspend:
		return m.suspend()
	}
	return nil
}

// suspend stops the program, as ctrl+z does everywhere. It comes back masked.
func (m *Model) suspend() tea.Cmd {
	m.mask()
	if m.stop == nil {
		return tea.Suspend
	}
	return tea.Exec(stopping(m.stop), func(error) tea.Msg { return tea.ResumeMsg{} })
}

// stopping is a stop of the process in the place of a command that has the terminal for a while.
type stopping func()

// Run stops the process, and returns when it goes on.
func (s stopping) Run() error { s(); return nil }

// SetStdin does nothing.
func (stopping) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (stopping) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (stopping) SetStderr(io.Writer) {}

func (m *Model) front() part { return m.stack[len(m.stack)-1] }

// screen is the part in front that fills the screen, behind the panels.
func (m *Model) screen() part {
	for i := len(m.stack) - 1; ; i-- {
		if _, isPanel := m.stack[i].(panel); !isPanel {
			return m.stack[i]
		}
	}
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

// beat keeps one tick under way for as long as something on the screen moves.
func (m *Model) beat() tea.Cmd {
	if m.ticking || !m.moves() {
		return nil
	}
	m.ticking = true
	return tick()
}

func (m *Model) moves() bool {
	if m.users.reading.active || len(m.parked) > 0 {
		return true
	}
	for _, p := range m.stack {
		if s, ok := p.(*accountsScreen); ok && s.switching != "" {
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

func (m *Model) spinner() string { return spinner.Line.Frames[m.beats%len(spinner.Line.Frames)] }

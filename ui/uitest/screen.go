package uitest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
	"iampasswd/ui"
	keyboard "iampasswd/ui/terminal"
)

// Now is when every script begins. The bubble's own clock begins at a time when there was no IAM.
var Now = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

const (
	// settling is longer than anything that delays a frame: the renderer's tick, and the time for which a lone escape
	// might still be the beginning of a key's sequence. That is 50 ms by the wall's clock; where time moves in steps, the
	// input's reader finds that they have not quite passed, and waits for another 50.
	settling = 150 * time.Millisecond
	// draining is longer than anything that a program leaves behind when it ends.
	draining = 30 * time.Minute
)

// Config is what a program is started with. The zero value is the demo account of 60 users, that answers at once, on a
// dark terminal of 80x24.
type Config struct {
	Size    string // WIDTHxHEIGHT in cells; "": 80x24
	Light   bool   // the terminal's background is light
	NoColor bool   // NO_COLOR is set
	Dumb    bool   // TERM=dumb

	// Account makes the account, inside the bubble; nil: demoiam.Company with 60 users, without latency.
	Account func() *demoiam.Server

	Demo     bool     // show the DEMO badge
	ReadOnly bool     // as with --read-only
	Profile  string   // as with --profile
	Rails    string   // the guard rails' file; "": there are none
	Query    string   // as with iampasswd NAME
	Profiles []string // as with --profile for each, where there are several
	// History is what was changed before; nil: nothing.
	History history.Log
	// Organization is what the program reaches by demoiam.OrganizationRole; nil: there is one account. Its first account is
	// [Screen.IAM].
	Organization func() *demoiam.Organization
	// AWS is the AWS configuration and where it leads to; nil: there is none, and all requests go to Account.
	AWS *AWS
	// Skew is by how much AWS's clock is ahead of the program's.
	Skew time.Duration
	// Folder is where files with passwords go; "": one of the test's own.
	Folder string
	// Fallbacks are other folders for them.
	Fallbacks []string
	// Clipboard gives the machine a clipboard of its own, [Screen.Clipboard].
	Clipboard bool
}

// Screen is a running program and the terminal in front of it. Its methods belong to the bubble's first goroutine.
type Screen struct {
	IAM          *demoiam.Server
	Clipboard    *Clipboard            // the machine's own; nil where it has none
	Organization *demoiam.Organization // of Config.Organization; nil without
	STS          *STS                  // what the profiles of Config.AWS lead to; nil without

	t        *testing.T
	terminal *terminal
	program  *tea.Program
	cancel   func()
	ended    chan struct{}
	err      error    // valid once ended is closed
	Journals string   // the folder of the journals of bulk runs
	notes    []string // the program's last words
	suspends int      // how often the program has been suspended
	secrets  []string
}

// Run starts the program in a bubble, waits for it to be idle and runs the script. In the end the program is ended and
// everything that it left behind waited for.
func Run(t *testing.T, cfg Config, script func(s *Screen)) {
	t.Helper()
	if cfg.AWS != nil {
		cfg.AWS.install(t)
	}
	synctest.Test(t, func(t *testing.T) { script(start(t, cfg)) })
}

// The program shows local time. It has to be the same everywhere, and to be set before any test looks at a clock.
//
//nolint:gochecknoinits // the testing package itself reads the clock before a test begins
func init() { time.Local = time.UTC }

func start(t *testing.T, cfg Config) *Screen {
	t.Helper()
	time.Sleep(time.Until(Now))
	width, height := parseSize(t, cfg.Size)
	s := &Screen{t: t, IAM: newAccount(cfg), terminal: newTerminal(width, height, cfg.Light), ended: make(chan struct{})}
	log := cfg.History
	if log == nil {
		log = &history.Memory{}
	}
	opts := iamclient.Options{
		Profile: cfg.Profile, ReadOnly: cfg.ReadOnly, Version: "test", Rails: LoadRails(t, cfg.Rails), History: log,
	}
	if cfg.AWS != nil {
		s.STS = newSTS(cfg.AWS, s.IAM)
		opts.Transport = steadyIDs{s.STS, cfg.Skew}
	} else {
		opts.Region, opts.Embedded = "us-east-1", steadyIDs{s.IAM.Transport(), cfg.Skew}
	}
	client, err := iamclient.New(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	run := ui.Config{Client: client, Demo: cfg.Demo, ReadOnly: cfg.ReadOnly, Query: cfg.Query, Folders: append([]string{cmp.Or(cfg.Folder, t.TempDir())}, cfg.Fallbacks...)}
	if len(cfg.Profiles) > 0 {
		run.Codes = &ui.Codes{}
		run.Reach, err = reach.New(t.Context(), opts, reach.Options{Profiles: cfg.Profiles, Code: run.Codes.Ask})
		if err != nil {
			t.Fatal(err)
		}
	}
	if cfg.Organization != nil {
		company := cfg.Organization()
		s.IAM, s.Organization = company.Management(), company
		opts.Region, opts.Embedded = "us-east-1", steadyIDs{company.Transport(), cfg.Skew}
		run.Codes = &ui.Codes{}
		run.Reach, err = reach.New(t.Context(), opts, reach.Options{OrgRole: demoiam.OrganizationRole, Code: run.Codes.Ask})
		if err != nil {
			t.Fatal(err)
		}
		run.Client = run.Reach.Client()
	}
	home := t.TempDir()
	s.Journals = filepath.Join(home, ".local", "state", "iampasswd", "bulk")
	run.History, run.Home, run.Journals = log, home, s.Journals
	run.Note = func(words string) { s.notes = append(s.notes, words) }
	if cfg.Clipboard {
		s.Clipboard = &Clipboard{}
		run.Clipboard = s.Clipboard
	}
	ctx, cancel := context.WithCancel(t.Context())
	s.cancel = cancel
	go func() {
		defer close(s.ended)
		s.err = ui.Run(ctx, run, s.options(cfg, width, height)...)
	}()
	t.Cleanup(s.end)
	s.Wait()
	return s
}

// LoadRails reads guard rails as the program would; nil where there are none.
func LoadRails(t *testing.T, content string) *rails.Rails {
	t.Helper()
	if content == "" {
		return nil
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func (s *Screen) options(cfg Config, width, height int) []tea.ProgramOption {
	profile, term := colorprofile.ANSI, "xterm-256color"
	switch {
	case cfg.Dumb:
		profile, term = colorprofile.NoTTY, "dumb"
	case cfg.NoColor:
		profile = colorprofile.ASCII
	}
	return []tea.ProgramOption{
		func(p *tea.Program) { s.program = p },
		tea.WithInput(keyboard.NewStream(s.terminal.keys)),
		tea.WithOutput(s.terminal),
		tea.WithEnvironment([]string{"TERM=" + term}),
		tea.WithColorProfile(profile),
		tea.WithWindowSize(width, height),
		tea.WithoutSignalHandler(),
		tea.WithoutCatchPanics(),
		tea.WithFilter(s.instead),
	}
}

// instead keeps the test itself from being suspended: the program is resumed at once.
func (s *Screen) instead(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.SuspendMsg); ok {
		s.suspends++
		return tea.ResumeMsg{}
	}
	return msg
}

// end ends the program, if it has not, and lets everything run out that it started.
func (s *Screen) end() {
	s.leaks()
	s.cancel()
	<-s.ended
	s.terminal.close()
	time.Sleep(draining)
	if s.err != nil && !errors.Is(s.err, context.Canceled) {
		s.t.Errorf("the program ended with: %v", s.err)
	}
}

// Wait waits until the program is idle and has drawn what there is to draw: 150 ms of the bubble's time.
func (s *Screen) Wait() { s.Sleep(settling) }

// Sleep lets so much of the bubble's time pass.
func (s *Screen) Sleep(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
	s.leaks()
}

// Exited tells whether the program has ended by itself, and how.
func (s *Screen) Exited() (bool, error) {
	select {
	case <-s.ended:
		return true, s.err
	default:
		return false, nil
	}
}

// Notes are the program's last words, once it has ended.
func (s *Screen) Notes() []string { return s.notes }

// Terminate ends the program from outside, as a signal would.
func (s *Screen) Terminate() {
	s.cancel()
	s.Wait()
}

// Suspends is how often the program has asked to be suspended. It was resumed at once.
func (s *Screen) Suspends() int { return s.suspends }

// Resize makes the terminal another size, WIDTHxHEIGHT.
func (s *Screen) Resize(size string) {
	s.t.Helper()
	width, height := parseSize(s.t, size)
	s.terminal.resize(width, height)
	s.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
	s.Wait()
}

func parseSize(t *testing.T, size string) (width, height int) {
	t.Helper()
	if size == "" {
		size = "80x24"
	}
	if n, err := fmt.Sscanf(size, "%dx%d", &width, &height); n != 2 || err != nil {
		t.Fatalf("%q is no size like 80x24", size)
	}
	return width, height
}

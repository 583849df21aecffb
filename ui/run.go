package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"iampasswd/ui/reset"

	tea "charm.land/bubbletea/v2"
)

// endTime is how long the program may take to restore the terminal once something else than the operator has ended it. A
// terminal that does not read would keep it for ever.
const endTime = 1500 * time.Millisecond

// Run shows the program on the terminal until the operator quits, or ctx ends. Passwords that would be lost where
// something else than the operator ends it are saved, at once and whatever the terminal does: an [reset.UnsavedError] says where.
// Options go to Bubble Tea; tests give the program a terminal of their own with them.
func Run(ctx context.Context, cfg Config, options ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e := newEffects(ctx)
	m := &lockedModel{model: newModel(cfg, e)}
	program := tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, options...)...)
	e.send = program.Send
	cfg.Codes.bind(program.Send)
	defer m.clear()
	go relay(ctx, cfg, program)
	ended := make(chan error, 1)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	defer m.endBulk(cfg.Note)
	select {
	case err := <-ended:
		return m.outcome(ctx, err, nil)
	case <-ctx.Done():
	}
	saved := m.save() // before the terminal is waited for
	return m.outcome(ctx, endInTime(ended, cfg.Unblock), saved)
}

// bulkEndTime is how long the end of the program waits for the requests of a bulk run that are in flight.
const bulkEndTime = 15 * time.Second

// endBulk stops the bulk run, waits for what is in flight, and says what goes on with the run.
func (l *lockedModel) endBulk(note func(string)) {
	l.mu.Lock()
	bulk := l.model.effects.bulk
	l.mu.Unlock()
	over := true
	if bulk.ended != nil {
		bulk.stop()
		select {
		case <-bulk.ended:
		case <-time.After(bulkEndTime):
			over = false
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, words := range l.model.lastWords() {
		if note != nil {
			note(words)
		}
	}
	if over && l.model.run != nil {
		l.model.run.Wipe()
	}
}

// endInTime waits for the program to end, and does not wait for a terminal that takes no output.
func endInTime(ended <-chan error, unblock func()) error {
	for range 2 {
		select {
		case err := <-ended:
			return err
		case <-time.After(endTime):
			if unblock != nil {
				unblock()
			}
		}
	}
	return context.Canceled
}

// relay passes on what happens to the process.
func relay(ctx context.Context, cfg Config, program *tea.Program) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-cfg.Stopped:
			program.Send(stopAskedMsg{})
		case <-cfg.Continued:
			program.Send(continuedMsg{})
		}
	}
}

// lockedModel is the model, that can be looked at while the program runs: its passwords are saved from outside. The lock is
// held for no longer than the model takes for a message, and that waits neither for the terminal nor for long for anything
// else: it is waited for at the end of the program.
type lockedModel struct {
	mu    sync.Mutex
	model *Model
}

// Init starts the model.
func (l *lockedModel) Init() tea.Cmd {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.model.Init()
}

// Update gives the model a message.
func (l *lockedModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, cmd := l.model.Update(msg)
	return l, cmd
}

// View draws the model.
func (l *lockedModel) View() tea.View {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.model.View()
}

// clear empties the clipboard of the last password.
func (l *lockedModel) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.model.copies.Clear()
}

// save saves the passwords that would be lost now.
func (l *lockedModel) save() []savedPassword {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.model.saveUnseen(nil)
}

// outcome is how the program ended, with what became of the passwords that would have been lost: those that were saved
// before, and what came to be one since.
func (l *lockedModel) outcome(ctx context.Context, err error, saved []savedPassword) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, tea.ErrInterrupted) {
		err = context.Canceled
	}
	if err == nil && ctx.Err() != nil {
		err = context.Canceled
	}
	if err == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	saved = l.model.saveUnseen(saved)
	if len(saved) == 0 {
		return err
	}
	unseen := &reset.UnsavedError{Err: err}
	for _, s := range saved {
		unseen.Sentences = append(unseen.Sentences, s.sentence)
		s.password.Wipe()
	}
	return unseen
}

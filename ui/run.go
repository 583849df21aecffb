package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"
)

// Run shows the program on the terminal until the operator quits, or ctx ends. Passwords that would be lost where
// something else than the operator ends it are saved: an [UnseenError] says where. Options go to Bubble Tea; tests give
// the program a terminal of their own with them.
func Run(ctx context.Context, cfg Config, options ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e := newEffects(ctx, cfg.Client)
	m := newModel(cfg, e)
	program := tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, options...)...)
	e.send = program.Send
	defer m.copies.clear()
	_, err := program.Run()
	if errors.Is(err, context.Canceled) || errors.Is(err, tea.ErrInterrupted) {
		err = context.Canceled
	}
	if err == nil {
		return nil
	}
	return m.saveUnseen(err)
}

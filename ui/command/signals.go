package command

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// ending are the signals that ask the program to end. Those of a debugger's kind, SIGQUIT and SIGABRT, are among them: what
// Go does by itself would leave the terminal as it is, and print what the program is doing.
var ending = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT}

// untilSignal returns a context that ends with the first signal that asks the program to. Those that it was started
// to ignore it goes on ignoring, as under nohup.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	for _, s := range ending {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	waiting.Add(1)
	go func() {
		select {
		case s := <-signals:
			cancel(&signalError{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		cancel(nil)
		if lastWords.Load() {
			return
		}
		waiting.Add(-1)
		signal.Stop(signals)
	}
}

// lastWords has the signals stay caught up to the end of the process. A terminal that is closed sends more than one, and the
// second must not end the program before it has said where it saved a password.
var lastWords atomic.Bool

// waiting is how many contexts end with a signal.
var waiting atomic.Int32

// endPlainly ends the program by SIGQUIT and SIGABRT where nothing else waits for them, without Go's dump.
func endPlainly() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGQUIT, syscall.SIGABRT)
	go func() {
		for s := range signals {
			if number, ok := s.(syscall.Signal); ok && waiting.Load() == 0 {
				os.Exit(128 + int(number))
			}
		}
	}()
}

// keepPipes has a write to a pipe that nothing reads be an error, and no longer the end of the program: a password that AWS
// has may still have to be saved. Children get the signal as ever, which they would not if it were ignored.
func keepPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

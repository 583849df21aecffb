//go:build unix

package command

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/charmbracelet/x/term"

	"iampasswd/ui"
	keyboard "iampasswd/ui/terminal"
)

// watchStops tells the UI when another process stops this one. SIGTSTP is what ctrl+z is: the terminal is restored first.
// SIGSTOP cannot be caught, and the shell that gets the terminal then sets it as it likes: when the program goes on, the
// terminal is raw again before a key is read, and passwords are masked.
func watchStops(cfg *ui.Config, tty *keyboard.File) (end func()) {
	stopped, continued := make(chan struct{}, 1), make(chan struct{}, 1)
	var suspending atomic.Bool
	cfg.Stopped, cfg.Continued = stopped, continued
	signals, done := make(chan os.Signal, 4), make(chan struct{})
	signal.Notify(signals, syscall.SIGTSTP, syscall.SIGCONT)
	cfg.Suspend = func() { // by SIGSTOP: once it was caught, Go does nothing at SIGTSTP
		tty.Drain()
		suspending.Store(true)
		goesOn := make(chan os.Signal, 1)
		signal.Notify(goesOn, syscall.SIGCONT)
		defer signal.Stop(goesOn)
		_ = syscall.Kill(0, syscall.SIGSTOP)
		<-goesOn
	}
	go func() {
		for {
			select {
			case s := <-signals:
				switch {
				case s == syscall.SIGTSTP:
					offer(stopped)
				case suspending.Swap(false): // the UI restores the terminal
				default:
					_, _ = term.MakeRaw(tty.Fd())
					offer(continued)
				}
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

func offer(to chan<- struct{}) {
	select {
	case to <- struct{}{}:
	default: // it is being told already
	}
}

// restoreLine returns what puts a terminal's line discipline back as it is now. A ctrl+s that was meant for the program and
// came as it ended would stop the shell's output: that goes on.
func restoreLine(tty *os.File) func() {
	state, err := term.GetState(tty.Fd())
	if err != nil {
		return func() {}
	}
	return func() {
		_ = term.Restore(tty.Fd(), state)
		resumeOutput(int(tty.Fd()))
	}
}

// dropOutput drops what a terminal has not read yet. Linux does not wake who waits for room in a pseudo-terminal, until
// output goes on.
func dropOutput(tty *os.File) {
	flushOutput(int(tty.Fd()))
	resumeOutput(int(tty.Fd()))
}

//go:build unix

package command

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// longestLine is the most that is read of a line, in bytes: what a terminal hands on at once.
const longestLine = 4096

// readHidden reads one line of a terminal without an echo, and calls again when the program goes on after it was stopped:
// a shell may have turned the echo on, so it is off again before anything is read, and what was typed meanwhile is dropped.
// It is io.EOF where the input ends, as by ctrl+D on an empty line.
func readHidden(tty *os.File, again func()) (line []byte, err error) {
	fd := int(tty.Fd())
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	hidden := *before
	hidden.Lflag &^= unix.ECHO
	hidden.Lflag |= unix.ICANON | unix.ISIG
	hidden.Iflag |= unix.ICRNL
	if err := unix.IoctlSetTermios(fd, setTermios, &hidden); err != nil {
		return nil, err
	}
	goesOn, read := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(goesOn, syscall.SIGCONT)
	hiding := make(chan struct{})
	go func() {
		defer close(hiding)
		for {
			select {
			case <-goesOn:
				_ = unix.IoctlSetTermios(fd, setTermiosFlush, &hidden)
				again()
			case <-read:
				return
			}
		}
	}()
	defer func() {
		signal.Stop(goesOn)
		close(read)
		<-hiding
		_ = unix.IoctlSetTermios(fd, setTermios, before)
	}()
	buffer := make([]byte, longestLine)
	for {
		n, err := unix.Read(fd, buffer)
		switch {
		case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
			continue
		case err != nil:
			return nil, err
		case n == 0 && len(line) == 0:
			return nil, io.EOF
		case n == 0:
			return line, nil
		}
		line = append(line, buffer[:n]...)
		clear(buffer[:n])
		if line[len(line)-1] == '\n' {
			return line[:len(line)-1], nil
		}
		if len(line) > longestLine {
			return nil, errors.New("the line is too long")
		}
	}
}

// Command measure runs a program a number of times and prints what each run took: microseconds, and the most memory
// that it had, as getrusage counts it.
//
// It is a process of its own because a child's count begins with the memory of whoever starts it: that of a small program
// hides nothing.
package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
)

func main() {
	runs, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fail(err)
	}
	for range runs {
		if err := measure(os.Args[2], os.Args[2:]); err != nil {
			fail(err)
		}
	}
}

func measure(program string, args []string) error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { _ = null.Close() }()
	start := time.Now()
	process, err := os.StartProcess(program, args, &os.ProcAttr{Env: os.Environ(), Files: []*os.File{null, null, os.Stderr}})
	if err != nil {
		return err
	}
	state, err := process.Wait()
	took := time.Since(start)
	switch {
	case err != nil:
		return err
	case !state.Success():
		return fmt.Errorf("%s: %s", program, state)
	}
	fmt.Println(took.Microseconds(), state.SysUsage().(*syscall.Rusage).Maxrss)
	return nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

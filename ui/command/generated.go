package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/printable"
	"iampasswd/ui/command/awscli"
	"iampasswd/ui/reset"
)

// printTime is how long printing a generated password may take once a signal has asked the program to end: a terminal that
// does not read keeps it waiting.
const printTime = time.Second

// checkOutput refuses to generate a password that nothing would take: AWS would have it, and no person. A closed standard
// output is /dev/null by the time that it is looked at.
func (r *run) checkOutput() error {
	file, ok := r.stdout.(*os.File)
	if r.call.Source != awscli.GeneratePassword || !ok {
		return nil
	}
	info, err := file.Stat()
	null, nullErr := os.Stat(os.DevNull)
	if err != nil || nullErr == nil && os.SameFile(info, null) || !takes(file) {
		return usagef("standard output is closed, /dev/null or a pipe that nothing reads, so the generated password would be lost; nothing was sent.")
	}
	return nil
}

// handOut prints a generated password that AWS has, or may have where certain is false. Where it cannot be printed, it is
// saved to a file, and the error says to which.
func (r *run) handOut(ctx context.Context, user string, password *iamclient.Secret, certain bool) error {
	printed := make(chan error, 1)
	go func() {
		_, err := fmt.Fprintln(r.stdout, password.Reveal())
		printed <- err
	}()
	var err error
	select {
	case err = <-printed:
	case <-patiently(ctx):
		err = context.Cause(ctx)
	}
	if err == nil {
		return nil
	}
	is := "AWS has the new password"
	if !certain {
		is = "AWS may have the new password"
	}
	if user != "" {
		is += " of " + printable.Text(user)
	}
	name, saveErr := reset.Keep(user, password, safeFolders())
	if saveErr != nil {
		return &lostError{is + ", and it could neither be printed nor saved: set another one.", err}
	}
	return &lostError{is + ", and it could not be printed: it was saved to " + name + ", which only you may read.", err}
}

// patiently returns a channel that is closed some time after the context ends.
func patiently(ctx context.Context) <-chan struct{} {
	late := make(chan struct{})
	context.AfterFunc(ctx, func() { time.AfterFunc(printTime, func() { close(late) }) })
	return late
}

// safeFolders are where a password is saved that could not be handed over otherwise, the best place first.
func safeFolders() []string {
	var folders []string
	if place := history.Place(os.Getenv); place != "" && os.MkdirAll(filepath.Dir(place), 0o700) == nil {
		folders = append(folders, filepath.Dir(place))
	}
	if home, err := os.UserHomeDir(); err == nil {
		folders = append(folders, home)
	}
	return append(folders, os.TempDir())
}

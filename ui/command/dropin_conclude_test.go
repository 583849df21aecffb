package command

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/ui/command/awscli"
)

// canary is a password.
const canary = "Xyzzy42Plugh"

// brokenPipe is a standard output that nobody reads.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

// A signal that comes between AWS's answer and the end of the program takes nothing back: the password is in force, and
// printed.
func TestSignalAfterTheAnswer(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(&signalError{os.Interrupt})
	var out bytes.Buffer
	r := newRun(awscli.Lookup("update-login-profile"))
	r.stdout, r.call.Source = &out, awscli.GeneratePassword
	err := r.conclude(ctx, awscli.Input{awscli.Password: iamclient.NewSecret(canary)}, nil, nil)
	if out.String() != canary+"\n" || exitCode(err) != 130 {
		t.Errorf("it printed %q and ended with %d", &out, exitCode(err))
	}
}

// Where output cannot be written, the error says what has become of the password, and not what it is.
func TestOutputThatCannotBeWritten(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	r := newRun(awscli.Lookup("create-login-profile"))
	r.stdout = brokenPipe{}
	if err := r.conclude(t.Context(), awscli.Input{}, r.op.Output(iamclient.Result{}), nil); exitCode(err) != awscli.ExitOther {
		t.Error(err)
	}
	r.call.Source = awscli.GeneratePassword
	err := r.conclude(t.Context(), awscli.Input{awscli.Password: iamclient.NewSecret(canary)}, r.op.Output(iamclient.Result{}), nil)
	if want := "iampasswd: AWS has the new password, and it could not be printed: it was saved to " +
		filepath.Join(state, "iampasswd", "_credentials.csv") + ", which only you may read."; errorText(err) != want {
		t.Errorf("%q, want %q", errorText(err), want)
	}
}

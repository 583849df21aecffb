package iamclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"iampasswd/iamclient/internal/dates"
	"iampasswd/iamclient/printable"
)

// The bounds of a credential_process.
const (
	processTime = time.Minute
	mostPrinted = 64 << 10 // bytes; credentials have about 2 KB
)

// process gets credentials from a command of the shell. What the command prints can be a secret, on standard error too: no
// error repeats it.
type process struct {
	command string
	profile string
	mayAsk  bool // it may use the terminal
}

// ProviderSources says what kind of credentials these are.
func (process) ProviderSources() []aws.CredentialSource {
	return []aws.CredentialSource{aws.CredentialSourceProfileProcess, aws.CredentialSourceProcess}
}

// processError tells why a credential_process gave no credentials.
type processError struct{ profile, why string }

func (e *processError) Error() string {
	return fmt.Sprintf("the credential_process of the profile %s %s", printable.Text(e.profile), e.why)
}

// Retrieve runs the command, for at most a minute.
func (p process) Retrieve(ctx context.Context) (aws.Credentials, error) {
	fail := func(format string, args ...any) (aws.Credentials, error) {
		return aws.Credentials{}, &processError{p.profile, fmt.Sprintf(format, args...)}
	}
	ctx, cancel := context.WithTimeout(ctx, processTime)
	defer cancel()
	printed, err := p.run(ctx)
	defer clear(printed.text)
	exited, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return fail("did not end within a minute%s", p.hint())
	case ctx.Err() != nil:
		return aws.Credentials{}, ctx.Err()
	case ended:
		return fail("ended with %s%s", exited.ProcessState, p.hint())
	case err != nil:
		return fail("could not be started: check its path")
	case printed.full:
		return fail("printed more than credentials")
	}
	return p.parse(printed.text)
}

// hint is how to sign in first, where the command cannot ask here.
func (p process) hint() string {
	if p.mayAsk {
		return ""
	}
	return ": run it in a shell to see why, and first where it has to ask for something, for it has no terminal here"
}

// run runs the command to its end, and everything that it started where it has no terminal.
func (p process) run(ctx context.Context) (printed *buffer, err error) {
	shell, flag := "sh", "-c"
	if runtime.GOOS == "windows" {
		shell, flag = "cmd.exe", "/C"
	}
	cmd := exec.CommandContext(ctx, shell, flag, p.command) //nolint:gosec // the operator's AWS configuration names it
	printed = &buffer{most: mostPrinted}
	cmd.Stdout = printed
	if p.mayAsk {
		cmd.Stdin, cmd.Stderr = os.Stdin, os.Stderr
	} else {
		detach(cmd)
	}
	cmd.WaitDelay = time.Second // for what the command leaves running
	if err := cmd.Start(); err != nil {
		return printed, err
	}
	defer running.add(cmd)()
	if err = cmd.Wait(); errors.Is(err, exec.ErrWaitDelay) {
		return printed, nil // it ended well, and what it left running holds its output open
	}
	return printed, err
}

// parse reads what the command printed, as the AWS CLI does.
func (p process) parse(text []byte) (aws.Credentials, error) {
	fail := func(why string) (aws.Credentials, error) { return aws.Credentials{}, &processError{p.profile, why} }
	var out struct {
		Version                                                           int
		AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId string //nolint:revive // as the command has to print them
	}
	switch err := json.Unmarshal(text, &out); {
	case err != nil:
		return fail("printed something else than credentials in JSON")
	case out.Version != 1:
		return fail("printed no \"Version\": 1, the only one there is")
	case out.AccessKeyId == "":
		return fail("printed credentials without AccessKeyId")
	case out.SecretAccessKey == "":
		return fail("printed credentials without SecretAccessKey")
	}
	creds := aws.Credentials{
		AccessKeyID: out.AccessKeyId, SecretAccessKey: out.SecretAccessKey, SessionToken: out.SessionToken, AccountID: out.AccountId, Source: "process",
	}
	if out.Expiration == "" {
		return creds, nil
	}
	expires, err := dates.Parse(out.Expiration, time.Local)
	switch {
	case err != nil:
		return fail("printed an Expiration that is no date with a time zone")
	case !expires.After(time.Now()):
		return fail("printed credentials that have expired")
	}
	creds.CanExpire, creds.Expires = true, expires
	return creds, nil
}

// buffer keeps the beginning of what is written to it.
type buffer struct {
	text []byte
	most int
	full bool // not everything is there
}

func (b *buffer) Write(p []byte) (int, error) {
	b.text = append(b.text, p...)
	if len(b.text) > b.most {
		b.full, b.text = true, b.text[:b.most]
	}
	return len(p), nil
}

// processes are the commands that run now.
type processes struct {
	mu   sync.Mutex
	cmds map[*exec.Cmd]struct{}
}

var running processes

// add notes a command, and returns what forgets it.
func (r *processes) add(cmd *exec.Cmd) func() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cmds == nil {
		r.cmds = map[*exec.Cmd]struct{}{}
	}
	r.cmds[cmd] = struct{}{}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.cmds, cmd)
	}
}

// EndProcesses kills every credential_process that runs, with all that it started. The program calls it before it ends.
func EndProcesses() {
	running.mu.Lock()
	defer running.mu.Unlock()
	for cmd := range running.cmds {
		_ = kill(cmd)
	}
}

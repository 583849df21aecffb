package iamclient

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"iampasswd/iamclient/awsconfig"
	"iampasswd/iamclient/internal/commandline"
	"iampasswd/iamclient/internal/dates"
	"iampasswd/iamclient/printable"
)

// The bounds of a credential_process.
const (
	processTime = time.Minute
	mostPrinted = 64 << 10 // bytes; credentials have about 2 KB
)

// process gets credentials from a program. What it prints can be a secret, on standard error too: no error repeats it.
type process struct {
	command []string // the program and its arguments; no shell reads them
	profile string
	mayAsk  bool          // it may use the terminal
	limit   time.Duration // that it may take
}

// newProcess splits the command as the AWS CLI does.
func newProcess(from awsconfig.Source, mayAsk bool) (process, error) {
	p := process{profile: cmp.Or(from.Profile, "default"), mayAsk: mayAsk, limit: processTime}
	refuse := func(what string) (process, error) {
		return process{}, &awsconfig.Error{
			Where: from.CommandAt, What: fmt.Sprintf("sets credential_process of the profile %s to a command %s", printable.Text(p.profile), what),
		}
	}
	var err error
	switch p.command, err = commandline.Split(from.Command); {
	case errors.Is(err, commandline.ErrNoClosingQuotation):
		return refuse("with a quotation mark that is not closed: close it, or put a backslash before it")
	case err != nil:
		return refuse("that ends with a backslash: remove it, or write two")
	case len(p.command) == 0 || p.command[0] == "":
		return refuse("without a program: name one")
	}
	return p, nil
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

// Retrieve runs the command, for as long as its limit.
func (p process) Retrieve(ctx context.Context) (aws.Credentials, error) {
	fail := func(format string, args ...any) (aws.Credentials, error) {
		return aws.Credentials{}, &processError{p.profile, fmt.Sprintf(format, args...)}
	}
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	printed, err := p.run(ctx)
	defer clear(printed.text)
	exited, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return aws.Credentials{}, slowProcess(p.profile, p.limit, p.mayAsk)
	case ctx.Err() != nil:
		return aws.Credentials{}, ctx.Err()
	case ended:
		return fail("ended with %s%s", exited.ProcessState, p.hint())
	case err != nil:
		return fail("could not be started: check its path, in which no shell replaces ~ and variables")
	case printed.full:
		return fail("printed more than credentials")
	}
	return p.parse(printed.text)
}

// slowProcess is the error of a command that was not waited for any longer.
func slowProcess(profile string, waited time.Duration, mayAsk bool) error {
	return &processError{profile, fmt.Sprintf("took longer than %d s%s", max(1, int(waited.Round(time.Second).Seconds())), process{mayAsk: mayAsk}.hint())}
}

// slow is the error of the profile's command that runs now; nil where none does.
func (p process) slow() error { return running.slow(p.profile) }

// hint is how to sign in first, where the command cannot ask here.
func (p process) hint() string {
	if p.mayAsk {
		return ""
	}
	return ": run it in a shell to see why, and first where it has to ask for something, for it has no terminal here"
}

// run runs the command to its end. Where it has no terminal, everything that it started in its process group ends with it.
func (p process) run(ctx context.Context) (printed *buffer, err error) {
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...) //nolint:gosec // the operator's AWS configuration names it
	printed = &buffer{most: mostPrinted}
	cmd.Stdout = printed
	if p.mayAsk {
		cmd.Stdin, cmd.Stderr = os.Stdin, os.Stderr
	} else {
		detach(cmd)
	}
	cmd.Cancel = func() error { return kill(cmd) }
	cmd.WaitDelay = time.Second // for what the command leaves running, which may hold its output open
	ended, err := running.start(cmd, p)
	if err != nil {
		return printed, err
	}
	defer ended()
	defer endGroup(cmd)
	if err = cmd.Wait(); errors.Is(err, exec.ErrWaitDelay) {
		return printed, nil // it ended well, and what it left running holds its output open
	}
	return printed, err
}

// parse reads what the command printed, as the AWS CLI does.
func (p process) parse(text []byte) (aws.Credentials, error) {
	fail := func(why string) (aws.Credentials, error) { return aws.Credentials{}, &processError{p.profile, why} }
	out, err := parsePrinted(text)
	defer out.wipe()
	switch {
	case err != nil:
		return fail("printed something else than credentials in JSON")
	case !out.isVersion1():
		return fail("printed no \"Version\": 1, the only one there is")
	}
	var id, secret, token, account, expiration string
	for _, member := range []struct {
		name string
		into *string
	}{{"AccessKeyId", &id}, {"SecretAccessKey", &secret}, {"SessionToken", &token}, {"AccountId", &account}, {"Expiration", &expiration}} {
		if !out.read(member.name, member.into) {
			return fail("printed credentials with something else than a text as " + member.name)
		}
	}
	switch {
	case id == "":
		return fail("printed credentials without AccessKeyId")
	case secret == "":
		return fail("printed credentials without SecretAccessKey")
	}
	creds := aws.Credentials{
		AccessKeyID: id, SecretAccessKey: secret, SessionToken: token, AccountID: account, Source: "process",
	}
	if expiration == "" {
		return creds, nil
	}
	expires, err := dates.Parse(expiration, time.Local)
	switch {
	case err != nil:
		return fail("printed an Expiration that is no date with a time zone")
	case !expires.After(time.Now()):
		return fail("printed credentials that have expired")
	}
	creds.CanExpire, creds.Expires = true, expires
	return creds, nil
}

// printedJSON are the members of the object that a command printed. As in Python, the case of their names matters, and of
// two with one name the last counts: encoding/json fills a struct regardless of case.
type printedJSON map[string]json.RawMessage

func parsePrinted(text []byte) (out printedJSON, err error) {
	err = json.Unmarshal(text, &out)
	return out, err
}

func (out printedJSON) wipe() {
	for _, value := range out {
		clear(value)
	}
}

// isVersion1 tells whether Version is the number 1, in any notation.
func (out printedJSON) isVersion1() bool {
	var version *float64
	return json.Unmarshal(out["Version"], &version) == nil && version != nil && *version == 1
}

// read reads a text; "" where the member is not there or null. The AWS CLI takes a number for the id of an account.
func (out printedJSON) read(name string, into *string) bool {
	value, ok := out[name]
	if !ok {
		return true
	}
	var number json.Number
	if name == "AccountId" && len(value) > 0 && value[0] != '"' && json.Unmarshal(value, &number) == nil {
		*into = number.String()
		return true
	}
	return json.Unmarshal(value, into) == nil
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
	cmds map[*exec.Cmd]startedProcess
}

type startedProcess struct {
	process
	at time.Time
}

var running processes

// start starts a command and notes it, in one step as [EndProcesses] sees it. It returns what forgets it.
func (r *processes) start(cmd *exec.Cmd, p process) (forget func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if r.cmds == nil {
		r.cmds = map[*exec.Cmd]startedProcess{}
	}
	r.cmds[cmd] = startedProcess{p, time.Now()}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.cmds, cmd)
	}, nil
}

// slow is the error of the profile's command that runs now; nil where none does.
func (r *processes) slow(profile string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, started := range r.cmds {
		if started.profile == profile {
			return slowProcess(profile, time.Since(started.at), started.mayAsk)
		}
	}
	return nil
}

// EndProcesses kills every credential_process that runs, with all that it started. The program calls it before it ends.
func EndProcesses() {
	running.mu.Lock()
	defer running.mu.Unlock()
	for cmd := range running.cmds {
		_ = kill(cmd)
	}
}

package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/printable"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// bulkOutput is where a bulk command prints: its result to standard output, and everything else to standard error.
type bulkOutput struct {
	stdout, stderr io.Writer
	drawn          bool // standard error is a terminal, on which a bar can be drawn
	keyed          bool // the journal's passwords are encrypted to recipients, so that reading them takes a private key
}

func newBulkOutput(cmd *cobra.Command) *bulkOutput {
	o := &bulkOutput{stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr()}
	if file, ok := o.stderr.(*os.File); ok {
		o.drawn = term.IsTerminal(file.Fd())
	}
	return o
}

// note prints a remark.
func (o *bulkOutput) note(format string, args ...any) {
	_, _ = fmt.Fprintln(o.stderr, "iampasswd: "+printable.Lines(fmt.Sprintf(format, args...)))
}

// command is the command that does something with a journal, as it is typed.
func (o *bulkOutput) command(does, path string) string {
	return bulkreport.Command(does, path, o.keyed)
}

// ended says why a run ended before its end, and what goes on with it.
func (o *bulkOutput) ended(err error, c bulk.Counts, path string) {
	next := ""
	if bulkreport.Open(c) > 0 {
		next = "; `" + o.command("resume", path) + "` goes on"
	}
	if words := bulkreport.Ended(err, next); words != "" {
		o.note("%s", words)
	}
}

// asks tells whether somebody can be asked.
func (o *bulkOutput) asks() bool {
	t, err := openTerminal(o.stderr)
	if err == nil {
		t.close()
	}
	return err == nil
}

// confirm prints the plan and has the number of users typed who are changed.
func (o *bulkOutput) confirm(ctx context.Context, p *bulk.Plan) error {
	var shown strings.Builder // on the terminal, wherever standard error goes
	if err := o.plan(&shown, p, "text"); err != nil {
		return err
	}
	n := strconv.Itoa(p.Count(bulk.Change, bulk.Create))
	return o.confirmWord(ctx, shown.String()+"\nType "+n+" to start: ", n)
}

// confirmWord has a word typed on the terminal, to go on.
func (o *bulkOutput) confirmWord(ctx context.Context, prompt, word string) error {
	line, err := o.askLine(ctx, prompt)
	if err != nil {
		return err
	}
	if line != word {
		return usagef("that is not %s; nothing was changed.", word)
	}
	return nil
}

// askLine reads a line from the terminal, as it is typed.
func (o *bulkOutput) askLine(ctx context.Context, prompt string) (string, error) {
	t, err := openTerminal(o.stderr)
	if err != nil {
		return "", usagef("there is no terminal to ask on; --yes goes on without asking.")
	}
	defer t.close()
	_, _ = io.WriteString(t.out, printable.Lines(prompt))
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := bufio.NewReader(io.LimitReader(t.in, 4096)).ReadString('\n')
		answers <- answer{strings.TrimSpace(line), err}
	}()
	select {
	case <-ctx.Done():
		_, _ = io.WriteString(t.out, "\n")
		return "", context.Cause(ctx)
	case a := <-answers:
		if a.err != nil {
			return "", usagef("the input ended at the prompt; nothing was changed.")
		}
		return a.line, nil
	}
}

func (o *bulkOutput) askPassphrase(ctx context.Context, prompt string) (*iamclient.Secret, error) {
	t, err := openTerminal(o.stderr)
	if err != nil {
		return nil, usagef("there is no terminal to ask for the passphrase on; nothing was sent.")
	}
	defer t.close()
	return t.ask(ctx, prompt)
}

// newPassphrase asks for a new passphrase, twice.
func (o *bulkOutput) newPassphrase(ctx context.Context) (*iamclient.Secret, error) {
	first, err := o.askPassphrase(ctx, "New passphrase for the passwords: ")
	if err != nil {
		return nil, err
	}
	second, err := o.askPassphrase(ctx, "The same again: ")
	if err != nil {
		return nil, err
	}
	defer second.Wipe()
	switch {
	case first.Len() == 0:
		return nil, usagef("the passphrase is empty; nothing was sent.")
	case !first.Equal(second):
		first.Wipe()
		return nil, usagef("the two passphrases differ; nothing was sent.")
	}
	return first, nil
}

// signIn asks for the MFA code of the profile's role, if there is a terminal.
func (o *bulkOutput) signIn(ctx context.Context, client *iamclient.Client) error {
	device := client.Endpoint().MFADevice
	if device == "" || !o.asks() {
		return nil
	}
	code, err := o.askPassphrase(ctx, "Enter MFA code for "+printable.Text(device)+": ")
	if err != nil {
		return err
	}
	defer code.Wipe()
	return client.SignIn(ctx, strings.TrimSpace(code.Reveal()))
}

// How often, and for how long, credentials are read again where nobody can be asked.
const (
	renewEvery  = 5 * time.Second
	renewWithin = 10 * time.Minute
)

// renew has expired credentials renewed, by the person at the terminal. Where nobody does, it reads them again for a
// while: they may be renewed elsewhere.
func (o *bulkOutput) renew(ctx context.Context, client *iamclient.Client, why error) error {
	command := explain.SignInCommand(client.Endpoint())
	o.note("paused: the AWS session has expired%s", text.If(command != "", ": renew it with `"+command+"`"))
	asks := o.asks()
	for end := time.Now().Add(renewWithin); ; {
		code := ""
		switch e, ok := errors.AsType[*iamclient.Error](why); {
		case asks && ok && e.MFADevice != "":
			secret, err := o.askPassphrase(ctx, "Enter MFA code for "+printable.Text(e.MFADevice)+": ")
			if err != nil {
				return err
			}
			code = strings.TrimSpace(secret.Reveal())
			secret.Wipe()
		case asks:
			if _, err := o.askLine(ctx, "Press Enter when that is done, ctrl+c to stop: "); err != nil {
				return err
			}
		case time.Now().After(end):
			return why
		default:
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-time.After(renewEvery):
			}
		}
		if _, why = client.Renew(ctx, code); why == nil {
			return nil
		}
		if asks {
			o.note("the session is still expired: %s", why)
		}
	}
}

// bulkProgress says how far something has got: as a bar on a terminal, as a line every few seconds elsewhere.
type bulkProgress struct {
	out   *bulkOutput
	total int
	verb  string

	mu    sync.Mutex
	began time.Time
	last  time.Time
	shown bool
}

// How often progress is shown.
const (
	drawEvery  = 100 * time.Millisecond
	printEvery = 5 * time.Second
)

func (o *bulkOutput) progress(total int, verb string) *bulkProgress {
	now := time.Now()
	return &bulkProgress{out: o, total: total, verb: verb, began: now, last: now}
}

// show says that n of the total are done, with what else there is to say.
func (p *bulkProgress) show(n int, more string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, every := time.Now(), printEvery
	if p.out.drawn {
		every = drawEvery
	}
	if now.Sub(p.last) < every {
		return
	}
	p.last = now
	took := now.Sub(p.began)
	line := fmt.Sprintf("%d of %d %s", n, p.total, p.verb)
	if more != "" {
		line = fmt.Sprintf("%d of %d: %s", n, p.total, more)
	}
	if n > 0 && took > time.Second {
		line += fmt.Sprintf("; %.1f/s, about %s left", float64(n)/took.Seconds(), (took * time.Duration(p.total-n) / time.Duration(n)).Round(time.Second))
	}
	if !p.out.drawn {
		p.out.note("%s", line)
		return
	}
	const width = 24
	full := width * n / max(1, p.total)
	_, _ = fmt.Fprintf(p.out.stderr, "\r\x1b[K[%s%s] %s", strings.Repeat("#", full), strings.Repeat(".", width-full), text.Fit(line, 52))
	p.shown = true
}

// end removes the bar.
func (p *bulkProgress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		_, _ = io.WriteString(p.out.stderr, "\r\x1b[K")
		p.shown = false
	}
}

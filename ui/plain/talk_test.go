package plain_test

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/plain"
	"iampasswd/ui/uitest"
)

const good = uitest.GoodPassword

// talk is a conversation in the plain mode, from the operator's chair: what is typed goes in line by line, and what was
// said since the last line is what can be held against expectations. Its time is that of a bubble.
type talk struct {
	t     *testing.T
	IAM   *demoiam.Server
	STS   *uitest.STS // what the AWS configuration leads to; nil without
	lines chan string // what is typed; closed: the input is at its end
	stop  context.CancelFunc
	width int
	ended chan struct{}
	err   error // valid once ended is closed

	mu      sync.Mutex
	said    strings.Builder
	heard   int           // how much of it was said before the last line was typed
	stuck   chan struct{} // not nil: nothing is printed before it is closed
	unseen  bool
	secrets []string
}

type talkConfig struct {
	account        func() *demoiam.Server
	demo, readOnly bool
	clipboard      clipboard.Clipboard
	columns        int
	rails          string // the guard rails' file
	folder         string // where files with passwords go; "": one of the test's own
	fallbacks      []string
	from           uitest.Config // its profile and AWS configuration; the zero value: there are none
}

// inTalk holds a conversation in a bubble.
func inTalk(t *testing.T, cfg talkConfig, script func(c *talk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &talk{t: t, width: cfg.columns, lines: make(chan string), ended: make(chan struct{})}
		if cfg.account == nil {
			cfg.account = func() *demoiam.Server { return demoiam.Company(60, demoiam.Latency{}) }
		}
		c.IAM = cfg.account()
		opts := iamclient.Options{
			Rails: uitest.LoadRails(t, cfg.rails), History: &history.Memory{}, Region: "us-east-1", ReadOnly: cfg.readOnly, Version: "test",
		}
		if cfg.from.AWS != nil {
			c.STS = uitest.NewSTS(t, cfg.from.AWS, c.IAM)
			opts.Profile, opts.Transport = cfg.from.Profile, c.STS
		} else {
			opts.Embedded = c.IAM.Transport()
		}
		client, err := iamclient.New(t.Context(), opts)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		c.stop = stop
		folder := cmp.Or(cfg.folder, t.TempDir())
		go func() {
			defer close(c.ended)
			c.err = plain.Run(ctx, plain.Config{Client: client, Demo: cfg.demo, ReadOnly: cfg.readOnly, Clipboard: cfg.clipboard, Folders: append([]string{folder}, cfg.fallbacks...)}, c)
		}()
		t.Cleanup(c.end)
		synctest.Wait()
		script(c)
	})
}

func (c *talk) end() {
	c.stop()
	<-c.ended
	time.Sleep(30 * time.Minute) // what the client leaves behind runs out
	c.mu.Lock()                  // a line that was not waited for may still be printed
	defer c.mu.Unlock()
	for _, r := range c.said.String() {
		if r < ' ' && r != '\n' {
			c.t.Errorf("the control character %q was printed", r)
		}
	}
	for _, secret := range c.secrets {
		if strings.Contains(c.said.String(), secret) {
			c.t.Errorf("a password was printed:\n%s", c.said.String())
		}
	}
}

func (c *talk) Write(p []byte) (int, error) {
	c.mu.Lock()
	stuck := c.stuck
	c.mu.Unlock()
	if stuck != nil {
		<-stuck
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.Write(p)
}

// sticks has the terminal take no more text until it is released.
func (c *talk) sticks() (release func()) {
	stuck := make(chan struct{})
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stuck = stuck
	return func() { close(stuck) }
}

// stopsInTime ends the program from outside, and fails unless it ends soon.
func (c *talk) stopsInTime() {
	c.t.Helper()
	c.passes(time.Second)
	c.stop()
	c.passes(5 * time.Second)
	select {
	case <-c.ended:
	default:
		c.t.Fatal("it has not ended")
	}
}

func (c *talk) Columns() int { return c.width }

func (c *talk) ReadLine(ctx context.Context) (string, error) { return c.read(ctx, false) }

func (c *talk) ReadSecret(ctx context.Context) (*iamclient.Secret, error) {
	line, err := c.read(ctx, true)
	return iamclient.NewSecret(line), err
}

func (c *talk) read(ctx context.Context, unseen bool) (string, error) {
	c.mu.Lock()
	c.unseen = unseen
	c.mu.Unlock()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case line, more := <-c.lines:
		if !more {
			return "", io.EOF
		}
		return line, nil
	}
}

// types types lines, each as the answer to one question, and waits for what is said then.
func (c *talk) types(lines ...string) {
	c.t.Helper()
	for _, line := range lines {
		c.mu.Lock()
		c.heard = c.said.Len()
		if !c.unseen {
			c.said.WriteString(strings.ReplaceAll(line, "\x1b", "^[") + "\n") // as a terminal echoes it
		}
		c.mu.Unlock()
		select {
		case c.lines <- line:
		case <-time.After(time.Hour):
			c.t.Fatalf("nobody asks for %q:\n%s", line, c.said.String())
		}
		synctest.Wait()
	}
}

// last is what was said since the last line was typed.
func (c *talk) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.String()[c.heard:]
}

// hears fails unless all the texts were said since the last line was typed.
func (c *talk) hears(texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		if !strings.Contains(c.last(), text) {
			c.t.Fatalf("%q was not said:\n%s", text, c.last())
		}
	}
}

// asks fails unless the conversation waits for the answer to that question, unseen or not.
func (c *talk) asks(question string, unseen bool) {
	c.t.Helper()
	said := c.last()
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := strings.LastIndex(said, "\n") + 1; !strings.Contains(said[at:], question) || c.unseen != unseen {
		c.t.Fatalf("it does not ask %q (unseen %t):\n%s", question, unseen, said)
	}
}

// never has what is said searched for passwords in the end.
func (c *talk) never(secrets ...string) { c.secrets = append(c.secrets, secrets...) }

// hangsUp ends the input, as ctrl+d does.
func (c *talk) hangsUp() {
	c.mu.Lock()
	c.heard = c.said.Len()
	c.mu.Unlock()
	close(c.lines)
	synctest.Wait()
}

// passes lets time pass, and what then happens.
func (c *talk) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// isOver fails unless the conversation has ended, and as its end should.
func (c *talk) isOver(want error) {
	c.t.Helper()
	select {
	case <-c.ended:
		if !errors.Is(c.err, want) {
			c.t.Errorf("it ended with %v, want %v", c.err, want)
		}
	default:
		c.t.Fatalf("it goes on:\n%s", c.said.String())
	}
}

// changes are the writes that arrived.
func (c *talk) changes() []demoiam.Call {
	var writes []demoiam.Call
	for _, call := range c.IAM.Calls() {
		if !strings.HasPrefix(call.Action, "Get") && !strings.HasPrefix(call.Action, "List") && call.Action != "SimulatePrincipalPolicy" {
			writes = append(writes, call)
		}
	}
	return writes
}

// sends goes from the user's name up to the question whether to send that password.
func (c *talk) sends(user, password string) {
	c.t.Helper()
	c.never(password)
	c.types(user)
	c.asks("Go on with "+user+"?", false)
	c.types("yes")
	c.asks("New password", true)
	c.types(password)
	c.asks("The same again", true)
	c.types(password)
	c.asks("Must "+user+" choose a new password", false)
	c.types("")
	c.asks("Type yes or no; enter alone means no", false)
}

const better = uitest.GoodPassword + "2"

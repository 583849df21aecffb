package bulk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
)

// The settings of a child, which goes on with a run until it is killed.
const (
	childJournal  = "BULK_TEST_JOURNAL"
	childEndpoint = "BULK_TEST_ENDPOINT"
	childKeys     = "BULK_TEST_KEYS"  // file of the recipient's private key, where passwords are encrypted
	childTears    = "BULK_TEST_TEARS" // which write is torn in the middle, from 1
)

// TestMain keeps the tests away from AWS settings, and is the child where it is asked to be.
func TestMain(m *testing.M) {
	if path := os.Getenv(childJournal); path != "" {
		if err := child(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}

// child goes on with the run of a journal, as `iampasswd bulk resume` does.
func child(path string) error {
	var opts journal.Options
	var identities []age.Identity
	if keys := os.Getenv(childKeys); keys != "" {
		content, err := os.ReadFile(keys)
		if err != nil {
			return err
		}
		if identities, err = journal.Identities(content, nil); err != nil {
			return err
		}
		if opts.Seal, err = journal.ForRecipients(identities[0].(*age.X25519Identity).Recipient().String()); err != nil {
			return err
		}
	}
	if nth, _ := strconv.Atoi(os.Getenv(childTears)); nth > 0 {
		opts.Through = func(f journal.File) journal.File { return &tearing{File: f, left: nth} }
	}
	file, err := history.Open(filepath.Join(filepath.Dir(path), "history.jsonl"))
	if err != nil {
		return err
	}
	log := history.InFile(file)
	client, err := iamclient.New(context.Background(), iamclient.Options{Endpoint: os.Getenv(childEndpoint), History: log})
	if err != nil {
		return err
	}
	j, c, err := journal.Open(path, opts)
	if err != nil {
		return err
	}
	if err := c.Unlock(identities...); err != nil {
		return err
	}
	r, err := bulk.Reopen(bulk.Config{Client: client, History: log, Workers: 32}, j, c)
	if err != nil {
		return err
	}
	if err := r.Make(context.Background()); err != nil {
		return err
	}
	if n := r.Counts(); !n.All() {
		return fmt.Errorf("%+v", n)
	}
	return nil
}

// tearing writes a part of a group, and kills the process.
type tearing struct {
	journal.File
	left int
}

func (f *tearing) WriteAt(b []byte, at int64) (int, error) {
	if f.left--; f.left > 0 {
		return f.File.WriteAt(b, at)
	}
	_, _ = f.File.WriteAt(b[:rand.IntN(len(b))], at)
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	panic(err)
}

const crashUsers = 500

// crash is a run that is killed again and again.
type crash struct {
	t        *testing.T
	iam      *demoiam.Server
	endpoint string
	path     string
	keys     string // empty: nothing is encrypted
	identity []age.Identity

	kills, torn, early, resumes, runs, repeated int
}

// TestCrash kills a run of 500 resets at random moments, also in the middle of a group commit, and goes on with it. After
// each kill the journal has every password that the account accepted, and in the end everybody signs in. It kills
// each of both, the plain and the encrypted journal, 15 times; IAMPASSWD_CRASHES says otherwise.
func TestCrash(t *testing.T) {
	kills := 15
	if testing.Short() {
		kills = 3
	}
	if n, err := strconv.Atoi(os.Getenv("IAMPASSWD_CRASHES")); err == nil {
		kills = n
	}
	for _, encrypted := range []bool{false, true} {
		t.Run(map[bool]string{false: "plain", true: "encrypted"}[encrypted], func(t *testing.T) {
			template, keys, identity := crashPlan(t, encrypted)
			c := &crash{t: t, keys: keys, identity: identity}
			for c.kills < kills && !t.Failed() {
				c.oneRun(template, kills)
			}
			t.Logf("%d runs of %d users: %d kills (%d in the middle of a group commit, %d before the first request), %d resumes;"+
				" %d users were tried again, and the results say so", c.runs, crashUsers, c.kills, c.torn, c.early, c.resumes, c.repeated)
		})
	}
}

// crashAccount is the account of a run. With encryption its users may not change their passwords, so that each takes two
// requests: the first lets them.
func crashAccount(encrypted bool) *demoiam.Server {
	s := company(crashUsers)
	if encrypted {
		s.SetPolicy(&demoiam.Policy{MinimumLength: 8, ReusePrevention: 24})
	}
	return s
}

// crashPlan is a journal with a plan for everybody, and nothing made.
func crashPlan(t *testing.T, encrypted bool) (template []byte, keys string, identity []age.Identity) {
	st := newStage(t, crashAccount(encrypted))
	if encrypted {
		own, err := age.GenerateX25519Identity()
		wantOK(t, err)
		keys, identity = filepath.Join(t.TempDir(), "keys.txt"), []age.Identity{own}
		wantOK(t, os.WriteFile(keys, []byte(own.String()), 0o600))
		st.opts.Seal, err = journal.ForRecipients(own.Recipient().String())
		wantOK(t, err)
	}
	r := st.run(st.plan(names(crashUsers)...))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Make(ctx); !errors.Is(err, bulk.ErrStopped) {
		t.Fatal(err)
	}
	template, err := os.ReadFile(st.path)
	wantOK(t, err)
	return template, keys, identity
}

// oneRun kills a run until it gets to its end, or until there were enough kills.
func (c *crash) oneRun(template []byte, kills int) {
	t := c.t
	c.iam = crashAccount(c.keys != "")
	c.iam.SetLatency(demoiam.Latency{Max: 5 * time.Millisecond})
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- demoiam.Listen(ctx, "127.0.0.1:0", c.iam, func(a net.Addr) { ready <- a }) }()
	defer func() {
		stop()
		wantOK(t, <-ended)
	}()
	c.endpoint = "http://" + (<-ready).String()
	c.path = filepath.Join(t.TempDir(), "run.journal")
	wantOK(t, os.WriteFile(c.path, template, 0o600))
	c.runs++
	for done := false; !done && !t.Failed(); {
		if done = c.oneProcess(c.kills >= kills); !done {
			c.kills++
		}
		c.nothingLost()
	}
	c.everybodySignsIn()
}

// oneProcess goes on with the run, and tells whether it got to its end before it was killed.
func (c *crash) oneProcess(spare bool) (done bool) {
	t := c.t
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childJournal+"="+c.path, childEndpoint+"="+c.endpoint, childKeys+"="+c.keys,
		"AWS_ACCESS_KEY_ID=AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY=example", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
	tears := !spare && rand.IntN(3) == 0
	if tears {
		cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", childTears, 1+rand.IntN(40)))
	}
	var says bytes.Buffer
	cmd.Stderr = &says
	before := len(c.iam.Accepted())
	wantOK(t, cmd.Start())
	c.resumes++
	if !spare && !tears {
		kill := time.AfterFunc(time.Duration(10+rand.IntN(600))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		defer kill.Stop()
	}
	err := cmd.Wait()
	switch exit, ok := errors.AsType[*exec.ExitError](err); {
	case err == nil:
		return true
	case !ok || exit.Exited():
		t.Fatalf("the process ended by itself: %v\n%s", err, says.String())
	case tears:
		c.torn++
	}
	time.Sleep(10 * time.Millisecond) // what it had sent arrives
	if len(c.iam.Accepted()) == before {
		c.early++
	}
	return false
}

func (c *crash) content() *journal.Content {
	content, err := journal.Read(c.path)
	wantOK(c.t, err)
	wantOK(c.t, content.Unlock(c.identity...))
	return content
}

// nothingLost checks that the password which each user signs in with now can be recovered.
func (c *crash) nothingLost() {
	st := stage{t: c.t, iam: c.iam}
	st.nothingLost(c.content())
	if c.keys == "" {
		return
	}
	kept, err := c.content().Recover()
	wantOK(c.t, err)
	text, err := os.ReadFile(c.path)
	wantOK(c.t, err)
	for _, k := range kept {
		if bytes.Contains(text, []byte(k.Password.Reveal())) {
			c.t.Fatal("a password is in the encrypted journal")
		}
	}
}

// everybodySignsIn checks the end: one certain password for each user, with which they sign in. Who was set more than once
// is said to have been.
func (c *crash) everybodySignsIn() {
	t, content := c.t, c.content()
	kept, err := content.Recover()
	wantOK(t, err)
	if len(kept) != crashUsers {
		t.Errorf("%d passwords for %d users", len(kept), crashUsers)
	}
	for _, k := range kept {
		if !k.Certain || !c.iam.Check(k.User, k.Password.Reveal()) {
			t.Errorf("%s does not sign in", k.User)
		}
	}
	times := map[string]int{}
	for _, a := range c.iam.Accepted() {
		times[a.User]++
	}
	p, err := bulk.FromJournal(content)
	wantOK(t, err)
	for _, result := range bulk.Results(p, content) {
		if result.Status != bulk.Done {
			t.Errorf("%s: %s", result.User, result.Status)
		}
		if result.Repeated {
			c.repeated++
		} else if times[result.User] > 1 {
			t.Errorf("%s was set %d times, and the result does not say so", result.User, times[result.User])
		}
	}
}

package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
)

// company is an account of n users with console passwords, who may change their own. A password cannot be used again.
func company(n int) *demoiam.Server {
	s := demoiam.New(demoiam.Options{Alias: "acme", Policy: &demoiam.Policy{
		MinimumLength: 8, RequireSymbols: true, AllowUsersToChangePassword: true, ReusePrevention: 24,
	}})
	for i := range n {
		s.Add(demoiam.User{Name: name(i), Console: true, Password: "Old-Password-1!"})
	}
	return s
}

func name(i int) string { return fmt.Sprintf("user%04d", i) }

func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = name(i)
	}
	return all
}

// stage is an account, a client of it, and where the journal is.
type stage struct {
	t       *testing.T
	iam     *demoiam.Server
	client  *iamclient.Client
	history *history.Memory
	path    string
	cfg     bulk.Config
	opts    journal.Options
}

func newStage(t *testing.T, s *demoiam.Server) *stage {
	t.Helper()
	st := &stage{t: t, iam: s, history: &history.Memory{}, path: filepath.Join(t.TempDir(), "run.journal")}
	st.client = client(t, iamclient.Options{Embedded: s.Transport(), History: st.history})
	st.cfg = bulk.Config{Client: st.client, History: st.history, Workers: 16}
	return st
}

func client(t *testing.T, opts iamclient.Options) *iamclient.Client {
	t.Helper()
	c, err := iamclient.New(t.Context(), opts)
	wantOK(t, err)
	return c
}

func wantOK(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// plan makes the plan of a reset.
func (st *stage) plan(users ...string) *bulk.Plan {
	st.t.Helper()
	p, err := bulk.Prepare(st.t.Context(), st.client, &bulk.Request{
		Operation: bulk.Reset, Users: users, Options: bulk.Options{ResetRequired: true, CreateMissing: true, LetChange: true},
	})
	wantOK(st.t, err)
	return p
}

func (st *stage) run(p *bulk.Plan) *bulk.Run {
	st.t.Helper()
	r, err := bulk.NewRun(st.cfg, p, st.path, st.opts)
	wantOK(st.t, err)
	return r
}

func (st *stage) reopen() *bulk.Run {
	st.t.Helper()
	j, c, err := journal.Open(st.path, st.opts)
	wantOK(st.t, err)
	r, err := bulk.Reopen(st.cfg, j, c)
	wantOK(st.t, err)
	return r
}

// signsIn checks that each user who is done signs in with the password of the result, and that the journal has it.
func (st *stage) signsIn(r *bulk.Run) {
	st.t.Helper()
	c, err := journal.Read(st.path)
	wantOK(st.t, err)
	kept, err := c.Recover()
	wantOK(st.t, err)
	inJournal := map[string][]string{}
	for _, k := range kept {
		inJournal[k.User] = append(inJournal[k.User], k.Password.Reveal())
	}
	for _, result := range r.Results() {
		if result.Status != bulk.Done {
			continue
		}
		if !st.iam.Check(result.User, result.Password.Reveal()) {
			st.t.Errorf("%s does not sign in", result.User)
		}
		if got := inJournal[result.User]; len(got) != 1 || got[0] != result.Password.Reveal() {
			st.t.Errorf("%s has %d passwords in the journal", result.User, len(got))
		}
	}
	st.nothingLost(c)
}

// nothingLost checks that the journal has the latest password that the account accepted from each user.
func (st *stage) nothingLost(c *journal.Content) {
	st.t.Helper()
	kept, err := c.Recover()
	wantOK(st.t, err)
	for user, accepted := range lastAccepted(st.iam) {
		if !slices.ContainsFunc(kept, func(k journal.Recovered) bool { return k.User == user && accepted.Is(k.Password.Reveal()) }) {
			st.t.Errorf("the password of %s is lost", user)
		}
	}
}

func lastAccepted(s *demoiam.Server) map[string]demoiam.Accepted {
	last := map[string]demoiam.Accepted{}
	for _, a := range s.Accepted() {
		last[a.User] = a
	}
	return last
}

func (st *stage) count(r *bulk.Run, want bulk.Counts) {
	st.t.Helper()
	if got := r.Counts(); got != want {
		st.t.Errorf("%+v, want %+v", got, want)
	}
}

func TestReset(t *testing.T) {
	s := company(40)
	s.Add(demoiam.User{Name: "nina"})
	st := newStage(t, s)
	p := st.plan(append(names(40), "nina", "USER0001", "nobody", "no name")...)
	if p.Count(bulk.Change) != 40 || p.Count(bulk.Create) != 1 || p.Count(bulk.Refuse) != 3 || p.Requests() != 41 {
		t.Fatalf("%+v", p.Items)
	}
	r := st.run(p)
	wantOK(t, r.Make(t.Context()))
	st.count(r, bulk.Counts{Total: 44, Done: 41, Refused: 3})
	st.signsIn(r)
	if n := len(s.Accepted()); n != 41 {
		t.Errorf("%d passwords were set", n)
	}
	entries, err := st.history.Entries()
	wantOK(t, err)
	ofRun := slices.IndexFunc(entries, func(e history.Entry) bool { return e.ID == p.Run })
	if len(entries) != 42 || ofRun < 0 || entries[ofRun].Outcome != history.Partly || entries[ofRun].Operation != "bulk reset" {
		t.Errorf("%d entries, the run's is %+v", len(entries), entries[max(0, ofRun)])
	}
	for _, e := range entries {
		if e.Run != p.Run {
			t.Errorf("an entry without the run: %+v", e)
		}
	}
}

// Each fault ends with every user done, and no password lost.
func TestFaults(t *testing.T) {
	for title, fault := range map[string]demoiam.Fault{
		"a throttling storm":   {Action: "UpdateLoginProfile", Code: "Throttling", Times: 300},
		"a burst of 5xx":       {Action: "UpdateLoginProfile", Code: "InternalFailure", Status: 500, Times: 60},
		"a proxy in between":   {Action: "UpdateLoginProfile", HTML: "<h1>Bad gateway</h1>", Times: 40},
		"lost answers":         {Action: "UpdateLoginProfile", Drop: demoiam.DropAfter, Times: 30},
		"lost requests":        {Action: "UpdateLoginProfile", Drop: demoiam.DropBefore, Times: 30},
		"no connection":        {Action: "UpdateLoginProfile", Drop: demoiam.DropConnect, Times: 40},
		"one that is modified": {Action: "UpdateLoginProfile", User: name(3), Code: "EntityTemporarilyUnmodifiable", Times: 4},
	} {
		t.Run(title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := company(60)
				st := newStage(t, s)
				p := st.plan(names(60)...)
				s.Inject(fault)
				r := st.run(p)
				wantOK(t, r.Make(t.Context()))
				st.count(r, bulk.Counts{Total: 60, Done: 60})
				st.signsIn(r)
				twice := map[string]int{}
				for _, a := range s.Accepted() {
					twice[a.User]++
				}
				for _, result := range r.Results() {
					if twice[result.User] > 1 && !result.Repeated {
						t.Errorf("%s was set %d times, and the result does not say so", result.User, twice[result.User])
					}
				}
			})
		})
	}
}

// A user whom AWS cannot change at the moment does not hold up the others.
func TestUnmodifiable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(100)
		st := newStage(t, s)
		st.cfg.Workers = 2
		for i := range 4 {
			s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: name(i), Code: "EntityTemporarilyUnmodifiable", Times: 3})
		}
		p, began := st.plan(names(100)...), time.Now()
		others := time.Duration(-1)
		st.cfg.Observe = func(_ bulk.Result, c bulk.Counts) {
			if c.Done == 96 && others < 0 {
				others = time.Since(began)
			}
		}
		r := st.run(p)
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 100, Done: 100})
		if took := time.Since(began); others > 4*time.Second || took < 35*time.Second || took > 45*time.Second {
			t.Errorf("the others took %s, all %s", others, took)
		}
	})
}

func TestCredentialsExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(60)
		s.SetLatency(demoiam.Latency{Min: 50 * time.Millisecond, Max: 80 * time.Millisecond})
		st := newStage(t, s)
		p := st.plan(names(60)...)
		var renewed atomic.Int32
		var remove func()
		st.cfg.Renew = func(_ context.Context, why error) error {
			if iamclient.KindOf(why) != iamclient.KindExpired {
				t.Errorf("%v", why)
			}
			renewed.Add(1)
			time.Sleep(time.Minute)
			remove()
			return nil
		}
		var once sync.Once
		st.cfg.Observe = func(_ bulk.Result, c bulk.Counts) {
			if c.Done == 30 {
				once.Do(func() { remove = s.Inject(demoiam.Fault{Code: "ExpiredToken"}) })
			}
		}
		r := st.run(p)
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 60, Done: 60})
		st.signsIn(r)
		if n := renewed.Load(); n != 1 {
			t.Errorf("renewed %d times", n)
		}
	})
}

// What is no longer as it was planned ends the run before the next request. The rest can be resumed when it is again.
func TestPinned(t *testing.T) {
	stranger := "arn:aws:iam::123456789012:user/mallory"
	for title, change := range map[string]struct {
		now, back func(*demoiam.Server)
		says      string
	}{
		"the policy": {
			func(s *demoiam.Server) {
				s.SetPolicy(&demoiam.Policy{MinimumLength: 40, AllowUsersToChangePassword: true})
			},
			func(s *demoiam.Server) {
				s.SetPolicy(&demoiam.Policy{MinimumLength: 8, RequireSymbols: true, AllowUsersToChangePassword: true, ReusePrevention: 24})
			}, "password policy",
		},
		"the caller": {
			func(s *demoiam.Server) { s.SetCaller(stranger) },
			func(s *demoiam.Server) { s.SetCaller("arn:aws:iam::123456789012:user/admin") }, "mallory",
		},
	} {
		t.Run(title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := company(30)
				st := newStage(t, s)
				p := st.plan(names(30)...)
				change.now(s)
				r := st.run(p)
				err := r.Make(t.Context())
				if _, ok := errors.AsType[*bulk.PinError](err); !ok || !strings.Contains(err.Error(), change.says) {
					t.Errorf("before the first request: %v", err)
				}
				st.count(r, bulk.Counts{Total: 30, Left: 30})
				if n := len(s.Accepted()); n != 0 {
					t.Errorf("%d passwords were set", n)
				}
				change.back(s)
				r = st.reopen()
				wantOK(t, r.Make(t.Context()))
				st.count(r, bulk.Counts{Total: 30, Done: 30})
				st.signsIn(r)
			})
		})
	}
}

// A policy that is changed half-way is noticed when a password is refused, or some seconds later.
func TestPolicyChangesHalfWay(t *testing.T) {
	for title, policy := range map[string]demoiam.Policy{
		"to a stricter one": {MinimumLength: 60, AllowUsersToChangePassword: true},
		"to a laxer one":    {MinimumLength: 6, AllowUsersToChangePassword: true},
	} {
		t.Run(title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := company(400)
				s.SetLatency(demoiam.Latency{Min: time.Second, Max: time.Second})
				st := newStage(t, s)
				p := st.plan(names(400)...)
				var once sync.Once
				st.cfg.Observe = func(_ bulk.Result, c bulk.Counts) {
					if c.Done == 100 {
						once.Do(func() { s.SetPolicy(&policy) })
					}
				}
				r := st.run(p)
				err := r.Make(t.Context())
				if _, ok := errors.AsType[*bulk.PinError](err); !ok {
					t.Errorf("%v", err)
				}
				c := r.Counts()
				if c.Done < 100 || c.Left == 0 || c.Done+c.Left+c.Refused != 400 {
					t.Errorf("%+v", c)
				}
				st.signsIn(r)
			})
		})
	}
}

// A user who is deleted half-way is refused, and the others are done.
func TestUserDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(20)
		st := newStage(t, s)
		p := st.plan(names(20)...)
		s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: name(7), Code: "NoSuchEntity"})
		s.Inject(demoiam.Fault{Action: "GetUser", User: name(7), Code: "NoSuchEntity"})
		r := st.run(p)
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 20, Done: 19, Refused: 1})
		if got := r.Results()[7]; got.Code != "NoSuchEntity" || got.Password != nil {
			t.Errorf("%+v", got)
		}
	})
}

// An outcome that stays unknown is not called a failure, its password is kept, and a later try proves it.
func TestUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(5)
		s.Add(demoiam.User{Name: "nina"})
		st := newStage(t, s)
		p := st.plan(append(names(5), "nina")...)
		remove := []func(){
			s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: name(2), Drop: demoiam.DropAfter}),
			s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: name(3), Drop: demoiam.DropBefore}),
			s.Inject(demoiam.Fault{Action: "CreateLoginProfile", User: "nina", Drop: demoiam.DropAfter, Times: 1}),
			s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "nina", Drop: demoiam.DropBefore}),
		}
		r := st.run(p)
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 6, Done: 3, Unknown: 3})
		if got := r.Results()[2]; got.Password.Len() == 0 || !s.Check(name(2), got.Password.Reveal()) {
			t.Error("the password that may be in force is lost")
		}
		for _, f := range remove {
			f()
		}
		r = st.reopen()
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 6, Done: 6})
		st.signsIn(r)
		for _, i := range []int{2, 3, 5} {
			if !r.Results()[i].Repeated {
				t.Errorf("%s: nothing says that it was repeated", r.Results()[i].User)
			}
		}
	})
}

// Stop lets what is in flight finish, and leaves the rest for later.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(200)
		s.SetLatency(demoiam.Latency{Min: 100 * time.Millisecond, Max: 100 * time.Millisecond})
		st := newStage(t, s)
		p := st.plan(names(200)...)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		st.cfg.Observe = func(_ bulk.Result, c bulk.Counts) {
			if c.Done == 50 {
				stop()
			}
		}
		r := st.run(p)
		if err := r.Make(ctx); !errors.Is(err, bulk.ErrStopped) {
			t.Error(err)
		}
		c := r.Counts()
		if c.Done < 50 || c.Done > 70 || c.Done+c.Left != 200 || len(s.Accepted()) != c.Done {
			t.Errorf("%+v, %d set", c, len(s.Accepted()))
		}
		st.cfg.Observe = nil
		r = st.reopen()
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 200, Done: 200})
		st.signsIn(r)
		if n := len(s.Accepted()); n != 200 {
			t.Errorf("%d passwords were set", n)
		}
	})
}

func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(100)
		s.SetLatency(demoiam.Latency{Min: 100 * time.Millisecond, Max: 100 * time.Millisecond})
		st := newStage(t, s)
		r := st.run(st.plan(names(100)...))
		ended := make(chan error)
		go func() { ended <- r.Make(t.Context()) }()
		time.Sleep(250 * time.Millisecond)
		r.Pause()
		time.Sleep(time.Second)
		before := r.Counts()
		time.Sleep(time.Minute)
		if after := r.Counts(); after != before || after.InFlight != 0 || after.Waiting == 0 {
			t.Errorf("while it paused: %+v, then %+v", before, after)
		}
		r.Continue()
		wantOK(t, <-ended)
		st.count(r, bulk.Counts{Total: 100, Done: 100})
	})
}

// fullDisk takes some writes, and then no more.
type fullDisk struct {
	journal.File
	left *atomic.Int32
}

func (f fullDisk) WriteAt(b []byte, at int64) (int, error) {
	if f.left.Add(-1) < 0 {
		n, _ := f.File.WriteAt(b[:len(b)/3], at)
		return n, &fs.PathError{Op: "write", Path: "journal", Err: syscall.ENOSPC}
	}
	return f.File.WriteAt(b, at)
}

// A full disk stops the run before the next request. Nothing is lost, and the run goes on when there is room.
func TestFullDisk(t *testing.T) {
	for _, writes := range []int32{1, 2, 3, 5, 8} {
		s := company(60)
		if writes > 2 { // a step before the password
			s.SetPolicy(&demoiam.Policy{MinimumLength: 8, ReusePrevention: 24})
		}
		s.SetLatency(demoiam.Latency{Max: 3 * time.Millisecond})
		st := newStage(t, s)
		p := st.plan(names(60)...)
		var left atomic.Int32
		left.Store(writes)
		st.opts.Through = func(f journal.File) journal.File { return fullDisk{f, &left} }
		r := st.run(p)
		err := r.Make(t.Context())
		if !journal.IsFull(err) {
			t.Fatalf("%d writes: %v", writes, err)
		}
		c, readErr := journal.Read(st.path)
		wantOK(t, readErr)
		st.nothingLost(c)
		st.opts.Through = nil
		r = st.reopen()
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 60, Done: 60})
		st.signsIn(r)
	}
}

// An encrypted journal can be resumed without a private key: who is in doubt gets a new password, and the result says so.
func TestResumeWithoutPrivateKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(6)
		st := newStage(t, s)
		p := st.plan(names(6)...)
		seal, err := journal.ForRecipients("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
		wantOK(t, err)
		st.opts.Seal = seal
		remove := s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: name(2), Drop: demoiam.DropAfter})
		r := st.run(p)
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 6, Done: 5, Unknown: 1})
		passwords := []string{}
		for _, result := range r.Results() {
			passwords = append(passwords, result.Password.Reveal())
		}
		remove()
		r = st.reopen()
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 6, Done: 6})
		got := r.Results()[2]
		if !got.Repeated || !s.Check(name(2), got.Password.Reveal()) || got.Password.Reveal() == passwords[2] {
			t.Errorf("%+v", got)
		}
		text, err := os.ReadFile(st.path)
		wantOK(t, err)
		for _, password := range append(passwords, got.Password.Reveal()) {
			if strings.Contains(string(text), password) {
				t.Error("a password is in the encrypted journal")
			}
		}
	})
}

package signinlist

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"iampasswd/iamclient/reach"
	"iampasswd/ui/text"
	"iampasswd/ui/userlist"
)

// accountsAtOnce is how many accounts are read at the same time.
const accountsAtOnce = 16

// RunSeveral prints the attempts in several accounts, the newest first. Accounts or Regions that cannot be read are noted, each
// with its account; then the error is a *[userlist.IncompleteError]. Client is not looked at.
func RunSeveral(ctx context.Context, cfg Config, in *reach.Reach) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := several{cfg: cfg, room: make(chan struct{}, accountsAtOnce), begun: map[string]bool{}}
	in.Start(ctx)
	for {
		a, ok := in.Next(ctx)
		if !ok {
			break
		}
		if a.Usable() && !s.begun[a.Key] {
			s.begun[a.Key] = true
			s.all.Go(func() { s.read(ctx, a) })
		}
	}
	s.all.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	s.unreached(in)
	return s.finish()
}

// several is one reading of several accounts.
type several struct {
	cfg   Config
	begun map[string]bool // by the accounts' keys
	room  chan struct{}
	all   sync.WaitGroup

	mu                 sync.Mutex // of what follows
	attempts, nameless []attempt
	newest             time.Time // of all events
	notes              []string
	failed             int // accounts that could not be read, or not all Regions of them
}

// read reads one account, when there is room.
func (s *several) read(ctx context.Context, a reach.Account) {
	select {
	case s.room <- struct{}{}:
		defer func() { <-s.room }()
	case <-ctx.Done():
		return
	}
	label := called(ctx, a)
	f, err := s.cfg.account(ctx, a.Client, label)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempts, s.nameless = append(s.attempts, f.attempts...), append(s.nameless, f.nameless...)
	if f.newest.After(s.newest) {
		s.newest = f.newest
	}
	for _, sentence := range f.notes {
		s.notes = append(s.notes, label+": "+sentence)
	}
	if err != nil {
		s.notes = append(s.notes, label+" could not be read: "+text.Sentence(text.Clean(err.Error())))
	}
	if err != nil || f.err != nil {
		s.failed++
	}
}

// called is what an account is called, with its alias where that can be read.
func called(ctx context.Context, a reach.Account) string {
	if a.Number == "" {
		if identity, err := a.Client.Identity(ctx); err == nil {
			a.Number = identity.Account
		}
	}
	alias, _ := a.Client.AccountAlias(ctx) // who may not read it does without
	return a.Title(a.Client.Rails(), alias)
}

// unreached notes which accounts there are no credentials for.
func (s *several) unreached(in *reach.Reach) {
	for _, a := range in.Accounts() {
		switch label := a.Title(in.Client().Rails(), ""); a.State {
		case reach.Failed:
			s.failed++
			s.notes = append(s.notes, label+" could not be reached: "+a.Reason()+".")
		case reach.Inactive:
			s.notes = append(s.notes, label+" is left out: "+a.Reason()+".")
		case reach.Merged:
			s.notes = append(s.notes, "The profile "+text.Clean(a.Profile)+" leads to the account of "+text.Clean(a.Into)+", which is used.")
		}
	}
	if err := in.Err(); err != nil {
		s.failed++
		s.notes = append(s.notes, "Accounts may be missing: "+text.Sentence(text.Clean(err.Error())))
	}
}

// finish prints what was read, and what is missing.
func (s *several) finish() error {
	newestFirst := func(a, b attempt) int { return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(a.account, b.account)) }
	slices.SortStableFunc(s.attempts, newestFirst)
	slices.SortStableFunc(s.nameless, newestFirst)
	if err := s.cfg.print(s.attempts, s.nameless); err != nil {
		return err
	}
	s.cfg.Note(lateness(s.newest, s.cfg.Now))
	slices.Sort(s.notes)
	for _, sentence := range s.notes {
		s.cfg.Note(sentence)
	}
	if s.failed > 0 {
		return &userlist.IncompleteError{Failed: s.failed}
	}
	return nil
}

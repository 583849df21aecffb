package userlist

import (
	"context"
	"fmt"
	"time"

	"iampasswd/iamclient/reach"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// accountsAtOnce is how many accounts are read at the same time.
const accountsAtOnce = 16

// IncompleteError tells that some accounts could not be read. What is known of them has been noted.
type IncompleteError struct{ Failed int }

func (e *IncompleteError) Error() string {
	return text.Counted(e.Failed, "account") + " could not be read"
}

// labelOf is what the account is called, in the table.
func labelOf(e *directory.Entry, _ time.Time) string { return e.Account.Label() }

// several is one reading of several accounts.
type several struct {
	Config
	in      *reach.Reach
	to      printer
	read    map[string]*reading // by key; nil: it is under way
	next    int                 // the account whose turn it is, in the order of the Reach
	printed int
	leftOut int
	failed  int
}

// ended is an account that was read, or not.
type ended struct {
	key     string
	reading *reading
	err     error
}

// RunSeveral prints the users of several accounts whom the query means, account by account in the order in which these are
// found. Accounts that cannot be read are noted; then the error is an *[IncompleteError]. Client is not looked at.
func RunSeveral(ctx context.Context, cfg Config, in *reach.Reach) error {
	chosen := cfg.complete()
	if cfg.Form == Table && !chosen {
		account, _ := column("account")
		account.shown = labelOf
		cfg.Columns = append([]Column{account}, cfg.Columns...)
	}
	s := &several{Config: cfg, in: in, to: newPrinter(cfg, chosen), read: map[string]*reading{}}
	if err := s.run(ctx); err != nil || ctx.Err() != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}
	return s.finish()
}

// run reads each account as soon as it is found, and prints each in its turn.
func (s *several) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // where nothing can be printed, nothing is waited for
	s.in.Start(ctx)
	news, done := make(chan reach.Account), make(chan ended)
	go func() {
		defer close(news)
		for {
			a, ok := s.in.Next(ctx)
			if !ok {
				return
			}
			select {
			case news <- a:
			case <-ctx.Done():
				return
			}
		}
	}()
	room := make(chan struct{}, accountsAtOnce)
	for under, finding := 0, true; finding || under > 0; {
		select {
		case a, ok := <-news:
			if !ok {
				news, finding = nil, false
				break
			}
			if _, begun := s.read[a.Key]; a.Usable() && !begun {
				s.read[a.Key] = nil
				under++
				go func() {
					room <- struct{}{}
					defer func() { <-room }()
					r, err := s.account(ctx, a)
					select {
					case done <- ended{a.Key, r, err}:
					case <-ctx.Done():
					}
				}()
			}
		case e := <-done:
			under--
			s.take(e)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err := s.print(); err != nil {
			return err
		}
	}
	return nil
}

// account reads one account, and keeps whom the query means.
func (s *several) account(ctx context.Context, a reach.Account) (*reading, error) {
	cfg := s.Config
	name := a.Title(a.Client.Rails(), "")
	cfg.Client, cfg.Progress = a.Client, func(string) {}
	cfg.Note = func(sentence string) { s.Note(name + ": " + sentence) }
	account := directory.NewAccount(a.Client, directory.Options{ReadOnly: true, Several: true})
	account.Name(a.Name)
	if a.State == reach.Reached {
		account.Identify(a.Identity)
	}
	r := &reading{Config: cfg, account: account, to: &keeper{}, several: true}
	return r, r.run(ctx)
}

// keeper keeps users until it is their account's turn.
type keeper struct{ users []*directory.Entry }

func (k *keeper) rows(users []*directory.Entry) error {
	k.users = append(k.users, users...)
	return nil
}

func (k *keeper) end() error { return nil }

// take notes that an account was read, or not.
func (s *several) take(e ended) {
	if e.err != nil {
		s.failed++
		s.Note(fmt.Sprintf("%s could not be read. %s", e.reading.account.Label(), why(e.err)))
		e.reading.to = &keeper{}
	}
	s.read[e.key] = e.reading
}

// print prints the accounts whose turn has come.
func (s *several) print() error {
	for all := s.in.Accounts(); s.next < len(all); s.next++ {
		a := all[s.next]
		r, begun := s.read[a.Key]
		switch {
		case begun && r == nil, !begun && (a.State == reach.Waiting || a.Usable()):
			return nil
		case begun:
			users := r.to.(*keeper).users
			if err := s.to.rows(users); err != nil {
				return err
			}
			s.printed += len(users)
			s.leftOut += r.leftOut
			s.read[a.Key] = &reading{to: &keeper{}} // what was printed is not needed any more
		case a.State == reach.Failed:
			s.failed++
			s.Note(a.Title(s.in.Client().Rails(), "") + " could not be reached: " + a.Reason() + ".")
		case a.State == reach.Inactive:
			s.Note(a.Title(s.in.Client().Rails(), "") + " is left out: " + a.Reason() + ".")
		case a.State == reach.Merged:
			s.Note(fmt.Sprintf("The profile %s leads to the account of %s, which is used.", text.Clean(a.Profile), text.Clean(a.Into)))
		}
	}
	return nil
}

// finish ends what is printed, and notes what is not in it.
func (s *several) finish() error {
	if err := s.in.Err(); err != nil {
		s.failed++
		s.Note("Accounts may be missing: " + text.Sentence(text.Clean(err.Error())))
	}
	r := &reading{Config: s.Config, to: s.to, printed: s.printed, leftOut: s.leftOut}
	if err := r.finish(); err != nil {
		return err
	}
	if s.failed > 0 {
		return &IncompleteError{s.failed}
	}
	return nil
}

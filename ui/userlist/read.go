package userlist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Config is what is printed, and where.
type Config struct {
	Client  *iamclient.Client
	Query   directory.Query
	Form    Form
	Columns []Column // nil: all of them, or those of the table
	Out     io.Writer
	Width   int // of the terminal that Out is, in cells; 0: it is none
	Now     time.Time
	// Note says what the operator has to know beside the users. Progress says what is waited for; it may be nil.
	Note, Progress func(sentence string)
}

// CheapProfiles is how many users may match for whether each must change the password to be asked of AWS where the query
// does not ask for it: that is a request for each.
const CheapProfiles = 50

// atOnce is how many users are asked about at the same time.
const atOnce = 8

// readTime bounds one read, retries and all.
const readTime = 2 * time.Minute

// reading is what has been read so far.
type reading struct {
	Config
	account *directory.Account
	users   directory.Users
	leftOut int
	printed int
	to      printer
	several bool // the account is one of several, which are printed together
}

// Run prints the users whom the query means: as they are read where neither the query nor the columns need more than the
// list of users has, else once everything has been read. What cannot be read besides the list is unknown, and is noted. The
// error is of the list, or of printing.
func Run(ctx context.Context, cfg Config) error {
	chosen := cfg.complete()
	r := &reading{Config: cfg, account: directory.NewAccount(cfg.Client, directory.Options{ReadOnly: true}), to: newPrinter(cfg, chosen)}
	err := r.run(ctx)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// complete fills in what was left out, and tells whether the columns were chosen.
func (cfg *Config) complete() (chosen bool) {
	chosen = cfg.Columns != nil
	switch {
	case chosen:
	case cfg.Form == Table:
		cfg.Columns = tableColumns()
	default:
		cfg.Columns = Columns()
	}
	if cfg.Progress == nil {
		cfg.Progress = func(string) {}
	}
	return chosen
}

// needs is what has to be read besides the list.
func (r *reading) needs() directory.Needs {
	needs := r.Query.Needs()
	for _, c := range r.Columns {
		needs |= c.needs
	}
	if has(r.Columns, "account") {
		needs |= directory.NeedsAlias
	}
	return needs
}

func (r *reading) run(parent context.Context) error {
	needs := r.needs()
	var report iamclient.Read[iamclient.Report]
	var reported, first sync.WaitGroup
	ctx, cancel := context.WithCancel(parent)
	defer cancel() // where the list cannot be read, nothing else is waited for
	if needs&directory.NeedsReport != 0 {
		reported.Go(func() { report.Value, report.Err = r.Client.CredentialReport(ctx) })
	}
	r.readAccount(ctx, needs, &first)
	streams := r.Form != Table && needs&(directory.NeedsReport|directory.NeedsProfile) == 0 && r.each() == 0
	err := r.list(ctx, func(page []iamclient.User) error {
		first.Wait()
		if streams {
			return r.stream(page)
		}
		r.users.Add(r.account.View, page)
		return nil
	})
	first.Wait()
	if err != nil {
		return err
	}
	if !streams {
		if needs&directory.NeedsReport != 0 {
			r.Progress("Waiting for the credential report.")
			reported.Wait()
			r.takeReport(ctx, report)
		}
		if err := r.decide(ctx); err != nil {
			return err
		}
	}
	return r.finish()
}

// readAccount reads whose the credentials are, and what the query and the columns need of the account. What a read finds is
// there once all of them have ended.
func (r *reading) readAccount(ctx context.Context, needs directory.Needs, all *sync.WaitGroup) {
	var lock sync.Mutex
	set := func(take func()) {
		lock.Lock()
		defer lock.Unlock()
		take()
	}
	ask := func(read func(ctx context.Context)) {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, readTime)
			defer cancel()
			read(ctx)
		})
	}
	if needs&directory.NeedsAlias != 0 && r.account.Identity().Account == "" {
		ask(func(ctx context.Context) {
			if identity, err := r.Client.Identity(ctx); err == nil { // the users' ARNs have the number, too
				set(func() { r.account.Identify(identity) })
			}
		})
	}
	if r.Query.Needs()&directory.NeedsAlias != 0 || r.several && r.Form == Table { // whose column has it
		ask(func(ctx context.Context) {
			if alias, err := r.Client.AccountAlias(ctx); err == nil {
				set(func() { r.account.SetAlias(alias) })
			}
		})
	}
	if needs&directory.NeedsPolicy != 0 {
		ask(func(ctx context.Context) {
			policy, err := change.ReadPolicy(ctx, r.Client)
			set(func() { r.account.SetPolicy(policy, err) })
		})
	}
}

// list reads the users page by page.
func (r *reading) list(ctx context.Context, take func(page []iamclient.User) error) error {
	var listing iamclient.Listing
	for marker := ""; ; {
		page, next, err := r.page(ctx, marker)
		if err == nil && next != "" {
			err = listing.Follow("ListUsers", len(page), next)
		}
		if err != nil {
			return err
		}
		if err := take(page); err != nil {
			return err
		}
		if marker = next; marker == "" {
			return nil
		}
	}
}

func (r *reading) page(ctx context.Context, marker string) ([]iamclient.User, string, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	return r.Client.Users(ctx, marker, iamclient.FullPage, nil)
}

// stream prints those of a page whom the query means.
func (r *reading) stream(page []iamclient.User) error {
	var users directory.Users
	users.Add(r.account.View, page)
	users.Narrow(r.Query, r.Now)
	r.leftOut += users.LeftOut()
	return r.print(&users)
}

func (r *reading) print(users *directory.Users) error {
	rows := make([]*directory.Entry, users.Len())
	for i := range rows {
		rows[i] = users.At(i)
	}
	r.printed += len(rows)
	return r.to.rows(rows)
}

func (r *reading) takeReport(ctx context.Context, report iamclient.Read[iamclient.Report]) {
	if report.Err != nil {
		if ctx.Err() == nil {
			r.Note("There is no credential report, so console, password_changed, password_expires, mfa and active_keys are unknown. " +
				why(report.Err))
		}
		return
	}
	r.users.Report(r.account, report.Value, r.Now)
}

// why is an error in one line.
func why(err error) string {
	if e, ok := errors.AsType[*iamclient.Error](err); ok && e.Code != "" {
		return text.Clean(fmt.Sprintf("AWS: %s, %s", e.Code, text.Sentence(e.Message)))
	}
	return text.Sentence(explain.Error(err, explain.Context{Again: "running it again"}).Title)
}

// each is what takes a request for each user.
type each uint8

const (
	eachProfile each = 1 << iota
	eachTags
	eachGroups
)

// each is what the query asks for that takes a request for each user.
func (r *reading) each() each {
	var what each
	needs, in := r.Query.Needs(), r.Client.Rails()
	if needs&directory.NeedsProfile != 0 {
		what |= eachProfile
	}
	if needs&directory.NeedsTags != 0 || needs&directory.NeedsRails != 0 && in.AsksForTags() {
		what |= eachTags
	}
	if needs&directory.NeedsRails != 0 && in.AsksForGroups() {
		what |= eachGroups
	}
	return what
}

// decide finds out whom the query means, and prints them. What takes a request for each user is asked only of those for
// whom it matters: all of whom the query cannot be told otherwise, and a few whom it means.
func (r *reading) decide(ctx context.Context) error {
	needs := r.Query.Needs()
	r.users.Narrow(r.Query, r.Now)
	if each := r.each(); each != 0 {
		r.ask(ctx, r.users.Undecided(), each)
		r.users.Narrow(r.Query, r.Now)
	}
	if has(r.Columns, "must_change") && (r.users.Len() <= CheapProfiles || needs&directory.NeedsProfile != 0) {
		var open []*directory.Entry
		for i := range r.users.Len() {
			if e := r.users.At(i); e.Facts.MustChange == iamclient.Unknown {
				open = append(open, e)
			}
		}
		r.ask(ctx, open, eachProfile)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.leftOut = r.users.LeftOut()
	return r.print(&r.users)
}

// ask asks AWS about each of the users. The first answers that are refusals end it: the others would be too.
func (r *reading) ask(ctx context.Context, users []*directory.Entry, what each) {
	if len(users) == 0 {
		return
	}
	r.Progress("Asking about " + text.Counted(len(users), "user") + ", one by one.")
	type answer struct {
		key    directory.Key
		access iamclient.Access
		err    error
	}
	queue, answers := make(chan directory.Key), make(chan answer)
	var denied, allowed atomic.Int32
	var askers sync.WaitGroup
	for range min(atOnce, len(users)) {
		askers.Go(func() {
			for key := range queue {
				if denied.Load() >= atOnce && allowed.Load() == 0 || ctx.Err() != nil {
					continue
				}
				access, err := r.access(ctx, key.Name, what)
				if iamclient.KindOf(err) == iamclient.KindDenied {
					denied.Add(1)
				} else if err == nil {
					allowed.Add(1)
				}
				answers <- answer{key, access, err}
			}
		})
	}
	keys := make([]directory.Key, len(users)) // the entries change below
	for i, e := range users {
		keys[i] = e.Key()
	}
	go func() {
		for _, key := range keys {
			queue <- key
		}
		close(queue)
		askers.Wait()
		close(answers)
	}()
	read, failed := 0, error(nil)
	for a := range answers {
		if a.err != nil && failed == nil {
			failed = a.err
		}
		if a.err == nil {
			read++
		}
		r.account.Looked(a.key.Name, &a.access)
		r.users.Learn(a.key, directory.FactsOf(&a.access))
	}
	if failed != nil && ctx.Err() == nil {
		r.Note("Of " + text.Counted(len(users)-read, "user") + " something could not be read, and is unknown. " + why(failed))
	}
}

// errNotRead stands where nothing was asked.
var errNotRead = errors.New("not asked for")

// access reads some of what decides whether a user can sign in. The error is the first.
func (r *reading) access(ctx context.Context, name string, what each) (iamclient.Access, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	a := iamclient.Access{
		User: iamclient.Read[iamclient.User]{Err: errNotRead}, Profile: iamclient.Read[*iamclient.LoginProfile]{Err: errNotRead},
		Devices: iamclient.Read[[]iamclient.MFADevice]{Err: errNotRead}, Groups: iamclient.Read[[]string]{Err: errNotRead},
		Keys: iamclient.Read[[]iamclient.AccessKey]{Err: errNotRead}, MayChange: iamclient.Read[iamclient.OwnPassword]{Err: errNotRead},
		Revoked: iamclient.Read[time.Time]{Err: errNotRead},
	}
	var first error
	if what&eachProfile != 0 {
		profile, err := r.Client.LoginProfile(ctx, name)
		a.Profile.Value, a.Profile.Err = &profile, err
		if iamclient.KindOf(err) == iamclient.KindNoLoginProfile {
			a.Profile.Value, a.Profile.Err = nil, nil
		}
		first = a.Profile.Err
	}
	if what&eachTags != 0 {
		a.User.Value, a.User.Err = r.Client.User(ctx, name)
		first = orElse(first, a.User.Err)
	}
	if what&eachGroups != 0 {
		a.Groups.Value, a.Groups.Err = r.Client.Groups(ctx, name)
		first = orElse(first, a.Groups.Err)
	}
	a.At = time.Now()
	return a, first
}

func orElse(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// finish ends what is printed, and notes what is not in it.
func (r *reading) finish() error {
	if r.several {
		return nil
	}
	if err := r.to.end(); err != nil {
		return err
	}
	if r.printed == 0 {
		r.Note("No user matches.")
	}
	if r.leftOut > 0 {
		is := "users are"
		if r.leftOut == 1 {
			is = "user is"
		}
		r.Note(text.Thousands(r.leftOut) + " " + is + " left out: what the query asks about is not known of them.")
	}
	return nil
}

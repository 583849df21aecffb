package bulk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
)

// Request is what an operator asks for.
type Request struct {
	Operation Operation
	Users     []string // names, as they were given
	Options   Options
	Reason    string
	Workers   int // how many users are read at the same time at most; 0: 16
	// Observe is told how many users were read, by one goroutine at a time. It may be nil.
	Observe func(read int)
}

// defaultWorkers is how many requests are under way at most, where nobody says otherwise.
const defaultWorkers = 16

// Prepare makes a plan from live reads, and changes nothing.
//
// AWS operations: GetCallerIdentity, GetAccountPasswordPolicy, ListAccountAliases; for each user GetUser, and as the
// operation needs them GetLoginProfile, ListAccessKeys, GetUserPolicy, ListMFADevices, SimulatePrincipalPolicy; what the
// guard rails ask for.
func Prepare(ctx context.Context, client *iamclient.Client, r *Request) (*Plan, error) {
	caller, err := client.Identity(ctx)
	if err != nil {
		return nil, err
	}
	p := &Plan{
		Run: history.NewID(), Operation: r.Operation, Options: r.Options, Reason: r.Reason, Caller: caller,
		Made: time.Now().UTC().Truncate(time.Millisecond),
	}
	alias, _ := client.AccountAlias(ctx) // the sign-in page has a name without it, too
	p.SignIn = iamclient.SignInURL(caller, alias)
	if p.Policy, err = client.PasswordPolicy(ctx); err != nil && iamclient.KindOf(err) != iamclient.KindDenied {
		return nil, err
	}
	p.Items = make([]Item, len(r.Users))
	var tasks []int
	named := map[string]bool{}
	for i, name := range r.Users {
		p.Items[i] = Item{User: name, Do: Change}
		if why := r.unfit(name, named, caller); why != "" {
			p.Items[i].refuse(why)
			continue
		}
		named[strings.ToLower(name)] = true
		tasks = append(tasks, i)
	}
	err = p.readAll(ctx, client, r, tasks)
	_, p.Scope = p.scoped(client)
	return p, err
}

// Revise returns the plan with other options. It reads again only the users that the change of options affects, and does not
// change p.
// [Options] CreateMissing and LetChange can differ, and nothing else. AWS operations: as [Prepare].
func (p *Plan) Revise(ctx context.Context, client *iamclient.Client, o Options, observe func(read int)) (*Plan, error) {
	q := *p
	q.Options, q.Items = o, slices.Clone(p.Items)
	var tasks []int
	for i, item := range q.Items {
		if item.Do == Skip || item.Do == Create || item.LockedOut {
			tasks = append(tasks, i)
		}
	}
	err := q.readAll(ctx, client, &Request{Observe: observe}, tasks)
	_, q.Scope = q.scoped(client)
	return &q, err
}

// unfit says why nothing has to be read to refuse a name; empty where that takes more.
func (r *Request) unfit(name string, named map[string]bool, caller iamclient.Identity) string {
	switch {
	case !isName(name):
		return "this is no name that an IAM user can have"
	case named[strings.ToLower(name)]:
		return "the user is named more than once"
	case caller.IsUser(name):
		return "this is you: a bulk run does not change its own caller"
	}
	return ""
}

// isName tells whether IAM allows a user name: 1 to 64 letters, digits, and the characters _+=,.@-
func isName(name string) bool {
	foreign := func(r rune) bool {
		return !strings.ContainsRune("_+=,.@-", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}
	return name != "" && len(name) <= 64 && !strings.ContainsFunc(name, foreign)
}

func (i *Item) refuse(why string) { i.Do, i.Why = Refuse, why }

// mostReads is how often a read is tried again that was throttled or got no answer.
const mostReads = 6

// readAll reads what the plan has to know of each user. It ends with the first error that is not about one user.
func (p *Plan) readAll(ctx context.Context, client *iamclient.Client, r *Request, tasks []int) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := r.Workers
	if workers <= 0 {
		workers = defaultWorkers
	}
	all := newPool(workers, tasks)
	defer context.AfterFunc(ctx, all.end)()
	tries := make([]int, len(p.Items))
	read := counter(r.Observe)
	sample := iamclient.Generate(p.Policy) // the guard rails look at whether it is generated
	defer sample.Wipe()
	all.run(workers, func(i int) again {
		sent, ok := all.enter()
		if !ok {
			return again{}
		}
		item := Item{User: p.Items[i].User, Do: Change}
		err := p.read(ctx, client, &item, sample)
		kind := iamclient.KindOf(err)
		all.leave(sent, answerOf(err))
		switch {
		case err == nil:
			p.Items[i] = item
			read()
			return again{}
		case (kind == iamclient.KindThrottled || kind == iamclient.KindServer || kind == iamclient.KindNetwork) && tries[i] < mostReads:
			tries[i]++
			return again{repeat: true, after: backoff(tries[i])}
		}
		cancel(err)
		return again{}
	})
	return context.Cause(ctx)
}

// answerOf is what an error says about the limit.
func answerOf(err error) answer {
	switch kind := iamclient.KindOf(err); {
	case kind == iamclient.KindThrottled:
		return throttled
	case err == nil, kind == iamclient.KindUnmodifiable:
		return accepted
	}
	return saysNothing
}

// counter returns what counts, and tells how far it has got.
func counter(observe func(int)) func() {
	if observe == nil {
		return func() {}
	}
	var mu sync.Mutex
	n := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		n++
		observe(n)
	}
}

// read decides what is done to one user. An error is not about this user alone.
func (p *Plan) read(ctx context.Context, client *iamclient.Client, item *Item, sample *iamclient.Secret) error {
	user, err := client.User(ctx, item.User)
	switch kind := iamclient.KindOf(err); {
	case err == nil && strings.EqualFold(user.Name, item.User):
		item.User, item.ARN = user.Name, user.ARN // as AWS writes it
	case kind == iamclient.KindNoSuchUser, kind == iamclient.KindNoSuchEntity:
		item.refuse("there is no user of that name")
		return nil
	case kind == iamclient.KindDenied:
		user = iamclient.User{Name: item.User}
	case err != nil:
		return err
	}
	if err := p.readState(ctx, client, item); err != nil || !item.Acts() {
		return err
	}
	if p.asksForChange() {
		if err := p.readLockOut(ctx, client, user, item); err != nil {
			return err
		}
	}
	return p.readRails(ctx, client, item, sample)
}

// readState reads what the operation changes.
func (p *Plan) readState(ctx context.Context, client *iamclient.Client, item *Item) error {
	switch p.Operation {
	case Reset, ForceChange, DisableConsole:
		_, err := client.LoginProfile(ctx, item.User)
		switch kind := iamclient.KindOf(err); {
		case kind == iamclient.KindDenied, err == nil: // what may not be read turns out when it is changed
			return nil
		case kind == iamclient.KindNoLoginProfile:
			p.withoutPassword(item)
			return nil
		case kind == iamclient.KindNoSuchUser, kind == iamclient.KindNoSuchEntity:
			item.refuse("there is no user of that name, or the user has no console password")
			return nil
		default:
			return err
		}
	case RestoreSessions:
		before, err := client.Revocation(ctx, item.User)
		switch {
		case iamclient.KindOf(err) == iamclient.KindDenied:
			return nil
		case err == nil && before.IsZero():
			item.Do, item.Why = Nothing, "no sessions are revoked"
		}
		return err
	case DeactivateKeys:
		keys, err := client.AccessKeys(ctx, item.User)
		switch kind := iamclient.KindOf(err); {
		case kind == iamclient.KindDenied:
			item.refuse("the access keys may not be read: you lack iam:ListAccessKeys")
			return nil
		case kind == iamclient.KindNoSuchEntity:
			item.refuse("there is no user of that name")
			return nil
		case err != nil:
			return err
		}
		for _, k := range keys {
			if k.Active {
				item.Keys = append(item.Keys, k.ID)
			}
		}
		if len(item.Keys) == 0 {
			item.Do, item.Why = Nothing, "there is no active access key"
		}
	}
	return nil
}

// withoutPassword decides about a user who has no console password.
func (p *Plan) withoutPassword(item *Item) {
	const none = "there is no console password"
	switch {
	case p.Operation == DisableConsole:
		item.Do, item.Why = Nothing, none
	case p.Operation == Reset && p.Options.CreateMissing:
		item.Do, item.Why = Create, none
	default:
		item.Do, item.Why = Skip, none
	}
}

// readLockOut finds out whether the user could choose the new password that is asked for, and allows it where the
// options say so.
func (p *Plan) readLockOut(ctx context.Context, client *iamclient.Client, user iamclient.User, item *Item) error {
	devices, err := client.MFADevices(ctx, item.User)
	if err != nil && iamclient.KindOf(err) != iamclient.KindDenied {
		return about(item, err)
	}
	mfa := iamclient.Unknown
	if err == nil {
		mfa = iamclient.Knowing(len(devices) > 0)
	}
	value, err := client.MayChangePassword(ctx, user, mfa)
	switch kind := iamclient.KindOf(err); {
	case err == nil, kind == iamclient.KindDenied, kind == iamclient.KindOther, kind == iamclient.KindServer: // it is not known
	default:
		return about(item, err)
	}
	own := iamclient.Read[iamclient.OwnPassword]{Value: value, Err: err}
	switch iamclient.LocksOut(&p.Policy, &own) {
	case iamclient.No:
		return nil
	case iamclient.Unknown:
		item.MayLockOut = true
		return nil
	}
	item.LockedOut = true
	const trapped = "would be locked out: must choose a new password, and may not"
	switch {
	case value.Denied:
		item.refuse(trapped + ", because a policy denies it")
	case user.Path != "/":
		item.refuse(trapped + "; IAMUserChangePassword does not help users with a path")
	case !p.Options.LetChange:
		item.mayBeAllowed = true
		item.refuse(trapped + "; attaching IAMUserChangePassword allows it")
	default:
		item.Allow = true
	}
	return nil
}

// about passes over an error that is about a user who is gone: the next read says so.
func about(item *Item, err error) error {
	if err == nil {
		return nil
	}
	if kind := iamclient.KindOf(err); kind == iamclient.KindNoSuchEntity || kind == iamclient.KindNoSuchUser {
		item.refuse("there is no user of that name")
		return nil
	}
	return err
}

// readRails asks the guard rails.
func (p *Plan) readRails(ctx context.Context, client *iamclient.Client, item *Item, sample *iamclient.Secret) error {
	if !item.Acts() {
		return nil
	}
	steps := p.steps(*item, sample)
	err := client.Refusal(ctx, steps[len(steps)-1], p.Reason) // the change itself comes last
	if err == nil && item.Allow {
		err = client.Refusal(ctx, steps[0], p.Reason) // which may need a verified caller where a forced change does not
	}
	if refused, ok := errors.AsType[*rails.RefusedError](err); ok {
		item.refuse(refused.Why)
		return nil
	}
	return about(item, err)
}

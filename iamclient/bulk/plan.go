package bulk

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/journal"
)

// Options say how users are reset. The zero value keeps their passwords for good, which [Reset] alone looks at.
type Options struct {
	CreateMissing bool            `json:"create_missing,omitempty"` // give a password to who has none
	ResetRequired bool            `json:"reset_required,omitempty"` // must choose a new password at next sign-in
	LetChange     bool            `json:"let_change,omitempty"`     // attach IAMUserChangePassword where it is needed
	Style         iamclient.Style `json:"style,omitempty"`
	Length        int             `json:"length,omitempty"` // 0: the usual one
}

// Do is what the plan says about a user.
type Do string

// What can be planned.
const (
	Change  Do = "change"  // make the change
	Create  Do = "create"  // give a password to who has none
	Nothing Do = "nothing" // it is as it should be already
	Skip    Do = "skip"    // no console password, and none is asked for
	Refuse  Do = "refuse"  // it cannot or must not be made
)

// Item is a user of the plan.
type Item struct {
	User  string   `json:"-"` // the journal has it
	Do    Do       `json:"do"`
	Why   string   `json:"why,omitempty"`
	Allow bool     `json:"allow,omitempty"` // attach IAMUserChangePassword first
	Keys  []string `json:"keys,omitempty"`  // ids of the access keys to deactivate
	// MayLockOut tells that it is not known whether the user may choose the new password that is asked for.
	MayLockOut bool `json:"may_lock_out,omitempty"`
	// ARN is the user's, as far as it could be read.
	ARN string `json:"arn,omitempty"`

	// LockedOut tells that the user would be locked out without IAMUserChangePassword. A plan that was read from a journal
	// does not have it.
	LockedOut    bool `json:"-"`
	mayBeAllowed bool
}

// MayBeAllowed tells whether the user is refused only because [Options] LetChange is off.
func (i Item) MayBeAllowed() bool { return i.mayBeAllowed && i.Do == Refuse }

// Acts tells whether a request is made for the user.
func (i Item) Acts() bool { return i.Do == Change || i.Do == Create }

// Plan is what a run is going to do. It is pinned to the caller and the policy.
type Plan struct {
	Run       string // id
	Operation Operation
	Options   Options
	Reason    string
	Caller    iamclient.Identity
	Policy    iamclient.Policy
	SignIn    string // URL of the account's sign-in page
	Items     []Item
	Made      time.Time
	// Scope is what AWS keeps the changes to.
	Scope iamclient.Scope
}

// Count is how many users the plan says that about.
func (p *Plan) Count(do ...Do) int {
	n := 0
	for _, item := range p.Items {
		for _, d := range do {
			if item.Do == d {
				n++
			}
		}
	}
	return n
}

// Requests is how many changes are sent, where each is accepted at once.
func (p *Plan) Requests() int {
	n := 0
	for _, item := range p.Items {
		if item.Acts() {
			n += len(p.steps(item, nil))
		}
	}
	return n
}

// kept is what the header of the journal has of the plan beside its own fields.
type kept struct {
	Options Options            `json:"options"`
	Caller  iamclient.Identity `json:"caller"`
	Policy  iamclient.Policy   `json:"policy"`
	SignIn  string             `json:"sign_in"`
}

func (p *Plan) toJournal() (journal.Header, []journal.Item, error) {
	options, err := json.Marshal(kept{p.Options, p.Caller, p.Policy, p.SignIn})
	if err != nil {
		return journal.Header{}, nil, err
	}
	items := make([]journal.Item, len(p.Items))
	for i, item := range p.Items {
		text, err := json.Marshal(item)
		if err != nil {
			return journal.Header{}, nil, err
		}
		items[i] = journal.Item{User: item.User, Plan: text}
	}
	return journal.Header{
		Run: p.Run, Time: p.Made, Account: p.Caller.Account, Caller: p.Caller.ARN, Policy: p.Policy.Fingerprint(),
		Operation: string(p.Operation), Reason: p.Reason, Options: options,
	}, items, nil
}

// FromJournal is the plan of a run.
func FromJournal(c *journal.Content) (*Plan, error) {
	var k kept
	if err := json.Unmarshal(c.Header.Options, &k); err != nil {
		return nil, errors.New("the journal's plan cannot be read")
	}
	p := &Plan{
		Run: c.Header.Run, Operation: Operation(c.Header.Operation), Reason: c.Header.Reason, Made: c.Header.Time,
		Options: k.Options, Caller: k.Caller, Policy: k.Policy, SignIn: k.SignIn, Items: make([]Item, len(c.Items)),
	}
	for i, item := range c.Items {
		if err := json.Unmarshal(item.Plan, &p.Items[i]); err != nil {
			return nil, fmt.Errorf("the journal's plan for %s cannot be read", item.User)
		}
		p.Items[i].User = item.User
	}
	return p, nil
}

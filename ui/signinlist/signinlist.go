package signinlist

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/signins"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
	"iampasswd/ui/userlist"
)

// Config says which attempts are printed, and how.
type Config struct {
	Client *iamclient.Client
	User   string        // empty: everybody's
	Within time.Duration // how far back, at most [iamclient.MostHistory]
	Form   userlist.Form
	Out    io.Writer
	Now    time.Time
	Note   func(sentence string) // takes what is to be said besides
}

// attempt is an attempt to sign in to an account.
type attempt struct {
	signins.Event
	account string // its number
	label   string // what it is called, where there are several
}

// found is what was read of one account.
type found struct {
	attempts []attempt
	nameless []attempt // in the time of the others, whose they are is not known
	newest   time.Time // of all events, of any user; zero: there is none
	notes    []string  // what is not among them, and why
	err      error     // why a Region could not be read; nil: all could be
	read     bool      // at least one Region was
}

// Run prints the attempts. Where a Region cannot be read, those of the others are printed, and the error is that Region's.
func Run(ctx context.Context, cfg Config) error {
	f, err := cfg.account(ctx, cfg.Client, "")
	if err != nil {
		return err
	}
	if f.read {
		if err := cfg.print(f.attempts, f.nameless); err != nil {
			return err
		}
		cfg.Note(lateness(f.newest, cfg.Now))
	}
	for _, sentence := range f.notes {
		cfg.Note(sentence)
	}
	return f.err
}

// account reads the attempts in one account.
func (cfg Config) account(ctx context.Context, client *iamclient.Client, label string) (found, error) {
	reading, err := cfg.read(ctx, client)
	if err != nil {
		return found{}, err
	}
	failed := reading.Failed()
	if !reading.Read() {
		return found{notes: []string{missing(failed, false)}, err: failed[0].Err}, nil
	}
	identity, err := client.Identity(ctx)
	if err != nil {
		return found{}, err
	}
	events := reading.Events
	if cfg.User != "" {
		events = reading.Of(cfg.User)
	}
	f := found{read: true, newest: reading.Newest(), notes: sentences(&reading)}
	of := func(e signins.Event) attempt { return attempt{e, identity.Account, label} }
	for _, e := range events {
		f.attempts = append(f.attempts, of(e))
	}
	for _, e := range reading.Nameless() {
		f.nameless = append(f.nameless, of(e))
	}
	if len(failed) > 0 {
		f.err = failed[0].Err
	}
	return f, nil
}

// read reads what is asked for. A user's events of longer ago than a day are looked up by the name, which CloudTrail takes
// in the right case only.
func (cfg Config) read(ctx context.Context, client *iamclient.Client) (signins.Reading, error) {
	if cfg.User == "" || cfg.Within <= iamclient.SignInWindow {
		return client.SignInsSince(ctx, cfg.Within)
	}
	name := cfg.User
	user, err := client.User(ctx, name)
	switch kind := iamclient.KindOf(err); {
	case err == nil:
		name = user.Name
	case kind != iamclient.KindDenied && kind != iamclient.KindNoSuchUser: // a deleted user has events, too
		return signins.Reading{}, err
	}
	return client.SignInsOf(ctx, name, cfg.Within)
}

// lateness is what a reader of the attempts has to know in every case.
func lateness(newest, now time.Time) string {
	says := "CloudTrail has no sign-in of this time, to any user"
	if !newest.IsZero() {
		says = "The newest event was " + text.Ago(newest, now)
	}
	return says + "; CloudTrail is some minutes late, so later ones may be missing."
}

// sentences are what is not among the attempts, and why.
func sentences(reading *signins.Reading) []string {
	var all []string
	if failed := reading.Failed(); len(failed) > 0 {
		all = append(all, missing(failed, true))
	}
	for _, region := range reading.Regions {
		if region.More && region.Err == nil {
			all = append(all, fmt.Sprintf("%s has more events than were read: those since %s are complete.", text.Clean(region.Name), text.Clock(region.Oldest)))
		}
	}
	return all
}

// missing says which Regions could not be read, why, and what to ask for.
func missing(failed []signins.Region, othersRead bool) string {
	var regions []string
	for _, region := range failed {
		regions = append(regions, text.Clean(region.Name)+" ("+explain.Region(region.Err, othersRead)+")")
	}
	sentence := "Not read: " + strings.Join(regions, ", ") + "."
	if iamclient.KindOf(failed[0].Err) == iamclient.KindDenied {
		sentence += " " + explain.AskForSignIns
	}
	return sentence
}

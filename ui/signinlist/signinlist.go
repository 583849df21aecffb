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

// Run prints the attempts. Where a Region cannot be read, those of the others are printed, and the error is that Region's.
func Run(ctx context.Context, cfg Config) error {
	reading, err := cfg.read(ctx)
	if err != nil {
		return err
	}
	failed := reading.Failed()
	if !reading.Read() {
		cfg.Note(missing(failed, false))
		return failed[0].Err
	}
	identity, err := cfg.Client.Identity(ctx)
	if err != nil {
		return err
	}
	events := reading.Events
	if cfg.User != "" {
		events = reading.Of(cfg.User)
	}
	if err := cfg.print(&reading, events, identity.Account); err != nil {
		return err
	}
	for _, sentence := range sentences(&reading, cfg.Now) {
		cfg.Note(sentence)
	}
	if len(failed) > 0 {
		return failed[0].Err
	}
	return nil
}

// read reads what is asked for. A user's events of longer ago than a day are looked up by the name, which CloudTrail takes
// in the right case only.
func (cfg *Config) read(ctx context.Context) (signins.Reading, error) {
	if cfg.User == "" || cfg.Within <= iamclient.SignInWindow {
		return cfg.Client.SignInsSince(ctx, cfg.Within)
	}
	user, err := cfg.Client.User(ctx, cfg.User)
	switch kind := iamclient.KindOf(err); {
	case err == nil:
		cfg.User = user.Name
	case kind != iamclient.KindDenied && kind != iamclient.KindNoSuchUser: // a deleted user has events, too
		return signins.Reading{}, err
	}
	return cfg.Client.SignInsOf(ctx, cfg.User, cfg.Within)
}

// sentences are what a reader of the attempts has to know: how late they are, and what is not among them.
func sentences(reading *signins.Reading, now time.Time) []string {
	newest := "CloudTrail has no sign-in of this time, to any user"
	if at := reading.Newest(); !at.IsZero() {
		newest = "The newest event was " + text.Ago(at, now)
	}
	all := []string{newest + "; CloudTrail is some minutes late, so later ones may be missing."}
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

package command

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/explain"
)

// settleUnknown looks in CloudTrail for what became of the changes whose outcome is unknown, prints that, and writes it behind the
// entries.
func (f *historyFlags) settleUnknown(cmd *cobra.Command, now time.Time) error {
	since, err := parseSince(f.since, now)
	if err != nil {
		return err
	}
	place := history.Place(os.Getenv)
	if place == "" {
		return errNoHistoryPlace
	}
	tightenHistory(place)
	file := history.At(place)
	entries, err := readHistory(file)
	if err != nil {
		return err
	}
	var open []history.Entry
	for _, e := range entries {
		if f.matches(e, since) && iamclient.Settleable(e, now) {
			open = append(open, e)
		}
	}
	if len(open) == 0 {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), "Nothing to settle: no outcome of a reset is unknown that CloudTrail could tell.")
		return err
	}
	return f.onAccounts(cmd, false, nil, func(ctx context.Context, r *run, _ *reach.Reach) error {
		for _, e := range open {
			settled, why, err := r.client.Settle(ctx, e, entries)
			if err == nil && why == iamclient.Settled {
				err = file.Append(settled)
			}
			if iamclient.KindOf(err) == iamclient.KindDenied {
				r.note("%s", explain.AskForSignIns)
			}
			if err != nil {
				return err
			}
			_, _ = fmt.Fprintln(cmd.OutOrStdout(), printable.Text(fmt.Sprintf("%s  %s for %s: %s",
				e.Time.Local().Format("2006-01-02 15:04:05"), e.What(), e.Whom(), explain.Settled(settled, why))))
		}
		return nil
	})
}

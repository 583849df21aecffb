package ui

import (
	"time"

	"iampasswd/ui/text"
)

// mostSkew is how far AWS's clock may differ from this machine's before that is worth a word: AWS itself refuses requests
// that are signed 15 minutes off.
const mostSkew = 15 * time.Minute

// skewText warns where AWS's clock is far from this machine's: sessions are revoked by AWS's clock. It is empty where the
// clocks agree.
func skewText(ahead time.Duration, now time.Time) string {
	if ahead.Abs() <= mostSkew {
		return ""
	}
	side := "ahead of"
	if ahead < 0 {
		side = "behind"
	}
	return "! AWS's clock is " + text.Age(ahead.Abs()) + " " + side + " this machine's: sessions from before " + text.Clock(now.Add(ahead)) + " are revoked."
}

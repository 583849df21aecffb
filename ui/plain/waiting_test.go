package plain_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// On request, and only then, it says when the user has chosen a new password; enter stops it, and is no answer to the next
// question.
func TestPlainWaits(t *testing.T) {
	account := demoiam.Company(60, demoiam.Latency{})
	reads := func() int { return account.Count("GetLoginProfile", "Bob") }
	inTalk(t, talkConfig{account: func() *demoiam.Server { return account }}, func(c *talk) {
		c.types("Bob", "yes", good, good, "", "yes")
		c.asks("wait to wait until the user has signed in, or n to go on without: ", false)
		n := reads()
		time.Sleep(time.Minute)
		if reads() != n {
			t.Error("it reads without a request")
		}
		c.types("wait")
		c.hears("Waiting for Bob to sign in, for ten minutes at most. Press enter to stop waiting.")
		time.Sleep(time.Minute)
		if got := reads() - n; got < 6 || got > 12 {
			t.Errorf("%d requests in a minute", got)
		}
		c.types("")
		c.asks("wait to wait until the user has signed in", false)
		n = reads()
		time.Sleep(time.Minute)
		if reads() != n {
			t.Error("it reads on")
		}
		c.types("wait")
		time.Sleep(10 * time.Second)
		account.Add(demoiam.User{Name: "Bob", Console: true})
		time.Sleep(8 * time.Second)
		c.hears("Bob has chosen a new password, ", ". Press enter to go on.")
		c.types("")
		c.asks("wait to wait until the user has signed in", false)
		c.types("n", "n")
		c.asks("User name", false)
	})
}

package plain

import (
	"time"

	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// wait waits until a user has replaced the password that was set, as long as the operator wants that. The line that ends it
// is read meanwhile, and always to its end: otherwise the next answer would be lost to it.
func (c *conversation) wait(done *reset.Result) error {
	waiting := done.Wait(time.Now())
	line, _ := waiting.Line()
	c.say(text.Capital(line) + ", for ten minutes at most. Press enter to stop waiting.")
	stopped := make(chan error, 1)
	go func() {
		_, err := c.tty.ReadLine(c.ctx)
		stopped <- err
	}()
	for !waiting.Over() {
		select {
		case err := <-stopped:
			return err
		case <-time.After(reset.WaitEvery):
		}
		profile, err := c.loginProfile(done.User.Name)
		waiting.Saw(profile, err, time.Now())
	}
	line, _ = waiting.Line()
	c.say(text.Capital(line) + ". Press enter to go on.")
	return <-stopped
}

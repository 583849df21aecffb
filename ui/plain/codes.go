package plain

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/remedy"
)

// twoCodes asks for two codes of an MFA device, one after the other. Enter alone goes back.
func (c *conversation) twoCodes(of *remedy.Case) (given bool, err error) {
	const help = "Six digits, as the caller reads them from the device. Nothing is sent yet."
	for {
		var codes [2]*iamclient.Secret
		for i, question := range []string{"The code that it shows, six digits; enter alone goes back: ", "The next code; enter alone goes back: "} {
			line, err := c.ask(question, help)
			if err != nil || line == "" {
				return false, err
			}
			codes[i] = iamclient.NewSecret(strings.Join(strings.Fields(line), ""))
		}
		if why := iamclient.CheckCodes(codes[0], codes[1]); why != "" {
			c.say(why)
			continue
		}
		of.Codes = codes
		return true, nil
	}
}

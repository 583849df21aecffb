package command

import (
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"iampasswd/iamclient/demoiam"
)

func newDemoCodes() *cobra.Command {
	var users userCount = demoUsers
	cmd := &cobra.Command{
		Use:   "demo-codes USER",
		Short: "Show the MFA codes of a user of the embedded IAM",
		Example: `  iampasswd demo-codes dora.drift     two codes for Y in iampasswd --demo, in another terminal
  iampasswd help demo                 the users`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("demo-codes takes the name of one user of the demo, such as dora.drift.")
			}
			codes, ok := demoiam.Company(int(users), demoiam.Latency{}).DeviceCodes(args[0])
			switch {
			case !ok:
				return usagef("the demo has no user named %q; `iampasswd help demo` lists those who show something.", args[0])
			case len(codes) == 0:
				return usagef("%s has no MFA device that shows codes.", args[0])
			}
			for _, c := range codes {
				_, _ = fmt.Fprint(cmd.OutOrStdout(), codesText(c))
			}
			return nil
		},
	}
	cmd.Flags().Var(&users, "users", fmt.Sprintf("how many users the demo has, 1 to %d", maxDemoUsers))
	return cmd
}

// codesText shows a device of the demo. Its seed protects nothing, and lets an authenticator app show the same codes.
func codesText(c demoiam.DeviceCodes) string {
	clock := "right"
	switch {
	case c.Drift < 0:
		clock = fmt.Sprintf("%.0f minutes slow", -c.Drift.Minutes())
	case c.Drift > 0:
		clock = fmt.Sprintf("%.0f minutes fast", c.Drift.Minutes())
	}
	seed := base32.StdEncoding.EncodeToString([]byte(c.Seed))
	return strings.Join([]string{
		"Device     " + c.Serial,
		"Clock      " + clock,
		fmt.Sprintf("Code now   %s, for %d s", c.Now, int(c.Left.Round(time.Second).Seconds())),
		"Next code  " + c.Next,
		"Seed       " + seed,
	}, "\n") + "\n"
}

package command

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"iampasswd/iamclient/demoiam"
)

func newDemoServer() *cobra.Command {
	var listen, users string
	cmd := &cobra.Command{
		Use:   "demo-server",
		Short: "Serve the embedded IAM on a port of this machine, for any AWS client",
		Example: `  iampasswd demo-server --listen 127.0.0.1:4566
  aws --endpoint-url http://127.0.0.1:4566 iam list-users`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("demo-server takes options only, not %q: `iampasswd demo-server --help` lists them.", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := parseUsers("--users", users)
			if err != nil {
				return err
			}
			ctx, stop := untilSignal(cmd.Context())
			defer stop()
			err = demoiam.Listen(ctx, listen, demoiam.Company(n, demoLatency), func(at net.Addr) {
				cmd.Printf("The embedded IAM listens at http://%s, with %d users. Any credentials do; ctrl+c ends it.\n", at, n)
			})
			if cause, ok := errors.AsType[*signalError](context.Cause(ctx)); ok {
				return cause
			}
			return err
		},
	}
	cmd.SetOut(cmd.OutOrStdout())
	cmd.Flags().StringVar(&listen, "listen", "", "`ADDRESS` to listen on, such as 127.0.0.1:4566; loopback only, port 0 for any")
	cmd.Flags().StringVar(&users, "users", "", fmt.Sprintf("how many users there are, 1 to %d (default %d)", maxDemoUsers, demoUsers))
	_ = cmd.MarkFlagRequired("listen")
	return cmd
}

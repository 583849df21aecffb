package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"iampasswd/iamclient/demoiam"
)

// demoLatency is that of IAM, seen from an office: a demo without it would promise too much.
var demoLatency = demoiam.Latency{Min: 40 * time.Millisecond, Max: 120 * time.Millisecond}

func newDemoServer() *cobra.Command {
	var listen, policy string
	var users userCount = demoUsers
	var accounts accountCount = 1
	cmd := &cobra.Command{
		Use:   "demo-server",
		Short: "Serve the embedded IAM on a port of this machine, for any AWS client",
		Example: `  iampasswd demo-server --listen 127.0.0.1:4566
  aws --endpoint-url http://127.0.0.1:4566 iam list-users
  iampasswd demo-server --listen 127.0.0.1:4566 --policy help-desk.json     try a policy before you ask for it
  iampasswd demo-server --listen 127.0.0.1:4566 --accounts 40               an organization of 40 accounts`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serveDemo(cmd, listen, int(accounts), int(users), policy)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "", "`ADDRESS` to listen on, such as 127.0.0.1:4566; loopback only, port 0 for any")
	cmd.Flags().Var(&accounts, "accounts", fmt.Sprintf("how many accounts the organization has, 1 to %d; 1 is an account without an organization", maxDemoAccounts))
	cmd.Flags().Var(&users, "users", fmt.Sprintf("how many users each account has; %d in all accounts at most", maxDemoUsers))
	cmd.Flags().StringVar(&policy, "policy", "", "`FILE` with the IAM policy of the caller, who may do nothing else; otherwise everything")
	return cmd
}

// serveDemo serves the embedded IAM until a signal ends the program.
func serveDemo(cmd *cobra.Command, listen string, accounts, users int, policy string) error {
	if err := checkListen(listen); err != nil {
		return err
	}
	company, err := newCompany(accounts, users, "--accounts", "--users")
	if err != nil {
		return err
	}
	if err := letOnly(company.Management(), policy); err != nil {
		return err
	}
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	listening := false
	err = demoiam.Listen(ctx, listen, company, func(at net.Addr) {
		listening = true
		many := fmt.Sprintf("%d users", users)
		if accounts > 1 {
			many = fmt.Sprintf("%d accounts of %d users each", accounts, users)
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The embedded IAM listens at http://%s, with %s. Any credentials do; ctrl+c ends it.\n", at, many)
	})
	if cause, ok := errors.AsType[*signalError](context.Cause(ctx)); ok {
		return cause
	}
	_, refusedBySystem := errors.AsType[*net.OpError](err)
	switch {
	case err == nil || listening:
		return err
	case refusedBySystem:
		return fmt.Errorf("%w; name another port with --listen, or port 0 for any that is free", err)
	}
	return usagef("%s.", err)
}

// newCompany makes the embedded accounts; their users must not be too many together.
func newCompany(accounts, users int, accountsOption, usersOption string) (*demoiam.Organization, error) {
	if accounts*users > maxDemoUsers {
		return nil, usagef("%s %d and %s %d are %d users together, and the demo holds %d at most: ask for fewer of either.",
			accountsOption, accounts, usersOption, users, accounts*users, maxDemoUsers)
	}
	return demoiam.CompanyOrganization(accounts, users, demoLatency), nil
}

// letOnly has the policy in a file decide what the caller may do; no file is no limit.
func letOnly(account *demoiam.Server, file string) error {
	if file == "" {
		return nil
	}
	policy, err := os.ReadFile(file) //nolint:gosec // the operator's own file
	if err != nil {
		return usagef("--policy: %s.", err)
	}
	if !account.SetCallerPolicy(string(policy)) {
		return usagef("--policy: %s is no IAM policy in JSON; `iampasswd permissions` prints one.", file)
	}
	return nil
}

// checkListen refuses what names no port; whether the address is on the loopback interface is the server's to tell.
func checkListen(listen string) error {
	if listen == "" {
		return usagef("demo-server needs an address of this machine: --listen 127.0.0.1:4566, or port 0 for any that is free.")
	}
	_, port, err := net.SplitHostPort(listen)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return usagef("--listen takes a loopback address and the number of a port, such as 127.0.0.1:4566, not %q.", listen)
	}
	return nil
}

package command

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/ui/command/awscli"
)

// Main runs the program with its arguments, without its name, and returns its exit code.
func Main(args []string) int {
	forbidCoreDumps()
	log.SetOutput(io.Discard) // net/http logs what servers send, and with GODEBUG=http2debug what is sent to them
	endPlainly()
	lastWords.Store(true)
	defer iamclient.EndProcesses()
	err := dispatch(commandFirst(args))
	if text := errorText(err); text != "" {
		sayLast(os.Stderr, text)
	}
	return exitCode(err)
}

// dispatch runs a command. A drop-in runs without cobra unless help is asked for: building the tree of all commands takes
// a good part of the time of a reset.
func dispatch(args []string) error {
	if op := calledFor(args); op != nil {
		keepPipes()
		return newRun(op).execute(context.Background(), args[1:])
	}
	root := newRoot()
	root.SetArgs(args)
	return root.ExecuteContext(context.Background())
}

func newRoot() *cobra.Command {
	f := flags{demoUsers: demoUsers}
	root := &cobra.Command{
		Use:   "iampasswd",
		Short: "passwd for AWS IAM: find a user, set a console password that the account accepts, hand it over",
		Example: `  iampasswd --demo                  try it on an embedded IAM, without an AWS account
  iampasswd                         the account that the default AWS credentials reach
  iampasswd --profile helpdesk      another profile of the AWS configuration
  iampasswd --read-only             look, and change nothing
  iampasswd --plain                 the main job in lines, for a screen reader`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return runUI(cmd, f) },
	}
	root.SetFlagErrorFunc(flagMistake)
	set := root.Flags()
	set.SortFlags = false
	set.StringVar(&f.profile, "profile", "", "`NAME` of a profile in the AWS configuration")
	set.StringVar(&f.region, "region", "", "`NAME` of an AWS region; matters for China, GovCloud and other partitions only")
	set.StringVar(&f.endpoint, "endpoint-url", "", "`URL` of another server for IAM and STS; plain http only on this machine")
	set.StringVar(&f.config, "config", "", "`FILE` of guard rails and settings in the place of your own; the machine's guard rails still hold")
	set.BoolVar(&f.readOnly, "read-only", false, "offer nothing that changes IAM, and refuse it")
	set.BoolVar(&f.plain, "plain", false, "talk in lines, at prompts, for screen readers; by itself where TERM is dumb")
	set.BoolVar(&f.demo, "demo", false, "use an embedded IAM: no AWS account, no network, no AWS settings")
	set.Var(&f.demoUsers, "demo-users", fmt.Sprintf("how many users the demo has, 1 to %d", maxDemoUsers))
	_ = root.RegisterFlagCompletionFunc("profile", func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return beginning(iamclient.Profiles(), word), cobra.ShellCompDirectiveNoFileComp
	})
	for _, op := range awscli.Operations() {
		root.AddCommand(newDropIn(op))
	}
	root.AddCommand(newHistory(), newConfig(), newDemoServer(), newMan())
	root.SetUsageFunc(usage)
	tameCobra(root)
	return root
}

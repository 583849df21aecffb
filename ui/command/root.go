package command

import (
	"context"
	"io"
	"log"
	"os"
	"strings"

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
	args, err := queryWords(root, args)
	if err != nil {
		return err
	}
	root.SetArgs(args)
	if err := root.ExecuteContext(context.Background()); err != nil {
		return &ownError{err}
	}
	return nil
}

func newRoot() *cobra.Command {
	f := flags{demoUsers: demoUsers}
	root := &cobra.Command{
		Use:   "iampasswd [NAME…]",
		Short: "passwd for AWS IAM: find a user, set a console password that the account accepts, hand it over",
		Example: `  iampasswd --demo                  try it on an embedded IAM, without an AWS account
  iampasswd                         the account that the default AWS credentials reach
  iampasswd bob                     begin with the users that match bob; -- goes before a name that is a command's
  iampasswd --profile helpdesk      another profile of the AWS configuration
  iampasswd --org-role HelpDesk     the accounts of the organization, by that role in each
  iampasswd --read-only             look, and change nothing
  iampasswd --plain                 the main job in lines, for a screen reader`,
		Version:       versionLine(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE:          func(cmd *cobra.Command, args []string) error { return runUI(cmd, f, strings.Join(args, " ")) },
	}
	root.SetFlagErrorFunc(flagMistake)
	set := root.Flags()
	set.SortFlags = false
	f.reachMany(root)
	set.BoolVar(&f.readOnly, "read-only", false, "offer nothing that changes IAM, and refuse it")
	set.BoolVar(&f.plain, "plain", false, "talk in lines, at prompts, for screen readers; by itself where TERM is dumb")
	f.embed(root)
	for _, op := range awscli.Operations() {
		root.AddCommand(newDropIn(op))
	}
	root.AddCommand(newUsers(), newSignins(), newAccounts(), newBulk(), newHistory(), newConfig(), newPermissions(), newDemoServer(), newDemoCodes(), newMan())
	root.SetHelpCommand(newHelp())
	root.SetUsageFunc(usage)
	tameCobra(root)
	return root
}

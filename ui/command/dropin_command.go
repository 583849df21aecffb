package command

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"iampasswd/ui/command/awscli"
)

// newDropIn makes the command of an operation. Cobra only completes and describes it: no flag library reads arguments as
// the AWS CLI does.
func newDropIn(op *awscli.Operation) *cobra.Command {
	cmd := &cobra.Command{
		Use:                op.Command(),
		Short:              op.Summary,
		Long:               op.About,
		Example:            exampleText(op.Examples),
		DisableFlagParsing: true,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			return complete(cmd, op, args, word)
		},
	}
	describe(cmd.Flags(), op)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // calledFor leaves only help to cobra
	return cmd
}

// commandFirst moves the options in front of a drop-in command behind the command, in a request for completion too:
// cobra would take them for options of the terminal UI.
func commandFirst(args []string) []string {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		return append(args[:1:1], commandFirst(args[1:])...)
	}
	return awscli.CommandFirst(args)
}

// calledFor returns the operation whose command is the first argument; nil where there is none, or where the arguments ask
// for its help.
func calledFor(args []string) *awscli.Operation {
	asksForHelp := func(word string) bool { return len(args) == 2 && args[len(args)-1] == word }
	switch {
	case len(args) == 0, slices.Contains(args, "--help"), asksForHelp("help"), asksForHelp("-h"):
		return nil
	}
	return awscli.Lookup(args[0])
}

func exampleText(examples []awscli.Example) string {
	var lines []string
	for _, e := range examples {
		lines = append(lines, "  # "+e.What, "  "+e.Line)
	}
	return strings.Join(lines, "\n")
}

// describe tells cobra the options for help, the manual and completion. Cobra does not parse them.
func describe(set *pflag.FlagSet, op *awscli.Operation) {
	set.SortFlags = false
	for _, p := range op.Params {
		switch p.Kind {
		case awscli.Flag:
			set.Bool(p.Option(), false, p.About)
			set.Bool("no-"+p.Option(), false, "the opposite; the last of the two counts, and neither leaves it as it is")
		case awscli.Number:
			set.Int32(p.Option(), 0, p.About)
		default:
			set.String(p.Option(), "", p.About+" (`TEXT`, or file://PATH)")
		}
	}
	if _, ok := op.NewPassword(); ok {
		set.Bool("password-prompt", false, "ask for the password on the terminal, twice and unseen")
		set.Bool("password-stdin", false, "read the password from standard input, without one line end")
		set.Bool("generate-password", false, "make a password that the account's policy accepts, and print it once AWS has taken it")
	}
	set.String("cli-input-json", "", "`JSON` object with the parameters, file://PATH or - for standard input; options go before it")
	set.String("generate-cli-skeleton", "", "print an object for --cli-input-json (`input`), or the form of the output (output), and send nothing")
	set.String("profile", "", "`NAME` of a profile in the AWS configuration")
	set.String("region", "", "AWS region; matters for China, GovCloud and other partitions only")
	set.String("endpoint-url", "", "`URL` of another server for IAM and STS; plain http only on this machine")
	set.String("ca-bundle", "", "`FILE` of certificate authorities in PEM")
	set.Int("cli-read-timeout", int(awscli.DefaultTimeout/time.Second), "how long one attempt may take, in seconds; 0: as long as it likes")
	set.Int("cli-connect-timeout", int(awscli.DefaultTimeout/time.Second), "how long connecting may take, in seconds; 0: as long as it likes")
	set.Bool("debug", false, "show the requests and answers on standard error, without passwords and credentials")
	set.String("reason", "", "`TEXT` for the local history, such as a ticket")
	set.Bool("read-only", false, "refuse to send anything that changes IAM")
	for _, o := range []struct{ name, about string }{
		{"output", "no effect: what is printed is JSON (`FORM`)"},
		{"query", "no effect; refused where JSON is printed (`EXPRESSION`)"},
		{"color", "no effect (`WHEN`: on, off or auto)"},
		{"cli-binary-format", "no effect (`FORM` of binary values)"},
	} {
		set.String(o.name, "", o.about)
		_ = set.SetAnnotation(o.name, withoutEffect, nil) // it is there
	}
	for _, name := range []string{"no-cli-pager", "no-paginate", "no-cli-auto-prompt"} {
		set.Bool(name, false, "no effect")
		_ = set.SetAnnotation(name, withoutEffect, nil)
	}
	set.Bool("no-verify-ssl", false, "refused: without the check of the certificate anybody on the way could read the password")
}

package command

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"iampasswd/iamclient"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
)

// newDropIn makes the command of an operation, which cobra completes and describes. Its arguments are read as the AWS
// CLI does, which no flag library can.
func newDropIn(op *operation) *cobra.Command {
	cmd := &cobra.Command{
		Use:                op.command(),
		Short:              op.summary,
		Long:               op.about,
		Example:            exampleText(op.examples),
		DisableFlagParsing: true,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			return complete(cmd, op, args, word)
		},
	}
	describe(cmd.Flags(), op)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // for all else, see calledFor
	return cmd
}

// commandFirst puts the options in front of a drop-in command behind its name. The AWS CLI takes its global options
// there too; cobra would look for those of the terminal UI.
func commandFirst(args []string) []string {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		return append(args[:1:1], commandFirst(args[1:])...)
	}
	p := argumentParser{globalOptions()}
	for i := 0; i < len(args); i++ {
		isOption, opt, value, err := p.classify(args[i])
		switch {
		case err != nil, isOption && opt == nil:
			return args
		case !isOption && operationOf(args[i]) != nil:
			return slices.Concat(args[i:i+1], args[:i], args[i+1:])
		case !isOption:
			return args
		case value == nil && opt.values == oneValue:
			i++
		}
	}
	return args
}

// calledFor returns the operation whose command stands first in the arguments; nil where there is none, or where its
// help is asked for.
func calledFor(args []string) *operation {
	asksForHelp := func(word string) bool { return len(args) == 2 && args[len(args)-1] == word }
	switch {
	case len(args) == 0, slices.Contains(args, "--help"), asksForHelp("help"), asksForHelp("-h"):
		return nil
	}
	return operationOf(args[0])
}

// operationOf returns the operation of a command; nil where it is no drop-in.
func operationOf(command string) *operation {
	for _, op := range operations() {
		if op.command() == command {
			return op
		}
	}
	return nil
}

func exampleText(examples []example) string {
	var lines []string
	for _, e := range examples {
		lines = append(lines, "  # "+e.what, "  "+e.line)
	}
	return strings.Join(lines, "\n")
}

// describe names the options to cobra, which does not parse them: for help, the manual and completion.
func describe(set *pflag.FlagSet, op *operation) {
	set.SortFlags = false
	for _, p := range op.params {
		switch p.kind {
		case boolean:
			set.Bool(p.flag(), false, p.about)
			set.Bool("no-"+p.flag(), false, "the opposite; the last of the two counts, and neither leaves it as it is")
		case number:
			set.Int32(p.flag(), 0, p.about)
		default:
			set.String(p.flag(), "", p.about+" (`TEXT`, or file://PATH)")
		}
	}
	if _, ok := op.newPassword(); ok {
		set.Bool(optPrompt, false, "ask for the password on the terminal, twice and unseen")
		set.Bool(optStdin, false, "read the password from standard input, without one line end")
		set.Bool(optGenerate, false, "make a password that the account's policy accepts, and print it once AWS has taken it")
	}
	set.String(optInputJSON, "", "`JSON` object with the parameters, file://PATH or - for standard input; options go before it")
	set.String(optSkeleton, "", "print an object for --cli-input-json (`input`), or the form of the output (output), and send nothing")
	set.String(optProfile, "", "`NAME` of a profile in the AWS configuration")
	set.String(optRegion, "", "AWS region; matters for China, GovCloud and other partitions only")
	set.String(optEndpoint, "", "`URL` of another server for IAM and STS; plain http only on this machine")
	set.String(optCABundle, "", "`FILE` of certificate authorities in PEM")
	set.Int(optReadTimeout, int(defaultTimeout/time.Second), "how long one attempt may take, in seconds; 0: as long as it likes")
	set.Int(optConnectTimeout, int(defaultTimeout/time.Second), "how long connecting may take, in seconds; 0: as long as it likes")
	set.Bool(optDebug, false, "show the requests and answers on standard error, without passwords and credentials")
	set.String(optReason, "", "`TEXT` for the local history, such as a ticket")
	set.Bool(optReadOnly, false, "refuse to send anything that changes IAM")
	const noEffect = "taken as by the AWS CLI, and without effect here"
	set.String(optOutput, "", noEffect+": what is printed is JSON (`FORM`)")
	set.String(optQuery, "", noEffect+"; refused where JSON is printed (`EXPRESSION`)")
	set.String(optColor, "", noEffect+" (`WHEN`: on, off or auto)")
	set.String(optBinaryFormat, "", noEffect+" (`FORM` of binary values)")
	for _, name := range []string{optNoPager, optNoPaginate, optNoAutoPrompt} {
		set.Bool(name, false, noEffect)
	}
	set.Bool(optNoVerify, false, "refused: without the check of the certificate anybody on the way could read the password")
}

// complete completes the word after args: names of users and profiles as they are now, and options.
func complete(cmd *cobra.Command, op *operation, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if flag, part, ok := strings.Cut(word, "="); ok && strings.HasPrefix(flag, "--") {
		values, directive := complete(cmd, op, append(slices.Clone(args), flag), part)
		for i := range values {
			values[i] = flag + "=" + values[i]
		}
		return values, directive
	}
	before := ""
	if len(args) > 0 && strings.HasPrefix(args[len(args)-1], "--") {
		before = args[len(args)-1][2:]
	}
	switch {
	case before == kebab(userName):
		return completeUsers(cmd.Context(), completionOptions(args), word), cobra.ShellCompDirectiveNoFileComp
	case before == optProfile:
		return beginning(iamclient.Profiles(), word), cobra.ShellCompDirectiveNoFileComp
	case before == optCABundle:
		return nil, cobra.ShellCompDirectiveDefault
	}
	for _, o := range append(op.options(), globalOptions()...) {
		if o.name == before && o.values != noValue {
			return o.choices, cobra.ShellCompDirectiveNoFileComp
		}
	}
	var words []string
	if word == "" { // of what begins with a dash cobra knows how it goes on
		cmd.Flags().VisitAll(func(f *pflag.Flag) { words = append(words, "--"+f.Name) })
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// completionOptions are the settings that stand on the line so far, as far as they can be read.
func completionOptions(args []string) iamclient.Options {
	found, _, _ := parseArguments(args, globalOptions())
	g, _ := parseGlobals(found)
	g.client.Rails, _ = loadRails(rails.SystemPlace, "")
	useProfile(&g.client)
	return g.client
}

// completionTime is how long a shell waits for names: longer, and the operator has typed on.
const completionTime = 3 * time.Second

// completeUsers returns the names of users that begin with word, in any case, as far as they can be read in time.
func completeUsers(ctx context.Context, opts iamclient.Options, word string) []string {
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	opts.ReadOnly = true
	client, err := iamclient.New(ctx, opts)
	if err != nil {
		return nil
	}
	var names []string
	var list iamclient.Listing
	for marker := ""; ; {
		users, next, err := client.Users(ctx, marker, iamclient.FullPage, nil)
		for _, user := range users {
			if user.Name == printable.Text(user.Name) { // what the shell shows, it also types
				names = append(names, user.Name)
			}
		}
		if err != nil || next == "" || list.Follow("ListUsers", next) != nil {
			return beginning(names, word)
		}
		marker = next
	}
}

func beginning(words []string, with string) []string {
	return slices.DeleteFunc(words, func(w string) bool {
		return len(w) < len(with) || !strings.EqualFold(w[:len(with)], with)
	})
}

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
	"iampasswd/ui/command/awscli"
)

// complete completes the word after args: with current names of users and profiles, and with options.
func complete(cmd *cobra.Command, op *awscli.Operation, args []string, word string) ([]string, cobra.ShellCompDirective) {
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
	switch before {
	case "user-name":
		return completeUsers(cmd.Context(), completionOptions(args), word), cobra.ShellCompDirectiveNoFileComp
	case "profile":
		return beginning(iamclient.Profiles(), word), cobra.ShellCompDirectiveNoFileComp
	case "ca-bundle":
		return nil, cobra.ShellCompDirectiveDefault
	}
	for _, o := range op.Options() {
		if o.Name == before && o.Takes != awscli.NoValue {
			return o.Choices, cobra.ShellCompDirectiveNoFileComp
		}
	}
	var words []string
	if word == "" { // cobra itself completes a word that begins with a dash
		cmd.Flags().VisitAll(func(f *pflag.Flag) { words = append(words, "--"+f.Name) })
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// completionOptions are the settings of an unfinished command line, as far as they can be read.
func completionOptions(args []string) iamclient.Options {
	opts := awscli.LenientGlobals(args).Client
	opts.Version = version()
	opts.Rails, _ = loadRails(rails.SystemPlace, "")
	useProfile(&opts)
	return opts
}

// completionTime is how long a shell waits for names. After that, the operator has probably typed on.
const completionTime = 3 * time.Second

// completeUsers returns the names of users that begin with word, ignoring case, as far as they can be read in time.
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
			if user.Name == printable.Text(user.Name) { // the shell types exactly what it shows
				names = append(names, user.Name)
			}
		}
		if err != nil || next == "" || list.Follow("ListUsers", len(users), next) != nil {
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

package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"iampasswd/ui/text"
)

// queryWords puts the words of a query behind all options and a double dash, where the arguments have a query: for
// `iampasswd users`, and for `iampasswd NAME`. A term such as -mfa:any would be an option otherwise.
//
// It refuses a NAME that is nearly the name of a command, as histroy is: most likely that was meant. Behind a double dash
// every word is a NAME.
func queryWords(root *cobra.Command, args []string) ([]string, error) {
	if len(args) == 0 || args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd {
		return args, nil
	}
	cmd, rest, _ := root.Find(args) // cobra itself says what is wrong with it
	if cmd != root && cmd.Name() != "users" {
		return args, nil
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	options, words, escaped := splitQuery(rest, cmd.Flags(), cmd == root)
	if len(words) == 0 {
		return args, nil
	}
	if near := nearCommand(root, words[0]); cmd == root && !escaped && near != "" {
		return nil, usagef("there is no command %q; did you mean %s? `iampasswd -- %s` searches for a user.", words[0], near, words[0])
	}
	moved := slices.Concat(options, []string{"--"}, words)
	if cmd != root {
		moved = append([]string{cmd.Name()}, moved...)
	}
	return moved, nil
}

// splitQuery tells options, with their values, from the words of a query. A query that a word has to begin, as a NAME has,
// begins with no word to leave out: that is a mistyped option. escaped tells that the first word is behind a double dash.
func splitQuery(args []string, set *pflag.FlagSet, nameFirst bool) (options, words []string, escaped bool) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			return options, append(words, args[i+1:]...), len(words) == 0
		case strings.HasPrefix(arg, "--"):
			options = append(options, arg)
			if f := set.Lookup(arg[2:]); f != nil && f.NoOptDefVal == "" && i+1 < len(args) {
				i++
				options = append(options, args[i])
			}
		case !strings.HasPrefix(arg, "-"), isNegation(arg, set) && (!nameFirst || len(words) > 0 || strings.Contains(arg, ":")):
			words = append(words, arg)
		default:
			options = append(options, arg)
		}
	}
	return options, words, false
}

// isNegation tells a term that is negated from an option: one letter is an option, and so is the name of one.
func isNegation(arg string, set *pflag.FlagSet) bool {
	name, _, _ := strings.Cut(arg[1:], "=")
	return len(arg) > 2 && set.Lookup(name) == nil
}

// nearCommand is the command whose name a word nearly is: with one mistake, in a long name two. Short names have none: a user
// may well be called Dan or Jan, and not mean man.
func nearCommand(root *cobra.Command, word string) string {
	word = strings.ToLower(word)
	for mistakes, shortest := range []int{5, 5, 7} {
		var names []string
		for _, c := range root.Commands() {
			if len(c.Name()) >= shortest && !c.Hidden {
				names = append(names, c.Name())
			}
		}
		if near := text.Nearest(word, names, mistakes); near != "" {
			return near
		}
	}
	return ""
}

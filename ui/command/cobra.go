package command

import (
	"errors"
	"fmt"
	"strconv"

	"iampasswd/ui/text"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// An embedded account holds so many users where nobody says otherwise. All accounts hold at most so many together.
const (
	demoUsers       = 60
	maxDemoUsers    = 100_000
	maxDemoAccounts = 500
)

// userCount is the value of an option that says how many users there are.
type userCount int

func (n *userCount) String() string { return strconv.Itoa(int(*n)) }

// Type is what the help calls the value.
func (n *userCount) Type() string { return "N" }

// Set takes the value from the command line.
func (n *userCount) Set(text string) error { return setCount((*int)(n), text, maxDemoUsers) }

// accountCount is the value of an option that says how many accounts there are.
type accountCount int

func (n *accountCount) String() string { return strconv.Itoa(int(*n)) }

// Type is what the help calls the value.
func (n *accountCount) Type() string { return "N" }

// Set takes the value from the command line.
func (n *accountCount) Set(text string) error { return setCount((*int)(n), text, maxDemoAccounts) }

func setCount(n *int, text string, most int) error {
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > most {
		return fmt.Errorf("takes a whole number from 1 to %d", most)
	}
	*n = number
	return nil
}

// flagMistake says in a person's words what is wrong with an option.
func flagMistake(cmd *cobra.Command, err error) error {
	list := fmt.Sprintf("`%s --help` lists", cmd.CommandPath())
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := "--" + e.GetSpecifiedName()
		if e.GetSpecifiedShortnames() != "" {
			name = "-" + e.GetSpecifiedName()
		}
		if near := nearestOption(cmd, e.GetSpecifiedName()); near != "" && name[1] == '-' {
			return usagef("there is no option %s; did you mean --%s? %s those there are.", name, near, list)
		}
		return usagef("there is no option %s: %s those there are.", name, list)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		value, _ := pflag.UnquoteUsage(e.GetFlag())
		return usagef("--%s needs a value: --%s %s.", e.GetFlag().Name, e.GetFlag().Name, value)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		cause := errors.Unwrap(e)
		if mistake, ok := errors.AsType[onceError](cause); ok {
			return usagef("--%s %s.", e.GetFlag().Name, mistake)
		}
		if e.GetFlag().Value.Type() == "bool" {
			cause = errors.New("takes true or false, if anything")
		}
		return usagef("--%s %s, not %q.", e.GetFlag().Name, cause, e.GetValue())
	}
	return usagef("%s: %s the options.", err, list)
}

// nearestOption is the option that a mistyped name most likely stands for; empty where there is none.
func nearestOption(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return text.Nearest(name, names, max(1, len(name)/4))
}

// noArguments refuses every word that is neither an option nor a command.
func noArguments(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.HasSubCommands():
		return usagef("there is no command %q: `%s --help` lists those there are.", args[0], cmd.CommandPath())
	}
	return usagef("%s takes options only, not %q: `%s --help` lists them.", cmd.Name(), args[0], cmd.CommandPath())
}

// tameCobra has the commands that cobra brings along refuse what they do not know, as ours do.
func tameCobra(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.Args = noArguments
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			for _, shell := range cmd.Commands() {
				shell.Args = noArguments
			}
		}
	}
}

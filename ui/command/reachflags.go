package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/reach"
)

// reachFlags are the options that say which accounts are reached.
type reachFlags struct {
	profiles            []string
	allProfiles         bool
	orgRole             string
	ous, accounts, skip []string
	noSessionPolicy     bool
}

// manyOptions are the names of the options that lead to several accounts, --profile left out.
var manyOptions = []string{"all-profiles", "org-role", "ou", "accounts", "skip-accounts", "no-session-policy"}

// reachMany adds the options that say which accounts are reached.
func (f *flags) reachMany(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringSliceVar(&f.many.profiles, "profile", nil, "`NAME` of a profile in the AWS configuration; repeated, or with commas, for several accounts")
	set.BoolVar(&f.many.allProfiles, "all-profiles", false, "the accounts of all profiles, each account once")
	set.StringVar(&f.many.orgRole, "org-role", "", "`NAME` of a role, which is assumed in each active account of the organization")
	set.StringSliceVar(&f.many.ous, "ou", nil, "`ID` of an organizational unit: with --org-role, the accounts below it; repeatable")
	set.StringSliceVar(&f.many.accounts, "accounts", nil, "`NUMBERS` of accounts: with --org-role, these, too")
	set.StringSliceVar(&f.many.skip, "skip-accounts", nil, "`NUMBERS` of accounts that --org-role leaves out, whatever else names them")
	set.BoolVar(&f.many.noSessionPolicy, "no-session-policy", false, "with --org-role, do not have AWS keep each session to what it is for")
	f.reachSettings(cmd)
	_ = cmd.RegisterFlagCompletionFunc("profile", completeList(iamclient.Profiles))
	for _, name := range manyOptions {
		if set.Lookup(name).NoOptDefVal == "" {
			_ = cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
		}
	}
	_ = cmd.RegisterFlagCompletionFunc("org-role", cobra.FixedCompletions([]string{"OrganizationAccountAccessRole", "AWSControlTowerExecution"}, cobra.ShellCompDirectiveNoFileComp))
}

// completeList completes the last of several words with commas between them.
func completeList(words func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		at := strings.LastIndexByte(word, ',') + 1
		before := strings.Split(word[:at], ",")
		var found []string
		for _, w := range beginning(words(), word[at:]) {
			if !slices.Contains(before, w) {
				found = append(found, word[:at]+w)
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp
	}
}

// reachOptions are what the options say. The demo's accounts are those of an organization.
func (f *flags) reachOptions() reach.Options {
	m := f.many
	o := reach.Options{
		Profiles: m.profiles, AllProfiles: m.allProfiles, OrgRole: m.orgRole, OUs: m.ous, Accounts: m.accounts, Skip: m.skip,
		NoSessionPolicy: m.noSessionPolicy,
	}
	if f.demo && f.demoAccounts > 1 && o.OrgRole == "" {
		o.OrgRole = demoiam.OrganizationRole
	}
	return o
}

// checkReach refuses options that contradict each other, before anything is read.
func (f *flags) checkReach() error {
	if f.demo && f.many.orgRole != "" && f.demoAccounts < 2 {
		return usagef("--org-role goes with several accounts of the demo: add --demo-accounts 6, for example.")
	}
	return reachMistake(f.reachOptions().Check())
}

// reachMistake is a mistake in the options as one on the command line; other errors stay.
func reachMistake(err error) error {
	if mistake, ok := errors.AsType[*reach.MistakeError](err); ok {
		return usagef("%s.", mistake)
	}
	return err
}

// openReach makes what finds the accounts that the options lead to. Its error distinguishes a mistake on the command line
// from one in the AWS settings.
func (f *flags) openReach(ctx context.Context, opts iamclient.Options, code func(context.Context, string) (string, error)) (*reach.Reach, error) {
	o := f.reachOptions()
	if !o.AllProfiles && len(o.Profiles) == 0 {
		useProfile(&opts)
	}
	if err := checkRegion(opts.Region); err != nil {
		return nil, err
	}
	if o.Code = code; o.Many() && o.OrgRole == "" {
		opts.ProcessMayAsk = false // several would ask at the same time
	}
	in, err := reach.New(ctx, opts, o)
	if mistake := reachMistake(err); mistake != err { //nolint:errorlint // it is compared, not looked into
		return nil, mistake
	}
	if err == nil && in.Client() == nil { // nothing can be used
		err = in.Accounts()[0].Err
	}
	return in, clientMistake(err, opts)
}

// checkOne refuses options that can lead to more than one account.
func (f *flags) checkOne() error {
	o := f.reachOptions()
	if err := f.checkReach(); err != nil {
		return err
	}
	if o.Many() && (o.OrgRole == "" || len(o.Accounts) != 1 || len(o.OUs) > 0) {
		return usagef("a bulk change is made in one account: name one profile, or with --org-role one account with --accounts.")
	}
	return nil
}

// oneClient makes the client for the one account that the options lead to.
func (f *flags) oneClient(ctx context.Context, opts iamclient.Options) (*iamclient.Client, error) {
	in, err := f.openReach(ctx, opts, askCode(os.Stderr))
	if err != nil {
		return nil, err
	}
	if !in.Many() {
		return in.Client(), nil
	}
	in.Start(ctx)
	for {
		if _, ok := in.Next(ctx); !ok {
			break
		}
	}
	for _, a := range in.Accounts() {
		if a.State == reach.Reached {
			return a.Client, nil
		}
		if a.Err != nil {
			return nil, fmt.Errorf("account %s cannot be used: %w", a.Number, a.Err)
		}
	}
	return nil, cmp.Or(in.Err(), context.Cause(ctx))
}

// askCode returns what asks for MFA codes on the terminal. Where there is none, no code is given. AWS takes each code of a
// device once, so that roles of several profiles with the same device take several.
func askCode(prompts io.Writer) func(context.Context, string) (string, error) {
	asked := map[string]bool{}
	return func(ctx context.Context, device string) (string, error) {
		t, err := openTerminal(prompts)
		if err != nil {
			return "", &iamclient.Error{Kind: iamclient.KindMFA, Op: "AssumeRole", MFADevice: device, Message: "an MFA code is needed, and there is no terminal to ask for it"}
		}
		defer t.close()
		question := "Enter MFA code for "
		if asked[device] {
			question = "Each code works once. Enter the next MFA code for "
		}
		asked[device] = true
		code, err := t.ask(ctx, question+printable.Text(device)+": ")
		if err != nil {
			return "", err
		}
		defer code.Wipe()
		return strings.TrimSpace(code.Reveal()), nil
	}
}

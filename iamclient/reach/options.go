package reach

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Options say which accounts are meant. The zero value is the one account that the settings of the client lead to.
type Options struct {
	Profiles    []string // names of profiles, in the order in which they are preferred
	AllProfiles bool     // every profile of the AWS configuration

	OrgRole string // the name of a role, with its path if it has one, that is assumed in each account of the organization
	// OUs, Accounts and Skip narrow the organization: to the accounts below an OU (ou-… or r-…) and to those with these
	// numbers, and without those of Skip. Skip goes first.
	OUs, Accounts, Skip []string
	// NoSessionPolicy leaves out the session policies with which AWS keeps each session of the role to what it is for.
	NoSessionPolicy bool

	// Code asks the operator for what an MFA device shows. It is called by one goroutine at a time. nil: an account that
	// asks for a code fails with an error of iamclient.KindMFA.
	Code func(ctx context.Context, device string) (string, error)
}

// MistakeError tells what is wrong with the options.
type MistakeError struct {
	Option string // as on the command line: "--ou"
	What   string // a sentence without its beginning, which is the option, and without its full stop
}

func (e *MistakeError) Error() string { return e.Option + " " + e.What }

var (
	isAccount = regexp.MustCompile(`^\d{12}$`)
	isOU      = regexp.MustCompile(`^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$`)
	isRole    = regexp.MustCompile(`^([\x21-\x7e]+/)?[\w+=,.@-]{1,64}$`)
)

// Many tells whether the options can lead to more than one account.
func (o Options) Many() bool { return len(o.Profiles) > 1 || o.AllProfiles || o.OrgRole != "" }

// Check returns a *[MistakeError] where the options contradict each other, or one cannot be what it has to be; nil where
// nothing is wrong. It reads nothing.
func (o Options) Check() error {
	switch {
	case o.AllProfiles && len(o.Profiles) > 0:
		return &MistakeError{"--all-profiles", "and --profile exclude each other: leave one out"}
	case o.AllProfiles && o.OrgRole != "":
		return &MistakeError{"--all-profiles", "and --org-role exclude each other: leave one out"}
	case o.OrgRole != "" && len(o.Profiles) > 1:
		return &MistakeError{"--org-role", "assumes the role with the credentials of one profile: name one with --profile"}
	}
	if i := slices.Index(o.Profiles, ""); i >= 0 {
		return &MistakeError{"--profile", "has an empty name: leave it out, or name a profile"}
	}
	if o.OrgRole == "" {
		return o.checkAlone()
	}
	return o.checkOrganization()
}

// checkAlone refuses what goes with a role only.
func (o Options) checkAlone() error {
	for _, of := range []struct {
		option string
		given  bool
	}{
		{"--ou", len(o.OUs) > 0}, {"--accounts", len(o.Accounts) > 0}, {"--skip-accounts", len(o.Skip) > 0},
		{"--no-session-policy", o.NoSessionPolicy},
	} {
		if of.given {
			return &MistakeError{of.option, "goes with --org-role: add that, or leave it out"}
		}
	}
	return nil
}

func (o Options) checkOrganization() error {
	if !isRole.MatchString(o.OrgRole) || strings.HasPrefix(o.OrgRole, "arn:") {
		return &MistakeError{"--org-role", fmt.Sprintf("takes the name of a role, such as OrganizationAccountAccessRole, not %q", o.OrgRole)}
	}
	for _, list := range []struct {
		option, wants string
		values        []string
		is            *regexp.Regexp
	}{
		{"--ou", "the id of an organizational unit or a root, such as ou-ab12-11111111", o.OUs, isOU},
		{"--accounts", "account numbers of 12 digits", o.Accounts, isAccount},
		{"--skip-accounts", "account numbers of 12 digits", o.Skip, isAccount},
	} {
		for _, value := range list.values {
			if !list.is.MatchString(value) {
				return &MistakeError{list.option, fmt.Sprintf("takes %s, not %q", list.wants, value)}
			}
		}
	}
	skipped := func(number string) bool { return slices.Contains(o.Skip, number) }
	if len(o.Accounts) > 0 && len(o.OUs) == 0 && !slices.ContainsFunc(o.Accounts, func(n string) bool { return !skipped(n) }) {
		return &MistakeError{"--skip-accounts", "leaves out every account of --accounts: name one that is left"}
	}
	return nil
}

// narrowed tells whether the options mean only a part of the organization.
func (o Options) narrowed() bool { return len(o.OUs)+len(o.Accounts) > 0 }

package command

import (
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"iampasswd/iamclient/grants"
)

// organizationSet is what lets its holder reach many accounts. It has nothing of the sets, which are for the role there.
const organizationSet = "organization"

func newPermissions() *cobra.Command {
	var scope grants.Scope
	var role string
	names := make([]string, 0, len(grants.Sets())+1)
	for _, set := range grants.Sets() {
		names = append(names, string(set))
	}
	names = append(names, organizationSet)
	cmd := &cobra.Command{
		Use:   "permissions [help-desk|admin|read-only|organization]",
		Short: "Print the IAM policy to ask an administrator for, as JSON",
		Example: `  iampasswd permissions help-desk --path /staff/ > help-desk.json
  aws iam create-policy --policy-name iampasswd-help-desk --policy-document file://help-desk.json
  iampasswd permissions organization --role HelpDesk      to reach the accounts of an organization by that role
  iampasswd help permissions        what each action is for`,
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			set := grants.HelpDesk
			switch {
			case len(args) > 1:
				return usagef("permissions takes one set, not %d: help-desk, admin, read-only or organization.", len(args))
			case len(args) == 1 && !slices.Contains(names, args[0]):
				return usagef("there is no set %q: help-desk, admin, read-only or organization.", args[0])
			case len(args) == 1:
				set = grants.Set(args[0])
			}
			policy, err := grants.Policy(set, scope)
			switch given := cmd.Flags().Changed; {
			case set == organizationSet && (given("path") || given("tag")):
				return usagef("organization is about accounts, and --path and --tag are about users: leave them out.")
			case set == organizationSet:
				policy, err = grants.Organization(role, scope.Partition)
			case given("role"):
				return usagef("--role goes with organization: add that, or leave it out.")
			}
			if mistake, ok := errors.AsType[*grants.MistakeError](err); ok {
				return usagef("--%s %s, not %q.", mistake.Part, mistake.Wants, mistake.Value)
			}
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), policy)
			return err
		},
	}
	cmd.Flags().SortFlags = false
	once(cmd.Flags(), &scope.Path, "path", "`PATH` of the users that may be changed, such as /staff/; otherwise all")
	once(cmd.Flags(), &scope.Tag, "tag", "`KEY=VALUE` of a tag that the users have who may be changed")
	role = "OrganizationAccountAccessRole"
	once(cmd.Flags(), &role, "role", "`NAME` of the role in each account, for organization")
	scope.Partition = "aws"
	once(cmd.Flags(), &scope.Partition, "partition", "`NAME` of the partition: aws, aws-cn, aws-us-gov …")
	return cmd
}

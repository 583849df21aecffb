package demoiam

import (
	"slices"
	"strings"
	"time"
)

// Role is a role of an account.
type Role struct {
	Name string
	Path string // "" is /

	// Trusts are who may assume it: the numbers of accounts, for everybody in them,
	// and the ARNs of users and roles. nil is the organization's management account,
	// or the account itself where there is no organization.
	Trusts     []string
	MFA        bool          // whether an MFA code is asked for
	Policy     string        // what it may do, as JSON; "" is everything. What is no policy allows nothing
	MaxSession time.Duration // 0 is one hour
}

// OrganizationRole is the role that Organizations creates in each account that it
// creates, and in none that joins by invitation.
const OrganizationRole = "OrganizationAccountAccessRole"

// role is a Role as the account keeps it.
type role struct {
	Role

	may []statement // nil: everything
}

func newRoles(roles []Role) []*role {
	kept := make([]*role, len(roles))
	for i, r := range roles {
		kept[i] = &role{Role: r}
		if r.Policy != "" {
			kept[i].may = append([]statement{}, statementsOf(r.Policy)...)
		}
	}
	return kept
}

// roleBy finds the role of an ARN.
func (a *account) roleBy(arn string) *role {
	at := slices.IndexFunc(a.roles, func(r *role) bool {
		return arn == "arn:"+a.partition+":iam::"+a.id+":role"+orSlash(r.Path)+r.Name
	})
	if at < 0 {
		return nil
	}
	return a.roles[at]
}

// trusts tells whether the role's trust policy lets somebody assume it.
func (a *account) trusts(r *role, who *principal) bool {
	trusted := r.Trusts
	if trusted == nil {
		trusted = []string{a.id}
		if a.org != nil {
			trusted = []string{a.org.management().account.id}
		}
	}
	return slices.ContainsFunc(trusted, func(t string) bool {
		return t == accountIn(who.arn) || t == who.arn || t == who.role && t != ""
	})
}

// isChained tells whether the caller of AssumeRole is a role itself.
func isChained(caller string) bool { return strings.Contains(caller, ":assumed-role/") }

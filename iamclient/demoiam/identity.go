package demoiam

import (
	"cmp"
	"strings"
)

// listAccountAliases is ListAccountAliases. An account has one or none, so
// there is never a second page.
func (a *account) listAccountAliases(p *params, out *xmlWriter) error {
	p.integer("MaxItems", fewestItems, mostItems)
	p.optional("Marker", pageMarker)
	if err := p.err(); err != nil {
		return err
	}
	out.boolean("IsTruncated", false)
	out.group("AccountAliases", func() {
		if a.alias != "" {
			out.text("member", a.alias)
		}
	})
	return nil
}

// getCallerIdentity is STS's GetCallerIdentity. No permission is needed for
// it, at AWS as here.
func (a *account) getCallerIdentity(p *params, out *xmlWriter) error {
	out.text("Arn", p.caller)
	out.text("UserId", a.callerID(p.caller))
	out.text("Account", a.accountOf(p.caller))
	return nil
}

// accountOf is the account in an ARN, which a role that was assumed may have in
// another account.
func (a *account) accountOf(caller string) string {
	return cmp.Or(accountIn(caller), a.id)
}

// callerID is the id of the user, the role's id and the session's name for an
// assumed role, and the account's for its root user.
func (a *account) callerID(caller string) string {
	if u := a.users.find(a.userOf(caller)); u != nil {
		return u.id()
	}
	if _, role, ok := strings.Cut(caller, ":assumed-role/"); ok {
		role, session, _ := strings.Cut(role, "/")
		return identifier("AROA", serialOf(accountIn(caller)+role), 0, 17) + ":" + cmp.Or(session, role)
	}
	return a.id
}

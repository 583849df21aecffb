package demoiam

// listGroupsForUser is ListGroupsForUser. All groups are on the path / and as
// old as the account.
func (a *account) listGroupsForUser(p *params, out *xmlWriter) error {
	page := p.page()
	u, err := a.named(p, existingUserName, a.user)
	if err != nil {
		return err
	}
	writeList(out, "Groups", u.groups, page, func(name string) {
		out.text("Path", "/")
		out.text("GroupName", name)
		out.text("GroupId", identifier("AGPA", serialOf(name), 0, 17))
		out.text("Arn", "arn:"+a.partition+":iam::"+a.id+":group/"+name)
		out.instant("CreateDate", a.founded)
	})
	return nil
}

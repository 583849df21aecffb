package demoiam

import (
	"cmp"
	"slices"
	"time"
)

// ServiceCredential is a credential of a user for one service alone.
type ServiceCredential struct {
	ID       string // "" is one that is made up of the user's name
	Service  string // such as codecommit.amazonaws.com
	Inactive bool
	Created  time.Time // zero is when the user was created
}

// serviceCredentials is a user's credentials with nothing left to be made up.
func (u *user) serviceCredentials() []ServiceCredential {
	const stream = 100 // beyond those of the access keys, whose ids would end alike
	all := make([]ServiceCredential, len(u.credentials))
	for i, c := range u.credentials {
		c.ID = cmp.Or(c.ID, identifier("ACCA", u.serial, uint64(i)+stream, 16))
		c.Created = cmp.Or(c.Created, u.created)
		all[i] = c
	}
	return all
}

// listServiceCredentials is ListServiceSpecificCredentials, of the caller unless
// a name is given, and of one service where that is named. AllUsers is not
// modelled.
func (a *account) listServiceCredentials(p *params, out *xmlWriter) error {
	service, given := p.optional("ServiceName", resourceName)
	page := p.page()
	u, err := a.targeted(p, a.user)
	if err != nil {
		return err
	}
	credentials := u.serviceCredentials()
	if given && !slices.Contains(credentialServices, service) {
		return refuse("NotSupportedService", "No such service: %s", service) // AWS documents the code and no words
	}
	if given {
		credentials = slices.DeleteFunc(credentials, func(c ServiceCredential) bool { return c.Service != service })
	}
	writeList(out, "ServiceSpecificCredentials", credentials, page, func(c ServiceCredential) {
		out.text("UserName", u.name)
		out.text("Status", status(c.Inactive))
		out.text("ServiceUserName", u.name+"-at-"+a.id)
		out.instant("CreateDate", c.Created)
		out.text("ServiceSpecificCredentialId", c.ID)
		out.text("ServiceName", c.Service)
	})
	return nil
}

// The services that have such credentials, of those that AWS documents.
var credentialServices = []string{
	"bedrock.amazonaws.com", "cassandra.amazonaws.com", "codecommit.amazonaws.com", "logs.amazonaws.com",
}

// updateServiceCredential is UpdateServiceSpecificCredential, of the caller's
// credential unless a name is given.
func (a *account) updateServiceCredential(p *params, _ *xmlWriter) error {
	id := p.required("ServiceSpecificCredentialId", credentialID)
	to := p.required("Status", keyStatus)
	u, err := a.targeted(p, a.userToChange)
	if err != nil {
		return err
	}
	credentials := u.serviceCredentials()
	at := slices.IndexFunc(credentials, func(c ServiceCredential) bool { return c.ID == id })
	if at < 0 {
		// AWS documents no words for this.
		return refuse("NoSuchEntity", "No such credential %s exists", id)
	}
	credentials[at].Inactive = to == inactive
	u.credentials = credentials
	return nil
}

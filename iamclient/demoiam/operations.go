package demoiam

import (
	"encoding/json"
	"slices"
)

// The API versions and namespaces of IAM and STS, and how the targets of
// Organizations begin.
const (
	iamVersion           = "2010-05-08"
	stsVersion           = "2011-06-15"
	organizationsVersion = "AWSOrganizationsV20161128"

	iamNamespace = "https://iam.amazonaws.com/doc/2010-05-08/"
	stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

	// faultNamespace is that of answers to requests that no service took.
	faultNamespace = "http://webservices.amazon.com/AWSFault/2005-15-09"
)

// operation is one action of the API. Its run writes the children of the
// Result element, or a JSON object; an operation of the Query protocol that has no
// children to write has no such element.
type operation struct {
	version string
	run     func(*account, *params, *xmlWriter) error
}

// operations is everything that the service can do, by Action.
var operations = map[string]operation{
	"ListUsers":                       {iamVersion, (*account).listUsers},
	"GetUser":                         {iamVersion, (*account).getUser},
	"CreateUser":                      {iamVersion, (*account).createUser},
	"DeleteUser":                      {iamVersion, (*account).deleteUser},
	"GetLoginProfile":                 {iamVersion, (*account).getLoginProfile},
	"CreateLoginProfile":              {iamVersion, (*account).createLoginProfile},
	"UpdateLoginProfile":              {iamVersion, (*account).updateLoginProfile},
	"DeleteLoginProfile":              {iamVersion, (*account).deleteLoginProfile},
	"ChangePassword":                  {iamVersion, (*account).changePassword},
	"GetAccountPasswordPolicy":        {iamVersion, (*account).getPasswordPolicy},
	"UpdateAccountPasswordPolicy":     {iamVersion, (*account).updatePasswordPolicy},
	"DeleteAccountPasswordPolicy":     {iamVersion, (*account).deletePasswordPolicy},
	"ListUserTags":                    {iamVersion, (*account).listUserTags},
	"ListGroupsForUser":               {iamVersion, (*account).listGroupsForUser},
	"ListMFADevices":                  {iamVersion, (*account).listMFADevices},
	"DeactivateMFADevice":             {iamVersion, (*account).deactivateMFADevice},
	"ResyncMFADevice":                 {iamVersion, (*account).resyncMFADevice},
	"DeleteVirtualMFADevice":          {iamVersion, (*account).deleteVirtualMFADevice},
	"ListAccessKeys":                  {iamVersion, (*account).listAccessKeys},
	"GetAccessKeyLastUsed":            {iamVersion, (*account).getAccessKeyLastUsed},
	"ListServiceSpecificCredentials":  {iamVersion, (*account).listServiceCredentials},
	"UpdateServiceSpecificCredential": {iamVersion, (*account).updateServiceCredential},
	"UpdateAccessKey":                 {iamVersion, (*account).updateAccessKey},
	"ListAttachedUserPolicies":        {iamVersion, (*account).listAttachedUserPolicies},
	"AttachUserPolicy":                {iamVersion, (*account).attachUserPolicy},
	"DetachUserPolicy":                {iamVersion, (*account).detachUserPolicy},
	"ListUserPolicies":                {iamVersion, (*account).listUserPolicies},
	"GetUserPolicy":                   {iamVersion, (*account).getUserPolicy},
	"PutUserPolicy":                   {iamVersion, (*account).putUserPolicy},
	"DeleteUserPolicy":                {iamVersion, (*account).deleteUserPolicy},
	"SimulatePrincipalPolicy":         {iamVersion, (*account).simulatePrincipalPolicy},
	"GenerateCredentialReport":        {iamVersion, (*account).generateCredentialReport},
	"GetCredentialReport":             {iamVersion, (*account).getCredentialReport},
	"ListAccountAliases":              {iamVersion, (*account).listAccountAliases},
	"AssumeRole":                      {stsVersion, (*account).assumeRole},
	"GetCallerIdentity":               {stsVersion, (*account).getCallerIdentity},
	lookupAction:                      {trailVersion, inJSON((*account).lookupEvents)},

	"DescribeOrganization":             {organizationsVersion, inJSON((*account).describeOrganization)},
	"ListAccounts":                     {organizationsVersion, inJSON((*account).listAccounts)},
	"ListAccountsForParent":            {organizationsVersion, inJSON((*account).listAccountsForParent)},
	"ListOrganizationalUnitsForParent": {organizationsVersion, inJSON((*account).listUnitsForParent)},
	"ListRoots":                        {organizationsVersion, inJSON((*account).listRoots)},
}

// inJSON makes an operation of the JSON protocol, whose result is an object.
func inJSON(run func(*account, *params) (map[string]any, error)) func(*account, *params, *xmlWriter) error {
	return func(a *account, p *params, out *xmlWriter) error {
		result, err := run(a, p)
		if err != nil {
			return err
		}
		return json.NewEncoder(&out.Buffer).Encode(result)
	}
}

// permission is the name of the permission that a request needs.
func (in *request) permission() string { return servicePrefix(in.action) + in.action }

// servicePrefix is how the names of an action's permissions begin.
func servicePrefix(action string) string {
	switch operations[action].version {
	case stsVersion:
		return "sts:"
	case trailVersion:
		return "cloudtrail:"
	case organizationsVersion:
		return "organizations:"
	}
	return "iam:"
}

func namespace(version string) string {
	switch version {
	case iamVersion:
		return iamNamespace
	case stsVersion:
		return stsNamespace
	}
	return faultNamespace
}

// Actions are the names of all operations of IAM, STS and CloudTrail, as
// "iam:ListUsers", in order.
func Actions() []string {
	var names []string
	for action, op := range operations {
		if op.version == organizationsVersion {
			continue
		}
		names = append(names, servicePrefix(action)+action)
	}
	slices.Sort(names)
	return names
}

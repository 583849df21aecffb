package grants

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Set is a kind of people.
type Set string

// The sets, each with all that the one before has.
const (
	ReadOnly Set = "read-only" // look at users and at why they cannot sign in
	HelpDesk Set = "help-desk" // and help them
	Admin    Set = "admin"     // and revoke sessions, and change the password policy
)

// Sets are all of them, the smallest first.
func Sets() []Set { return []Set{ReadOnly, HelpDesk, Admin} }

// LongestPolicy is the most characters, white space left out, that IAM takes for a managed policy.
const LongestPolicy = 6144

// Scope says for which users changes are allowed. The zero value is all users of an account in the partition aws. Reading is
// never narrowed: ListUsers and the credential report are all or nothing.
type Scope struct {
	Path      string // "/staff/": users on that path and below
	Tag       string // "team=x": users with that tag
	Partition string // "aws-cn", "aws-us-gov" and so on
}

// MistakeError is a scope that no policy can be made of.
type MistakeError struct {
	Part  string // "path", "tag" or "partition"
	Wants string // what it has to look like
	Value string
}

func (e *MistakeError) Error() string {
	return e.Part + " " + e.Wants + ", not " + fmt.Sprintf("%q", e.Value)
}

// The patterns of a scope's parts.
const (
	isPath      = `^/([!-#%-)+->@-z|~]+/)?$` // without * and ?, which would be wild, and $ { }, which would be a variable
	isTag       = `^[\p{L}\p{N}_.:/+\-@ ]+=[\p{L}\p{N}_.:/+\-@ ]*$`
	isPartition = `^aws(-[a-z]+)*$`
	isRole      = `^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`
)

func (s Scope) check() error {
	for _, part := range []struct{ name, value, wants, is string }{
		{"path", cmp.Or(s.Path, "/"), "begins and ends with a slash, as /staff/, and has none of * ? $ { }", isPath},
		{"tag", cmp.Or(s.Tag, "a=b"), "is a key and a value, as team=x", isTag},
		{"partition", cmp.Or(s.Partition, "aws"), "is aws, aws-cn, aws-us-gov or the like", isPartition},
	} {
		if !regexp.MustCompile(part.is).MatchString(part.value) || strings.Contains(part.value, "//") {
			return &MistakeError{part.name, part.wants, part.value}
		}
	}
	return nil
}

// document and statement are in the order in which people write policies.
type document struct {
	Version   string
	Statement []statement
}

type statement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  string
	Condition map[string]map[string]string `json:",omitempty"`
}

// reads are what shows users and why they cannot sign in.
var reads = []string{
	"ListUsers", "GetUser", "GetLoginProfile", "ListMFADevices", "ListGroupsForUser", "ListAccessKeys", "GetAccessKeyLastUsed",
	"ListServiceSpecificCredentials", "GetUserPolicy",
	"ListAttachedUserPolicies", "SimulatePrincipalPolicy", "GenerateCredentialReport", "GetCredentialReport",
	"GetAccountPasswordPolicy", "ListAccountAliases",
}

// Policy is the document of a set, in JSON with a line end, as `aws iam create-policy` takes it. The error is a
// *[MistakeError].
func Policy(set Set, scope Scope) (string, error) {
	if err := scope.check(); err != nil {
		return "", err
	}
	arn := "arn:" + cmp.Or(scope.Partition, "aws") + ":iam::"
	users := arn + "*:user" + cmp.Or(scope.Path, "/") + "*"
	seeSignIns := statement{Sid: "SeeSignIns", Effect: "Allow", Resource: "*", Action: []string{"cloudtrail:LookupEvents"}}
	all := []statement{allow("ReadWhatHelps", "*", reads...), seeSignIns}
	if set != ReadOnly {
		all = append(all,
			scope.tagged(allow("HelpUsers", users, "UpdateLoginProfile", "CreateLoginProfile", "DeleteLoginProfile", "DeactivateMFADevice", "ResyncMFADevice", "UpdateAccessKey",
				"UpdateServiceSpecificCredential")),
			allow("DeleteLostPhones", arn+"*:mfa/*", "DeleteVirtualMFADevice"),
			scope.tagged(letChange(users, arn+"aws:policy/IAMUserChangePassword")),
			allow("ChangeMyOwn", arn+"*:user/*${aws:username}", "ChangePassword"),
		)
	}
	if set == Admin {
		all = append(all,
			scope.tagged(allow("RevokeSessions", users, "PutUserPolicy", "DeleteUserPolicy")),
			allow("ChangeThePasswordPolicy", "*", "UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"),
		)
	}
	return written(all...)
}

func allow(sid, resource string, actions ...string) statement {
	return allowOf("iam", sid, resource, actions...)
}

func allowOf(service, sid, resource string, actions ...string) statement {
	s := statement{Sid: sid, Effect: "Allow", Resource: resource}
	for _, action := range actions {
		s.Action = append(s.Action, service+":"+action)
	}
	return s
}

// Organization is the document for who reaches the accounts of an organization by a role, whose name may have a path: to read
// the accounts, and to assume the role in each. The form and the error are those of [Policy].
func Organization(role, partition string) (string, error) {
	if !regexp.MustCompile(isRole).MatchString(role) {
		return "", &MistakeError{"role", "is the name of a role, such as HelpDesk", role}
	}
	if err := (Scope{Partition: partition}).check(); err != nil {
		return "", err
	}
	return written(
		allowOf("organizations", "ReadTheAccounts", "*", "ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent", "DescribeOrganization"),
		allowOf("sts", "AssumeTheRole", "arn:"+cmp.Or(partition, "aws")+":iam::*:role/"+role, "AssumeRole"),
	)
}

// written is the text of a document.
func written(statements ...statement) (string, error) {
	text, err := json.MarshalIndent(document{"2012-10-17", statements}, "", "  ")
	return string(text) + "\n", err
}

// letChange allows attaching the one policy that lets users change their own password. Who may attach any policy can become
// an administrator.
func letChange(users, policy string) statement {
	s := allow("LetUsersChangeTheirOwn", users, "AttachUserPolicy")
	s.Condition = map[string]map[string]string{"ArnEquals": {"iam:PolicyARN": policy}}
	return s
}

// tagged narrows a statement to users with the scope's tag.
func (s Scope) tagged(to statement) statement {
	if s.Tag == "" {
		return to
	}
	if to.Condition == nil {
		to.Condition = map[string]map[string]string{}
	}
	key, value, _ := strings.Cut(s.Tag, "=")
	to.Condition["StringEquals"] = map[string]string{"iam:ResourceTag/" + key: value}
	return to
}

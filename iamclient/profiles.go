package iamclient

import (
	"errors"
	"os"
	"strings"

	awsarn "github.com/aws/aws-sdk-go-v2/aws/arn"

	"iampasswd/iamclient/awsconfig"
)

// Profile is what the AWS configuration says of a profile. Nothing of it is secret, or was asked of AWS.
type Profile struct {
	Name    string
	Account string // 12 digits; "" where the configuration does not tell
	Region  string // "" where it has none of its own
	Role    string // the name of the role that is assumed, by AssumeRole or IAM Identity Center; "": none
	// Via is the profile whose credentials assume the role; "" where that is this one.
	Via string
	MFA bool // the role asks for an MFA code
	// Source is where the credentials come from in the end: "keys", "SSO", "aws login", "process", "web identity",
	// "environment", "EC2", "ECS"; "" where the profile has none of its own.
	Source string
	// Unusable tells why the profile cannot be used as it stands, in a sentence without its full stop; "" where it can.
	Unusable string
}

// environment stands for the profile where the keys come from the environment.
const environment = "(environment)"

// Profiles returns the names of the profiles in the AWS configuration, sorted; files that cannot be read have none.
func Profiles() []string {
	files, err := awsconfig.Load(os.LookupEnv)
	if err != nil {
		return nil
	}
	return files.Names()
}

// ReadProfiles returns what the AWS configuration says of each of its profiles, sorted by name. A file that cannot be read
// with certainty is an [awsconfig.Error].
func ReadProfiles() ([]Profile, error) {
	files, err := awsconfig.Load(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	var profiles []Profile
	for _, name := range files.Names() {
		profiles = append(profiles, describe(files, name))
	}
	return profiles, nil
}

// sourceNames are the kinds of credentials that a profile can have.
var sourceNames = map[awsconfig.Kind]string{
	awsconfig.Static: "keys", awsconfig.SSO: "SSO", awsconfig.Login: "aws login", awsconfig.Process: "process",
	awsconfig.WebIdentity: "web identity", awsconfig.Metadata: "EC2", awsconfig.Container: "ECS",
}

// describe says what the files tell of a profile. They are planned with as they would be used.
func describe(files *awsconfig.Files, name string) Profile {
	of := files.Profile(name)
	p := Profile{Name: name, Region: of.Get("region"), Account: of.Get("aws_account_id")}
	plan, err := files.Plan(func(string) (string, bool) { return "", false }, name)
	arn := of.Get("role_arn")
	if _, missing := errors.AsType[*awsconfig.Error](err); missing {
		p.Unusable = err.Error()
	} else {
		p.Source = sourceNames[plan.Source.Kind]
	}
	switch plan.Source.Kind {
	case awsconfig.SSO:
		if len(plan.Roles) == 0 {
			p.Account, p.Role = plan.Source.SSOAccount, plan.Source.SSORole
		}
	case awsconfig.Login:
		if len(plan.Roles) == 0 {
			arn = plan.Source.LoginSession
		}
	}
	if parsed, err := awsarn.Parse(arn); err == nil {
		p.Account = parsed.AccountID
		if role, ok := strings.CutPrefix(parsed.Resource, "role/"); ok {
			p.Role = role[strings.LastIndexByte(role, '/')+1:]
		}
	}
	if via := of.Get("source_profile"); via != name && of.Has("role_arn") {
		p.Via = via
	}
	p.MFA = of.Has("mfa_serial")
	if of.Has("role_arn") && of.Get("credential_source") == "Environment" {
		p.Source, p.Unusable = "environment", ""
	}
	if of.Has("role_arn") && of.Get("credential_source") == "EcsContainer" {
		p.Source, p.Unusable = "ECS", ""
	}
	return p
}

package iamclient

import (
	"bufio"
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"

	awsarn "github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/config"
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
}

// environment stands for the profile where the keys come from the environment.
const environment = "(environment)"

// Profiles returns the names of the profiles in the AWS configuration, sorted; files that cannot be read have none. The
// SDK loads one profile by its name and lists none.
func Profiles() []string {
	var names []string
	for _, p := range readProfiles() {
		names = append(names, p.Name)
	}
	return names
}

func readProfiles() []Profile {
	env, err := config.NewEnvConfig()
	if err != nil {
		return nil
	}
	all := settings{}
	all.read(cmp.Or(env.SharedConfigFile, config.DefaultSharedConfigFilename()), "profile ")
	all.read(cmp.Or(env.SharedCredentialsFile, config.DefaultSharedCredentialsFilename()), "")
	var profiles []Profile
	for _, name := range slices.Sorted(maps.Keys(all)) {
		profiles = append(profiles, all.profile(name))
	}
	return profiles
}

// settings are those of each profile.
type settings map[string]map[string]string

// read adds the profiles of a file, whose sections begin with prefix. Lines set in belong to the setting above.
func (s settings) read(file, prefix string) {
	f, err := os.Open(file) //nolint:gosec // the AWS configuration, wherever the environment says it is
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	var profile map[string]string // nil in a section that is none
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), "#")
		section, isSection := strings.CutPrefix(strings.TrimSpace(line), "[")
		if section, closed := strings.CutSuffix(section, "]"); isSection && closed {
			name, isProfile := strings.CutPrefix(strings.TrimSpace(section), prefix)
			profile = nil
			if name = strings.TrimSpace(name); isProfile || name == "default" {
				profile = s.of(name)
			}
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && profile != nil && strings.TrimLeft(key, " \t") == key {
			keep(profile, strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value))
		}
	}
}

func (s settings) of(name string) map[string]string {
	if s[name] == nil {
		s[name] = map[string]string{}
	}
	return s[name]
}

// keep takes what is shown, and of the keys only that they are there.
func keep(profile map[string]string, key, value string) {
	switch key {
	case "aws_secret_access_key", "aws_session_token":
	case "aws_access_key_id":
		profile[key] = "there"
	default:
		profile[key] = value
	}
}

func (s settings) profile(name string) Profile {
	of := s[name]
	p := Profile{Name: name, Region: of["region"], Source: s.source(name, len(s)), MFA: of["mfa_serial"] != ""}
	p.Account, p.Role = of["aws_account_id"], of["sso_role_name"]
	if of["sso_account_id"] != "" && p.Source == "SSO" {
		p.Account = of["sso_account_id"]
	}
	for _, named := range []string{of["login_session"], of["role_arn"]} {
		if arn, err := awsarn.Parse(named); err == nil {
			p.Account = arn.AccountID
		}
	}
	if _, role, ok := strings.Cut(of["role_arn"], ":role/"); ok {
		p.Role = role[strings.LastIndexByte(role, '/')+1:]
	}
	if via := of["source_profile"]; via != name && of["role_arn"] != "" {
		p.Via = via
	}
	return p
}

// source says where a profile's credentials come from, in the order in which the SDK looks. Profiles may name each
// other in a circle: it looks at no more than so many.
func (s settings) source(name string, most int) string {
	of := s[name]
	switch via := of["source_profile"]; {
	case most < 1:
		return ""
	case via != "" && via != name && of["role_arn"] != "":
		return s.source(via, most-1)
	case of["aws_access_key_id"] != "":
		return "keys"
	case of["credential_source"] != "" && of["role_arn"] != "":
		sources := map[string]string{"Environment": "environment", "Ec2InstanceMetadata": "EC2", "EcsContainer": "ECS"}
		return sources[of["credential_source"]]
	}
	for _, kind := range [][2]string{
		{"web_identity_token_file", "web identity"}, {"sso_session", "SSO"}, {"sso_start_url", "SSO"},
		{"login_session", "aws login"}, {"credential_process", "process"},
	} {
		if of[kind[0]] != "" {
			return kind[1]
		}
	}
	return ""
}

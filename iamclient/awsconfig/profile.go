package awsconfig

import (
	"slices"
	"strings"
)

// Profile is a profile: its section in the configuration file, and the one in the credentials file. A setting in the
// credentials file overrides the same one in the configuration file.
type Profile struct {
	Name                string
	config, credentials *section
	fault               *Error // why the sections are not certain
}

// find returns what is set by a name; nil: nothing.
func (p *Profile) find(name string) *setting {
	if p == nil {
		return nil
	}
	for _, s := range []*section{p.credentials, p.config} {
		if s != nil && s.settings[name] != nil {
			return s.settings[name]
		}
	}
	return nil
}

// Has reports whether a setting is there, empty or not.
func (p *Profile) Has(name string) bool { return p.find(name) != nil }

// Get returns a setting's value; "" where it is not set.
func (p *Profile) Get(name string) string {
	if s := p.find(name); s != nil {
		return s.value
	}
	return ""
}

// Place returns where a setting stands, as FILE:LINE; "" where it is not set.
func (p *Profile) Place(name string) string {
	if s := p.find(name); s != nil {
		return s.at.String()
	}
	return ""
}

// identifying are the settings that decide who signs a request.
var identifying = []string{
	"aws_access_key_id", "aws_secret_access_key", "role_arn", "source_profile", "credential_source", "external_id",
	"mfa_serial", "role_session_name", "web_identity_token_file", "credential_process", "login_session",
	"sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region",
}

// mayBeEmpty are those whose empty value is the same to every reader: nothing is set.
var mayBeEmpty = []string{"aws_session_token", "aws_security_token", "region", "endpoint_url", "ca_bundle"}

// check refuses a profile in which something that matters is not certain.
func (p *Profile) check() error {
	if p.fault != nil {
		return p.fault
	}
	for _, s := range []*section{p.config, p.credentials} {
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *section) check() error {
	if s == nil {
		return nil
	}
	for _, name := range known {
		if set := s.settings[name]; set != nil {
			if err := set.check(name); err != nil {
				return err
			}
		}
	}
	for _, set := range s.settings {
		if set.nested == nil && set.more != 0 {
			return continues(set)
		}
	}
	return nil
}

func (s *setting) check(name string) error {
	matters := slices.Contains(identifying, name)
	switch {
	case s.nested != nil && (matters || slices.Contains(mayBeEmpty, name)):
		return s.at.errorf("has no value for %s, and the indented lines below count as its nested settings: remove their indentation, or the line", name)
	case s.nested == nil && s.more != 0:
		return continues(s)
	case matters && s.value == "":
		return s.at.errorf("sets %s to nothing: give it a value, or remove the line", name)
	case (matters || slices.Contains(mayBeEmpty, name)) && hasComment(s.value):
		return s.at.errorf("has a comment behind %s, which the AWS CLI takes for a part of the value and the AWS SDKs do not: move it to a line of its own", name)
	case name != "credential_process" && matters && isQuoted(s.value):
		return s.at.errorf("has quotes around %s, which the AWS CLI takes for a part of the value and the AWS SDKs do not: remove them", name)
	}
	return nil
}

func continues(s *setting) error {
	return place{s.at.file, s.more}.errorf("is indented, so the AWS CLI takes it for a part of the setting in line %d: remove its indentation, or the line", s.at.line)
}

func hasComment(value string) bool {
	for _, sign := range []string{" #", " ;", "\t#", "\t;"} {
		if strings.Contains(value, sign) {
			return true
		}
	}
	return false
}

func isQuoted(value string) bool {
	return len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0]
}

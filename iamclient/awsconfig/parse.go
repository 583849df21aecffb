package awsconfig

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iampasswd/iamclient/printable"
)

// section is a section of a file. Its name is what stands between the brackets, as it is written.
type section struct {
	name     string
	at       place
	settings map[string]*setting
}

// setting is what a section says by one name, which is in lower case.
type setting struct {
	value  string // lines that follow are joined by LF
	nested map[string]string
	at     place
	lines  []string // of the value, until the whole file is read
	more   int      // the number of the first line that continues the value; 0: none
}

// parse reads lines as Python's RawConfigParser does, on which the AWS CLI rests.
func parse(path string, lines []string) ([]*section, error) {
	p := &parser{path: path, named: map[string]*section{}}
	for i, line := range lines {
		p.at = place{path, i + 1}
		if err := p.line(line); err != nil {
			return nil, err
		}
	}
	return p.sections, p.end()
}

type parser struct {
	path     string
	at       place
	sections []*section
	named    map[string]*section
	present  *section
	open     *setting // which an indented line continues; nil: none
	indent   int      // of the line that began it, in characters
}

func (p *parser) line(line string) error {
	text := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(text, "#"), strings.HasPrefix(text, ";"):
		return nil
	case strings.ContainsFunc(line, func(r rune) bool { return isControl(r) && r != '\t' }):
		return p.at.errorf("has a control character: remove it")
	case text == "":
		if p.open != nil {
			p.open.lines = append(p.open.lines, "")
		}
		return nil
	}
	indent := utf8.RuneCountInString(line[:strings.IndexFunc(line, func(r rune) bool { return !unicode.IsSpace(r) })])
	if p.open != nil && indent > p.indent {
		return p.continued(text)
	}
	p.indent = indent
	if strings.HasPrefix(text, "[") {
		return p.header(text)
	}
	return p.setting(text)
}

func (p *parser) continued(text string) error {
	if strings.HasPrefix(text, "[") {
		return p.at.errorf("is an indented section header, which the AWS CLI takes for a part of the setting above it: remove the spaces before it")
	}
	if p.open.more == 0 {
		p.open.more = p.at.line
	}
	p.open.lines = append(p.open.lines, text)
	return nil
}

// header begins a section. Text behind the bracket is no part of the name.
func (p *parser) header(text string) error {
	end := strings.LastIndexByte(text, ']')
	if end < 0 {
		return p.at.errorf("begins a section header without its closing bracket: add the ]")
	}
	name := text[1:end]
	switch {
	case name == "":
		return p.at.errorf("is a section header without a name: name the section")
	case strings.ContainsAny(name, "[]"):
		return p.at.errorf("has more than one pair of brackets, so its section's name is not certain: move the comment to a line of its own")
	case name == "DEFAULT":
		return p.at.errorf("is a section [DEFAULT], whose settings the AWS CLI gives to every profile: write [default], or remove it")
	}
	if before := p.named[name]; before != nil {
		return p.at.errorf("repeats the section %s of line %d, which the AWS CLI refuses: make them one section", sectionName(name), before.at.line)
	}
	p.present = &section{name: name, at: p.at, settings: map[string]*setting{}}
	p.sections, p.named[name], p.open = append(p.sections, p.present), p.present, nil
	return nil
}

func (p *parser) setting(text string) error {
	if p.present == nil {
		return p.at.errorf("stands before the first section header: begin with [default] or [profile NAME]")
	}
	cut := strings.IndexAny(text, "=:")
	if cut < 0 {
		return p.at.errorf("is neither a section header, a setting nor a comment: correct or remove it")
	}
	name := strings.ToLower(strings.TrimSpace(text[:cut]))
	if name == "" {
		return p.at.errorf("has a value without the name of a setting: correct or remove it")
	}
	if before, twice := p.present.settings[name]; twice {
		return p.at.errorf("repeats the setting%s of line %d, which the AWS CLI refuses: remove one of them", knownName(name), before.at.line)
	}
	p.open = &setting{lines: []string{strings.TrimSpace(text[cut+1:])}, at: p.at}
	p.present.settings[name] = p.open
	return nil
}

// end reads what is nested: a setting without a value on its own line, and settings in the lines below.
func (p *parser) end() error {
	for _, section := range p.sections {
		for _, s := range section.settings {
			s.value, s.lines = strings.TrimRightFunc(strings.Join(s.lines, "\n"), unicode.IsSpace), nil
			if !strings.HasPrefix(s.value, "\n") {
				continue
			}
			s.nested = map[string]string{}
			for line := range strings.SplitSeq(s.value, "\n") {
				if line == "" {
					continue
				}
				name, value, ok := strings.Cut(line, "=")
				if !ok {
					return s.at.errorf("begins nested settings, and a line below it is no setting: correct or remove that line")
				}
				s.nested[strings.TrimSpace(name)] = strings.TrimSpace(value)
			}
			s.value = ""
		}
	}
	return nil
}

// sectionName is a section's name for an error.
func sectionName(name string) string {
	const most = 60
	if runes := []rune(printable.Text(name)); len(runes) > most {
		name = string(runes[:most]) + "…"
	}
	return "[" + printable.Text(name) + "]"
}

// knownName is the name of a setting for an error, with a space before it; nothing where it is not known: it may be a
// secret that slipped.
func knownName(name string) string {
	if slices.Contains(known, name) {
		return " " + name
	}
	return ""
}

var known = []string{
	"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "aws_account_id",
	"region", "output", "role_arn", "source_profile", "credential_source", "external_id", "mfa_serial", "role_session_name",
	"duration_seconds", "web_identity_token_file", "credential_process", "login_session", "sso_session", "sso_account_id",
	"sso_role_name", "sso_start_url", "sso_region", "sso_registration_scopes", "endpoint_url", "services", "ca_bundle",
	"max_attempts", "retry_mode", "use_fips_endpoint", "use_dualstack_endpoint", "ignore_configured_endpoint_urls",
	"defaults_mode", "sdk_ua_app_id", "ec2_metadata_service_endpoint", "ec2_metadata_service_endpoint_mode",
	"ec2_metadata_v1_disabled", "s3", "cli_pager",
}

package awsconfig

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// Kind is where credentials come from before any role is assumed.
type Kind int

// The kinds of sources. Nowhere is a profile that has none of its own, and the machine's role, if there is one, is left.
const (
	Nowhere     Kind = iota // nothing is configured: the instance metadata service is what remains
	Static                  // keys in the environment or in a file
	WebIdentity             // a role that is assumed with a token in a file
	SSO                     // IAM Identity Center
	Login                   // aws login
	Process                 // credential_process
	Container               // the endpoint of the container
	Metadata                // the instance metadata service, named by credential_source
)

// Keys are an access key and, of temporary ones, the session token.
type Keys struct{ ID, Secret, Token string }

// Source is where credentials come from.
type Source struct {
	Kind    Kind
	Profile string // that names the source; "": the environment does
	Keys    Keys   // of Static

	RoleARN, RoleSession, TokenFile string // of WebIdentity

	// of SSO; SSOSession is empty where the profile has the older form
	SSOSession, SSOAccount, SSORole, SSOStartURL, SSORegion string

	LoginSession string // of Login

	Command, CommandAt string // of Process; where the command stands, as FILE:LINE
}

// Role is a role that is assumed.
type Role struct {
	Profile                             string // that has the role
	ARN, ExternalID, MFASerial, Session string
	Duration                            time.Duration // 0: none is set
}

// Plan says whose credentials sign: first those of the source, then those of each role, assumed one with the other.
type Plan struct {
	Source Source
	Roles  []Role
}

// Plan decides as the AWS CLI does. The profile is the one that the operator named, on the command line; "" leaves it to the
// environment, whose keys then go before every profile. Errors are an [Error] or an [UnknownProfileError].
func (f *Files) Plan(env Environment, named string) (Plan, error) {
	name := named
	if name == "" {
		fromEnvironment, err := ProfileName(env)
		if err != nil {
			return Plan{}, err
		}
		name = fromEnvironment
	}
	p := f.profiles[name]
	if name == "" {
		name = "default"
		if p = f.profiles[name]; p == nil && f.near(name) != "" {
			return Plan{}, &UnknownProfileError{name, f.near(name)}
		}
	} else if p == nil {
		return Plan{}, &UnknownProfileError{name, f.near(name)}
	}
	if named == "" {
		keys, ok, err := EnvironmentKeys(env)
		if err != nil || ok {
			return Plan{Source: Source{Kind: Static, Keys: keys}}, err
		}
	}
	if p == nil {
		p = &Profile{Name: name}
	}
	if err := p.check(); err != nil {
		return Plan{}, err
	}
	if assumes(p) {
		return f.assume(env, p, []string{p.Name})
	}
	token := env
	if named != "" {
		token = nil
	}
	source, err := f.source(token, p)
	if err != nil || source.Kind != Nowhere {
		return Plan{Source: source}, err
	}
	source, err = machine(env)
	source.Profile = p.Name
	return Plan{Source: source}, err
}

// assumes reports whether a profile's role is assumed with other credentials.
func assumes(p *Profile) bool { return p.Has("role_arn") && !p.Has("web_identity_token_file") }

func hasKeys(p *Profile) bool { return p.Has("aws_access_key_id") || p.Has("aws_secret_access_key") }

// assume plans the role of a profile. The profiles that were visited before are those whose roles come after this one.
func (f *Files) assume(env Environment, p *Profile, visited []string) (Plan, error) {
	role := Role{
		Profile: p.Name, ARN: p.Get("role_arn"), ExternalID: p.Get("external_id"), MFASerial: p.Get("mfa_serial"), Session: p.Get("role_session_name"),
	}
	if seconds, err := strconv.Atoi(p.Get("duration_seconds")); err == nil && seconds > 0 {
		role.Duration = time.Duration(seconds) * time.Second
	}
	plan, err := f.assumedWith(env, p, visited)
	plan.Roles = append(plan.Roles, role)
	return plan, err
}

func (f *Files) assumedWith(env Environment, p *Profile, visited []string) (Plan, error) {
	at := p.find("role_arn").at
	from, named := p.find("source_profile"), p.find("credential_source")
	switch {
	case from != nil && named != nil:
		return Plan{}, named.at.errorf("sets credential_source, and line %d source_profile, for one role: remove one of them", from.at.line)
	case named != nil:
		source, err := credentialSource(env, named)
		source.Profile = p.Name
		return Plan{Source: source}, err
	case from == nil:
		return Plan{}, at.errorf("sets role_arn for the profile %s without source_profile or credential_source: add one of them, to say with whose credentials the role is assumed", sectionName(p.Name))
	}
	next := f.profiles[from.value]
	switch {
	case next == nil:
		return Plan{}, from.at.errorf("sets source_profile to a profile that is not there: correct its name, or add it")
	case slices.Contains(visited, next.Name) && (next != p || !hasKeys(p)):
		return Plan{}, from.at.errorf("closes a circle of source_profile, so that no profile has credentials of its own: name a profile that has")
	}
	if err := next.check(); err != nil {
		return Plan{}, err
	}
	if assumes(next) && !hasKeys(next) {
		return f.assume(env, next, append(visited, next.Name))
	}
	source, err := f.source(nil, next)
	if err == nil && source.Kind == Nowhere {
		err = from.at.errorf("sets source_profile to a profile without credentials of its own: give it some, or name another one")
	}
	return Plan{Source: source}, err
}

// credentialSource is what a profile names as the source of its role's credentials. Their case matters.
func credentialSource(env Environment, named *setting) (Source, error) {
	switch named.value {
	case "Environment":
		keys, ok, err := EnvironmentKeys(env)
		if err == nil && !ok {
			err = named.at.errorf("takes the keys of the environment, which has none: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
		}
		return Source{Kind: Static, Keys: keys}, err
	case "EcsContainer":
		if !inContainer(env) {
			return Source{}, named.at.errorf("takes the credentials of a container, and there is none: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
		}
		return Source{Kind: Container}, nil
	case "Ec2InstanceMetadata":
		return Source{Kind: Metadata}, nil
	}
	return Source{}, named.at.errorf("sets credential_source to something else than Environment, EcsContainer or Ec2InstanceMetadata: correct it")
}

// source is a profile's own source of credentials, in the order of the AWS CLI; of [Nowhere] where it has none. The
// environment counts for a web identity only; nil: not even there.
func (f *Files) source(env Environment, p *Profile) (Source, error) {
	if source, err := webIdentity(env, p); err != nil || source.Kind != Nowhere {
		return source, err
	}
	if p.Has("sso_account_id") || p.Has("sso_role_name") {
		return f.sso(p)
	}
	if source, err := static(p, p.credentials); err != nil || source.Kind != Nowhere {
		return source, err
	}
	switch {
	case p.Has("login_session"):
		return Source{Kind: Login, Profile: p.Name, LoginSession: p.Get("login_session")}, nil
	case p.Has("credential_process"):
		return Source{Kind: Process, Profile: p.Name, Command: p.Get("credential_process"), CommandAt: p.Place("credential_process")}, nil
	}
	return static(p, p.config)
}

func webIdentity(env Environment, p *Profile) (Source, error) {
	get := func(variable, name string) string {
		if env != nil {
			if value, set := env(variable); set {
				return value
			}
		}
		return p.Get(name)
	}
	source := Source{
		Kind: WebIdentity, Profile: p.Name, TokenFile: get("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"),
		RoleARN: get("AWS_ROLE_ARN", "role_arn"), RoleSession: get("AWS_ROLE_SESSION_NAME", "role_session_name"),
	}
	switch {
	case source.TokenFile == "":
		return Source{}, nil
	case source.RoleARN != "":
		return source, nil
	case p.Has("web_identity_token_file"):
		return Source{}, p.find("web_identity_token_file").at.errorf("sets web_identity_token_file without a role: add role_arn")
	}
	return Source{}, &Error{"AWS_WEB_IDENTITY_TOKEN_FILE", "is set without a role: set AWS_ROLE_ARN, too"}
}

// static are the keys of one section. Both have to be in it.
func static(p *Profile, s *section) (Source, error) {
	if s == nil {
		return Source{}, nil
	}
	id, secret := s.settings["aws_access_key_id"], s.settings["aws_secret_access_key"]
	switch {
	case id == nil && secret == nil:
		return Source{}, nil
	case id == nil:
		return Source{}, secret.at.errorf("sets aws_secret_access_key without aws_access_key_id in the same section: add it, or remove the line")
	case secret == nil:
		return Source{}, id.at.errorf("sets aws_access_key_id without aws_secret_access_key in the same section: add it, or remove the line")
	}
	keys := Keys{ID: id.value, Secret: secret.value}
	for _, name := range []string{"aws_security_token", "aws_session_token"} {
		if token := s.settings[name]; token != nil {
			keys.Token = token.value
			break
		}
	}
	return Source{Kind: Static, Profile: p.Name, Keys: keys}, nil
}

// sso reads a profile of IAM Identity Center, whose settings may stand in a section that several profiles share.
func (f *Files) sso(p *Profile) (Source, error) {
	var shared *section
	if named := p.find("sso_session"); named != nil {
		if shared = f.sessions[named.value]; shared == nil {
			return Source{}, named.at.errorf("names an sso-session that is not there: correct its name, or add [sso-session NAME] to the configuration file")
		}
		if err := shared.check(); err != nil {
			return Source{}, err
		}
	}
	source := Source{Kind: SSO, Profile: p.Name, SSOSession: p.Get("sso_session")}
	for _, part := range []struct {
		name string
		into *string
	}{
		{"sso_account_id", &source.SSOAccount}, {"sso_role_name", &source.SSORole},
		{"sso_start_url", &source.SSOStartURL}, {"sso_region", &source.SSORegion},
	} {
		own := p.find(part.name)
		if shared != nil && shared.settings[part.name] != nil {
			common := shared.settings[part.name]
			if own != nil && own.value != common.value {
				return Source{}, own.at.errorf("sets %s to something else than line %d, in the sso-session: make them the same", part.name, common.at.line)
			}
			own = common
		}
		if own == nil {
			return Source{}, p.place().errorf("begins a profile of IAM Identity Center without %s: add it", part.name)
		}
		*part.into = own.value
	}
	return source, nil
}

// place is where a profile begins.
func (p *Profile) place() place {
	if p.config != nil {
		return p.config.at
	}
	return p.credentials.at
}

func inContainer(env Environment) bool {
	return env.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != "" || env.get("AWS_CONTAINER_CREDENTIALS_FULL_URI") != ""
}

// machine is what remains where nothing else is configured. Version 1 of the AWS CLI looks at files of older tools first.
func machine(env Environment) (Source, error) {
	for _, variable := range []string{"AWS_CREDENTIAL_FILE", "BOTO_CONFIG"} {
		if env.get(variable) != "" {
			return Source{}, &Error{variable, "names a file with credentials of an older tool, which some versions of the AWS CLI read: use a profile, or unset it"}
		}
	}
	for _, file := range []string{"/etc/boto.cfg", expand(env, filepath.Join("~", ".boto"))} {
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return Source{}, place{file: file}.errorf("may have credentials of an older tool, which some versions of the AWS CLI read: use a profile, or remove it")
		}
	}
	if inContainer(env) {
		return Source{Kind: Container}, nil
	}
	return Source{Kind: Nowhere}, nil
}

// String keeps keys out of every print.
func (k Keys) String() string { return fmt.Sprintf("keys(%t)", k.ID != "") }

// GoString is String.
func (k Keys) GoString() string { return k.String() }

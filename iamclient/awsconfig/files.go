package awsconfig

import (
	"cmp"
	"maps"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Files are the AWS configuration and credentials files, read once.
type Files struct {
	profiles map[string]*Profile
	sessions map[string]*section // of IAM Identity Center
	services map[string]*section // endpoints
	unread   []*section          // sections that may be meant as profiles, and are none to the AWS CLI
}

// Load reads the files that the environment names, or those in the .aws directory of the home directory. A file that is not
// there is empty. Every other error is an [Error].
func Load(env Environment) (*Files, error) {
	f := &Files{profiles: map[string]*Profile{}, sessions: map[string]*section{}, services: map[string]*section{}}
	sections, err := read(env, "AWS_CONFIG_FILE", "config")
	if err != nil {
		return nil, err
	}
	for _, s := range sections {
		f.addConfig(s)
	}
	sections, err = read(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials")
	if err != nil {
		return nil, err
	}
	for _, s := range sections {
		f.of(s.name).credentials = s
		if profileLike(s.name) != s.name || strings.EqualFold(s.name, "default") && s.name != "default" {
			f.unread = append(f.unread, s)
		}
	}
	return f, nil
}

func read(env Environment, variable, name string) ([]*section, error) {
	path, set := env(variable)
	if set && path == "" {
		return nil, &Error{variable, "is set and empty, which the AWS CLI takes for no file at all: unset it, or name the file"}
	}
	path = expand(env, cmp.Or(path, filepath.Join("~", ".aws", name)))
	lines, err := readLines(path)
	if err != nil {
		return nil, err
	}
	return parse(path, lines)
}

func (f *Files) of(name string) *Profile {
	if f.profiles[name] == nil {
		f.profiles[name] = &Profile{Name: name}
	}
	return f.profiles[name]
}

// addConfig takes a section of the configuration file. A profile that has two sections, spelled differently, is the later
// one to the AWS CLI, and often the other one to the SDKs.
func (f *Files) addConfig(s *section) {
	words, closed := splitWords(s.name)
	two := closed && len(words) == 2
	switch {
	case s.name == "default":
		f.setConfig("default", s)
	case strings.HasPrefix(s.name, "profile") && two:
		f.setConfig(words[1], s)
		if words[0] != "profile" {
			f.profiles[words[1]].fault = s.at.errorf("begins with another word than profile, and readers differ on what that means: write [profile NAME]")
		}
	case strings.HasPrefix(s.name, "sso-session") && two:
		f.sessions[words[1]] = s
	case strings.HasPrefix(s.name, "services") && two:
		f.services[words[1]] = s
	default:
		f.unread = append(f.unread, s)
	}
}

func (f *Files) setConfig(name string, s *section) {
	p := f.of(name)
	if before := p.config; before != nil && s.name == "default" || before != nil && before.name != "default" {
		p.fault = s.at.errorf("is a second section for the profile of line %d, and readers differ on which of them counts: make them one section", before.at.line)
	}
	p.config = s
}

// Names returns the names of the profiles, sorted.
func (f *Files) Names() []string { return slices.Sorted(maps.Keys(f.profiles)) }

// Profile returns a profile by its name; nil where there is none.
func (f *Files) Profile(name string) *Profile { return f.profiles[name] }

// near returns the place of a section that looks like the profile and is not; "" where there is none.
func (f *Files) near(name string) string {
	for _, s := range f.unread {
		if strings.EqualFold(profileLike(s.name), strings.Join(strings.Fields(name), " ")) {
			return s.at.String()
		}
	}
	return ""
}

// profileLike is what a person may have meant by a section's name.
func profileLike(section string) string {
	words := strings.Fields(strings.NewReplacer(`"`, " ", "'", " ").Replace(section))
	if len(words) > 1 && strings.EqualFold(words[0], "profile") {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// variables are $NAME and ${NAME}.
var variables = regexp.MustCompile(`\$(\w+|\{[^}]*\})`)

// expand puts variables and the home directory into a path, as the AWS CLI does. What is not known stays as it is.
func expand(env Environment, path string) string {
	if strings.Contains(path, "$") {
		path = variables.ReplaceAllStringFunc(path, func(text string) string {
			if value, ok := env(strings.Trim(text[1:], "{}")); ok {
				return value
			}
			return text
		})
	}
	rest, ok := strings.CutPrefix(path, "~")
	if !ok {
		return path
	}
	name, _, _ := strings.Cut(filepath.ToSlash(rest), "/")
	home, _ := env("HOME")
	switch {
	case name != "":
		other, err := user.Lookup(name)
		if err != nil {
			return path
		}
		home = other.HomeDir
	case home == "":
		if home, _ = os.UserHomeDir(); home == "" {
			if me, err := user.Current(); err == nil {
				home = me.HomeDir
			}
		}
	}
	return filepath.Clean(home + strings.TrimPrefix(rest, name))
}

// Services returns the nested settings of each service in the section that the profile's services names; nil: none.
func (f *Files) Services(p *Profile) map[string]map[string]string {
	section := f.services[p.Get("services")]
	if section == nil {
		return nil
	}
	values := map[string]map[string]string{}
	for name, s := range section.settings {
		values[name] = s.nested
	}
	return values
}

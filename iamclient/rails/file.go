package rails

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/pelletier/go-toml/v2"

	"iampasswd/iamclient/files"
	"iampasswd/iamclient/internal/xdg"
)

// SystemPlace is where the file of a whole machine is.
const SystemPlace = "/etc/iampasswd/config.toml"

// UserPlace is where the file of whoever has this environment is: $XDG_CONFIG_HOME/iampasswd/config.toml, by default in
// ~/.config. It is empty where neither that variable nor the home directory is known.
func UserPlace(getenv func(string) string) string {
	config := xdg.Dir(getenv, "XDG_CONFIG_HOME", ".config")
	if config == "" {
		return ""
	}
	return filepath.Join(config, "iampasswd", "config.toml")
}

// file is what one file says.
type file struct {
	ResetRequired   bool               `toml:"reset_required"`
	GeneratedOnly   bool               `toml:"generated_only"`
	HistoryRequired bool               `toml:"history_required"`
	Verify          verification       `toml:"verify"`
	Profile         string             `toml:"profile"`
	Reason          *reason            `toml:"reason"`
	Protected       []Protected        `toml:"protected"`
	Accounts        map[string]account `toml:"accounts"`
	Queries         map[string]string  `toml:"queries"`
	Mouse           *bool              `toml:"mouse"`
	SignInRegions   []string           `toml:"sign_in_regions"`

	path  string
	lines map[string]int // of the queries, by name
}

type reason struct {
	Required bool       `toml:"required"`
	Pattern  expression `toml:"pattern"`
	Example  string     `toml:"example"`
}

type account struct {
	Name   string `toml:"name"`
	Colour Colour `toml:"colour"`
	Color  Colour `toml:"color"` // as others spell it
}

// The settings that restrict, by their names in the files.
const (
	keyResetRequired   = "reset_required"
	keyGeneratedOnly   = "generated_only"
	keyHistoryRequired = "history_required"
	keyVerify          = "verify"
)

const keySignInRegions = "sign_in_regions"

// Looked is a place where a file was looked for.
type Looked struct {
	Path  string `json:"path"`
	Found bool   `json:"found"`
}

// FileError tells what is wrong with a file.
type FileError struct {
	Path string
	Line int // from 1; 0 where it is about the whole file
	What string
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Path + ": " + e.What
	}
	return fmt.Sprintf("%s, line %d: %s", e.Path, e.Line, e.What)
}

// Load reads the file of the system, and then the user's, which cannot loosen it. Files that are not there say nothing,
// and neither does an empty path. The error is a *[FileError].
func Load(system, user string) (*Rails, error) {
	r := &Rails{accounts: map[string]Account{}, queries: map[string]Query{}}
	for _, path := range []string{system, user} {
		if path == "" {
			continue
		}
		f, err := read(path)
		if err != nil {
			return nil, err
		}
		r.looked = append(r.looked, Looked{path, f != nil})
		if f != nil {
			r.add(f)
		}
	}
	return r, nil
}

// add puts another file's settings on top. They can add guard rails, and take none away; an account keeps the name and the
// colour that it has, for a wrong name leads into the wrong account, and so does a query. Only the default profile and
// the sign-in Regions are the later file's.
func (r *Rails) add(f *file) {
	r.files = append(r.files, f)
	r.ResetRequired = r.ResetRequired || f.ResetRequired
	r.GeneratedOnly = r.GeneratedOnly || f.GeneratedOnly
	r.HistoryRequired = r.HistoryRequired || f.HistoryRequired
	r.VerifyByMFA = r.VerifyByMFA || f.Verify.byMFA
	r.Profile = cmp.Or(f.Profile, r.Profile)
	if f.SignInRegions != nil {
		r.signInRegions = f.SignInRegions
	}
	if f.Mouse != nil {
		r.NoMouse = !*f.Mouse
	}
	r.protected = append(r.protected, f.Protected...)
	if f.asksForReason() {
		r.reasons = append(r.reasons, reasonRule{f.Reason.Pattern, f.Reason.Example, f.path})
	}
	for id, a := range f.Accounts {
		before := r.accounts[id]
		r.accounts[id] = Account{cmp.Or(before.Name, a.Name), cmp.Or(before.Colour, a.Colour, a.Color)}
	}
	for name, text := range f.Queries {
		if _, taken := r.queries[name]; !taken {
			r.queries[name] = Query{Text: text, File: f.path, Line: f.lines[name]}
		}
	}
}

// asksForReason tells whether the file wants a reason; a form that it has to have says so too.
func (f *file) asksForReason() bool {
	return f.Reason != nil && (f.Reason.Required || f.Reason.Pattern.Regexp != nil)
}

// mostBytes is the largest configuration that is read.
const mostBytes = 1 << 20

// read returns what a file says; nil where there is none.
func read(path string) (*file, error) {
	content, err := files.Read(path, mostBytes)
	content = bytes.TrimPrefix(content, []byte("\ufeff")) // which some editors put there
	switch e, _ := errors.AsType[*fs.PathError](err); {
	case errors.Is(err, fs.ErrNotExist) && isLink(path):
		return nil, &FileError{Path: path, What: "is a symbolic link to a file that is not there"}
	case errors.Is(err, syscall.ENOTDIR) && isFile(filepath.Dir(path)):
		return nil, &FileError{Path: path, What: filepath.Dir(path) + " is a file, and has to be a directory with the file in it"}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil, nil
	case e != nil:
		return nil, &FileError{Path: path, What: "cannot be read: " + e.Err.Error()}
	case err != nil:
		return nil, &FileError{Path: path, What: "cannot be read: " + err.Error()}
	}
	f := &file{path: path}
	decoder := toml.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := cmp.Or(toml.Unmarshal(content, new(texts)), decoder.Decode(f)); err != nil {
		return nil, mistake(path, err)
	}
	return f, f.check(content)
}

// isLink tells of a link, wherever it leads. Without this, guard rails would be gone with the file that it led to.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// texts are the settings that are texts in quotes. Those with a type of their own would take a number for one.
type texts struct {
	Verify    string
	Reason    struct{ Pattern string }
	Protected []map[string]string
	Accounts  map[string]map[string]string
	Queries   map[string]string
}

// mistake puts what the decoder found into words.
func mistake(path string, err error) error {
	if unknown, ok := errors.AsType[*toml.StrictMissingError](err); ok && len(unknown.Errors) > 0 {
		first := unknown.Errors[0]
		line, _ := first.Position()
		return &FileError{path, line, fmt.Sprintf("there is no setting %q", strings.Join(first.Key(), "."))}
	}
	e, ok := errors.AsType[*toml.DecodeError](err)
	if !ok {
		return &FileError{Path: path, What: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	line, _ := e.Position()
	what := strings.TrimPrefix(e.Error(), "toml: ")
	if key := e.Key(); len(key) > 0 && (strings.HasPrefix(what, "cannot decode ") || strings.HasPrefix(what, "cannot store ")) {
		what = fmt.Sprintf("%s %s", strings.Join(key, "."), takes(key[len(key)-1]))
	}
	return &FileError{path, line, what}
}

// takes says what the value of a setting has to be.
func takes(key string) string {
	switch key {
	case keyResetRequired, keyGeneratedOnly, keyHistoryRequired, "required":
		return "takes true or false"
	case keyVerify:
		return "takes \"mfa\""
	case keySignInRegions:
		return "takes a list of Regions such as [\"us-east-1\", \"eu-north-1\"]"
	case "protected":
		return "takes tables that begin with [[protected]]"
	case "accounts":
		return "takes tables such as [accounts.123456789012]"
	case "queries":
		return "takes lines such as stale = \"signed-in:>180d is:console\""
	case "reason":
		return "takes a text in a [[protected]] table, and is a table [reason] else"
	}
	return "takes a text in quotes"
}

// check looks at what the decoder cannot know.
func (f *file) check(content []byte) error {
	for i := range f.Protected {
		p := &f.Protected[i]
		p.file = f.path
		rules := 0
		for _, set := range []bool{p.Name.isSet(), p.Path != "", p.Tag.Key != "", p.Group.isSet()} {
			if set {
				rules++
			}
		}
		if rules != 1 {
			return &FileError{f.path, lineOf(content, "[[protected]]", i), "a [[protected]] has one of name, path, tag and group"}
		}
		if p.Path != "" && !strings.HasPrefix(p.Path, "/") {
			return &FileError{f.path, lineOf(content, "[[protected]]", i), "a path begins with a slash, as in \"/admins/\""}
		}
	}
	if err := f.checkRegions(content); err != nil {
		return err
	}
	f.lines = map[string]int{}
	for name := range f.Queries {
		f.lines[name] = lineOfKey(content, "queries", name)
		if !isQueryName(name) {
			return &FileError{f.path, f.lines[name], fmt.Sprintf("the name of a query has letters, digits, - and _ only, not %q", name)}
		}
	}
	for id := range f.Accounts {
		if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
			return &FileError{f.path, lineOf(content, "[accounts."+id, 0), fmt.Sprintf("an account has the number of 12 digits, not %q", id)}
		}
	}
	return nil
}

// mostRegions is how many Regions are asked at the same time.
const mostRegions = 10

// checkRegions looks at the Regions, which become part of host names.
func (f *file) checkRegions(content []byte) error {
	wrong := f.SignInRegions != nil && (len(f.SignInRegions) == 0 || len(f.SignInRegions) > mostRegions)
	for _, region := range f.SignInRegions {
		wrong = wrong || !isRegion(region)
	}
	if wrong {
		return &FileError{f.path, lineOf(content, keySignInRegions, 0), fmt.Sprintf("%s %s, 1 to %d of them", keySignInRegions, takes(keySignInRegions), mostRegions)}
	}
	return nil
}

// isRegion tells whether a text has the form of a Region's name.
func isRegion(name string) bool {
	parts := strings.Split(name, "-")
	last := parts[len(parts)-1]
	return len(parts) >= 3 && len(name) <= 32 && last != "" && strings.Trim(last, "0123456789") == "" &&
		!slices.ContainsFunc(parts[:len(parts)-1], func(part string) bool { return part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz") != "" })
}

// lineOf is the number of the line that has the nth heading of that kind, from 0; 0 where there is none.
func lineOf(content []byte, heading string, nth int) int {
	number := 0
	for line := range bytes.Lines(content) {
		number++
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte(heading)) {
			if nth == 0 {
				return number
			}
			nth--
		}
	}
	return 0
}

// lineOfKey is the number of the line on which a table has a key; that of the table where the key is written in another way,
// and 0 where that is not found either.
func lineOfKey(content []byte, table, key string) int {
	number, heading, inside := 0, 0, false
	for line := range bytes.Lines(content) {
		number++
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("[")) {
			if inside = bytes.HasPrefix(line, []byte("["+table+"]")); inside {
				heading = number
			}
			continue
		}
		name, _, assigned := strings.Cut(string(line), "=")
		if inside && assigned && strings.Trim(strings.TrimSpace(name), `"'`) == key {
			return number
		}
	}
	return heading
}

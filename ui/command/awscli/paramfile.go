package awscli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// System is what a call reads besides its arguments.
type System struct {
	Stdin     func(context.Context) ([]byte, error) // all of standard input
	ReadFile  func(path string) ([]byte, error)     // the bytes are cleared after use
	HomeDir   func() (string, error)
	LookupEnv func(name string) (value string, set bool)
	// LineEndTrimmed is called when one line end is left out at the end of a password from the option's file.
	LineEndTrimmed func(option string)
}

const filePrefix = "file://"

// paramFile reads a value that names a file, as the AWS CLI does: file://PATH, with ~ and variables in the path. Any
// other value is returned as it is.
func (sys System) paramFile(option, value string) (content string, isFile bool, err error) {
	if strings.HasPrefix(value, "fileb://") {
		return "", false, parsingError("--"+option, "fileb:// gives bytes, and a text is wanted: use file://")
	}
	path, isFile := strings.CutPrefix(value, filePrefix)
	if !isFile {
		return value, false, nil
	}
	if home, err := sys.HomeDir(); err == nil && (path == "~" || strings.HasPrefix(path, "~/")) {
		path = filepath.Join(home, path[1:])
	}
	bytes, err := sys.ReadFile(sys.expandVariables(path))
	defer clear(bytes)
	if err != nil {
		return "", true, parsingError("--"+option, "Unable to load paramfile "+value+": "+reason(err))
	}
	if !utf8.Valid(bytes) {
		return "", true, parsingError("--"+option, value+" is not UTF-8 text")
	}
	return string(bytes), true, nil
}

// expandVariables replaces $NAME and ${NAME} with the values of the environment. A variable that is not set stays as it
// is.
func (sys System) expandVariables(path string) string {
	return regexp.MustCompile(`\$(\w+|\{[^}]*\})`).ReplaceAllStringFunc(path, func(variable string) string {
		if value, set := sys.LookupEnv(strings.Trim(variable, "${}")); set {
			return value
		}
		return variable
	})
}

// reason is why a file cannot be read, without its path.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

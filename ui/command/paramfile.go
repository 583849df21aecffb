package command

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"iampasswd/iamclient/files"
)

const filePrefix = "file://"

// pipePatience is how long a file:// that is a pipe may take. A password manager behind it may ask its owner first.
var pipePatience = files.Patience{Writer: 3 * time.Second, End: 2 * time.Minute}

// fromFile reads a value that names a file, as the AWS CLI does: file://PATH, with ~ and variables in the path.
func fromFile(flag, value string) (content string, isFile bool, err error) {
	if strings.HasPrefix(value, "fileb://") {
		return "", false, &invalidError{"Error parsing parameter '--" + flag + "': fileb:// gives bytes, and a text is wanted: use file://"}
	}
	path, isFile := strings.CutPrefix(value, filePrefix)
	if !isFile {
		return value, false, nil
	}
	if home, err := os.UserHomeDir(); err == nil && (path == "~" || strings.HasPrefix(path, "~/")) {
		path = filepath.Join(home, path[1:])
	}
	path = expandVariables(path)
	bytes, err := files.ReadStream(path, longestInput, pipePatience)
	defer clear(bytes)
	if err != nil {
		return "", true, &invalidError{"Error parsing parameter '--" + flag + "': Unable to load paramfile " + value + ": " + reason(err)}
	}
	if !utf8.Valid(bytes) {
		return "", true, &invalidError{"Error parsing parameter '--" + flag + "': " + value + " is not UTF-8 text"}
	}
	return string(bytes), true, nil
}

// expandVariables puts the environment's values for $NAME and ${NAME}. One that is not set stays as it stands.
func expandVariables(path string) string {
	return regexp.MustCompile(`\$(\w+|\{[^}]*\})`).ReplaceAllStringFunc(path, func(variable string) string {
		if value, set := os.LookupEnv(strings.Trim(variable, "${}")); set {
			return value
		}
		return variable
	})
}

// stripNewline takes one line end off, which editors and echo add and nobody can type when signing in.
func stripNewline(s string) (text string, stripped bool) {
	text, stripped = strings.CutSuffix(s, "\n")
	if stripped {
		text = strings.TrimSuffix(text, "\r")
	}
	return text, stripped
}

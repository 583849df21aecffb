package iamclient

import (
	"bufio"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
)

// Profiles returns the names of the profiles in the AWS configuration, sorted; files that cannot be read have none. The
// SDK loads one profile by its name and lists none.
func Profiles() []string {
	env, err := config.NewEnvConfig()
	if err != nil {
		return nil
	}
	names := sections(env.SharedConfigFile, config.DefaultSharedConfigFilename(), "profile ")
	names = append(names, sections(env.SharedCredentialsFile, config.DefaultSharedCredentialsFilename(), "")...)
	slices.Sort(names)
	return slices.Compact(names)
}

// sections returns the names of a file's sections that begin with prefix, without it, and the default one.
func sections(file, fallback, prefix string) []string {
	if file == "" {
		file = fallback
	}
	f, err := os.Open(file) //nolint:gosec // the AWS configuration, wherever the environment says it is
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	var names []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, _, _ := strings.Cut(strings.TrimSpace(lines.Text()), "#")
		section, ok := strings.CutPrefix(strings.TrimSpace(line), "[")
		section, closed := strings.CutSuffix(section, "]")
		name, isProfile := strings.CutPrefix(strings.TrimSpace(section), prefix)
		if ok && closed && (isProfile || name == "default") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}

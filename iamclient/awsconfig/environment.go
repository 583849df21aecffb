package awsconfig

import (
	"os"
	"strings"

	"iampasswd/iamclient/printable"
)

// Environment looks up a variable, as os.LookupEnv does.
type Environment func(name string) (value string, set bool)

func (env Environment) get(name string) string {
	value, _ := env(name)
	return value
}

// CheckEnvironment refuses a variable of the AWS settings that has a line end or another control character in it.
func CheckEnvironment() error {
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "AWS_") && strings.ContainsFunc(value, isControl) {
			return &Error{printable.Text(name), "has a line end or another control character in it: set it without"}
		}
	}
	return nil
}

// ProfileName returns the profile that the environment names; "": none.
//
// The AWS CLI reads AWS_DEFAULT_PROFILE first and the AWS SDKs AWS_PROFILE, so they have to be equal where both are set.
func ProfileName(env Environment) (string, error) {
	first, hasFirst := env("AWS_DEFAULT_PROFILE")
	second, hasSecond := env("AWS_PROFILE")
	const empty = "is set and empty, which the AWS CLI takes for the name of a profile: unset it, or name one"
	switch {
	case hasFirst && first == "":
		return "", &Error{"AWS_DEFAULT_PROFILE", empty}
	case hasFirst && second != "" && first != second:
		return "", &Error{"AWS_DEFAULT_PROFILE", "and AWS_PROFILE name different profiles, and the AWS CLI and the AWS SDKs differ on which one counts: unset one, or use --profile"}
	case hasFirst:
		return first, nil
	case hasSecond && second == "":
		return "", &Error{"AWS_PROFILE", empty}
	}
	return second, nil
}

// EnvironmentKeys returns the keys in the environment; ok is false where there are none. Half a pair is an [Error].
func EnvironmentKeys(env Environment) (keys Keys, ok bool, err error) {
	keys = Keys{ID: env.get("AWS_ACCESS_KEY_ID"), Secret: env.get("AWS_SECRET_ACCESS_KEY")}
	switch {
	case keys.ID == "" && keys.Secret == "":
		return Keys{}, false, nil
	case keys.Secret == "":
		return Keys{}, false, &Error{"AWS_SECRET_ACCESS_KEY", "is missing or empty, and AWS_ACCESS_KEY_ID is set: set both, or neither"}
	case keys.ID == "":
		return Keys{}, false, &Error{"AWS_ACCESS_KEY_ID", "is missing or empty, and AWS_SECRET_ACCESS_KEY is set: set both, or neither"}
	}
	keys.Token = env.get("AWS_SECURITY_TOKEN") // the older name goes first, as in the AWS CLI
	if keys.Token == "" {
		keys.Token = env.get("AWS_SESSION_TOKEN")
	}
	return keys, true, nil
}

package command

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"iampasswd/iamclient"
)

// The AWS CLI's global options, those that make sense for commands that print next to nothing.
const (
	optProfile        = "profile"
	optRegion         = "region"
	optEndpoint       = "endpoint-url"
	optOutput         = "output"
	optQuery          = "query"
	optColor          = "color"
	optNoPager        = "no-cli-pager"
	optDebug          = "debug"
	optCABundle       = "ca-bundle"
	optReadTimeout    = "cli-read-timeout"
	optConnectTimeout = "cli-connect-timeout"
	optNoVerify       = "no-verify-ssl"
	optNoPaginate     = "no-paginate"
	optNoAutoPrompt   = "no-cli-auto-prompt"
	optBinaryFormat   = "cli-binary-format"
	optReadOnly       = "read-only"
	optReason         = "reason"
)

// Those that are not there are known all the same: they are refused by name, and what is short for them is short for
// nothing else.
const (
	optVersion     = "version"
	optNoSign      = "no-sign-request"
	optAutoPrompt  = "cli-auto-prompt"
	optErrorFormat = "cli-error-format"
	optDemo        = "demo"
	optDemoUsers   = "demo-users"
)

// globalOptions are in the order of version 2 of the AWS CLI, in which it lists those that an abbreviation fits.
func globalOptions() []option {
	return []option{
		{name: optDebug},
		{name: optEndpoint, values: oneValue},
		{name: optNoVerify},
		{name: optNoPaginate},
		{name: optOutput, values: oneValue, choices: []string{"json", "text", "table", "yaml", "yaml-stream", "off"}},
		{name: optQuery, values: oneValue},
		{name: optProfile, values: oneValue},
		{name: optRegion, values: oneValue},
		{name: optVersion},
		{name: optColor, values: oneValue, choices: []string{"on", "off", "auto"}},
		{name: optNoSign},
		{name: optCABundle, values: oneValue},
		{name: optReadTimeout, values: oneValue},
		{name: optConnectTimeout, values: oneValue},
		{name: optBinaryFormat, values: oneValue, choices: []string{"base64", "raw-in-base64-out"}},
		{name: optNoPager},
		{name: optAutoPrompt},
		{name: optNoAutoPrompt},
		{name: optErrorFormat, values: oneValue},
		{name: optReadOnly, exact: true},
		{name: optReason, values: oneValue, exact: true},
		{name: optDemo, exact: true},
		{name: optDemoUsers, values: oneValue, exact: true},
	}
}

// globals are the settings of a run.
type globals struct {
	client iamclient.Options
	debug  bool
	output string
	query  bool
	reason string // for the history
}

// defaultTimeout is the AWS CLI's, for connecting and for reading.
const defaultTimeout = 60 * time.Second

func parseGlobals(found []given) (globals, error) {
	g := globals{client: iamclient.Options{
		Version: version(), OneRequest: true, ConnectTimeout: defaultTimeout, AttemptTimeout: defaultTimeout,
	}}
	for _, opt := range found {
		var err error
		switch opt.name {
		case optProfile:
			g.client.Profile = opt.value
		case optRegion:
			g.client.Region = opt.value
		case optEndpoint:
			g.client.Endpoint = opt.value
		case optCABundle:
			g.client.CABundle = opt.value
		case optOutput:
			g.output = opt.value
		case optQuery:
			g.query = true
		case optDebug:
			g.debug = true
		case optReason:
			g.reason, err = checkReason(opt.value)
		case optReadOnly:
			g.client.ReadOnly = true
		case optReadTimeout:
			g.client.AttemptTimeout, err = parseTimeout(opt)
		case optConnectTimeout:
			g.client.ConnectTimeout, err = parseTimeout(opt)
		case optNoVerify:
			err = usagef("--no-verify-ssl is refused: without the check of the certificate anybody on the way could read the password. --ca-bundle names a certificate authority of your own.")
		case optDemo, optDemoUsers:
			err = usagef("--demo is for the terminal UI: here, `iampasswd demo-server` serves the embedded IAM to --endpoint-url.")
		case optVersion, optNoSign, optAutoPrompt, optErrorFormat:
			err = usagef("--%s of the AWS CLI is not there: `iampasswd --help` lists what is.", opt.name)
		}
		if err != nil {
			return g, err
		}
	}
	return g, nil
}

// checkReason takes what fits on a line.
func checkReason(text string) (string, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > longestReason || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", usagef("argument --%s: takes a ticket or a few words, %d characters on one line at most", optReason, longestReason)
	}
	return text, nil
}

// longestReason is in characters.
const longestReason = 200

// parseTimeout reads whole seconds; 0 is the AWS CLI's word for no limit.
func parseTimeout(opt given) (time.Duration, error) {
	n, err := strconv.Atoi(opt.value)
	if err != nil || n < 0 {
		return 0, usagef("argument --%s: takes whole seconds, 0 for no limit", opt.name)
	}
	if n == 0 {
		return iamclient.NoTimeout, nil
	}
	return time.Duration(n) * time.Second, nil
}

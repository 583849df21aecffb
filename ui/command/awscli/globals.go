package awscli

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"iampasswd/iamclient"
)

// The global options of the AWS CLI that make sense for commands that print next to nothing, and two of our own.
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

// These options are refused by name. The parser knows them so that their abbreviations stand for no other option.
const (
	optVersion      = "version"
	optNoSign       = "no-sign-request"
	optAutoPrompt   = "cli-auto-prompt"
	optErrorFormat  = "cli-error-format"
	optDemo         = "demo"
	optDemoUsers    = "demo-users"
	optDemoAccounts = "demo-accounts"
)

// globalOptions are in the order of version 2 of the AWS CLI. The error about an ambiguous abbreviation lists them in
// this order.
func globalOptions() []Option {
	return []Option{
		{Name: optDebug},
		{Name: optEndpoint, Takes: OneValue},
		{Name: optNoVerify},
		{Name: optNoPaginate},
		{Name: optOutput, Takes: OneValue, Choices: []string{"json", "text", "table", "yaml", "yaml-stream", "off"}},
		{Name: optQuery, Takes: OneValue},
		{Name: optProfile, Takes: OneValue},
		{Name: optRegion, Takes: OneValue},
		{Name: optVersion},
		{Name: optColor, Takes: OneValue, Choices: []string{"on", "off", "auto"}},
		{Name: optNoSign},
		{Name: optCABundle, Takes: OneValue},
		{Name: optReadTimeout, Takes: OneValue},
		{Name: optConnectTimeout, Takes: OneValue},
		{Name: optBinaryFormat, Takes: OneValue, Choices: []string{"base64", "raw-in-base64-out"}},
		{Name: optNoPager},
		{Name: optAutoPrompt},
		{Name: optNoAutoPrompt},
		{Name: optErrorFormat, Takes: OneValue},
		{Name: optReadOnly, exact: true},
		{Name: optReason, Takes: OneValue, exact: true},
		{Name: optDemo, exact: true},
		{Name: optDemoUsers, Takes: OneValue, exact: true},
		{Name: "all-profiles", exact: true},
		{Name: "org-role", Takes: OneValue, exact: true},
		{Name: "ou", Takes: OneValue, exact: true},
		{Name: "accounts", Takes: OneValue, exact: true},
		{Name: "skip-accounts", Takes: OneValue, exact: true},
		{Name: "no-session-policy", exact: true},
		{Name: optDemoAccounts, Takes: OneValue, exact: true},
	}
}

// Globals are the settings that the global options give.
type Globals struct {
	Client iamclient.Options
	Debug  bool
	Reason string // for the history

	output string
	query  bool
}

// DefaultTimeout is the AWS CLI's default for connecting and for reading.
const DefaultTimeout = 60 * time.Second

// LenientGlobals reads the global options of an unfinished command line, as far as they can be read.
func LenientGlobals(args []string) Globals {
	found, _, _ := parseArguments(args, globalOptions())
	g, _ := parseGlobals(found)
	return g
}

// parseGlobals returns the settings up to the first mistake.
func parseGlobals(found []given) (Globals, error) {
	g := Globals{Client: iamclient.Options{
		OneRequest: true, ConnectTimeout: DefaultTimeout, AttemptTimeout: DefaultTimeout,
	}}
	for _, opt := range found {
		var err error
		switch opt.name {
		case optProfile:
			g.Client.Profile = opt.value
		case optRegion:
			g.Client.Region = opt.value
		case optEndpoint:
			g.Client.Endpoint = opt.value
		case optCABundle:
			g.Client.CABundle = opt.value
		case optOutput:
			g.output = opt.value
		case optQuery:
			g.query = true
		case optDebug:
			g.Debug = true
		case optReason:
			g.Reason, err = checkReason(opt.value)
		case optReadOnly:
			g.Client.ReadOnly = true
		case optReadTimeout:
			g.Client.AttemptTimeout, err = parseTimeout(opt)
		case optConnectTimeout:
			g.Client.ConnectTimeout, err = parseTimeout(opt)
		case optNoVerify:
			err = usagef("--no-verify-ssl is refused: without the check of the certificate anybody on the way could read the password. --ca-bundle names a certificate authority of your own.")
		case optDemo, optDemoUsers, optDemoAccounts:
			err = usagef("--demo is for the terminal UI: here, `iampasswd demo-server` serves the embedded IAM to --endpoint-url.")
		case "all-profiles", "org-role", "ou", "accounts", "skip-accounts", "no-session-policy":
			err = usagef("--%s is about many accounts, and this command changes one user in one account: name its profile with --profile; `iampasswd users` looks through many.", opt.name)
		case optVersion, optNoSign, optAutoPrompt, optErrorFormat:
			err = usagef("--%s of the AWS CLI is not there: `iampasswd --help` lists what is.", opt.name)
		}
		if err != nil {
			return g, err
		}
	}
	return g, nil
}

// checkReason refuses a text that does not fit on one line.
func checkReason(text string) (string, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > longestReason || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", usagef("argument --%s: takes a ticket or a few words, %d characters on one line at most", optReason, longestReason)
	}
	return text, nil
}

// longestReason is in characters.
const longestReason = 200

// parseTimeout reads whole seconds; 0 means no limit, as for the AWS CLI.
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

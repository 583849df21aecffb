package demoiam

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// params reads the parameters of one request. It gathers everything that is
// wrong with them, because AWS lists it all in one answer; an operation reads
// what it needs and then asks for err before it looks at any of it.
type params struct {
	caller   string // ARN, of whoever sent the request
	who      *principal
	action   string
	form     url.Values
	in       *request
	problems []string
}

// textRule is the constraint that IAM's API model puts on a text parameter.
// Lengths are in characters and start at 1 unless shortest says more or empty is
// set.
type textRule struct {
	shortest int
	longest  int
	empty    bool
	pattern  string
	legal    func(string) bool
	values   []string // the only ones there are; then nothing else counts
}

// The rules, with the patterns that AWS prints. They are functions and not
// regular expressions because compiling those would be paid at every start.
var (
	// newUserName holds where a user is named to be changed or made.
	newUserName = textRule{longest: 64, pattern: `[\w+=,.@-]+`, legal: every(isUserNameRune)}
	// existingUserName holds where a user is only looked up.
	existingUserName = textRule{longest: 128, pattern: `[\w+=,.@-]+`, legal: every(isUserNameRune)}
	userPath         = textRule{longest: 512, pattern: `(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`, legal: isPath}
	pathPrefix       = textRule{longest: 512, pattern: `\u002F[\u0021-\u007F]*`, legal: isPathPrefix}
	pageMarker       = textRule{longest: 320, pattern: `[\u0020-\u00FF]+`, legal: every(between(' ', 'ÿ'))}
	consolePassword  = textRule{longest: 128, pattern: `[\u0009\u000A\u000D\u0020-\u00FF]+`, legal: every(isPasswordRune)}
	entityARN        = textRule{shortest: 20, longest: 2048, legal: every(between(' ', unicode.MaxRune))}
	policyPath       = textRule{longest: 512, pattern: `((/[A-Za-z0-9\.,\+@=_-]+)*)/`, legal: isPolicyPath}
	actionName       = textRule{shortest: 3, longest: 128, legal: every(between(' ', unicode.MaxRune))}
	contextKey       = textRule{shortest: 5, longest: 256, legal: every(between(' ', unicode.MaxRune))}
	contextValue     = textRule{longest: 2048, legal: every(between(' ', unicode.MaxRune))}
	resourceName     = textRule{longest: 2048, legal: every(between(' ', unicode.MaxRune))}
	policyName       = textRule{longest: 128, pattern: `[\w+=,.@-]+`, legal: every(isUserNameRune)}
	policyText       = textRule{longest: 131072, pattern: `[\u0009\u000A\u000D\u0020-\u00FF]+`, legal: every(isPasswordRune)}
	mfaSerial        = textRule{shortest: 9, longest: 256, pattern: `[\w+=/:,.@-]+`, legal: every(func(r rune) bool { return isUserNameRune(r) || r == '/' || r == ':' })}
	accessKeyID      = textRule{shortest: 16, longest: 128, pattern: `[\w]+`, legal: every(func(r rune) bool { return isUserNameRune(r) && !strings.ContainsRune("+=,.@-", r) })}
	credentialID     = textRule{shortest: 20, longest: 128, pattern: `[\w]+`, legal: accessKeyID.legal}
	keyStatus        = textRule{values: []string{active, inactive}}
	sessionPolicy    = textRule{longest: 2048, pattern: policyText.pattern, legal: policyText.legal}
	roleSession      = textRule{shortest: 2, longest: 64, pattern: `[\w+=,.@-]*`, legal: every(isUserNameRune)}
	tokenCode        = textRule{shortest: 6, longest: 6, pattern: `[\d]*`, legal: every(between('0', '9'))}
	tagKey           = textRule{longest: 128, pattern: `[\p{L}\p{Z}\p{N}_.:/=+\-@]+`, legal: every(isTagRune)}
	tagValue         = textRule{longest: 256, empty: true, pattern: `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`, legal: every(isTagRune)}
)

// every is what a text of legal characters only passes. What is not UTF-8 comes
// as U+FFFD, which is legal nowhere.
func every(legal func(rune) bool) func(string) bool {
	return func(s string) bool {
		return !strings.ContainsFunc(s, func(r rune) bool { return !legal(r) })
	}
}

func between(low, high rune) func(rune) bool {
	return func(r rune) bool { return low <= r && r <= high }
}

func isUserNameRune(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_+=,.@-", r))
}

func isPasswordRune(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || ' ' <= r && r <= 'ÿ'
}

func isTagRune(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Z, unicode.N) || strings.ContainsRune("_.:/=+-@", r)
}

func isPath(s string) bool {
	return s == "/" || len(s) > 2 && strings.HasPrefix(s, "/") && strings.HasSuffix(s, "/") && every(between('!', '~'))(s)
}

func isPolicyPath(s string) bool {
	return strings.HasPrefix(s, "/") && strings.HasSuffix(s, "/") && !strings.Contains(s, "//") &&
		every(func(r rune) bool { return r == '/' || isUserNameRune(r) })(s)
}

func isPathPrefix(s string) bool {
	return strings.HasPrefix(s, "/") && every(between('!', '\u007F'))(s)
}

// reject notes that a parameter fails a constraint. The value is never part of
// the text: AWS hides that of a password, and here nobody has to remember which
// parameters those are.
func (p *params) reject(name, constraint string) {
	p.problems = append(p.problems, fmt.Sprintf("Value at '%s' failed to satisfy constraint: %s", memberName(name), constraint))
}

// memberName is how AWS's validation names a parameter: UserName is 'userName'.
func memberName(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// optional reads a parameter that may be left out, and whether it was given.
func (p *params) optional(name string, rule textRule) (value string, given bool) {
	if !p.form.Has(name) {
		return "", false
	}
	value = p.form.Get(name)
	switch {
	case rule.values != nil:
		if !slices.Contains(rule.values, value) {
			p.reject(name, "Member must satisfy enum value set: ["+strings.Join(rule.values, ", ")+"]")
		}
	case utf8.RuneCountInString(value) < max(rule.shortest, 1) && !rule.empty:
		p.reject(name, fmt.Sprintf("Member must have length greater than or equal to %d", max(rule.shortest, 1)))
	case utf8.RuneCountInString(value) > rule.longest:
		p.reject(name, fmt.Sprintf("Member must have length less than or equal to %d", rule.longest))
	case !rule.legal(value):
		p.reject(name, "Member must satisfy regular expression pattern: "+rule.pattern)
	}
	return value, true
}

// required reads a parameter that must be there.
func (p *params) required(name string, rule textRule) string {
	value, given := p.optional(name, rule)
	if !given {
		p.reject(name, "Member must not be null")
	}
	return value
}

// boolean reads true or false; nil is neither.
func (p *params) boolean(name string) *bool {
	var value bool
	switch {
	case !p.form.Has(name):
		return nil
	case p.form.Get(name) == "true":
		value = true
	case p.form.Get(name) != "false":
		p.reject(name, "Member must be true or false")
	}
	return &value
}

// integer reads a number within low and high, both included; nil is none.
func (p *params) integer(name string, low, high int) *int {
	if !p.form.Has(name) {
		return nil
	}
	value, err := strconv.Atoi(p.form.Get(name))
	switch {
	case err != nil:
		p.reject(name, "Member must be an integer")
	case value < low:
		p.reject(name, fmt.Sprintf("Member must have value greater than or equal to %d", low))
	case value > high:
		p.reject(name, fmt.Sprintf("Member must have value less than or equal to %d", high))
	}
	return &value
}

// err is everything that was rejected so far as one ValidationError, or nil.
func (p *params) err() error {
	switch len(p.problems) {
	case 0:
		return nil
	case 1:
		return refuse("ValidationError", "1 validation error detected: %s", p.problems[0])
	}
	return refuse("ValidationError", "%d validation errors detected: %s", len(p.problems), strings.Join(p.problems, "; "))
}

// orElse is the value of an optional parameter, or its default.
func orElse[T any](value *T, otherwise T) T {
	if value == nil {
		return otherwise
	}
	return *value
}

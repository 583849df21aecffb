package iamclient

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// secretParameters are the parameters of requests that are secrets.
var secretParameters = []string{
	"Password", "OldPassword", "NewPassword", "TokenCode", "AuthenticationCode1", "AuthenticationCode2", "SAMLAssertion", "WebIdentityToken",
}

// redactor knows the secrets of one request, and takes them out of what comes back. A server, a proxy or an emulator may
// echo them, in whatever encoding. The nil redactor knows none.
type redactor struct{ secrets []echoed }

// echoed finds one secret. The pattern is made when the first answer is looked at: most requests have none.
type echoed struct {
	plain   string
	pattern func() *regexp.Regexp
}

// shortSecret is up to how many characters a secret may stand in a text by chance. Then no part of the text is kept.
const shortSecret = 5

// longSecret is how many characters of a secret are looked for. A password has at most as many; a session token has more,
// and what follows its beginning is taken out with it.
const longSecret = 128

// omitted stands for a text that may have a secret in it.
const omitted = "(left out, because it may repeat a password)"

// secretsIn reads the secrets of a request with this form as its body. It is nil where there are none.
func secretsIn(header http.Header, form []byte) *redactor {
	var r redactor
	values, _ := url.ParseQuery(string(form))
	for _, name := range secretParameters {
		r.add(values.Get(name))
	}
	r.add(header.Get("X-Amz-Security-Token"))
	if len(r.secrets) == 0 {
		return nil
	}
	return &r
}

func (r *redactor) add(secret string) {
	if secret != "" {
		r.secrets = append(r.secrets, echoed{secret, sync.OnceValue(func() *regexp.Regexp { return echoPattern(secret) })})
	}
}

// redact returns a text without the secrets, and without what is left of one that was cut off.
func (r *redactor) redact(text string) string {
	if r == nil {
		return text
	}
	for _, s := range r.secrets {
		switch {
		case !s.pattern().MatchString(text):
		case utf8.RuneCountInString(s.plain) <= shortSecret, strings.Contains(redacted, strings.ToLower(s.plain)):
			text = omitted
		default:
			text = s.pattern().ReplaceAllLiteralString(text, redacted)
		}
	}
	if slices.ContainsFunc(r.secrets, func(s echoed) bool {
		return s.pattern().MatchString(text) && !isOurs(s.plain)
	}) {
		return omitted // one secret's removal put another together
	}
	return text
}

// standsIn tells whether a secret stands in a code or a request id. Those have no characters that most encodings need, so a
// look at the text is enough for nearly all of them: every reset gets a request id, and the patterns cost more than it.
func (r *redactor) standsIn(text string) bool {
	if r == nil {
		return false
	}
	lower := strings.ToLower(text)
	for _, s := range r.secrets {
		beginning := []rune(strings.ReplaceAll(strings.ToLower(s.plain), " ", "+"))
		beginning = beginning[:min(len(beginning), shortSecret+1)]
		encoded := func(part string) bool { return strings.Contains(lower, strings.ToLower(part)) }
		if strings.Contains(lower, string(beginning)) || slices.ContainsFunc(inBase64(s.plain), encoded) {
			return r.redact(text) != text
		}
	}
	return false
}

// isOurs tells whether a secret is part of what stands in the place of secrets.
func isOurs(secret string) bool {
	const ours = omitted + redacted
	return strings.Contains(ours, secret)
}

// echoPattern matches a secret, or a beginning of it that is long enough to be one, in any mixture of the encodings that
// answers come in; and the secret within a text that is in base64.
func echoPattern(secret string) *regexp.Regexp {
	var units []string
	rest := ""
	for _, r := range secret {
		if len(units) == longSecret {
			rest = `[^\s<>"']*`
			break
		}
		units = append(units, encodings(r))
	}
	required := min(len(units), shortSecret+1)
	pattern := strings.Join(units[:required], "")
	for _, unit := range units[required:] {
		pattern += "(?:" + unit
	}
	pattern += rest + strings.Repeat(")?", len(units)-required)
	if len(units) <= shortSecret {
		pattern = `(?:^|[^\pL\pN])(?:` + pattern + `)(?:$|[^\pL\pN])`
	}
	if len(units) > shortSecret { // else what base64 makes of it stands in many a word
		for _, encoded := range inBase64(secret) {
			pattern += "|" + regexp.QuoteMeta(encoded)
		}
	}
	found := regexp.MustCompile(`(?i)` + pattern)
	found.Longest() // else a plain & is found in &amp;, and what follows is not looked at
	return found
}

// encodings matches one character: itself, URL-encoded as UTF-8 or Latin-1, as an XML entity, or with a backslash; also
// where the encoding is encoded again.
func encodings(r rune) string {
	all := []string{
		regexp.QuoteMeta(string(r)),
		fmt.Sprintf(`&(?:amp;)*#0*%d;`, r),
		fmt.Sprintf(`&(?:amp;)*#x0*%x;`, r),
		fmt.Sprintf(`\\+u(?:00)?%02x`, r),
		fmt.Sprintf(`\\+u\{?0*%x\}?`, r),
		fmt.Sprintf(`\\+x%02x`, r),
	}
	inURL := func(bytes string) (pattern string) {
		for i := range len(bytes) {
			pattern += fmt.Sprintf(`%%(?:25)*%02x`, bytes[i])
		}
		return pattern
	}
	all = append(all, inURL(string(r)))
	if r >= utf8.RuneSelf && r <= 0xff {
		all = append(all, inURL(string([]byte{byte(r)})))
	}
	if other, ok := map[rune]string{
		' ': `\+|%(?:25)*2b`, '&': `&(?:amp;)+`, '<': `&(?:amp;)*lt;`, '>': `&(?:amp;)*gt;`, '"': `&(?:amp;)*quot;|\\+"`, '\'': `&(?:amp;)*apos;|\\+'`,
		'\\': `\\+`, '/': `\\+/`, '\n': `\\+n`, '\r': `\\+r`, '\t': `\\+t`,
	}[r]; ok {
		all = append(all, other)
	}
	return "(?:" + strings.Join(all, "|") + ")"
}

// inBase64 is what base64 makes of a secret, wherever in a text the secret stands: the part that does not depend on what
// stands around it.
func inBase64(secret string) (all []string) {
	for offset := range 3 {
		padded := strings.Repeat("\x00", offset) + secret
		whole := len(padded) / 3 * 4    // characters that the secret's end decides on alone
		first := []int{0, 2, 3}[offset] // and from where its beginning does
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString([]byte(padded))
			if part := text[min(first, whole):min(whole, len(text))]; len(part) >= 6 {
				all = append(all, part)
			}
			if offset == 0 {
				all = append(all, text)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

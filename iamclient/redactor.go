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

// redactor knows the secrets of one request, and of those that were under way at the same time, and takes them out of what
// comes back. A server, a proxy or an emulator may echo them, in whatever encoding and in answer to whatever request. The
// nil redactor knows none.
type redactor struct {
	own []echoed // does not change once the request goes out

	mu  sync.Mutex
	met []echoed // of the others
}

// secretsInUse are the secrets of all requests and changes that a client has under way. A secret is in use from before it is
// sent until the answer has been read; that of a change, pauses between its attempts included, until the change has ended.
// The nil value keeps none.
type secretsInUse struct {
	mu   sync.Mutex
	open map[*redactor]struct{}
}

// begin makes the secrets of a request known to all that are under way, and theirs to it, until end is called. What was
// met stays known to those that met: their answers may still be looked at.
func (u *secretsInUse) begin(r *redactor) (end func()) {
	if u == nil {
		return func() {}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for other := range u.open {
		other.meet(r.own)
		r.meet(other.own)
	}
	if u.open == nil {
		u.open = map[*redactor]struct{}{}
	}
	u.open[r] = struct{}{}
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.open, r)
	}
}

// meet adds secrets, each once: requests that are made at the same time mostly have the same session token.
func (r *redactor) meet(secrets []echoed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		same := func(known echoed) bool { return known.plain == s.plain }
		if !slices.ContainsFunc(r.own, same) && !slices.ContainsFunc(r.met, same) {
			r.met = append(r.met, s)
		}
	}
}

// secrets are all that are known.
func (r *redactor) secrets() []echoed {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Concat(r.own, r.met)
}

// echoed finds one secret. The pattern is made when the first answer is looked at: most requests have none.
type echoed struct {
	plain   string
	base64  func() []string // see inBase64
	pattern func() *regexp.Regexp
}

// standsIn tells whether a text has the secret in it.
func (s echoed) standsIn(text string) bool {
	return s.inBase64(text) || s.pattern().MatchString(text)
}

// inBase64 tells whether a text has the secret in it in base64. Of a short secret base64 makes what stands in many a word.
func (s echoed) inBase64(text string) bool {
	if utf8.RuneCountInString(s.plain) <= shortSecret {
		return false
	}
	lower := strings.ToLower(text)
	return slices.ContainsFunc(s.base64(), func(part string) bool { return strings.Contains(lower, strings.ToLower(part)) })
}

// takenOut is a text without the secret. Of a text in base64 nothing is left: the characters beside the secret's own tell of
// its first and last letter, too.
func (s echoed) takenOut(text string) string {
	if s.inBase64(text) {
		var parts []string
		for _, part := range s.base64() {
			parts = append(parts, regexp.QuoteMeta(part))
		}
		text = regexp.MustCompile(`(?i)[\w+/-]*(?:`+strings.Join(parts, "|")+`)[\w+/=-]*`).ReplaceAllLiteralString(text, redacted)
	}
	return s.pattern().ReplaceAllLiteralString(text, redacted)
}

// shortSecret is up to how many characters a secret may stand in a text by chance. Then no part of the text is kept.
const shortSecret = 5

// longSecret is how many characters of a secret are looked for. A password has at most as many; a session token has more,
// and what follows its beginning is taken out with it.
const longSecret = 128

// omitted stands for a text that may have a secret in it.
const omitted = "(left out, because it may repeat a password)"

// secretsIn reads the secrets of a request with this form as its body.
func secretsIn(header http.Header, form []byte) *redactor {
	var r redactor
	values, _ := url.ParseQuery(string(form))
	for _, name := range secretParameters {
		r.add(values.Get(name))
	}
	r.add(header.Get("X-Amz-Security-Token"))
	return &r
}

// secretsOf reads the secrets of a change.
func secretsOf(what Change) *redactor {
	var r redactor
	for _, secret := range what.secrets() {
		r.add(secret.Reveal())
	}
	return &r
}

func (r *redactor) add(secret string) {
	if secret != "" {
		r.own = append(r.own, echoed{
			secret, sync.OnceValue(func() []string { return inBase64(secret) }), sync.OnceValue(func() *regexp.Regexp { return echoPattern(secret) }),
		})
	}
}

// redact returns a text without the secrets, and without what is left of one that was cut off.
func (r *redactor) redact(text string) string {
	secrets := r.secrets()
	for _, s := range secrets {
		switch {
		case !s.standsIn(text):
		case utf8.RuneCountInString(s.plain) <= shortSecret, strings.Contains(redacted, strings.ToLower(s.plain)):
			text = omitted
		default:
			text = s.takenOut(text)
		}
	}
	if slices.ContainsFunc(secrets, func(s echoed) bool {
		return s.standsIn(text) && !isOurs(s.plain)
	}) {
		return omitted // one secret's removal put another together
	}
	return text
}

// standsIn tells whether a secret stands in a code or a request id. Those have no characters that most encodings need, so a
// look at the text is enough for nearly all of them: every reset gets a request id, and the patterns cost more than it.
func (r *redactor) standsIn(text string) bool {
	lower := strings.ToLower(text)
	for _, s := range r.secrets() {
		beginning := []rune(strings.ReplaceAll(strings.ToLower(s.plain), " ", "+"))
		beginning = beginning[:min(len(beginning), shortSecret+1)]
		if strings.Contains(lower, string(beginning)) || s.inBase64(text) {
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
// answers come in.
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

// inBase64 is what base64 makes of the beginning of a secret, wherever in a text the secret stands: of the part that does not
// depend on what stands around it, the first 8 characters.
func inBase64(secret string) (all []string) {
	for offset := range 3 {
		padded := strings.Repeat("\x00", offset) + secret
		whole := len(padded) * 8 / 6    // characters that the secret's end decides on alone
		first := []int{0, 2, 3}[offset] // and from where its beginning does
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			part := encoding.EncodeToString([]byte(padded))[min(first, whole):whole]
			if part = part[:min(8, len(part))]; len(part) >= 6 {
				all = append(all, part)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

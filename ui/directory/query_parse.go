package directory

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iampasswd/iamclient/rails"
	"iampasswd/ui/text"
)

// QueryError is a mistake in a query.
type QueryError struct {
	Offset, End int    // of the term, in bytes
	What        string // is wrong
	Hint        string // what to write; empty: nothing comes to mind
}

func (e *QueryError) Error() string {
	sentence := fmt.Sprintf("%s at %d", e.What, e.Offset)
	if e.Hint != "" {
		sentence += "; " + e.Hint
	}
	return sentence
}

// Sentence is the error as a sentence.
func (e *QueryError) Sentence() string {
	s := text.Capital(e.Error())
	if strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// SavedQueries are the queries that have a name, by it.
type SavedQueries map[string]string

// Saved are the queries that have a name in the configuration.
func Saved(in *rails.Rails) SavedQueries {
	s := SavedQueries{}
	for name, q := range in.Queries() {
		s[name] = q.Text
	}
	return s
}

// CheckSaved parses the queries of the configuration. The error is a [*rails.FileError].
func CheckSaved(in *rails.Rails) error {
	saved := Saved(in)
	for _, name := range saved.Names() {
		if _, err := (parser{saved, []string{name}}).parse(saved[name]); err != nil {
			q := in.Queries()[name]
			return &rails.FileError{Path: q.File, Line: q.Line, What: "queries." + name + ": " + err.Error()}
		}
	}
	return nil
}

// Names are the names of the queries, sorted.
func (s SavedQueries) Names() []string { return slices.Sorted(maps.Keys(s)) }

// Parse reads a query. Where there are mistakes, it is the query of the terms without one, and the error, a [*QueryError],
// tells of the first.
func Parse(query string, saved SavedQueries) (Query, error) {
	return parser{saved: saved}.parse(query)
}

// parser reads queries. Inside are the saved queries that it is in.
type parser struct {
	saved  SavedQueries
	inside []string
}

func (p parser) parse(query string) (Query, error) {
	var q Query
	var first error
	for _, tok := range tokens(query) {
		t, what, hint := p.term(tok)
		if what == "" {
			q.terms = append(q.terms, t)
		} else if first == nil {
			first = &QueryError{tok.from, tok.to, text.Clean(what), text.Clean(hint)}
		}
	}
	return q, first
}

// token is a term as it stands in a query.
type token struct {
	from, to int // in bytes
	not      bool
	key      string // before the colon, in lower case; savedKey before the name of a saved query
	keyed    bool   // there is a key
	value    string // without its quotes
	mistake  string // in its quotes
}

// tokens splits a query at its spaces that are not in quotes.
func tokens(query string) []token {
	var all []token
	for at := 0; at < len(query); {
		r, size := utf8.DecodeRuneInString(query[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		t := nextToken(query, at)
		all = append(all, t)
		at = t.to
	}
	return all
}

func nextToken(query string, from int) token {
	t := token{from: from}
	at := from
	if query[at] == '-' {
		t.not = true
		at++
	}
	if at < len(query) && query[at] == '@' {
		t.key, t.keyed = savedKey, true
		at++
	} else if n := strings.IndexFunc(query[at:], notInKey); n > 0 && query[at+n] == ':' {
		t.key, t.keyed = strings.ToLower(query[at:at+n]), true
		at += n + 1
	}
	if at < len(query) && query[at] == '"' && t.key != savedKey {
		t.value, t.to, t.mistake = unquote(query, at)
		return t
	}
	t.to = len(query)
	if n := strings.IndexFunc(query[at:], unicode.IsSpace); n >= 0 {
		t.to = at + n
	}
	t.value = query[at:t.to]
	return t
}

// notInKey tells of what the name of a qualifier does not have: a path, an address or a number before a colon is no
// qualifier.
func notInKey(r rune) bool {
	return r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// unquote reads a text in quotes, in which a backslash keeps a quote and a backslash.
func unquote(query string, from int) (value string, to int, mistake string) {
	var b strings.Builder
	for at := from + 1; at < len(query); at++ {
		switch c := query[at]; {
		case c == '\\' && at+1 < len(query) && (query[at+1] == '"' || query[at+1] == '\\'):
			at++
			b.WriteByte(query[at])
		case c == '"':
			if rest := query[at+1:]; rest != "" {
				if n := strings.IndexFunc(rest, unicode.IsSpace); n != 0 {
					if n < 0 {
						n = len(rest)
					}
					return "", at + 1 + n, "there is no space after the closing quote"
				}
			}
			return b.String(), at + 1, ""
		default:
			b.WriteByte(c)
		}
	}
	return "", len(query), "the quote is not closed"
}

// quoteValue puts the value of a qualifier in quotes, where it needs them.
func quoteValue(value string) string {
	if value == "" || value[0] == '"' || strings.ContainsFunc(value, unicode.IsSpace) {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	return value
}

// quoteWord puts a plain word in quotes, where it would be something else without them.
func quoteWord(value string) string {
	if t := nextToken(value, 0); t.not || t.keyed {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	return quoteValue(value)
}

// term makes a term of a token, or tells what is wrong with it and what to write.
func (p parser) term(tok token) (t term, what, hint string) {
	t = term{not: tok.not, key: tok.key, value: tok.value}
	switch {
	case tok.mistake != "":
		return t, tok.mistake, ""
	case tok.key == savedKey:
		t.saved, what, hint = p.savedQuery(tok.value)
		return t, what, hint
	case tok.keyed:
		return qualified(t)
	case tok.value == "" && tok.not:
		return t, "nothing follows the -", `quotes search for it: "-"`
	case tok.value == "":
		return t, "there is nothing between the quotes", ""
	}
	t.word = newWord(tok.value)
	return t, "", ""
}

// savedQuery reads the query of that name.
func (p parser) savedQuery(name string) (q Query, what, hint string) {
	query, ok := p.saved[name]
	switch {
	case !ok && len(p.saved) == 0:
		return q, "no saved query @" + name, "the configuration has none"
	case !ok:
		hint = "there is @" + strings.Join(p.saved.Names(), ", @") + "; quotes search for the text"
		if near := text.Nearest(name, p.saved.Names(), 2); near != "" {
			hint = "did you mean @" + near + "?"
		}
		return q, "no saved query @" + name, hint
	case slices.Contains(p.inside, name):
		return q, "@" + name + " leads back to itself", ""
	}
	q, err := parser{p.saved, append(slices.Clone(p.inside), name)}.parse(query)
	if err != nil {
		return q, "a mistake in @" + name, err.Error()
	}
	return q, "", ""
}

// qualified completes a term with a qualifier.
func qualified(t term) (term, string, string) {
	q, ok := qualifierOf(t.key)
	if !ok {
		hint := `quotes search for the text`
		if near := text.Nearest(t.key, qualifierNames(), 2); near != "" {
			hint = "did you mean " + near + ":" + t.value + "?"
		}
		return t, "unknown qualifier " + t.key + ":", hint
	}
	if t.value, t.fact, t.needs, ok = q.parse(t.value); ok {
		return t, "", ""
	}
	written := t.key + ":" + t.value
	near := text.Nearest(strings.ToLower(t.value), q.values, 2)
	switch {
	case t.value == "":
		return t, "nothing follows " + t.key + ":", q.takes
	case q.fixed && near != "":
		return t, "unknown qualifier " + written, "did you mean " + t.key + ":" + near + "?"
	case q.fixed:
		return t, "unknown qualifier " + written, q.takes
	}
	return t, "cannot read " + written, q.takes
}

package directory

import (
	"maps"
	"slices"
	"strings"

	"iampasswd/ui/text"
)

// Values are what the values of qualifiers are completed from. The fields may be nil.
type Values struct {
	Saved SavedQueries
	Users *Users // whose paths, tags and accounts are offered
}

// Completion is what a term that is not complete can become.
type Completion struct {
	From, To   int // of the term, in bytes
	Candidates []string
}

// Complete completes the term of a query that ends at a place in it, in bytes.
func Complete(query string, at int, from Values) Completion {
	c := Completion{From: at, To: at}
	var t token
	for _, tok := range tokens(query[:at]) {
		if tok.to == at {
			c.From, t = tok.from, tok
		}
	}
	minus := ""
	if t.not {
		minus = "-"
	}
	for _, candidate := range from.candidates(t) {
		c.Candidates = append(c.Candidates, minus+candidate)
	}
	return c
}

// candidates are the terms that begin with a token.
func (v Values) candidates(t token) []string {
	if t.key == savedKey {
		return beginning(v.saved(), savedKey+t.value)
	}
	if !t.keyed {
		var all []string
		for _, q := range qualifiers() {
			all = append(all, q.name+":")
		}
		return beginning(append(all, v.saved()...), t.value)
	}
	q, ok := qualifierOf(t.key)
	if !ok {
		return nil
	}
	var all []string
	for _, value := range v.of(q) {
		if strings.HasPrefix(strings.ToLower(value), strings.ToLower(t.value)) {
			all = append(all, q.name+":"+quoteValue(value))
		}
	}
	return all
}

func (v Values) saved() []string {
	var all []string
	for _, name := range v.Saved.Names() {
		all = append(all, savedKey+name)
	}
	return all
}

// of are the values that a qualifier has among the users, or has at all.
func (v Values) of(q qualifier) []string {
	if v.Users == nil || q.values != nil {
		return q.values
	}
	found, numbers := map[string]struct{}{}, map[string]struct{}{} // the numbers of accounts come last
	for i := range v.Users.all {
		switch e := &v.Users.all[i]; q.name {
		case "path":
			found[text.Clean(e.Path)] = struct{}{}
		case "tag":
			for _, t := range e.Tags {
				found[text.Clean(t.Key+"="+t.Value)] = struct{}{}
			}
		}
	}
	if q.name == "account" {
		for account := range v.Users.facts {
			for _, name := range []string{account.Alias(), account.Called().Name, account.of.name} {
				found[text.Clean(name)] = struct{}{}
			}
			numbers[text.Clean(account.Identity().Account)] = struct{}{}
		}
		delete(found, "")
		delete(numbers, "")
	}
	return append(slices.Sorted(maps.Keys(found)), slices.Sorted(maps.Keys(numbers))...)
}

func beginning(all []string, with string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(strings.ToLower(s), strings.ToLower(with)) })
}

// Term explains a part of the query language.
type Term struct{ Name, About string }

// Terms explain the query language, for the help.
func Terms() []Term {
	all := []Term{
		{"words", "each is in the name, the path or a tag that was read, in any case; the best matches of the name come first"},
		{`"words"`, "what is in quotes is one word, and no qualifier"},
		{"-term", "what is not so. A user of whom it is not known matches neither"},
	}
	for _, q := range qualifiers() {
		all = append(all, Term{q.name + ":", q.about})
	}
	return append(all, Term{"@name", "a query that the configuration has saved under [queries]"})
}

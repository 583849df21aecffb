package directory

import (
	"strings"
	"time"

	"iampasswd/iamclient"
)

// Query says which users are meant: those for whom every term holds. The zero Query means all of them.
//
// A term holds, does not hold, or cannot be told, where what it asks about is not known. A user for whom a term cannot be
// told is left out, also where the term is negated.
type Query struct{ terms []term }

// term is one condition: a plain word, a qualifier with its value, or a saved query.
type term struct {
	not   bool
	key   string // of the qualifier; empty: a plain word; savedKey: a saved query
	value string // as it was written, without quotes
	word  word   // of a plain word
	fact  fact   // of a qualifier
	needs Needs  // of a qualifier
	saved Query  // of a saved query
}

// savedKey stands in the place of a qualifier's name before the name of a saved query.
const savedKey = "@"

// test tells whether a user has a property.
type test func(e *Entry) iamclient.Known

// fact is a property that may depend on the time.
type fact func(now time.Time) test

// Needs is what has to be read before a query can be told of users, besides the list of them.
type Needs uint8

// What can be needed.
const (
	NeedsReport  Needs = 1 << iota // the credential report
	NeedsPolicy                    // the account's password policy
	NeedsProfile                   // every user's login profile
	NeedsTags                      // every user's tags
	NeedsRails                     // what the guard rails ask about every user: tags, groups, or nothing
	NeedsAlias                     // the account's identity and alias
)

// Empty tells whether the query means all users.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Needs is what the query asks about besides what the list of users tells.
func (q Query) Needs() Needs {
	var all Needs
	for _, t := range q.terms {
		all |= t.needs | t.saved.Needs()
	}
	return all
}

// Words are the plain words that a user has to match, in lower case.
func (q Query) Words() []string {
	var words []string
	for _, t := range q.terms {
		if t.key == "" && !t.not {
			words = append(words, t.word.lower)
		}
	}
	return words
}

// Marks are the parts of a name that the plain words of the query are found at, in bytes and in order.
func (q Query) Marks(name string) [][2]int {
	lower := strings.ToLower(name)
	if len(q.terms) == 0 || len(lower) != len(name) {
		return nil
	}
	found := make([]bool, len(name))
	for _, t := range q.terms {
		if t.key != "" || t.not {
			continue
		}
		if at := t.word.index(lower); at >= 0 {
			for i := range len(t.word.lower) {
				found[at+i] = true
			}
		}
	}
	var marks [][2]int
	for i := 0; i < len(found); i++ {
		from := i
		for i < len(found) && found[i] {
			i++
		}
		if i > from {
			marks = append(marks, [2]int{from, i})
		}
	}
	return marks
}

// String is the query as it can be written: it parses to an equal query.
func (q Query) String() string {
	var b strings.Builder
	for i, t := range q.terms {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.String())
	}
	return b.String()
}

// String is the term as it can be written.
func (t term) String() string {
	minus := ""
	if t.not {
		minus = "-"
	}
	switch t.key {
	case "":
		return minus + quoteWord(t.value)
	case savedKey:
		return minus + savedKey + t.value
	}
	return minus + t.key + ":" + quoteValue(t.value)
}

// word is a plain word.
type word struct {
	lower  string
	spaced bool // it has a space, as only a quoted word can
}

func newWord(text string) word {
	lower := strings.ToLower(text)
	return word{lower, strings.Contains(lower, " ")}
}

// place is where a word was found.
type place int8

const (
	nowhere place = iota
	inName
	elsewhere // in the path or a tag
)

// in looks for the word in a user's name, path and tags, as far as the tags were read.
func (w *word) in(e *Entry) place {
	var at int
	if w.spaced {
		at = w.index(e.text)
	} else {
		at = strings.Index(e.text, w.lower)
	}
	switch {
	case at >= 0 && at+len(w.lower) <= len(e.Lower):
		return inName
	case at >= 0:
		return elsewhere
	case len(e.Tags) > 0:
		return w.inTags(e)
	}
	return nowhere
}

func (w *word) inTags(e *Entry) place {
	for _, t := range e.Tags {
		if w.index(strings.ToLower(t.Key+"="+t.Value)) >= 0 {
			return elsewhere
		}
	}
	return nowhere
}

// index is where the word is in a text, in lower case; -1 where it is not.
func (w *word) index(text string) int {
	for i := 0; i+len(w.lower) <= len(text); i++ {
		if begins(text[i:], w.lower) {
			return i
		}
	}
	return -1
}

// begins tells whether text begins with what was typed, where a space stands for what separates the parts of a name, too.
func begins(text, typed string) bool {
	if len(text) < len(typed) {
		return false
	}
	for i := range len(typed) {
		if text[i] != typed[i] && (typed[i] != ' ' || !separates(text[i])) {
			return false
		}
	}
	return true
}

func separates(c byte) bool { return c == '.' || c == '_' || c == '-' || c == '@' }

// matcher is a query at one time, ready to be asked of many users.
type matcher struct {
	words  []word // that have to be there
	absent []word // that must not be
	tests  []test
	phrase string // the words in a row, which a name is compared with
}

func (q Query) at(now time.Time) matcher {
	var m matcher
	for _, t := range q.terms {
		switch {
		case t.key == "" && t.not:
			m.absent = append(m.absent, t.word)
		case t.key == "":
			m.words = append(m.words, t.word)
		case t.key == savedKey:
			saved := t.saved.at(now)
			m.tests = append(m.tests, negated(t.not, saved.known))
		default:
			m.tests = append(m.tests, negated(t.not, t.fact(now)))
		}
	}
	m.phrase = strings.Join(q.Words(), " ")
	return m
}

func negated(not bool, of test) test {
	if !not {
		return of
	}
	return func(e *Entry) iamclient.Known {
		switch of(e) {
		case iamclient.Yes:
			return iamclient.No
		case iamclient.No:
			return iamclient.Yes
		}
		return iamclient.Unknown
	}
}

// rank is how well a user matches the words of a query: the lower the better.
type rank int8

const (
	exactly    rank = iota // they are the name
	atStart                // the name begins with them
	withinName             // the name has them all
	anywhere
	ranks // how many there are
)

// known tells whether a user matches.
func (m *matcher) known(e *Entry) iamclient.Known {
	known, _ := m.match(e)
	return known
}

// match tells whether a user matches, and how well.
func (m *matcher) match(e *Entry) (iamclient.Known, rank) {
	how := withinName
	for i := range m.words {
		switch m.words[i].in(e) {
		case nowhere:
			return iamclient.No, 0
		case elsewhere:
			how = anywhere
		}
	}
	for i := range m.absent {
		if m.absent[i].in(e) != nowhere {
			return iamclient.No, 0
		}
	}
	all := iamclient.Yes
	for _, holds := range m.tests {
		switch holds(e) {
		case iamclient.No:
			return iamclient.No, 0
		case iamclient.Unknown:
			all = iamclient.Unknown
		}
	}
	switch {
	case m.phrase == "" || how != withinName || !begins(e.Lower, m.phrase):
		return all, how
	case len(e.Lower) == len(m.phrase):
		return all, exactly
	}
	return all, atStart
}

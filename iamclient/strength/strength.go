package strength

import (
	"strings"
	"unicode"
	"unsafe"

	"github.com/trustelem/zxcvbn/match"
	"github.com/trustelem/zxcvbn/scoring"
)

// Level is how strong a password looks, on a scale of five.
type Level int

// The levels. They end at about 10^3, 10^6, 10^8 and 10^10 guesses; the last has no end.
const (
	VeryWeak Level = iota
	Weak
	Fair
	Good
	Strong
)

// String is the level in a word or two.
func (l Level) String() string {
	return [...]string{"very weak", "weak", "fair", "good", "strong"}[l]
}

// Estimated is how well a password withstands guessing. It is a hint: no policy of AWS knows it.
type Estimated struct {
	// Guesses is how many guesses an attacker needs who knows how people choose passwords: 1 or more.
	Guesses float64
}

// Level is the step on the scale that the guesses reach.
func (s Estimated) Level() Level {
	const more = 5 // a count that is a bit above the power of ten is meant as the power
	switch {
	case s.Guesses < 1e3+more:
		return VeryWeak
	case s.Guesses < 1e6+more:
		return Weak
	case s.Guesses < 1e8+more:
		return Fair
	case s.Guesses < 1e10+more:
		return Good
	}
	return Strong
}

// looked is how many characters of a password are looked at. The work grows with the cube of that number, and further
// characters make a password no weaker.
const looked = 40

// Password is a password whose characters can be read one by one. [iampasswd/iamclient.Secret] is one.
type Password interface {
	Len() int      // in characters
	At(i int) rune // the character at i, from 0 to Len()-1
}

// Estimate estimates a password as zxcvbn does: it looks for the cheapest way to build the password from common
// passwords, words and names (also in capitals, in l33t and backwards), repetitions, sequences, rows of keys, years and
// dates. The context is what an attacker tries first: the user's name, the account's alias and the like.
//
// The library does the scoring. The matching is done here, because the library's own fills tables of 10 MB before main
// begins; the word list here costs nothing until the first call.
func Estimate(password Password, context ...string) Estimated {
	n := min(password.Len(), looked)
	buffer := make([]byte, n)
	for i := range buffer {
		buffer[i] = 0x7f // to an attacker's lists, one character beyond ASCII is as good as any other
		if r := password.At(i); r >= 0 && r < 0x7f {
			buffer[i] = byte(r)
		}
	}
	m := matcher{text: buffer, common: commonWords(), context: contextWords(context), longest: longestCommon}
	for word := range m.context {
		m.longest = max(m.longest, len(word))
	}
	defer m.wipe()
	return Estimated{m.guesses(0, n)}
}

// contextWords are the words of the context, each text as a whole first.
func contextWords(context []string) map[string]int {
	ranks := map[string]int{}
	add := func(word string) {
		if word = strings.ToLower(word); len(word) >= shortestWord && ranks[word] == 0 {
			ranks[word] = len(ranks) + 1
		}
	}
	for _, text := range append(context, "aws", "iam", "amazon", "console", "cloud", "login", "signin") {
		add(text)
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			add(word)
		}
	}
	return ranks
}

// matcher finds what a password may be put together from. The buffers are wiped in the end, so that no key press
// leaves a copy behind.
type matcher struct {
	text    []byte // one byte for each character
	copies  [][]byte
	common  string         // the list
	context map[string]int // and the ranks of the context's words
	longest int            // of both, in characters
}

func (m *matcher) wipe() {
	clear(m.text)
	for _, c := range m.copies {
		clear(c)
	}
}

// string returns bytes as a string that is wiped with them.
func (*matcher) string(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // a string of its own could not be wiped
}

// changed returns a copy of the text from i to j with each byte changed.
func (m *matcher) changed(i, j int, change func(byte) byte) []byte {
	c := make([]byte, j-i)
	for k, b := range m.text[i:j] {
		c[k] = change(b)
	}
	m.copies = append(m.copies, c)
	return c
}

// guesses estimates the text from i up to, not including, j.
func (m *matcher) guesses(i, j int) float64 {
	if i == j {
		return 1
	}
	var found []*match.Match
	for _, look := range []func(i, j int) []*match.Match{
		m.words, m.l33tWords, m.wordsBackwards, m.repetitions, m.sequences, m.keyRows, m.dates,
	} {
		found = append(found, look(i, j)...)
	}
	for _, f := range found {
		f.I, f.J = f.I-i, f.J-i
	}
	return scoring.MostGuessableMatchSequence(m.string(m.text[i:j]), found, false).Guesses
}

// at is a match of the text from i up to, not including, j.
func (m *matcher) at(pattern string, i, j int) *match.Match {
	return &match.Match{Pattern: pattern, I: i, J: j - 1, Token: m.string(m.text[i:j])}
}

package strength

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the common words
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/trustelem/zxcvbn/adjacency"
	"github.com/trustelem/zxcvbn/match"
)

// commonText is what people make passwords of, a word and its rank on each line, sorted, after some lines that say
// where it comes from.
//
// It is common.txt, compressed, which makes the program 300 kB smaller.
//
//go:embed common.txt.gz
var commonText []byte

// commonWords are the lines of common.txt behind the notes at its beginning. They are unpacked when they are first needed.
var commonWords = sync.OnceValue(func() string {
	packed, err := gzip.NewReader(bytes.NewReader(commonText))
	if err != nil {
		panic(err) // it is part of the program, and a test reads it
	}
	unpacked, err := io.ReadAll(packed)
	if err != nil {
		panic(err)
	}
	text := string(unpacked)
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
})

// A word that is shorter is no cheaper to guess than its letters; a longer one is not in the list.
const shortestWord, longestCommon = 3, 19

// rankIn looks a word up in sorted lines of a word and its rank; 0 stands for one that is not there.
func rankIn(lines, word string) int {
	low, high := 0, len(lines) // both at the beginning of a line
	for low < high {
		start := low + strings.LastIndexByte(lines[low:(low+high)/2], '\n') + 1
		end := start + strings.IndexByte(lines[start:], '\n')
		entry, rank, _ := strings.Cut(lines[start:end], " ")
		switch strings.Compare(word, entry) {
		case 0:
			return number(rank)
		case 1:
			low = end + 1
		default:
			high = start
		}
	}
	return 0
}

func (m *matcher) rank(word string) int {
	rank, common := m.context[word], rankIn(m.common, word)
	if rank == 0 || common > 0 && common < rank {
		return common
	}
	return rank
}

// eachWord calls found with every word of the text, which is in lower case.
func (m *matcher) eachWord(text []byte, found func(i, j, rank int)) {
	for i := range text {
		for j := i + shortestWord; j <= min(i+m.longest, len(text)); j++ {
			if rank := m.rank(m.string(text[i:j])); rank > 0 {
				found(i, j, rank)
			}
		}
	}
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func (m *matcher) words(i, j int) (all []*match.Match) {
	m.eachWord(m.changed(i, j, lower), func(from, to, rank int) {
		f := m.at("dictionary", i+from, i+to)
		f.Rank = rank
		all = append(all, f)
	})
	return all
}

func (m *matcher) wordsBackwards(i, j int) (all []*match.Match) {
	text := m.changed(i, j, lower)
	slices.Reverse(text)
	m.eachWord(text, func(from, to, rank int) {
		f := m.at("dictionary", j-to, j-from)
		f.Rank, f.Reversed = rank, true
		all = append(all, f)
	})
	return all
}

// l33tWords finds words in which figures and signs stand for letters; those that stand for two in one reading each.
func (m *matcher) l33tWords(i, j int) (all []*match.Match) {
	const figures = "4@8({[<3691!|0$5+7%2"
	for _, letters := range []string{"aabcccceggiiiossttxz", "aabccccegglilosstlxz"} {
		plain := m.changed(i, j, func(b byte) byte {
			if at := strings.IndexByte(figures, b); at >= 0 {
				return letters[at]
			}
			return lower(b)
		})
		m.eachWord(plain, func(from, to, rank int) {
			f := m.at("dictionary", i+from, i+to)
			f.Sub = map[string]string{}
			for k := from; k < to; k++ {
				if was := m.text[i+k]; lower(was) != plain[k] {
					f.Sub[string(was)] = string(plain[k])
				}
			}
			if f.Rank, f.L33t = rank, true; len(f.Sub) > 0 {
				all = append(all, f)
			}
		})
	}
	return all
}

// repetitions finds what is repeated at once: at each place the longest run, of the shortest text.
func (m *matcher) repetitions(i, j int) (all []*match.Match) {
	for from := i; from < j; from++ {
		base, run := 0, 0
		for size := 1; from+2*size <= j; size++ {
			end := from + size
			for end+size <= j && bytes.Equal(m.text[from:from+size], m.text[end:end+size]) {
				end += size
			}
			if end-from > max(run, size) {
				base, run = size, end-from
			}
		}
		if run > 0 {
			f := m.at("repeat", from, from+run)
			f.BaseGuesses, f.RepeatCount = m.guesses(from, from+base), run/base
			all = append(all, f)
			from += run - 1
		}
	}
	return all
}

// sequences finds characters at equal distances, such as abcd, 97531.
func (m *matcher) sequences(i, j int) (all []*match.Match) {
	for from := i; from+1 < j; {
		step := int(m.text[from+1]) - int(m.text[from])
		to := from + 2
		for to < j && int(m.text[to])-int(m.text[to-1]) == step {
			to++
		}
		if size := max(step, -step); size == 1 || to-from > 2 && size > 0 && size <= 5 {
			f := m.at("sequence", from, to)
			f.Ascending = step > 0
			all = append(all, f)
		}
		from = to - 1
	}
	return all
}

// keyRows finds three or more keys that lie next to each other.
func (m *matcher) keyRows(i, j int) (all []*match.Match) {
	keys := adjacency.Graphs["qwerty"].Graph
	for from := i; from < j; {
		to, turns, shifted, direction := from+1, 0, 0, -1
		if strings.IndexByte(`~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?`, m.text[from]) >= 0 {
			shifted++
		}
		for ; to < j; to++ {
			next := slices.IndexFunc(keys[string(m.text[to-1])], func(key string) bool { return strings.IndexByte(key, m.text[to]) >= 0 })
			if next < 0 {
				break
			}
			if keys[string(m.text[to-1])][next][0] != m.text[to] {
				shifted++
			}
			if next != direction {
				turns++
			}
			direction = next
		}
		if to-from > 2 {
			f := m.at("spatial", from, to)
			f.Graph, f.Turns, f.ShiftedCount = "qwerty", turns, shifted
			all = append(all, f)
		}
		from = max(to-1, from+1)
	}
	return all
}

// dates finds years from 1900 to 2099, and dates with one in front or at the end.
func (m *matcher) dates(i, j int) (all []*match.Match) {
	for from := i; from < j; from++ {
		for to := from + 4; to <= min(from+10, j); to++ {
			token := m.string(m.text[from:to])
			if to == from+4 {
				if yearOf(token) > 0 {
					f := m.at("regex", from, to)
					f.RegexName = "recent_year"
					all = append(all, f)
				}
				continue
			}
			if year, separator, ok := dateOf(token); ok {
				f := m.at("date", from, to)
				f.Year, f.Separator = year, separator
				all = append(all, f)
			}
		}
	}
	return all
}

// number reads figures, -1 for anything else. What strconv returns for that would hold a copy of the text.
func number(text string) int {
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' {
			return -1
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// yearOf is the year that the text is, 0 for none.
func yearOf(text string) int {
	if year := number(text); len(text) == 4 && year >= 1900 && year <= 2099 {
		return year
	}
	return 0
}

// dateOf reads eight figures, or three groups of them, the year first or last.
func dateOf(text string) (year int, separator string, ok bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" -/._", r) })
	switch {
	case len(parts) == 1 && len(text) == 8:
		parts = []string{text[:4], text[4:6], text[6:]}
		if yearOf(parts[0]) == 0 {
			parts = []string{text[4:], text[:2], text[2:4]}
		}
	case len(parts) == 3 && len(parts[0])+len(parts[1])+len(parts[2])+2 == len(text):
		separator = "."
		if yearOf(parts[0]) == 0 {
			parts[0], parts[2] = parts[2], parts[0]
		}
	default:
		return 0, "", false
	}
	for _, part := range parts[1:] {
		if n := number(part); len(part) > 2 || n < 1 || n > 31 {
			return 0, "", false
		}
	}
	year = yearOf(parts[0])
	return year, separator, year > 0
}

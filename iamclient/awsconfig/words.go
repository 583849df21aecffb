package awsconfig

import "strings"

// splitWords splits a section's name into words as Python's shlex does: quotes and backslashes are taken off, and # is a
// character like others. ok is false where a quote has no end.
func splitWords(text string) (words []string, ok bool) {
	var word strings.Builder
	inWord := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case ' ', '\t', '\r', '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		case '\'':
			end := strings.IndexByte(text[i+1:], '\'')
			if end < 0 {
				return nil, false
			}
			word.WriteString(text[i+1 : i+1+end])
			i, inWord = i+1+end, true
		case '"':
			end := quoted(&word, text[i+1:])
			if end < 0 {
				return nil, false
			}
			i, inWord = i+1+end, true
		case '\\':
			if i++; i == len(text) {
				return nil, false
			}
			word.WriteByte(text[i])
			inWord = true
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, true
}

// quoted writes what stands before the closing double quote, and returns where that is; -1: there is none. A backslash
// protects a quote and a backslash, nothing else.
func quoted(word *strings.Builder, text string) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return i
		case c == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
			i++
			word.WriteByte(text[i])
		default:
			word.WriteByte(c)
		}
	}
	return -1
}

package ui

import (
	"strings"
	"testing"

	"iampasswd/iamclient"
)

// Every character that IAM takes has a name, and no other has the same.
func TestEveryCharacterHasAName(t *testing.T) {
	names := map[string]rune{}
	for r := ' '; r <= 'ÿ'; r++ {
		if r >= 0x7f && r < 0xa0 {
			continue // control characters: IAM takes them, and no field here does
		}
		name := spoken(r)
		if before, taken := names[name]; taken {
			t.Errorf("%q and %q are both %s", before, r, name)
		}
		if names[name] = r; name == "" || strings.Contains(name, "U+") || strings.TrimSpace(name) != name {
			t.Errorf("%q is %q", r, name)
		}
	}
	for _, r := range iamclient.Symbols {
		if strings.ContainsRune(spoken(r), r) || names[spoken(r)] != r {
			t.Errorf("the symbol %q is %s", r, spoken(r))
		}
	}
}

func TestNames(t *testing.T) {
	for r, want := range map[rune]string{
		'W': "capital Whiskey", 'o': "oscar", 'z': "zulu", 'A': "capital Alfa", '0': "zero", '4': "four", '9': "nine",
		'-': "dash", '!': "exclamation mark", '@': "at sign", '#': "hash", '$': "dollar sign", '%': "percent sign",
		'^': "caret", '&': "ampersand", '*': "asterisk", '(': "open parenthesis", ')': "close parenthesis",
		'_': "underscore", '+': "plus sign", '=': "equals sign", '[': "open square bracket", ']': "close square bracket",
		'{': "open curly bracket", '}': "close curly bracket", '|': "vertical bar", '\'': "apostrophe",
		' ': "space", '~': "tilde", '?': "question mark", '\\': "backslash", '`': "backtick",
		'ß': "sharp sierra", 'é': "echo acute", 'Ä': "capital alfa with two dots", 'ÿ': "yankee with two dots", '÷': "division sign",
		'×': "multiplication sign", 'Þ': "capital thorn", '¿': "inverted question mark", '½': "one half", 0xA0: "no-break space",
		'\t': "tab", 0x85: "character U+0085",
	} {
		if got := spoken(r); got != want {
			t.Errorf("%q is %q, want %q", r, got, want)
		}
	}
}

func TestGroups(t *testing.T) {
	for password, want := range map[string]string{
		"Clever-otter-basket-42": "Clever- otter- basket- 42",
		"9yZsVrL36=Jxj-Qj":       "9yZs VrL3 6=Jx j-Qj",
		"map-map":                "map- map",
		"":                       "",
		"unbelievablyunbroken":   "unbelievab lyunbroken",
	} {
		var got []string
		for _, group := range groups([]rune(password)) {
			got = append(got, string(group))
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%q is read out as %q, want %q", password, text, want)
		}
	}
}

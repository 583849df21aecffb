package iamclient

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTheWordsAreWords(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range wordList() {
		if seen[word] || len(word) < 3 || len(word) > longestWord || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is there twice, or no word of 3 to %d small letters", word, longestWord)
		}
		seen[word] = true
	}
	if len(seen) != 7772 {
		t.Errorf("%d words", len(seen))
	}
}

// wantWords fails the test unless the password is so many words and a number, and keeps the policy.
func wantWords(t interface{ Errorf(string, ...any) }, p Policy, words int, password *Secret) {
	text := password.Reveal()
	parts := strings.Split(text, "-")
	known := wordText + "\n"
	for i, part := range parts[:len(parts)-1] {
		if i == 0 {
			if strings.ToLower(part[:1]) == part[:1] {
				t.Errorf("%q begins small", text)
			}
			part = strings.ToLower(part)
		}
		if !strings.Contains(known, "\n"+part+"\n") {
			t.Errorf("%q of %q is not in the list", part, text)
		}
	}
	if n := len(parts) - 1; n != words {
		t.Errorf("%q has %d words, want %d", text, n, words)
	}
	if number := parts[len(parts)-1]; len(number) != 2 || strings.Trim(number, generatedNumbers) != "" {
		t.Errorf("%q does not end in two numbers", text)
	}
	if !p.Accepts(password) || !password.Generated() || classesOf(password).count() != 4 {
		t.Errorf("%q of %d characters breaks a rule of %+v, or has no mark", text, password.Len(), p)
	}
}

func TestWordsKeepEveryPolicy(t *testing.T) {
	for length := 6; length <= MaxPasswordLength; length++ {
		p := Policy{
			Source: PolicyCustom, MinLength: length,
			RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
		}
		for _, n := range []int{0, 3, 12} {
			g := Generator{Style: StyleWords, Length: n}
			wantWords(t, p, g.Under(p).Length, g.Generate(p))
		}
	}
	p := DefaultPolicy(PolicyDefault)
	wantWords(t, p, 4, Generator{Style: StyleWords}.Generate(p))
}

func TestGeneratorsKeepEveryPolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Policy{
			Source: PolicyCustom, MinLength: rapid.IntRange(0, 200).Draw(t, "minimum"),
			RequireUppercase: rapid.Bool().Draw(t, "upper"), RequireLowercase: rapid.Bool().Draw(t, "lower"),
			RequireNumbers: rapid.Bool().Draw(t, "numbers"), RequireSymbols: rapid.Bool().Draw(t, "symbols"),
		}
		g := Generator{Style(rapid.IntRange(0, 1).Draw(t, "style")), rapid.IntRange(-1, 200).Draw(t, "length")}
		password := g.Generate(p)
		defer password.Wipe()
		if possible := min(p.MinLength, MaxPasswordLength); password.Len() < possible || password.Len() > MaxPasswordLength {
			t.Fatalf("%d characters under %+v by %+v", password.Len(), p, g)
		}
		if p.MinLength <= MaxPasswordLength && !p.Accepts(password) {
			t.Fatalf("%q breaks a rule of %+v", password.Reveal(), p)
		}
		if g.Style == StyleRandom && password.Len() != g.Under(p).Length {
			t.Fatalf("%d characters, and announced were %d", password.Len(), g.Under(p).Length)
		}
		for i := range password.Len() {
			if r := password.At(i); !strings.ContainsRune(generatedAlphabet, r) && g.Style == StyleRandom {
				t.Fatalf("%q is in it", r)
			}
		}
		if again := g.Under(p).Under(p); again != g.Under(p) {
			t.Fatalf("%+v becomes %+v and then %+v", g, g.Under(p), again)
		}
	})
}

func TestLengthsOfGenerators(t *testing.T) {
	for _, c := range []struct {
		g    Generator
		p    Policy
		want int
	}{
		{Generator{}, Policy{MinLength: 6}, 16},
		{Generator{}, Policy{MinLength: 20}, 20},
		{Generator{Length: 24}, Policy{MinLength: 20}, 24},
		{Generator{Length: 1}, Policy{MinLength: 6}, 8},
		{Generator{Length: 500}, Policy{MinLength: 6}, 128},
		{Generator{Length: 10}, Policy{MinLength: 500}, 128},
		{Generator{Style: StyleWords}, Policy{MinLength: 14}, 4},
		{Generator{Style: StyleWords, Length: 1}, Policy{}, 3},
		{Generator{Style: StyleWords, Length: 99}, Policy{}, 12},
		{Generator{Style: StyleWords}, Policy{MinLength: 40}, 5},
	} {
		if got := c.g.Under(c.p).Length; got != c.want {
			t.Errorf("%+v makes %d under a minimum of %d, want %d", c.g, got, c.p.MinLength, c.want)
		}
	}
}

// Of all that two bytes can be, every number comes of equally many, and the rest is drawn again. With the remainder
// taken of everything, the small numbers would come up more often.
func TestDrawIsFair(t *testing.T) {
	for _, n := range []int{1, 8, 64, len(generatedAlphabet), len(wordList()), 1 << 15, 1<<16 - 1, 1 << 16} {
		counts := make([]int, n)
		for x := range 1 << 16 {
			random := bytes.NewReader([]byte{byte(x >> 8), byte(x), 0, 0})
			if i := draw(random, n); random.Len() == 2 {
				counts[i]++
			}
		}
		for i, count := range counts {
			if count != 1<<16/n {
				t.Fatalf("of %d, %d comes of %d of 65,536, want %d", n, i, count, 1<<16/n)
			}
		}
	}
}

// The entropy, held against counting every arrangement of classes, and of lengths of words.
func TestEntropyCountsWhatFits(t *testing.T) {
	const length = 8
	sizes := []float64{10, 24, 24, 8}
	total := 0.0
	for arrangement := range 1 << (2 * length) {
		passwords, has := 1.0, 0
		for i := range length {
			class := arrangement >> (2 * i) & 3
			passwords *= sizes[class]
			has |= 1 << class
			if i == 0 && class == 0 {
				passwords = 0
			}
		}
		if has == 15 {
			total += passwords
		}
	}
	wantBits(t, "random", Generator{Length: length}.Entropy(Policy{}), math.Log2(total))

	const shortest = 28
	total = 0
	list := wordList()
	ofLength := map[int]float64{}
	for _, word := range list {
		ofLength[len(word)]++
	}
	for a, na := range ofLength {
		for b, nb := range ofLength {
			for c, nc := range ofLength {
				if a+b+c+3+2 >= shortest {
					total += na * nb * nc * 64
				}
			}
		}
	}
	three := Generator{Style: StyleWords, Length: 3}
	if got := three.Under(Policy{MinLength: shortest}).Length; got != 3 {
		t.Fatalf("%d words", got)
	}
	wantBits(t, "words", three.Entropy(Policy{MinLength: shortest}), math.Log2(total))
	wantBits(t, "any three words", three.Entropy(Policy{}), 3*math.Log2(float64(len(list)))+6)
}

func wantBits(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6 || want == 0 {
		t.Errorf("%s: %f bits, want %f", what, got, want)
	}
}

func TestNarrowPolicyOfWords(t *testing.T) {
	for length := 121; length <= 128; length++ {
		p := Policy{MinLength: length}
		if bits := (Generator{Style: StyleWords}).Entropy(p); bits < 190 || bits > 220 {
			t.Errorf("%.1f bits at a minimum of %d", bits, length)
		}
	}
}

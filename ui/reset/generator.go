package reset

import (
	"fmt"

	"iampasswd/iamclient"
)

// Generator is what generated passwords are to be like: the style, and the length that was chosen in each. A whole
// session has one.
type Generator struct {
	style   iamclient.Style
	lengths [2]int // by style; 0 stands for the usual
}

// Words tells whether the passwords are made of words.
func (g *Generator) Words() bool { return g.style == iamclient.StyleWords }

// Switch goes over to the other style.
func (g *Generator) Switch() { g.style = 1 - g.style }

// Generate makes a password that keeps the policy, and says what it is made of, with its entropy.
func (g *Generator) Generate(policy iamclient.Policy) (password *iamclient.Secret, about string) {
	chosen := g.under(policy)
	what := "random characters"
	if chosen.Style == iamclient.StyleWords {
		what = "words and a number"
	}
	return chosen.Generate(policy), fmt.Sprintf("%d %s, %d bits", chosen.Length, what, int(chosen.Entropy(policy)))
}

// Resize makes the passwords longer by n, or shorter, and tells whether that can be.
func (g *Generator) Resize(n int, policy iamclient.Policy) bool {
	before := g.under(policy)
	after := before
	after.Length += n
	after = after.Under(policy)
	if after == before {
		return false
	}
	g.lengths[after.Style] = after.Length
	return true
}

func (g *Generator) under(policy iamclient.Policy) iamclient.Generator {
	return iamclient.Generator{Style: g.style, Length: g.lengths[g.style]}.Under(policy)
}

package awscli

import (
	"strings"
	"testing"
)

// Every example is read without a mistake.
func TestExamplesAreRead(t *testing.T) {
	for _, op := range Operations() {
		for _, e := range op.Examples {
			_, line, ok := strings.Cut(e.Line, "iampasswd "+op.Command())
			if !ok {
				t.Errorf("%s is no example of %s", e.Line, op.Command())
			}
			if _, err := Parse(op, strings.Fields(line)); err != nil {
				t.Errorf("%s: %v", e.Line, err)
			}
		}
	}
}

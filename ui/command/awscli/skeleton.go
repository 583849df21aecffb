package awscli

import (
	"fmt"
	"strings"
)

// inputSkeleton is the object that --generate-cli-skeleton prints: every parameter, without a value.
func (o *Operation) inputSkeleton() string {
	var lines []string
	for _, p := range o.Params {
		empty := map[Kind]string{Text: `""`, Secret: `""`, Number: "0", Flag: "true"}[p.Kind]
		lines = append(lines, fmt.Sprintf("    %q: %s", p.Key, empty))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n}\n"
}

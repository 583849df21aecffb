package explain

import (
	"regexp"
	"testing"

	"iampasswd/iamclient"
)

// What the plain mode says of an error names no key and no place of the screens, whatever the error.
func TestPlainProblemsNameNoKeys(t *testing.T) {
	ofScreens := regexp.MustCompile(`\b(esc|ctrl|F1|F2|above|fields|list)\b`)
	for kind := iamclient.KindOther; kind <= iamclient.KindCredentials; kind++ {
		for _, op := range []string{"UpdateLoginProfile", "CreateLoginProfile", "ChangePassword"} {
			for _, self := range []bool{false, true} {
				for _, unknown := range []bool{false, true} {
					err := &iamclient.Error{Kind: kind, Op: op, Code: "Code", Message: "Message", EarlierMayHaveSucceeded: unknown}
					p := AtPrompt(err, Context{User: "Bob", Self: self, Profile: "prod", Again: "enter"})
					if found := ofScreens.FindString(p.Title + " " + p.Remedy); found != "" {
						t.Errorf("%s of %s (self %t, unknown %t) says %q:\n%s\n%s", kind, op, self, unknown, found, p.Title, p.Remedy)
					}
				}
			}
		}
	}
}

package ui

import (
	"regexp"
	"testing"
	"time"

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
					p := plainProblem(err, situation{user: "Bob", self: self, profile: "prod", again: "enter"})
					if found := ofScreens.FindString(p.title + " " + p.remedy); found != "" {
						t.Errorf("%s of %s (self %t, unknown %t) says %q:\n%s\n%s", kind, op, self, unknown, found, p.title, p.remedy)
					}
				}
			}
		}
	}
}

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 second", 3100 * time.Millisecond: "4 seconds", 45 * time.Second: "45 seconds", time.Minute: "1 minute",
		119 * time.Second: "1 minute", time.Hour: "1 hour", 47 * time.Hour: "47 hours", 48 * time.Hour: "2 days",
	} {
		if got := inWords(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}

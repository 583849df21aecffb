package manual_test

import (
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"iampasswd/ui/command/manual"
	"iampasswd/ui/text"
)

func TestTopicsAreFiles(t *testing.T) {
	topics := manual.Topics()
	if len(topics) < 10 {
		t.Fatalf("there are only %d topics", len(topics))
	}
	for _, topic := range topics {
		if topic.Summary == "" || strings.HasSuffix(topic.Summary, ".") {
			t.Errorf("the first line of %s.md is not \"# %s: what it is about\"", topic.Name, topic.Name)
		}
		if found, ok := manual.Find(topic.Name); !ok || found != topic {
			t.Errorf("%s is not found", topic.Name)
		}
	}
	for _, name := range []string{"", "nothing", "../manual/keys", "keys.md"} {
		if _, ok := manual.Find(name); ok {
			t.Errorf("there is a topic %q", name)
		}
	}
}

// A topic fits every width; only code, which is to be copied, and a word that is longer go beyond.
func TestTextFits(t *testing.T) {
	for _, topic := range manual.Topics() {
		for _, width := range []int{60, 72, 80, 100} {
			for _, styled := range []bool{false, true} {
				for line := range strings.SplitSeq(topic.Text(width, styled), "\n") {
					if text.Width(line) > width && !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "(https://") {
						t.Errorf("%s at %d: %d cells: %s", topic.Name, width, text.Width(line), line)
					}
				}
			}
		}
	}
}

// No Markdown is left in what is shown: it would be a form that the parser does not know.
func TestNoMarkdownIsLeft(t *testing.T) {
	unknown := regexp.MustCompile(`\]\(|\*\*|^#|^\|.*\|$|^\d+\. |^> |<[a-z]+>|!\[`)
	for _, topic := range manual.Topics() {
		for line := range strings.SplitSeq(topic.Text(80, true), "\n") {
			if strings.Contains(line, "`") && !strings.HasPrefix(line, "    ") {
				t.Errorf("%s: a backquote is left: %s", topic.Name, line)
			}
			if !strings.HasPrefix(line, "    ") && unknown.MatchString(line) {
				t.Errorf("%s: %s", topic.Name, line)
			}
		}
	}
}

// The forms of a text, each once.
func TestText(t *testing.T) {
	topic := "# example: every form\n" + `
A *word* of **weight** and ` + "`--option X`" + `, see [keys](keys.md) and [AWS](https://aws.example/).

## A heading

- one item that is
  long
- two

` + "```sh\niampasswd   --demo\niampasswd --plain             # too long for a line\n```" + `

| a | b |
|---|---|
| 1 | ` + "`x\\|y`" + ` |
`
	want := `example: every form

A word of weight and ` + "`--option X`" + `, see
keys (iampasswd help keys) and AWS
(https://aws.example/).

A HEADING

- one item that is long
- two

    iampasswd   --demo
    # too long for a line
    iampasswd --plain

a  b
-  -----
1  ` + "`x|y`" + `
`
	if got := manual.TextOf(topic, 40); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Where columns would be too narrow, each row is a list.
func TestTableOfManyColumns(t *testing.T) {
	long := strings.Repeat("word ", 12)
	got := manual.TextOf("# t: t\n\n| a | b | c |\n|---|---|---|\n| x | "+long+" | "+long+" |\n| y | | z |\n", 48)
	for _, line := range []string{"\nx\n    b: word word", "\n      word", "\n    c: word", "\ny\n    c: z\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("%q is not in\n%s", line, got)
		}
	}
}

// groff understands the pages. mandoc and others are not asked.
func TestManIsUnderstood(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("there is no groff here")
	}
	for _, topic := range manual.Topics() {
		page := topic.Man("1.0")
		cmd := exec.CommandContext(t.Context(), groff, "-man", "-Tutf8", "-ww", "-z")
		cmd.Stdin = strings.NewReader(page)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", topic.Name, err, out)
		}
		for _, part := range []string{`"IAMPASSWD\-` + strings.ToUpper(manual.Roff(topic.Name)) + `" "7"`, ".SH NAME\niampasswd\\-" + manual.Roff(topic.Name) + ` \- `} {
			if !strings.Contains(page, part) {
				t.Errorf("%s: the page lacks %q", topic.Name, part)
			}
		}
	}
}

// Both forms of a topic have the same words.
func TestManHasTheWordsOfTheText(t *testing.T) {
	clean := regexp.MustCompile(`\\f[BIP]|\\&|[^\p{L}\p{N}]+`)
	words := func(s string) []string {
		s = strings.NewReplacer(`\fB`, "", `\fI`, "", `\fP`, "", `\-`, "-", `\e`, `\`, `\&`, "").Replace(s)
		s = regexp.MustCompile(`\\\[u([0-9A-F]+)\]`).ReplaceAllStringFunc(s, func(code string) string {
			r, _ := strconv.ParseUint(code[3:len(code)-1], 16, 32)
			return string(rune(r))
		})
		return strings.Fields(clean.ReplaceAllString(strings.ToLower(s), " "))
	}
	for _, topic := range manual.Topics() {
		page := words(topic.Man("1.0"))
		for _, word := range words(topic.Text(80, false)) {
			if !slices.Contains(page, word) {
				t.Errorf("%s: the page for man lacks %q", topic.Name, word)
			}
		}
	}
}

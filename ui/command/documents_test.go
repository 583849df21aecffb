package command

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"iampasswd/ui/command/awscli"
)

// top is the folder of the repository.
const top = "../.."

// documents are the texts for people, by their path from the top.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"README.md", ".github/*.md", "ui/command/manual/*.md"} {
		files, err := filepath.Glob(filepath.Join(top, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name, _ := filepath.Rel(top, file)
			all[filepath.ToSlash(name)] = string(text)
		}
	}
	return all
}

var (
	fences  = regexp.MustCompile("(?s)```.*?```")
	links   = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
)

// Every link leads somewhere: to a file of the repository, to a heading in it, or to a page of the web by https.
func TestDocumentsLink(t *testing.T) {
	all := documents(t)
	for name, text := range all {
		for _, m := range links.FindAllStringSubmatch(fences.ReplaceAllString(text, ""), -1) {
			target := m[1] + m[2]
			if strings.HasPrefix(target, "https://") {
				continue
			}
			file, anchor, _ := strings.Cut(target, "#")
			path := name
			if file != "" {
				path = filepath.ToSlash(filepath.Join(filepath.Dir(name), file))
			}
			if _, err := os.Stat(filepath.Join(top, path)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, target)
			}
			if anchor != "" && !slices.Contains(anchors(all[path]), anchor) {
				t.Errorf("%s links to %s: there is no such heading", name, target)
			}
		}
	}
}

// anchors are the headings of a text, as GitHub links to them.
func anchors(text string) []string {
	var all []string
	for _, m := range heading.FindAllStringSubmatch(fences.ReplaceAllString(text, ""), -1) {
		all = append(all, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, m[1]))
	}
	return all
}

var (
	shell    = regexp.MustCompile("(?s)```sh\n(.*?)```")
	inText   = regexp.MustCompile("`(iampasswd [^`]+|go test [^`]+)`")
	comments = regexp.MustCompile(`\s+# .*$`)
)

// commandLines are what a text tells people to type, without comments.
func commandLines(text string) []string {
	var lines []string
	for _, block := range shell.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", "")) {
			if line = strings.TrimSpace(comments.ReplaceAllString(strings.TrimRight(line, "\n"), "")); line != "" {
				lines = append(lines, line)
			}
		}
	}
	for _, m := range inText.FindAllStringSubmatch(fences.ReplaceAllString(text, ""), -1) {
		lines = append(lines, m[1])
	}
	return lines
}

// DocumentedCommands are the command lines of all documents, each once.
func DocumentedCommands(t *testing.T) []string {
	t.Helper()
	var lines []string
	for _, text := range documents(t) {
		lines = append(lines, commandLines(text)...)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// Every command line is one that its program takes.
func TestDocumentedCommandsParse(t *testing.T) {
	for name, text := range documents(t) {
		for _, line := range commandLines(text) {
			words := shellWords(line)
			for len(words) > 0 {
				end := slices.IndexFunc(words, func(word string) bool { return word == "|" || word == ">" })
				if end < 0 {
					end = len(words)
				}
				if problem := refused(words[:end]); problem != "" {
					t.Errorf("%s: %s: %s", name, line, problem)
				}
				if end == len(words) || words[end] == ">" {
					break
				}
				words = words[end+1:]
			}
		}
	}
}

// shellWords are the words of a simple command line, with single and double quotes.
func shellWords(line string) []string {
	var words []string
	for _, m := range regexp.MustCompile(`(?:'[^']*'|"[^"]*"|[^\s'"])+`).FindAllString(line, -1) {
		words = append(words, strings.NewReplacer(`'`, "", `"`, "").Replace(m))
	}
	return words
}

// refused says why a program would not take its words, "" where it would.
func refused(words []string) string {
	switch words[0] {
	case "iampasswd":
		return refusedHere(words[1:])
	case "go":
		return refusedByGo(words[1:])
	case ".ci/run":
		return ""
	case "aws", "jq", "pass", "man", "sudo": // tested elsewhere, or of other people
		return ""
	}
	return "nobody knows the program " + words[0]
}

// refusedHere says why this program would not take its arguments. A synopsis in brackets is read as if all of it were given.
func refusedHere(args []string) string {
	var plain []string
	for _, arg := range args {
		arg = strings.Trim(arg, "[]")
		arg, _, _ = strings.Cut(arg, `\|`)
		arg, _, _ = strings.Cut(arg, "|")
		plain = append(plain, arg)
	}
	args = slices.DeleteFunc(commandFirst(plain), func(word string) bool { return word == "…" || word == "" })
	if op := calledFor(args); op != nil {
		if _, err := awscli.Parse(op, args[1:]); err != nil && len(args) > 1 {
			return err.Error()
		}
		return ""
	}
	root := newRoot()
	root.InitDefaultHelpCmd()
	found, rest, err := root.Find(args)
	if err != nil {
		return err.Error()
	}
	placeholder := len(rest) == 1 && (rest[0] == "TOPIC" || rest[0] == "COMMAND" || rest[0] == "SHELL")
	if err := found.ParseFlags(rest); err != nil {
		return err.Error()
	}
	switch left := found.Flags().Args(); {
	case placeholder:
		return ""
	case found.Name() == "help" && len(left) == 1:
		if !slices.Contains(append(topicNames(), commandNames(root)...), left[0]) {
			return "there is no topic " + left[0]
		}
	case found.Args != nil:
		if err := found.Args(found, left); err != nil {
			return err.Error()
		}
	}
	return ""
}

// refusedByGo says what is wrong with a command of go: a test has to be there to be run.
func refusedByGo(args []string) string {
	at := slices.Index(args, "-run")
	if at < 0 {
		at = slices.Index(args, "-bench")
	}
	if args[0] != "test" || at < 0 {
		return ""
	}
	folder := strings.TrimSuffix(args[slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "./") })], "/...")
	files, _ := filepath.Glob(filepath.Join(top, folder, "*_test.go"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil && regexp.MustCompile(`(?m)^func (Test|Benchmark)?\w*`+strings.TrimPrefix(args[at+1], "Test")).Match(text) {
			return ""
		}
	}
	return "there is no test " + args[at+1] + " in " + folder
}

var measured = regexp.MustCompile(`\b\d[\d,.]* (ms|keys|clicks|characters \||configurations)\b?`)

// A figure that was measured or counted stands in a section that names the command which does it again.
func TestFiguresNameTheirCommand(t *testing.T) {
	for name, text := range documents(t) {
		for section := range strings.SplitSeq("\n"+text, "\n## ") {
			if figure := measured.FindString(section); figure != "" && !strings.Contains(section, "go test ") {
				title, _, _ := strings.Cut(section, "\n")
				t.Errorf("%s, %q: no command for %q", name, title, figure)
			}
		}
	}
}

// The README is short, and links to every topic. Its table of calls is that of the manual, which is tested.
func TestREADMEIsShort(t *testing.T) {
	all := documents(t)
	readme := all["README.md"]
	if lines := strings.Count(readme, "\n"); lines > 150 {
		t.Errorf("the README has %d lines", lines)
	}
	for _, topic := range topicNames() {
		if !strings.Contains(readme, "(ui/command/manual/"+topic+".md)") {
			t.Errorf("the README does not link to %s", topic)
		}
	}
	table := regexp.MustCompile(`(?m)^\| the caller (?:.*\n)+?\n`).FindString(all["ui/command/manual/calls.md"])
	if table == "" || !strings.Contains(readme, table) {
		t.Error("the README's table of calls is not that of the topic calls")
	}
}

// CONTRIBUTING has every package and every library, with a reason.
func TestMapInCONTRIBUTING(t *testing.T) {
	text := documents(t)[".github/CONTRIBUTING.md"]
	for _, base := range []string{"ui", "iamclient"} {
		err := filepath.WalkDir(filepath.Join(top, base), func(path string, entry os.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			if entry.Name() == "testdata" || entry.Name() == "internal" {
				return filepath.SkipDir
			}
			name, _ := filepath.Rel(top, path)
			if sources, _ := filepath.Glob(filepath.Join(path, "*.go")); len(sources) > 0 && !strings.Contains(text, "\n| `"+filepath.ToSlash(name)+"` |") {
				t.Errorf("the map does not have %s", name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	mod, err := os.ReadFile(filepath.Join(top, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	direct, _, _ := strings.Cut(string(mod), "\n)\n")
	_, named, _ := strings.Cut(text, "## Libraries")
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v`).FindAllStringSubmatch(direct, -1) {
		library := strings.NewReplacer("golang.org/x/net", "golang.org/x/net/http/httpproxy").Replace(m[1])
		short := strings.TrimPrefix(strings.TrimPrefix(library, "github.com/aws/aws-sdk-go-v2/"), "github.com/charmbracelet/")
		if !strings.Contains(named, "`"+library+"`") && !strings.Contains(named, "`"+short+"`") {
			t.Errorf("no reason is given for %s", m[1])
		}
	}
}

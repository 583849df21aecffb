package awsconfig

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reading is what a reader makes of a configuration file. Refused leaves the rest empty.
type reading struct {
	Refused  bool
	Profiles map[string]map[string]any
	Sessions map[string]map[string]any
}

const botocore = `
import json, sys
import botocore.configloader, botocore.exceptions
out = []
for path in sys.stdin.read().split("\n"):
    if path:
        try:
            c = botocore.configloader.load_config(path)
            out.append({"Refused": False, "Profiles": c["profiles"], "Sessions": c["sso_sessions"]})
        except botocore.exceptions.ConfigParseError:
            out.append({"Refused": True, "Profiles": None, "Sessions": None})
json.dump(out, sys.stdout)
`

// pythonWithBotocore returns an interpreter that has the AWS CLI's library, or skips the test.
func pythonWithBotocore(t *testing.T) string {
	t.Helper()
	candidates := []string{"python3", "python"}
	if aws, err := exec.LookPath("aws"); err == nil {
		if text, err := os.ReadFile(aws); err == nil && bytes.HasPrefix(text, []byte("#!/")) && !bytes.HasPrefix(text, []byte("#!/usr/bin/env")) {
			first, _, _ := bytes.Cut(text[2:], []byte("\n"))
			candidates = slices.Insert(candidates, 0, string(first))
		}
	}
	for _, python := range candidates {
		if exec.CommandContext(t.Context(), python, "-c", "import botocore.configloader").Run() == nil {
			return python
		}
	}
	t.Skip("skipped: no Python with botocore, the AWS CLI's library, is installed")
	return ""
}

func ours(sections []*section) reading {
	f := &Files{profiles: map[string]*Profile{}, sessions: map[string]*section{}, services: map[string]*section{}}
	for _, s := range sections {
		f.addConfig(s)
	}
	values := func(s *section) map[string]any {
		all := map[string]any{}
		for name, set := range s.settings {
			if all[name] = set.value; set.nested != nil {
				nested := map[string]any{}
				for k, v := range set.nested {
					nested[k] = v
				}
				all[name] = nested
			}
		}
		return all
	}
	r := reading{Profiles: map[string]map[string]any{}, Sessions: map[string]map[string]any{}}
	for name, p := range f.profiles {
		r.Profiles[name] = values(p.config)
	}
	for name, s := range f.sessions {
		r.Sessions[name] = values(s)
	}
	return r
}

// pieces are what generated files are made of: headers, settings and noise, well and badly formed.
var pieces = []string{
	"[profile prod]", "[profile dev] # jump", "[profile dev2] ; jump", "[profile x] /* text */", `[profile "Prod Admin"]`, "[profile 'q']",
	"[default]", "[profile default]", "[ profile spaced ]", "[profile\ttab]", "[profile   many]", "[profile a#b]", "[profile a;b]",
	"[profile open", "[]", "[profile a b]", "[profile bob's]", `[profile back\slash]`, `[profile "es\"c\x"]`, "[prod]", "[Profile upper]",
	"[sso-session corp]", "[sso-session 'two words']", "[services s]", "[profiles odd]", "[DEFAULT]", "[profile x] [y]", "  [profile in]",
	"region = eu-west-1", "region=us-east-1 # office", "REGION = x", "role_arn: arn:aws:iam::1:role/A", "source_profile = prod", "output =",
	"s3 =", "  addressing_style = path", "  max = 1", "   deeper", "\tkey = value", "  # comment", "# comment", "; comment", "", "   ", "= no name",
	"no delimiter", `external_id = "quoted"`, "sso_session = corp", "key with spaces = v", "a = b = c", "ключ = значение", "  # c", "\u00a0nbsp = 1",
}

func generate(r *rand.Rand) string {
	ends := []string{"\n", "\n", "\n", "\r\n", "\r"}
	end := ends[r.IntN(len(ends))]
	lines := []string{"[profile first]"}
	if r.IntN(10) == 0 {
		lines = nil
	}
	for range r.IntN(12) {
		lines = append(lines, pieces[r.IntN(len(pieces))])
	}
	return strings.Join(lines, end) + end
}

// What this package accepts, the AWS CLI reads in the same way; what the AWS CLI refuses is refused here.
func TestReadsAsTheAWSCLI(t *testing.T) {
	python := pythonWithBotocore(t)
	n := 6000
	if testing.Short() {
		n = 1000
	}
	folder, random := t.TempDir(), rand.New(rand.NewPCG(1, 2))
	texts, paths := make([]string, n), make([]string, n)
	for i := range n {
		texts[i], paths[i] = generate(random), filepath.Join(folder, fmt.Sprint(i))
		if err := os.WriteFile(paths[i], []byte(texts[i]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), python, "-c", botocore)
	cmd.Env, cmd.Stdin, cmd.Stderr = append(os.Environ(), "PYTHONUTF8=1"), strings.NewReader(strings.Join(paths, "\n")), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var theirs []reading
	if err := json.Unmarshal(out, &theirs); err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for i, text := range texts {
		lines, err := readLines(paths[i])
		if err != nil {
			t.Fatal(err)
		}
		sections, err := parse(paths[i], lines)
		if err != nil {
			continue // stricter than the AWS CLI, or as strict
		}
		accepted++
		if theirs[i].Refused {
			t.Fatalf("the AWS CLI refuses %q", text)
		}
		if got, want := fmt.Sprint(ours(sections)), fmt.Sprint(theirs[i]); got != want {
			t.Fatalf("%q\n is read as %s\nthe AWS CLI has %s", text, got, want)
		}
	}
	if accepted < n/20 {
		t.Errorf("only %d of %d files were accepted", accepted, n)
	}
	t.Logf("%d of %d files accepted", accepted, n)
}

// canonical writes sections in one form, which is read back the same.
func canonical(sections []*section) string {
	var b strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&b, "[%s]\n", s.name)
		for _, name := range slices.Sorted(maps.Keys(s.settings)) {
			set := s.settings[name]
			fmt.Fprintf(&b, "%s = %s\n", name, strings.ReplaceAll(set.value, "\n", "\n "))
			for _, key := range slices.Sorted(maps.Keys(set.nested)) {
				fmt.Fprintf(&b, "  %s = %s\n", key, set.nested[key])
			}
		}
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		f.Add([]byte(generate(random)))
	}
	f.Add([]byte("\xef\xbb\xbf[default]"))
	f.Add([]byte("[a]\nb =\n  c = d\n\n  e = f\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines, err := splitLines("f", text)
		if err != nil {
			return
		}
		sections, err := parse("f", lines)
		if err != nil {
			return
		}
		form := canonical(sections)
		again, err := parse("f", strings.Split(form, "\n"))
		if err != nil {
			t.Fatalf("%q is accepted, its canonical form %q is not: %v", text, form, err)
		}
		if got := canonical(again); got != form {
			t.Fatalf("%q becomes %q and then %q", text, form, got)
		}
	})
}

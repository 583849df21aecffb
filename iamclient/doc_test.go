package iamclient_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The package comment is the map of the package. What it names has to be there, and what is there has to be on it.
func TestPackageCommentIsTheMap(t *testing.T) {
	files := token.NewFileSet()
	var sources []*ast.File
	var nouns []string
	entries, err := os.ReadDir(".")
	wantOK(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		wantOK(t, err)
		sources = append(sources, source)
		if noun := strings.TrimSuffix(name, ".go"); noun != "doc" {
			nouns = append(nouns, noun)
		}
	}
	pkg, err := doc.NewFromFiles(files, sources, "iampasswd/iamclient")
	wantOK(t, err)
	for _, noun := range nouns {
		if !regexp.MustCompile(`\b` + noun + `\b`).MatchString(pkg.Doc) {
			t.Errorf("%s.go is not on the map", noun)
		}
	}
	parsed := pkg.Parser().Parse(pkg.Doc)
	if len(parsed.Content) == 0 {
		t.Fatal("there is no package comment")
	}
	exported := map[string]bool{}
	for _, v := range pkg.Types {
		exported[v.Name] = true
		for _, f := range v.Funcs {
			exported[f.Name] = true
		}
		for _, c := range v.Consts {
			for _, name := range c.Names {
				exported[name] = true
			}
		}
	}
	for _, f := range pkg.Funcs {
		exported[f.Name] = true
	}
	for _, link := range regexp.MustCompile(`\[([A-Z]\w*)\]`).FindAllStringSubmatch(pkg.Doc, -1) {
		if !exported[link[1]] {
			t.Errorf("the map names %s, which is not there", link[1])
		}
	}
}

// Everything that is exported says what it is.
func TestEverythingExportedIsDocumented(t *testing.T) {
	files := token.NewFileSet()
	entries, err := os.ReadDir(".")
	wantOK(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		wantOK(t, err)
		for _, decl := range source.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.IsExported() && f.Doc == nil && !obvious[f.Name.Name] {
				t.Errorf("%s: %s has no comment", files.Position(f.Pos()), f.Name.Name)
			}
		}
	}
}

// obvious are the methods of well-known interfaces.
var obvious = map[string]bool{"Error": true, "Unwrap": true, "RoundTrip": true, "Retrieve": true, "Write": true, "RetryDelay": true}

package command

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	docLink  = regexp.MustCompile(`\[([A-Z]\w*)(?:\.\w+)?\]`)
	fileList = regexp.MustCompile(`\(([a-z_]+(?:, [a-z_]+)*)\)(?:[.\n]|$)`)
)

// Package comments are the map of the program: what they name exists. That is each [Link] and each file that stands in
// brackets at the end of a line.
func TestMapsAreTrue(t *testing.T) {
	err := filepath.WalkDir("../..", func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." && dir != "../.." {
			return filepath.SkipDir
		}
		doc, names := packageComment(t, dir)
		for _, link := range docLink.FindAllStringSubmatch(doc, -1) {
			if !names[link[1]] {
				t.Errorf("%s: the package comment names %s, which is not declared there", dir, link[0])
			}
		}
		for _, list := range fileList.FindAllStringSubmatch(doc, -1) {
			for file := range strings.SplitSeq(list[1], ", ") {
				if _, err := os.Stat(filepath.Join(dir, file+".go")); err != nil {
					t.Errorf("%s: the package comment names the file %s, which is not there", dir, file)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// packageComment returns a folder's package comment and the names that are declared in it, both empty where it holds no
// package.
func packageComment(t *testing.T, dir string) (doc string, names map[string]bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	names = map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		doc += parsed.Doc.Text()
		for _, d := range parsed.Decls {
			declare(names, d)
		}
	}
	return doc, names
}

func declare(names map[string]bool, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		names[d.Name.Name] = true
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names[spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					names[name.Name] = true
				}
			}
		}
	}
}

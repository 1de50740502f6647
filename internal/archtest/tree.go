package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Module is the path that every import of the project's own begins with.
const Module = "ontherecord"

// A Tree is the parsed source of a module.
type Tree struct {
	Files []*File
	fset  *token.FileSet
}

// A File is one parsed .go file.
type File struct {
	// Path is relative to the module's root, with slashes.
	Path string
	// Dir is the folder that the file stands in, "." for the root.
	Dir string
	// Test reports whether the file is compiled for tests alone.
	Test  bool
	Lines int
	Ast   *ast.File
}

// Load parses all .go files under root but those that the go command leaves
// out as well (testdata, folders that begin with "." or "_").
func Load(root string) (*Tree, error) {
	t := &Tree{fset: token.NewFileSet()}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_")
			if name != root && (hidden || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return t.Add(filepath.ToSlash(rel), string(source))
	})
	if err != nil {
		return nil, fmt.Errorf("parse the tree: %w", err)
	}
	return t, nil
}

// Add parses source as the file at name.
func (t *Tree) Add(name, source string) error {
	if t.fset == nil {
		t.fset = token.NewFileSet()
	}
	parsed, err := parser.ParseFile(t.fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.Files = append(t.Files, &File{
		Path:  name,
		Dir:   path.Dir(name),
		Test:  strings.HasSuffix(name, "_test.go"),
		Lines: strings.Count(source, "\n"),
		Ast:   parsed,
	})
	return nil
}

// Dirs are the folders that hold .go files, in order.
func (t *Tree) Dirs() []string {
	var dirs []string
	for _, f := range t.Files {
		if !slices.Contains(dirs, f.Dir) {
			dirs = append(dirs, f.Dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

func (t *Tree) at(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// An imported is an import of a file.
type imported struct {
	path string
	pos  token.Pos
}

func (f *File) imports() []imported {
	var out []imported
	for _, spec := range f.Ast.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has seen to it that it is a string
		}
		out = append(out, imported{p, spec.Pos()})
	}
	return out
}

// under reports whether name is the folder dir or lies within it.
func under(name, dir string) bool {
	return name == dir || strings.HasPrefix(name, dir+"/")
}

// own is the folder of an import of the project's own, relative to the root.
func own(importPath string) (dir string, ok bool) {
	if importPath == Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, Module+"/")
}

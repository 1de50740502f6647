package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// A Rule is one thing that holds everywhere in the tree.
type Rule struct {
	Name string
	// Check returns the places where the rule is broken, each as "file:line:
	// what is wrong".
	Check func(*Tree) []string
}

// Rules lists all rules.
func Rules() []Rule {
	return []Rule{
		{"imports point one way", importsPointOneWay},
		{"the domain types import the standard library alone", domainIsPlain},
		{"each library lives in its room", librariesAtHome},
		{"there is no init", noInit},
		{"package variables stay as they are", globalsStay},
		{"only main ends the process", onlyMainExits},
		{"every package has a comment", packagesExplained},
		{"the core names no platform", coreNamesNoPlatform},
		{"quotes are made in one place", quotesMadeOnce},
		{"files are short", filesShort},
	}
}

// rooms are the layers from the ground up: a package may import from its own
// room and from those before it, never from one after it.
var rooms = []string{"corpus", "retrieval", "bot", "adapters", "cmd"}

func room(dir string) int {
	return slices.IndexFunc(rooms, func(r string) bool { return under(dir, r) })
}

func importsPointOneWay(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		from := room(f.Dir)
		for _, im := range f.imports() {
			dir, ok := own(im.path)
			if !ok {
				continue
			}
			to := room(dir)
			switch {
			case under(f.Dir, "internal") && to >= 0:
				broken = append(broken, fmt.Sprintf("%s: internal packages stand below all rooms and must not import %s", t.at(im.pos), im.path))
			case from >= 0 && to > from:
				broken = append(broken, fmt.Sprintf("%s: %s must not import %s, which stands above it", t.at(im.pos), f.Dir, im.path))
			case to >= 0 && rooms[to] == "cmd" && dir != f.Dir:
				broken = append(broken, fmt.Sprintf("%s: commands are imported by nobody", t.at(im.pos)))
			case rooms[max(from, 0)] == "adapters" && to == from && !f.Test && adapter(dir) != adapter(f.Dir):
				broken = append(broken, fmt.Sprintf("%s: one adapter must not import another's %s", t.at(im.pos), im.path))
			}
		}
	}
	return broken
}

// adapter is the folder of the adapter that dir belongs to.
func adapter(dir string) string {
	parts := strings.SplitN(dir, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func domainIsPlain(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		if f.Dir != "corpus" || f.Test {
			continue
		}
		for _, im := range f.imports() {
			first, _, _ := strings.Cut(im.path, "/")
			if first == Module || strings.Contains(first, ".") {
				broken = append(broken, fmt.Sprintf("%s: corpus must not import %s", t.at(im.pos), im.path))
			}
		}
	}
	return broken
}

// homes says in which folders a library may be imported. What is not listed
// may be used anywhere.
var homes = []struct {
	library string
	dirs    []string
}{
	{"github.com/slack-go/slack", []string{"adapters/slack"}},
	{"github.com/bwmarrin/discordgo", []string{"adapters/discord"}},
	{"github.com/blevesearch/snowballstem", []string{"retrieval/analysis"}},
	{"github.com/blevesearch", []string{"retrieval/bleveindex"}},
	{"github.com/RoaringBitmap/roaring", []string{"retrieval/bleveindex"}},
	{"modernc.org/sqlite", []string{"internal/sqlite"}},
	{"codeberg.org/readeck/go-readability", []string{"corpus/parse"}},
	{"github.com/spf13/cobra", []string{"cmd"}},
	{"github.com/schollz/progressbar", []string{"cmd"}},
}

func librariesAtHome(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		for _, im := range f.imports() {
			for _, h := range homes {
				if !under(im.path, h.library) {
					continue
				}
				if !slices.ContainsFunc(h.dirs, func(d string) bool { return under(f.Dir, d) }) {
					broken = append(broken, fmt.Sprintf("%s: %s lives in %s", t.at(im.pos), h.library, strings.Join(h.dirs, " and ")))
				}
				break // the first row that fits is the particular one
			}
		}
	}
	return broken
}

func noInit(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		for _, d := range f.Ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				broken = append(broken, t.at(fn.Pos())+": what init does cannot be seen, ordered or left out: write it where it is used")
			}
		}
	}
	return broken
}

var endsProcess = map[string]*regexp.Regexp{
	"log": regexp.MustCompile(`^(Fatal|Panic)(f|ln)?$`),
	"os":  regexp.MustCompile(`^Exit$`),
}

func onlyMainExits(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		if f.Test {
			continue // TestMain ends its process with the tests' own code
		}
		ast.Inspect(f.Ast, func(n ast.Node) bool {
			if fn, ok := n.(*ast.FuncDecl); ok && under(f.Dir, "cmd") && fn.Recv == nil && fn.Name.Name == "main" {
				return false
			}
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := sel.X.(*ast.Ident)
			if ok && endsProcess[pkg.Name] != nil && endsProcess[pkg.Name].MatchString(sel.Sel.Name) {
				broken = append(broken, fmt.Sprintf("%s: %s.%s outside of main: return an error", t.at(sel.Pos()), pkg.Name, sel.Sel.Name))
			}
			return true
		})
	}
	return broken
}

func packagesExplained(t *Tree) []string {
	var broken []string
	for _, dir := range t.Dirs() {
		comments, onlyTests, name := 0, true, ""
		for _, f := range t.Files {
			if f.Dir != dir || f.Test {
				continue
			}
			onlyTests, name = false, f.Ast.Name.Name
			doc := f.Ast.Doc.Text()
			if doc == "" {
				continue
			}
			comments++
			if !strings.HasPrefix(doc, "Package "+name+" ") && !(name == "main" && strings.HasPrefix(doc, "Command ")) {
				broken = append(broken, fmt.Sprintf("%s: the package comment must begin with %q", t.at(f.Ast.Doc.Pos()), "Package "+name))
			}
		}
		switch {
		case onlyTests:
		case comments == 0:
			broken = append(broken, fmt.Sprintf("%s: package %s has no comment that says what it is for", dir, name))
		case comments > 1:
			broken = append(broken, fmt.Sprintf("%s: package %s has %d package comments, and readers are shown them run together", dir, name, comments))
		}
	}
	return broken
}

// platformRooms know no platform: what they say must fit all of them.
var platformRooms = []string{"corpus", "retrieval", "bot"}

var platform = regexp.MustCompile(`(?i)slack|discord`)

func coreNamesNoPlatform(t *Tree) []string {
	var broken []string
	report := func(pos token.Pos, word string) {
		if platform.MatchString(word) {
			broken = append(broken, fmt.Sprintf("%s: %s names a platform", t.at(pos), word))
		}
	}
	for _, f := range t.Files {
		if f.Test || !slices.ContainsFunc(platformRooms, func(r string) bool { return under(f.Dir, r) }) {
			continue
		}
		ast.Inspect(f.Ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				report(n.Pos(), n.Name)
			case *ast.BasicLit:
				if n.Kind == token.STRING {
					report(n.Pos(), n.Value)
				}
			}
			return true
		})
		for _, g := range f.Ast.Comments {
			for _, c := range g.List {
				report(c.Pos(), c.Text)
			}
		}
	}
	return broken
}

// quotesMadeOnce: the fields of a Quote are unexported, so other packages could
// build only an empty one; within corpus the compiler does not help.
func quotesMadeOnce(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		if f.Path == "corpus/quote.go" {
			continue
		}
		ast.Inspect(f.Ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || len(lit.Elts) == 0 {
				return true
			}
			switch typ := lit.Type.(type) {
			case *ast.SelectorExpr:
				pkg, ok := typ.X.(*ast.Ident)
				ok = ok && pkg.Name == "corpus" && typ.Sel.Name == "Quote"
				if ok {
					broken = append(broken, t.at(lit.Pos())+": a Quote is cut by (*Document).Quote alone")
				}
			case *ast.Ident:
				if f.Dir == "corpus" && typ.Name == "Quote" {
					broken = append(broken, t.at(lit.Pos())+": a Quote is cut by (*Document).Quote alone")
				}
			}
			return true
		})
		if f.Dir != "corpus" {
			continue
		}
		for _, pos := range quoteFieldWrites(f.Ast) {
			broken = append(broken, t.at(pos)+": a Quote is never changed")
		}
	}
	return broken
}

// quoteFieldWrites finds assignments to fields named like those of a Quote.
// Nothing else in package corpus has fields of these names.
func quoteFieldWrites(file *ast.File) []token.Pos {
	var found []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for _, left := range assign.Lhs {
			sel, ok := left.(*ast.SelectorExpr)
			if ok && slices.Contains([]string{"text", "span", "citation"}, sel.Sel.Name) {
				found = append(found, sel.Pos())
			}
		}
		return true
	})
	return found
}

// maxLines is the length from which on a file has more than one noun.
const maxLines = 600

func filesShort(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		if f.Lines > maxLines {
			broken = append(broken, fmt.Sprintf("%s: %d lines; past %d, look for the missing noun", f.Path, f.Lines, maxLines))
		}
	}
	return broken
}

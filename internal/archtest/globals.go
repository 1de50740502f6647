package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
)

// globalsStay finds package-level variables that a function changes. State that
// nobody owns makes tests depend on one another and two bots in one process
// impossible.
func globalsStay(t *Tree) []string {
	globals := make(map[string]map[string]bool) // by folder
	for _, f := range t.Files {
		if f.Test {
			continue
		}
		names := globals[f.Dir]
		if names == nil {
			names = make(map[string]bool)
			globals[f.Dir] = names
		}
		for _, d := range f.Ast.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					names[name.Name] = true
				}
			}
		}
	}
	var broken []string
	for _, f := range t.Files {
		if f.Test {
			continue
		}
		for _, d := range f.Ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			local := declared(fn)
			for _, id := range changed(fn.Body) {
				if globals[f.Dir][id.Name] && !local[id.Name] {
					broken = append(broken, fmt.Sprintf("%s: %s changes the package's variable %s", t.at(id.Pos()), fn.Name.Name, id.Name))
				}
			}
		}
	}
	return broken
}

// declared are the names that fn declares anywhere in it.
func declared(fn *ast.FuncDecl) map[string]bool {
	names := make(map[string]bool)
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				note(names, n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				note(names, n.Key, n.Value)
			}
		}
		return true
	})
	return names
}

func note(names map[string]bool, exprs ...ast.Expr) {
	for _, e := range exprs {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
}

// changed are the variables that body assigns to, whole or in part.
func changed(body *ast.BlockStmt) []*ast.Ident {
	var out []*ast.Ident
	add := func(e ast.Expr) {
		if id := rootOf(e); id != nil && id.Name != "_" {
			out = append(out, id)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, e := range n.Lhs {
					add(e)
				}
			}
		case *ast.IncDecStmt:
			add(n.X)
		}
		return true
	})
	return out
}

// rootOf is the variable that e is, or is a part of.
func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return nil
		}
	}
}

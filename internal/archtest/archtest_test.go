package archtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ontherecord/internal/archtest"
)

// TestArchitecture holds the tree itself to the rules.
func TestArchitecture(t *testing.T) {
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("the module's root is not where this test looks for it: %v", err)
	}
	tree, err := archtest.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"corpus", "retrieval", "bot", "cmd/ontherecord", "internal/archtest"} {
		if !slices.Contains(tree.Dirs(), dir) {
			t.Fatalf("no package %s was found, so nothing is proved; found %v", dir, tree.Dirs())
		}
	}
	for _, r := range archtest.Rules() {
		t.Run(r.Name, func(t *testing.T) {
			for _, broken := range r.Check(tree) {
				t.Error(broken)
			}
		})
	}
}

// TestRulesBite shows each rule a file that breaks it and one that keeps to it.
func TestRulesBite(t *testing.T) {
	const comment = "// Package x is x.\n"
	for _, c := range []struct {
		rule, file, breaks, keeps string
	}{
		{"imports point one way", "corpus/text/x.go", `package x; import _ "ontherecord/retrieval"`, `package x; import _ "ontherecord/corpus"`},
		{"imports point one way", "retrieval/x_test.go", `package x; import _ "ontherecord/bot"`, `package x; import _ "ontherecord/corpus/store"`},
		{"imports point one way", "bot/x.go", `package x; import _ "ontherecord/adapters/slack"`, `package x; import _ "ontherecord/retrieval"`},
		{"imports point one way", "adapters/slack/x.go", `package x; import _ "ontherecord/adapters/discord"`, `package x; import _ "ontherecord/adapters/slack/slacktest"`},
		{"imports point one way", "adapters/slack/x.go", `package x; import _ "ontherecord/cmd/ontherecord"`, `package x; import _ "ontherecord/bot"`},
		{"imports point one way", "internal/secret/x.go", `package x; import _ "ontherecord/corpus"`, `package x; import _ "ontherecord/internal/sqlite"`},
		{"the domain types import the standard library alone", "corpus/x.go", `package corpus; import _ "github.com/google/uuid"`, `package corpus; import _ "unicode/utf8"`},
		{"the domain types import the standard library alone", "corpus/x.go", `package corpus; import _ "ontherecord/internal/secret"`, `package corpus`},
		{"each library lives in its room", "bot/x.go", `package x; import _ "github.com/slack-go/slack/socketmode"`, `package x; import _ "golang.org/x/time/rate"`},
		{"each library lives in its room", "retrieval/x.go", `package x; import _ "github.com/blevesearch/bleve/v2"`, `package x`},
		{"each library lives in its room", "retrieval/bleveindex/x.go", `package x; import _ "github.com/blevesearch/snowballstem"`, `package x; import _ "github.com/blevesearch/bleve/v2"`},
		{"each library lives in its room", "corpus/store/x.go", `package x; import _ "modernc.org/sqlite"`, `package x; import _ "ontherecord/internal/sqlite"`},
		{"there is no init", "bot/x.go", `package x; func init() {}`, `package x; type a int; func (a) init() {}`},
		{"package variables stay as they are", "bot/x.go", `package x; var n int; func f() { n++ }`, `package x; var n int; func f(n int) { n++ }`},
		{"package variables stay as they are", "bot/x.go", `package x; var m = map[int]int{}; func f() { m[1] = 2 }`, `package x; var m = map[int]int{}; func f() { m := m; m[1] = 2 }`},
		{"only main ends the process", "bot/x.go", `package x; import "os"; func f() { os.Exit(1) }`, `package x; import "os"; func f() { os.Getpid() }`},
		{"only main ends the process", "cmd/ontherecord/x.go", `package main; import "log"; func run() { log.Fatalf("x") }`, `package main; import "os"; func main() { os.Exit(1) }`},
		{"every package has a comment", "bot/x.go", `package x`, comment + `package x`},
		{"every package has a comment", "bot/x.go", "// X is x.\npackage x", comment + `package x`},
		{"the core names no platform", "bot/x.go", `package x; const a = "only in Slack"`, `package x; const a = "everywhere"`},
		{"the core names no platform", "retrieval/x.go", `package x; var discordLimit int`, `package x; var limit int`},
		{"the core names no platform", "corpus/x.go", "package x\n// Slack is why.\n", "package x\n// Everyone is why.\n"},
		{"quotes are made in one place", "retrieval/x.go", `package x; import "ontherecord/corpus"; var q = corpus.Quote{"", 0}`, `package x; import "ontherecord/corpus"; var q = corpus.Quote{}`},
		{"quotes are made in one place", "corpus/x.go", `package corpus; var q = Quote{text: "x"}`, `package corpus; var q = Quote{}`},
		{"quotes are made in one place", "corpus/x.go", `package corpus; func f(q *Quote) { q.text = "" }`, `package corpus; func f(q *Quote) { _ = q.text }`},
		{"files are short", "bot/x.go", "package x\n" + strings.Repeat("\n", 600), "package x\n" + strings.Repeat("\n", 599)},
	} {
		t.Run(c.rule+" "+c.file, func(t *testing.T) {
			check := find(t, c.rule)
			if got := check(parse(t, c.file, c.breaks)); len(got) != 1 {
				t.Errorf("broken once, reported %d times: %q", len(got), got)
			}
			if got := check(parse(t, c.file, c.keeps)); len(got) != 0 {
				t.Errorf("kept, and reported: %q", got)
			}
		})
	}
}

func TestTwoPackageComments(t *testing.T) {
	tree := parse(t, "bot/a.go", "// Package bot is one.\npackage bot")
	if err := tree.Add("bot/b.go", "// Package bot is two.\npackage bot"); err != nil {
		t.Fatal(err)
	}
	if got := find(t, "every package has a comment")(tree); len(got) != 1 {
		t.Errorf("two package comments, reported %q", got)
	}
}

func find(t *testing.T, name string) func(*archtest.Tree) []string {
	t.Helper()
	for _, r := range archtest.Rules() {
		if r.Name == name {
			return r.Check
		}
	}
	t.Fatalf("there is no rule %q", name)
	return nil
}

func parse(t *testing.T, name, source string) *archtest.Tree {
	t.Helper()
	tree := new(archtest.Tree)
	if err := tree.Add(name, source); err != nil {
		t.Fatal(err)
	}
	return tree
}

package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the answers in README.md")

// readmeRun is a command in the README, the words after it, and the block with
// what it prints.
var readmeRun = regexp.MustCompile("(?m)^    go run \\./cmd/ontherecord ask (.*)\n((?:.*\n)*?)```\n((?:.*\n)*?)```\n")

var readmeWord = regexp.MustCompile(`"[^"]*"|\S+`)

// TestReadmeShowsRealAnswers gives the commands that the README gives, and
// compares what they print with what it shows.
func TestReadmeShowsRealAnswers(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"} {
		t.Setenv(name, home)
	}
	path := filepath.Join("..", "..", "README.md")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(raw)
	runs := readmeRun.FindAllStringSubmatch(readme, -1)
	if len(runs) != 2 {
		t.Fatalf("README.md shows %d commands with their answers, and this test looks for 2", len(runs))
	}
	for _, m := range runs {
		args := []string{"ask"}
		for _, word := range readmeWord.FindAllString(m[1], -1) {
			args = append(args, strings.Trim(word, `"`))
		}
		var out, errOut strings.Builder
		if code := run(t.Context(), args, strings.NewReader(""), &out, &errOut); code != exitOK {
			t.Fatalf("%q: exit code %d: %s", args, code, errOut.String())
		}
		if diff := cmp.Diff(m[3], out.String()); diff != "" && !*update {
			t.Errorf("%q: README.md shows another answer; if the new one is as good, run: go test ./cmd/ontherecord -run Readme -update\n(-README +now):\n%s", args, diff)
		}
		readme = strings.Replace(readme, m[0], strings.Replace(m[0], "```\n"+m[3]+"```\n", "```\n"+out.String()+"```\n", 1), 1)
	}
	if *update && readme != string(raw) {
		if err := os.WriteFile(path, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

package thesaurus

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// maxFile is the size in bytes up to which a thesaurus file is taken.
const maxFile = 4 << 20

// maxWords is the number of words up to which a term is taken.
const maxWords = 12

// Entry is a set of terms for one thing. The head of thesaurus.yaml says what
// the keys mean.
type Entry struct {
	Same      []string `yaml:"same" json:"same"`
	Lay       []string `yaml:"lay" json:"lay,omitempty"`
	Related   []string `yaml:"related" json:"related,omitempty"`
	Caps      []string `yaml:"caps" json:"caps,omitempty"`
	Ambiguous []string `yaml:"ambiguous" json:"ambiguous,omitempty"`
	See       string   `yaml:"see" json:"see"`
	// Line is where the entry begins in its file, from 1.
	Line int `yaml:"-" json:"line"`
}

// Weights says how much a term counts beside the typed word, which counts 1.
type Weights struct {
	Same      float64 `yaml:"same" json:"same"`
	Lay       float64 `yaml:"lay" json:"lay"`
	Related   float64 `yaml:"related" json:"related"`
	Ambiguous float64 `yaml:"ambiguous" json:"ambiguous"`
}

// file is a thesaurus as it stands on disk.
type file struct {
	Weights *Weights `yaml:"weights" json:"weights"`
	Entries []Entry  `yaml:"entries" json:"entries"`
	// Apart are words that mean nothing here, though they share their stem with
	// a term.
	Apart []string `yaml:"apart" json:"apart,omitempty"`
	// Remove are terms that are no longer to be understood: for additions that
	// disagree with the built-in file.
	Remove []string `yaml:"remove" json:"remove,omitempty"`
}

// weights are the file's, or those of the built-in file for additions that
// give none.
func (f file) weights() Weights {
	if f.Weights == nil {
		return Weights{Same: 0.9, Lay: 0.7, Related: 0.4, Ambiguous: 0.5}
	}
	return *f.Weights
}

// UnmarshalYAML reads an entry strictly and keeps its line.
func (e *Entry) UnmarshalYAML(node ast.Node) error {
	type plain Entry
	if err := yaml.NodeToValue(node, (*plain)(e), yaml.Strict()); err != nil {
		return err
	}
	if token := node.GetToken(); token != nil && token.Position != nil {
		e.Line = token.Position.Line
	}
	return nil
}

func readFile(r io.Reader) (f file, err error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return file{}, err
	}
	if len(data) > maxFile {
		return file{}, fmt.Errorf("the file is larger than %d MiB: split it", maxFile>>20)
	}
	if !utf8.Valid(data) {
		return file{}, errors.New("the file is not UTF-8: save it as UTF-8")
	}
	// The YAML library reads what people wrote by hand. Should it panic, that
	// is a bad file and not the end of the program.
	defer func() {
		if p := recover(); p != nil {
			f, err = file{}, fmt.Errorf("the file cannot be read as YAML (%v)", p)
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(string(data)), yaml.Strict())
	if err := decoder.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return file{}, withLine(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return file{}, errors.New("the file holds more than one YAML document: keep one")
	}
	for i, e := range f.Entries {
		if err := e.check(); err != nil {
			return file{}, fmt.Errorf("line %d, entry %d: %w", e.Line, i+1, err)
		}
	}
	return f, f.weights().check()
}

// withLine puts the line at the head of what the YAML library says, which
// otherwise draws the place over several lines.
func withLine(err error) error {
	var y yaml.Error
	if !errors.As(err, &y) || y.GetToken() == nil || y.GetToken().Position == nil {
		return err
	}
	return fmt.Errorf("line %d: %s", y.GetToken().Position.Line, y.GetMessage())
}

func (w Weights) check() error {
	for _, v := range []float64{w.Same, w.Lay, w.Related, w.Ambiguous} {
		if !(v > 0 && v <= 1) {
			return fmt.Errorf("weights are same, lay, related and ambiguous, each above 0 and up to 1; %v is not", v)
		}
	}
	return nil
}

// heads are the terms that the entry is found by.
func (e Entry) heads() []string { return slices.Concat(e.Same, e.Lay) }

func (e Entry) check() error {
	if len(e.Same) == 0 {
		return errors.New("same holds no term: write at least the full name")
	}
	if len(e.Same)+len(e.Lay)+len(e.Related) < 2 {
		return fmt.Errorf("%q stands alone: give it another term under same, lay or related", e.Same[0])
	}
	if strings.TrimSpace(e.See) == "" {
		return fmt.Errorf("the entry of %q has no see: name who uses the term with authority", e.Same[0])
	}
	for _, t := range slices.Concat(e.Same, e.Lay, e.Related) {
		if n := len(words(t)); n == 0 || n > maxWords {
			return fmt.Errorf("the term %q has %d words: write 1 to %d", t, n, maxWords)
		}
	}
	for key, flagged := range map[string][]string{"caps": e.Caps, "ambiguous": e.Ambiguous} {
		for _, t := range flagged {
			if !slices.Contains(e.heads(), t) {
				return fmt.Errorf("%s lists %q, which is not among same and lay", key, t)
			}
		}
	}
	for _, t := range e.Caps {
		if t != strings.ToUpper(t) {
			return fmt.Errorf("caps lists %q, which is not in capitals", t)
		}
	}
	return nil
}

// checkTerms reports each term that stands twice in an entry, or in two entries
// of which one does not say that it is ambiguous.
func (t *Thesaurus) checkTerms() error {
	type place struct {
		line      int
		term      string
		ambiguous bool
	}
	var wrong []error
	seen := map[string]place{}
	for _, e := range t.entries {
		for _, h := range e.heads() {
			key := strings.Join(plain(words(h)), " ")
			here := place{e.Line, h, slices.Contains(e.Ambiguous, h)}
			there, ok := seen[key]
			switch {
			case ok && there.line == here.line:
				wrong = append(wrong, fmt.Errorf("line %d: %q and %q are the same: keep one", here.line, there.term, h))
			case ok && !(here.ambiguous && there.ambiguous):
				wrong = append(wrong, fmt.Errorf("line %d: %q stands already in line %d, as %q: keep one, or list it as ambiguous in both", here.line, h, there.line, there.term))
			}
			seen[key] = here
		}
	}
	return errors.Join(wrong...)
}

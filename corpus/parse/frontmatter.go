package parse

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"ontherecord/corpus"
)

// frontMatter is what the YAML block at the top of a Markdown file says of it.
// Every key may be left out.
type frontMatter struct {
	ID           scalarText `yaml:"id"`
	Title        scalarText `yaml:"title"`
	Kind         scalarText `yaml:"kind"`
	Status       scalarText `yaml:"status"`
	Date         scalarText `yaml:"date"` // YYYY-MM-DD or YYYY-MM
	Speaker      scalarText `yaml:"speaker"`
	Role         scalarText `yaml:"role"`
	Organisation scalarText `yaml:"organisation"`
	URL          scalarText `yaml:"url"`
	Reference    scalarText `yaml:"reference"`
	Note         scalarText `yaml:"note"`
	Attribution  scalarText `yaml:"attribution"`
	To           scalarText `yaml:"to"`
}

// scalarText is a YAML scalar as it is written: a reference 0071 is not the
// number 71, nor a title "Yes" a truth value.
type scalarText string

// UnmarshalYAML takes any scalar; null is the empty text.
func (s *scalarText) UnmarshalYAML(node ast.Node) error {
	switch n := node.(type) {
	case *ast.NullNode:
		*s = ""
	case *ast.StringNode:
		*s = scalarText(n.Value)
	case *ast.LiteralNode:
		*s = scalarText(n.Value.Value)
	case ast.ScalarNode:
		*s = scalarText(n.GetToken().Value)
	default:
		return &yaml.UnexpectedNodeTypeError{Actual: node.Type(), Expected: ast.StringType, Token: node.GetToken()}
	}
	*s = scalarText(strings.TrimSpace(string(*s)))
	return nil
}

// frontMatterKeys is for error messages.
const frontMatterKeys = "id, title, kind, status, date, speaker, role, organisation, url, reference, note, attribution, to"

// maxFrontMatter is the size in bytes up to which front matter is read.
const maxFrontMatter = 64 << 10

var (
	fence    = regexp.MustCompile(`^---[ \t]*\r?\n`)
	fenceEnd = regexp.MustCompile(`(?m)^(?:---|\.\.\.)[ \t]*\r?$`)
)

// readFrontMatter reads the block that text begins with. It returns where the
// text proper begins, which is 0 when there is no such block.
func readFrontMatter(text string) (f frontMatter, body int, err error) {
	open := fence.FindString(text)
	if open == "" {
		return f, 0, nil
	}
	end := fenceEnd.FindStringIndex(text[len(open):])
	if end == nil {
		return f, 0, fmt.Errorf("%w: the front matter that line 1 opens is not closed by a line ---", ErrUnread)
	}
	block := text[len(open) : len(open)+end[0]]
	if len(block) > maxFrontMatter {
		return f, 0, fmt.Errorf("%w: the front matter is longer than %d KiB", ErrUnread, maxFrontMatter>>10)
	}
	block = strings.ReplaceAll(block, "\r\n", "\n")
	if err := yaml.UnmarshalWithOptions([]byte(block), &f, yaml.Strict()); err != nil {
		return f, 0, fmt.Errorf("%w: front matter%s", ErrUnread, yamlWords(err))
	}
	if err := f.check(); err != nil {
		return f, 0, fmt.Errorf("%w: front matter: %w", ErrUnread, err)
	}
	return f, len(open) + end[1], nil
}

// yamlWords is an error of the YAML library on one line: ", line 3: …".
func yamlWords(err error) string {
	var at yaml.Error
	if !errors.As(err, &at) {
		return ": " + err.Error()
	}
	line := ""
	if token := at.GetToken(); token != nil && token.Position != nil {
		line = fmt.Sprintf(", line %d", token.Position.Line+1) // below the opening ---
	}
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) && unknown.Token != nil {
		return fmt.Sprintf("%s: unknown key %q: use %s", line, unknown.Token.Value, frontMatterKeys)
	}
	return line + ": " + at.GetMessage()
}

// check reports a value that its key cannot have.
func (f *frontMatter) check() error {
	if strings.ContainsFunc(string(f.ID), func(r rune) bool { return blank(r) || unicode.IsControl(r) }) {
		return fmt.Errorf("id: %q holds white space", f.ID)
	}
	if _, err := corpus.ParseDate(string(f.Date)); err != nil {
		return fmt.Errorf("date: %w", err)
	}
	if f.Kind != "" {
		if _, err := corpus.ParseKind(string(f.Kind)); err != nil {
			return err
		}
	}
	if f.Status != "" {
		if _, err := parseStatus(string(f.Status)); err != nil {
			return err
		}
	}
	if f.URL != "" && !strings.HasPrefix(string(f.URL), "https://") && !strings.HasPrefix(string(f.URL), "http://") {
		return fmt.Errorf("url: %q is not a web address", f.URL)
	}
	return nil
}

// over puts what the front matter says over what the text of d says.
func (f *frontMatter) over(d *corpus.Document) {
	put := func(to *string, value scalarText) {
		if value != "" {
			*to = string(value)
		}
	}
	put(&d.ID, f.ID)
	put(&d.Title, f.Title)
	put(&d.URL, f.URL)
	put(&d.Reference, f.Reference)
	put(&d.Source.Note, f.Note)
	put(&d.Source.Attribution, f.Attribution)
	if f.Kind != "" {
		d.Kind, _ = corpus.ParseKind(string(f.Kind))
	}
	if f.Status != "" {
		d.Status, _ = parseStatus(string(f.Status))
	}
	date, _ := corpus.ParseDate(string(f.Date))
	if !date.IsZero() {
		d.Date = date
	}
	asked := false
	for i := range d.Parts {
		asked = asked || d.Parts[i].Kind == corpus.PartQuestion
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		if p.Answers() {
			put(&p.Speaker, f.Speaker)
			put(&p.Role, f.Role)
			put(&p.Organisation, f.Organisation)
			if !date.IsZero() {
				p.Date = date
			}
		}
		// A question is put to someone; its answer is not.
		if p.Kind == corpus.PartQuestion || p.Answers() && !asked {
			put(&p.To, f.To)
		}
	}
}

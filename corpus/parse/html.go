package parse

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"ontherecord/corpus"
)

// parseHTML reads the main content of a page, without the site's chrome. The
// text of record is that content as a browser shows it; see blocksOf.
func parseHTML(in Input) (Result, error) {
	source, err := decodeHTML(in.Data)
	if err != nil {
		return Result{}, err
	}
	page, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return Result{}, fmt.Errorf("%w: the HTML is broken: %w", ErrUnread, err)
	}
	about := readMetadata(page)
	strip(page)
	d := &corpus.Document{ID: fileID(in), URL: about.url, Date: about.date}
	left, ok := pastedPage(d, page)
	if !ok {
		content := mainContent(page)
		if len(content) == 0 {
			return Result{}, fmt.Errorf("%w: the page has no text", ErrUnread)
		}
		d.Title = about.title
		sectionsOf(d, content, about.publisher)
	}
	if d.Title == "" {
		d.Title = about.title
	}
	return Result{Documents: []*corpus.Document{d}, Skipped: left}, nil
}

// decodeHTML returns the page as UTF-8. A page that is not says in which
// encoding it is, or is refused.
func decodeHTML(data []byte) (string, error) {
	if isUTF16(data) || utf8.Valid(data) {
		return decode(data)
	}
	// Without a word of its encoding a page would be guessed to be in an old one.
	encoding, name, _ := charset.DetermineEncoding(data, "")
	if name == "utf-8" || !bytes.Contains(bytes.ToLower(data[:min(1024, len(data))]), []byte("charset")) {
		return decode(data)
	}
	decoded, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("%w: the page is not in the encoding it names, %s: %w", ErrUnread, name, err)
	}
	return decode(decoded)
}

// pastedPage recognises a page that shows a written answer or a letter.
func pastedPage(d *corpus.Document, page *html.Node) ([]Skipped, bool) {
	blocks := blocksOf(container(page))
	d.Text = textOf(blocks)
	lines := linesOf(d.Text, 0)
	for _, layout := range []layout{answerPage, letterPage} {
		// The layout sets the date: the day on which a page went up is not that
		// of the letter on it.
		if ok, left := layout(d, lines); ok {
			return left, true
		}
	}
	return nil, false
}

// sectionsOf makes a document of blocks: each heading a part, and each stretch
// of text between them.
func sectionsOf(d *corpus.Document, blocks []block, organisation string) {
	var a assembly
	var run []block
	flush := func() {
		a.add(corpus.Part{Kind: corpus.PartBody, Organisation: organisation}, textOf(run))
		run = nil
	}
	for _, b := range blocks {
		if !b.heading {
			run = append(run, b)
			continue
		}
		flush()
		a.add(corpus.Part{Kind: corpus.PartHeading}, b.text)
		if d.Title == "" {
			d.Title = b.text
		}
	}
	flush()
	a.into(d)
}

// enoughShare is the least share of the main element's text that the
// readability heuristics must keep to be believed: they are made for articles
// and drop the better part of some official pages, such as lists of measures.
const enoughShare = 0.6

// mainContent is the text of the page's main content.
func mainContent(page *html.Node) []block {
	within := container(page)
	whole := blocksOf(within)
	parser := readability.NewParser()
	parser.CharThresholds = 200
	// The heuristics see what is within the main element only, so that a long
	// comment or a teaser beside it cannot win.
	pruned := prune(page, within)
	article, err := parser.ParseAndMutate(pruned, nil)
	if err != nil || article.Node == nil {
		return whole
	}
	strip(article.Node)
	readable := blocksOf(article.Node)
	if float64(words(readable)) < enoughShare*float64(words(whole)) && within.DataAtom != atom.Body {
		return whole
	}
	if words(readable) == 0 {
		return whole
	}
	return readable
}

func words(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += len(strings.Fields(b.text))
	}
	return n
}

// container is the element that holds the page's own content: the main one, an
// article that is the only one, or the body.
func container(page *html.Node) *html.Node {
	var main, body *html.Node
	var articles []*html.Node
	for n := range page.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case main == nil && (n.DataAtom == atom.Main || attr(n, "role") == "main"):
			main = n
		case n.DataAtom == atom.Article:
			articles = append(articles, n)
		case body == nil && n.DataAtom == atom.Body:
			body = n
		}
	}
	switch {
	case main != nil:
		return main
	case len(articles) == 1:
		return articles[0]
	case body != nil:
		return body
	}
	return page
}

// prune is a copy of the page whose body holds nothing but within.
func prune(page, within *html.Node) *html.Node {
	root := &html.Node{Type: html.DocumentNode}
	top := &html.Node{Type: html.ElementNode, Data: "html", DataAtom: atom.Html}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	root.AppendChild(top)
	top.AppendChild(&html.Node{Type: html.ElementNode, Data: "head", DataAtom: atom.Head})
	top.AppendChild(body)
	if within.DataAtom == atom.Body || within == page {
		for c := within.FirstChild; c != nil; c = c.NextSibling {
			body.AppendChild(clone(c, 0))
		}
	} else {
		body.AppendChild(clone(within, 0))
	}
	return root
}

// clone copies a node with what it holds, as deep as text is read.
func clone(n *html.Node, depth int) *html.Node {
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Namespace: n.Namespace, Attr: append([]html.Attribute(nil), n.Attr...)}
	for k := n.FirstChild; k != nil && depth < maxDepth; k = k.NextSibling {
		c.AppendChild(clone(k, depth+1))
	}
	return c
}

// chrome matches the names, as a class or an id, of what sites put around
// their content. Whole words only: "cookie-banner", not "cookies-in-cancer".
var chrome = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:cookie|cookies|consent|gdpr|breadcrumbs?|skip-?link|share|sharing|social|feedback|newsletter|sidebar|related(?:-\w+)*|pagination|navigation|navbar|nav|site-?header|site-?footer|footer|menu|advert|advertisement|promo|comments)(?:$|[\s_-])`)

// strip takes out of a page what is not its content: scripts, navigation,
// banners, forms, hidden elements.
func strip(page *html.Node) {
	var gone []*html.Node
	for n := range page.Descendants() {
		if n.Type == html.CommentNode || n.Type == html.ElementNode && isChrome(n) {
			gone = append(gone, n)
		}
	}
	for _, n := range gone {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

func isChrome(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article:
		return false
	case atom.Nav, atom.Footer, atom.Aside, atom.Form:
		return true
	case atom.Header:
		// A site's header; an article has one of its own, with its heading.
		return n.Parent != nil && n.Parent.DataAtom == atom.Body
	}
	if unseen(n) {
		return true
	}
	switch attr(n, "role") {
	case "navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary", "menu", "menubar":
		return true
	case "main", "article":
		return false
	}
	if !chrome.MatchString(attr(n, "class")) && !chrome.MatchString(attr(n, "id")) {
		return false
	}
	// A wrapper of the content may have such a name too.
	for d := range n.Descendants() {
		if d.DataAtom == atom.Main || d.DataAtom == atom.Article || d.DataAtom == atom.H1 {
			return false
		}
	}
	return true
}

package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is a stretch of a page that stands by itself: a paragraph, a heading,
// a whole list (an item a line), a whole table (a row a line).
type block struct {
	text    string
	heading bool
}

// maxDepth of nested elements that is walked; pages of people do not come near
// it, and a page made to be deep must not exhaust the stack.
const maxDepth = 400

// blocksOf renders the visible text of nodes. White space is folded as a
// browser folds it, <br> is a line break, list items begin with "• ", cells of
// a row are joined with " | ", and a link without a text is its address.
func blocksOf(nodes ...*html.Node) []block {
	var r renderer
	for _, n := range nodes {
		r.node(n, 0)
	}
	r.flush()
	return r.blocks
}

// textOf joins blocks by blank lines.
func textOf(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n\n")
}

// renderer collects the text of the block at hand.
type renderer struct {
	blocks  []block
	current strings.Builder
	heading bool
	// items is how many lists or tables are open: inside of them a new block
	// is a new line of the same block.
	items int
	pre   int
}

// flush ends the block at hand, if it has any text.
func (r *renderer) flush() {
	lines := strings.Split(r.current.String(), "\n")
	kept := lines[:0]
	for _, l := range lines {
		if r.pre > 0 {
			l = strings.TrimRightFunc(l, blank)
		} else {
			l = strings.TrimFunc(l, blank)
		}
		if l != "" && l != "•" {
			kept = append(kept, l)
		}
	}
	r.current.Reset()
	if len(kept) > 0 {
		text := strings.TrimFunc(strings.Join(kept, "\n"), blank)
		if text != "" {
			r.blocks = append(r.blocks, block{text: text, heading: r.heading})
		}
	}
	r.heading = false
}

// edge is where a block element begins or ends.
func (r *renderer) edge() {
	if r.items == 0 {
		r.flush()
		return
	}
	r.newline()
}

func (r *renderer) newline() {
	s := r.current.String()
	// A paragraph that opens a list item stands on the bullet's line.
	if s != "" && !strings.HasSuffix(s, "\n") && !strings.HasSuffix(s, "• ") {
		r.current.WriteByte('\n')
	}
}

func (r *renderer) node(n *html.Node, depth int) {
	switch {
	case depth > maxDepth:
		return
	case n.Type == html.TextNode:
		r.words(n.Data)
		return
	case n.Type == html.ElementNode && unseen(n):
		return
	case n.Type == html.ElementNode:
		r.element(n, depth)
		return
	}
	r.children(n, depth)
}

func (r *renderer) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c, depth+1)
	}
}

func (r *renderer) element(n *html.Node, depth int) {
	switch n.DataAtom {
	case atom.Br:
		r.current.WriteByte('\n')
	case atom.A:
		r.link(n, depth)
	case atom.Ul, atom.Ol, atom.Dl:
		r.edge()
		r.items++
		r.children(n, depth)
		r.items--
		r.edge()
	case atom.Li:
		r.edge()
		r.current.WriteString("• ")
		r.items++
		r.children(n, depth)
		r.items--
		r.edge()
	case atom.Table:
		r.edge()
		r.items++
		r.table(n, depth)
		r.items--
		r.edge()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.edge()
		r.heading = r.items == 0
		r.children(n, depth)
		r.edge()
		r.heading = false
	case atom.Pre:
		r.edge()
		r.pre++
		r.children(n, depth)
		r.edge()
		r.pre--
	default:
		if !isBlock(n) {
			r.children(n, depth)
			return
		}
		r.edge()
		r.children(n, depth)
		r.edge()
	}
}

// words adds text with its white space folded; a no-break space is a character
// like others.
func (r *renderer) words(s string) {
	if r.pre > 0 {
		r.current.WriteString(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n").Replace(s))
		return
	}
	for _, c := range s {
		switch c {
		case ' ', '\t', '\n', '\r', '\f':
			if now := r.current.String(); now != "" && !strings.HasSuffix(now, " ") && !strings.HasSuffix(now, "\n") {
				r.current.WriteByte(' ')
			}
		case 0:
		default:
			r.current.WriteRune(c)
		}
	}
}

// link adds the text of a link, or where it leads to when it has none.
func (r *renderer) link(n *html.Node, depth int) {
	before := r.current.Len()
	blocks := len(r.blocks)
	r.children(n, depth)
	if len(r.blocks) != blocks || before > r.current.Len() || strings.TrimFunc(r.current.String()[before:], blank) != "" {
		return
	}
	if href := strings.TrimSpace(attr(n, "href")); strings.HasPrefix(href, "http") && !hasImage(n) {
		r.current.WriteString(href)
	}
}

func hasImage(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.Img || d.DataAtom == atom.Svg {
			return true
		}
	}
	return false
}

// table adds a line for each row. A table in a cell is part of the cell.
func (r *renderer) table(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode || unseen(c):
		case c.DataAtom == atom.Tr:
			r.newline()
			r.current.WriteString(row(c))
			r.newline()
		case c.DataAtom == atom.Caption:
			r.newline()
			r.children(c, depth+1)
			r.newline()
		default:
			r.table(c, depth+1)
		}
	}
}

func row(tr *html.Node) string {
	var cells []string
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			cells = append(cells, strings.Join(strings.Fields(textOf(blocksOf(c))), " "))
		}
	}
	if strings.Join(cells, "") == "" {
		return ""
	}
	return strings.Join(cells, " | ")
}

// isBlock reports whether an element begins a new line when shown.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav,
		atom.Blockquote, atom.Figure, atom.Figcaption, atom.Address, atom.Hr, atom.Dt, atom.Dd, atom.Details,
		atom.Summary, atom.Body, atom.Html, atom.Form, atom.Fieldset, atom.Center, atom.Hgroup,
		atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Caption, atom.Legend, atom.Search:
		return true
	}
	return false
}

// unseen reports whether a browser would not show the element's text.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Svg, atom.Iframe, atom.Object,
		atom.Button, atom.Select, atom.Textarea, atom.Input, atom.Dialog, atom.Audio, atom.Video, atom.Canvas, atom.Math:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return a.Val == "true"
		case "style":
			if strings.Contains(strings.ReplaceAll(strings.ToLower(a.Val), " ", ""), "display:none") {
				return true
			}
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

package cite

import (
	"net/url"
	"path"
	"strings"

	"ontherecord/corpus"
)

// A text fragment names the quote by its first and last words; a short quote is
// named whole. Long ones would make links that chat platforms cut.
const (
	wholeWords = 12
	edgeWords  = 5
)

// Link is q's URL, opening at the quoted words where the document is a web page
// (https://wicg.github.io/scroll-to-text-fragment/: #:~:text=start,end). It is
// empty for a source without a web address. A PDF's link opens at its start:
// the record does not know pages. So does a note's, which tells in its own words
// what stands on the page.
func Link(q corpus.Quote) string {
	raw := strings.TrimSpace(q.Citation().URL)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if strings.ContainsAny(raw, " \t\r\n<>|\"") {
		raw = u.String()
		// url.URL keeps '|' out of paths but not out of opaque queries.
		raw = strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "|", "%7C", `"`, "%22").Replace(raw)
	}
	if !isPage(u) || q.Citation().Kind == corpus.KindNote {
		return raw
	}
	directive := fragment(q.Text())
	switch {
	case directive == "":
		return raw
	case u.Fragment != "" || strings.Contains(raw, "#"):
		return raw + ":~:text=" + directive
	}
	return raw + "#:~:text=" + directive
}

// isPage reports whether u is likely to be a web page rather than a file.
func isPage(u *url.URL) bool {
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".zip", ".json", ".xml", ".txt", ".eml":
		return false
	}
	return true
}

// fragment is the value of the text directive for words on a page: the whole of
// them where they are few and on one line, else the first and the last ones.
// The start and the end must each lie within one block of the page, so neither
// crosses a line break.
func fragment(words string) string {
	lines := strings.FieldsFunc(words, func(r rune) bool { return r == '\n' || r == '\r' })
	var first, last []string
	for _, l := range lines {
		if f := strings.Fields(strings.TrimLeft(l, "•*-– \t")); len(f) > 0 {
			if first == nil {
				first = f
			}
			last = f
		}
	}
	if first == nil {
		return ""
	}
	oneBlock := len(lines) == 1
	if oneBlock && len(first) <= wholeWords {
		return escape(strings.Join(first, " "))
	}
	start := first[:min(edgeWords, len(first))]
	end := last[max(0, len(last)-edgeWords):]
	return escape(strings.Join(start, " ")) + "," + escape(strings.Join(end, " "))
}

// escape percent-encodes s for a text directive: all that a URL's fragment
// reserves, and the directive's own '-', ',' and '&'.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

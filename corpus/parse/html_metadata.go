package parse

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ontherecord/corpus"
)

// metadata is what a page's head says of it.
type metadata struct {
	title, url, publisher string
	date                  corpus.Date
}

// siteSuffix is what sites put after a page's title.
var siteSuffix = regexp.MustCompile(`\s+[|–—]\s+[^|–—]{2,60}$|\s+-\s+(?:GOV\.UK|NHS\b[^-]*|UK Parliament|Parliament\.uk|BBC News)$`)

// readMetadata reads the title, address, publisher and day of publication where
// the page gives them in the usual keys. A day that is not written year first
// or with the month's name is not guessed at.
func readMetadata(page *html.Node) metadata {
	meta := map[string]string{}
	var title, canonical string
	var headings []string
	for n := range page.Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			key := strings.ToLower(attr(n, "property") + attr(n, "name"))
			if _, ok := meta[key]; !ok {
				meta[key] = strings.TrimSpace(attr(n, "content"))
			}
		case atom.Title:
			if title == "" && n.Namespace == "" && n.FirstChild != nil {
				title = fold(n.FirstChild.Data)
			}
		case atom.Link:
			if attr(n, "rel") == "canonical" && canonical == "" {
				canonical = strings.TrimSpace(attr(n, "href"))
			}
		case atom.H1:
			headings = append(headings, fold(textOf(blocksOf(n))))
		}
	}
	first := func(keys ...string) string {
		for _, k := range keys {
			if meta[k] != "" {
				return fold(meta[k])
			}
		}
		return ""
	}
	m := metadata{title: first("og:title", "dc.title", "dcterms.title"), publisher: first("dc.publisher", "dcterms.publisher")}
	if m.title == "" {
		m.title = title
		if len(headings) == 1 && headings[0] != "" {
			m.title = headings[0]
		}
	}
	m.title = siteSuffix.ReplaceAllString(m.title, "")
	for _, address := range []string{canonical, meta["og:url"]} {
		if m.url == "" && (strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")) {
			m.url = address
		}
	}
	for _, key := range []string{"article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created",
		"govuk:first-published-at", "citation_publication_date", "date", "pubdate"} {
		if d, ok := publishedOn(meta[key]); ok {
			m.date = d
			break
		}
	}
	return m
}

// publishedOn reads "2025-03-11", with or without a time after it, and dates
// with the month's name.
func publishedOn(s string) (corpus.Date, bool) {
	if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
		s = s[:10]
	}
	if d, err := corpus.ParseDate(s); err == nil {
		return d, !d.IsZero()
	}
	if numericDay.MatchString(s) {
		return corpus.Date{}, false
	}
	return dayOnly(s)
}

// fold is s on one line.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

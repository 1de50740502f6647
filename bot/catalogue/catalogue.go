// Package catalogue tells the bot what is on the record, out of the store.
package catalogue

import (
	"context"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ontherecord/bot"
	"ontherecord/corpus"
	"ontherecord/corpus/store"
)

var _ bot.Catalogue = (*Catalogue)(nil)

// Store is the part of a store that is used; see corpus/store.
type Store interface {
	Stats(ctx context.Context) (store.Stats, error)
	List(ctx context.Context, f store.ListFilter) ([]store.Listing, error)
	Document(ctx context.Context, id string) (*corpus.Document, error)
	ChangeCounter(ctx context.Context) (int64, error)
}

// Names lists names; a store is one.
type Names interface {
	Speakers(ctx context.Context) ([]store.Name, error)
	Organisations(ctx context.Context) ([]store.Name, error)
	Kinds(ctx context.Context) ([]store.Name, error)
}

// Catalogue implements bot.Catalogue.
type Catalogue struct {
	store Store
	names Names

	mu       sync.Mutex
	known    bool
	changes  int64
	overview bot.Overview
}

// New returns the catalogue of what s holds.
func New(s *store.Store) *Catalogue { return &Catalogue{store: s, names: s} }

// Sizes of lists in an Overview, and how many of the latest documents are read
// for their sources' licence lines.
const (
	namesListed = 10
	sourcesRead = 50
)

// Overview implements bot.Catalogue. It is made anew after a change of the
// record only.
func (c *Catalogue) Overview(ctx context.Context) (bot.Overview, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changes, err := c.store.ChangeCounter(ctx)
	if err != nil {
		return bot.Overview{}, err
	}
	if c.known && changes == c.changes {
		return c.overview, nil
	}
	o, err := c.read(ctx)
	if err != nil {
		return bot.Overview{}, err
	}
	c.overview, c.changes, c.known = o, changes, true
	return o, nil
}

func (c *Catalogue) read(ctx context.Context) (bot.Overview, error) {
	stats, err := c.store.Stats(ctx)
	if err != nil {
		return bot.Overview{}, err
	}
	o := bot.Overview{Documents: stats.Documents, First: stats.Since, Until: stats.Until}
	kinds, err := c.names.Kinds(ctx)
	if err != nil {
		return bot.Overview{}, err
	}
	for _, k := range kinds {
		o.Kinds = append(o.Kinds, bot.KindCount{Kind: corpus.Kind(k.Name), Documents: k.Documents})
	}
	if o.Speakers, err = counts(c.names.Speakers(ctx)); err != nil {
		return bot.Overview{}, err
	}
	if o.Organisations, err = counts(c.names.Organisations(ctx)); err != nil {
		return bot.Overview{}, err
	}
	o.Attributions, err = c.attributions(ctx)
	return o, err
}

func counts(names []store.Name, err error) ([]bot.NameCount, error) {
	var out []bot.NameCount
	for _, n := range names[:min(len(names), namesListed)] {
		out = append(out, bot.NameCount{Name: n.Name, Documents: n.Documents})
	}
	return out, err
}

// attributions are the licence lines of the latest documents, each once.
func (c *Catalogue) attributions(ctx context.Context) ([]string, error) {
	latest, err := c.store.List(ctx, store.ListFilter{Limit: sourcesRead})
	if err != nil {
		return nil, err
	}
	var out []string
	seen := map[string]bool{}
	for _, l := range latest {
		d, err := c.store.Document(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		if line := d.Source.Attribution; line != "" && !seen[line] {
			seen[line] = true
			out = append(out, line)
		}
	}
	return out, nil
}

// Names implements bot.Catalogue. Names with a word that begins with part come
// before those that only hold it.
func (c *Catalogue) Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error) {
	list := c.names.Speakers
	if organisations {
		list = c.names.Organisations
	}
	names, err := list(ctx)
	if err != nil {
		return nil, err
	}
	part = strings.ToLower(strings.TrimSpace(part))
	var begins, holds []string
	for _, n := range names {
		low := strings.ToLower(n.Name)
		switch at := strings.Index(low, part); {
		case at < 0:
		case beginsWord(low, part):
			begins = append(begins, n.Name)
		default:
			holds = append(holds, n.Name)
		}
	}
	all := append(begins, holds...)
	return all[:min(len(all), max(limit, 0))], nil
}

// beginsWord reports whether a word of low begins with part.
func beginsWord(low, part string) bool {
	for at := 0; ; {
		i := strings.Index(low[at:], part)
		if i < 0 {
			return false
		}
		at += i
		if before, _ := utf8.DecodeLastRuneInString(low[:at]); at == 0 || !unicode.IsLetter(before) {
			return true
		}
		at++
	}
}

// Titles implements bot.Catalogue.
func (c *Catalogue) Titles(ctx context.Context, limit int) ([]string, error) {
	latest, err := c.store.List(ctx, store.ListFilter{Limit: limit})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, l := range latest {
		if l.Title != "" {
			out = append(out, l.Title)
		}
	}
	return out, nil
}

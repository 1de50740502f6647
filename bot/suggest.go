package bot

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"ontherecord/retrieval"
)

// The suggestions are made anew after a while, since the record grows.
const (
	suggestions     = 4
	suggestFrom     = 24 // titles that are tried
	suggestionsLast = time.Hour
)

// suggested keeps the suggestions for a while.
type suggested struct {
	mu    sync.Mutex
	until time.Time
	list  []string
}

// Suggest returns up to four questions that the record answers, for people who
// wonder what to ask: they are made of the titles of its latest documents, and
// each was asked before it is suggested.
func (b *Bot) Suggest(ctx context.Context) ([]string, error) {
	b.suggested.mu.Lock()
	defer b.suggested.mu.Unlock()
	if b.now().Before(b.suggested.until) {
		return b.suggested.list, nil
	}
	titles, err := b.catalogue.Titles(ctx, suggestFrom)
	if err != nil {
		return nil, err
	}
	var list []string
	seen := map[string]bool{}
	for _, title := range titles {
		subject := subjectOf(title)
		if subject == "" || seen[strings.ToLower(subject)] {
			continue
		}
		seen[strings.ToLower(subject)] = true
		question := "What is said about " + subject + "?"
		a, err := b.answerer.Answer(ctx, retrieval.Question{Text: question, Limit: 1})
		if err != nil {
			return nil, err
		}
		if a.Answered {
			list = append(list, question)
		}
		if len(list) == suggestions {
			break
		}
	}
	b.suggested.list, b.suggested.until = list, b.now().Add(suggestionsLast)
	return list, nil
}

// subjectOf makes of a title what can follow "about": "Prostate Cancer:
// Screening" is about prostate cancer screening, "Waiting times: the standard"
// about waiting times. It is empty for a title that says too little, or too much
// for a button.
func subjectOf(title string) string {
	head, tail, _ := strings.Cut(strings.TrimRight(strings.TrimSpace(title), " .?!"), ": ")
	words := strings.Fields(head)
	if len(words) == 0 {
		return ""
	}
	if rest := strings.Fields(tail); len(rest) > 0 && len(rest) <= 3 && inCapitals(rest) && inCapitals(words) {
		// Parliament's form: a subject and a part of it, both in capitals.
		words = append(words, rest...)
		for i, w := range words {
			if plainWord(w) {
				words[i] = strings.ToLower(w)
			}
		}
	} else if plainWord(words[0]) && (len(words) == 1 || !inCapitals(words[1:])) {
		words[0] = strings.ToLower(words[0])
	}
	subject := strings.Join(words, " ")
	if len(words) < 2 || utf8.RuneCountInString(subject) > longestSubject {
		return ""
	}
	return subject
}

// longestSubject leaves room for the words around it on a button.
const longestSubject = 52

// inCapitals reports whether all words but the small ones begin with a capital.
func inCapitals(words []string) bool {
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && !small[w] {
			return false
		}
	}
	return true
}

var small = set(`of and for the in on to a by with from`)

// plainWord reports whether w is written in capitals only because it stands in
// a title: one capital letter, then small ones, and no name that we know of.
func plainWord(w string) bool {
	if names[w] {
		return false
	}
	for i, r := range w {
		if i > 0 && unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// names that keep their capital.
var names = set(`England Wales Scotland Ireland Northern London Britain Parkinson Hodgkin Lynch Barrett January February March April
	May June July August September October November December`)

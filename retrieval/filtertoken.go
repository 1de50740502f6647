package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// token is a word of a question with its place in the text. Commas are kept
// in comma, for a comma before a phrase parts it from the subject.
type token struct {
	raw, low string
	span     corpus.Span
	comma    bool // a comma, a semicolon or a dash stands before the word
}

// filterTokens splits text into words. Letters, digits, apostrophes and inner
// hyphens and slashes make words; "2024-25" and "2026-02-04" are one each.
func filterTokens(text string) []token {
	var out []token
	comma := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			comma = comma || r == ',' || r == ';' || r == ':' || r == '–' || r == '—' || r == '('
			i += size
			continue
		}
		start := i
		for i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
			if !wordRune(r) && !(joinRune(r) && i+size < len(text) && nextIsWord(text[i+size:])) {
				break
			}
			i += size
		}
		raw := strings.TrimSuffix(strings.TrimSuffix(text[start:i], "'s"), "’s")
		out = append(out, token{raw: raw, low: strings.ToLower(raw), span: corpus.Span{Start: start, End: i}, comma: comma})
		comma = false
	}
	return out
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func joinRune(r rune) bool { return r == '\'' || r == '’' || r == '-' || r == '/' }

func nextIsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return wordRune(r)
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// The words that the rules look at.
var (
	// sayingWords make a question one about statements.
	sayingWords = set(`say says said saying told stated wrote replied answered answers reply replies
		quote quotes quoted statement statements remarks comments letters mentioned`)
	// polite words may follow a filter at the end, opening ones precede it.
	polite  = set(`please thanks thank you pls ta cheers only mate x`)
	opening = set(`and so ok okay but or also hi hello hey only just what about how then`)
	// counted nouns are told by the year, and measured words tell a distance to
	// a date rather than a bound.
	counted = set(`deaths diagnoses cases admissions spending targets budget budgets figures numbers rates data
		waits referrals survival incidence performance election elections survey report reports review
		plan strategy act workforce levels`)
	measured = set(`week weeks day days hours minutes shortly just soon immediately long ever
		year years yearly annually month months each every`)
	// changed verbs make "since" the beginning of a change, not of a search.
	changed = set(`risen rose increased increase grown grew fallen fell dropped decreased declined changed change
		improved worsened doubled halved gone quit left been`)
)

package retrieval

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	lru "github.com/hashicorp/golang-lru/v2"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval/analysis"
)

// reading is a document as the choice of sentences sees it.
type reading struct {
	doc       *corpus.Document
	sentences []sentence // of the parts that may answer, in order
	title     []string   // terms of the title and the headings
	question  []string   // terms of the question parts
	asked     corpus.Span
	mu        sync.Mutex // guards what look fills
}

// sentence is one sentence of a reading.
type sentence struct {
	span    corpus.Span
	part    int      // index into Document.Parts
	terms   []string // in order, without function words
	words   int      // with function words
	figures []quantity
	// first and count give the place of the sentence among those of its part.
	first bool
	// seen is what was read off the sentence so far, looked which of it; both
	// are guarded by the reading's lock.
	seen   look
	looked expectation
	print  *text.Print // nil until needed; guarded likewise
}

// shape is what a sentence looks like.
type shape uint16

const (
	shapePointer  shape = 1 << iota // points to a document or a link instead of saying something
	shapeLink                       // is a web address
	shapeNegative                   // says no or not
	shapeUnheld                     // says that what is asked is not known, not counted or not published
	shapeStock                      // a stock phrase of ministers
	shapeLead                       // introduces a list
	shapeFragment                   // no sentence: a cell of a table, a label
)

var (
	dated    = regexp.MustCompile(`\b(19|20)\d\d\b|\b(January|February|March|April|June|July|August|September|October|November|December)\b|\bMay (19|20)?\d|\b(spring|summer|autumn|winter)\b|\b(next|this|last|coming) (year|month|week|spring|summer|autumn)\b|\bin due course\b|\b(shortly|soon)\b|\byet to\b|\bonce\b`)
	reason   = regexp.MustCompile(`(?i)\b(because|due to|owing to|as a result|therefore|in order to|so that|since (the|this|it|they|there)|as (the|this|it|there|they|these|such|a|no|not|many|part)\b|reasons?|given (that|the)|on the basis|reflects?|to (ensure|allow|enable|give|avoid|help|reduce|improve|protect)|evidence (that|does|is|to|suggests?|shows?)|insufficient|not possible|unable|cannot|which means|this means|identified|concerns?)\b`)
	person   = regexp.MustCompile(`\b(Dr|Professor|Prof|Sir|Dame|Lord|Lady|Baroness|Minister|Secretary|Director|Chair|Lead|Commissioner)\b|\b[A-Z][a-z]+ [A-Z][a-z]+\b|\b[A-Z]{2,}\b`)
	position = regexp.MustCompile(`(?i)\b(no (current |immediate |specific )?(plans?|decisions?|assessments?|discussions?|intention|estimates?)|(have|has) (not )?(been |made |yet )|(is|are|was|were|will|does|do|did|has|have|can|cannot|should|must) not|will|is committed|are committed|recommended|not recommend|is (currently )?(available|working|considering|developing|under)|are (currently )?(available|working|considering|developing)|agreed|accepted|rejected|confirmed|remains?|already|continue)\b`)
	unheld   = regexp.MustCompile(`(?i)\b(not?|nor|cannot|unable)\b[^.;]{0,60}\b(hold|held|collect(ed)?|publish(ed)?|available|record(ed)?|centrally|estimates?|assessments?|information|data|figures?|breakdown|possible to (say|provide|estimate)|monitor(ed)?)\b`)
	negative = regexp.MustCompile(`(?i)\b(no|not|never|neither|nor|cannot|without|none|n't|ceased|stopped|ended|discontinued|rejected|paused|removed|unable)\b`)
	place    = regexp.MustCompile(`\b(in|at|across|from|to|near|outside|within) (the )?[A-Z][a-z]+`)

	dangling = regexp.MustCompile(`^\W*(This|These|That|Those|It|Its|They|Their|He|She|His|Her|Such|As such|Both|The (former|latter|same))\b`)
	pointer  = regexp.MustCompile(`(?i)\b(available (at|on|from|in an online|via)|(at|on|via|through) the following (link|website|page)s?|can be found (at|on|in|here)|is published (at|on)|attached|following links?)\b|I refer (the|my)|\brefer the hon`)
	stock    = regexp.MustCompile(`(?i)^\W*(the (government|department|nhs|national health service)( of health and social care)?|we|i|ministers|my department|nhs england|the united kingdom)( and [a-z ]+)? (is|are|am|remains?|recognises?|recognis?e|knows?|understands?|takes?|continues? to|will continue to|wants? to|keeps?|am) (fully |also |very |absolutely |deeply )?(committed|clear|determined|that|this|how|the|grateful|working|improve|support|ensure|sorry|aware|ambition|dedicated|keen)\b`)
)

// readingCache keeps what was read, by document and revision. A hundred-word
// answer takes about 4 kB.
type readingCache struct {
	analyzer *analysis.Analyzer
	byDoc    *lru.Cache[readingKey, *reading]
}

type readingKey struct {
	id       string
	revision int
}

// maxReadings bounds the cache.
const maxReadings = 4096

func newReadingCache(a *analysis.Analyzer) *readingCache {
	c, err := lru.New[readingKey, *reading](maxReadings)
	if err != nil {
		panic(err) // only a size below one fails
	}
	return &readingCache{analyzer: a, byDoc: c}
}

func (c *readingCache) read(d *corpus.Document) *reading {
	key := readingKey{d.ID, d.Revision}
	if r, ok := c.byDoc.Get(key); ok && r.doc.Text == d.Text {
		return r
	}
	r := read(c.analyzer, d)
	c.byDoc.Add(key, r)
	return r
}

func read(a *analysis.Analyzer, d *corpus.Document) *reading {
	r := &reading{doc: d, title: a.Terms(nil, d.Title)}
	count := 0
	for i := range d.Parts {
		if d.Parts[i].Answers() {
			count += len(d.Parts[i].Sentences)
		}
	}
	r.sentences = make([]sentence, 0, count)
	for i := range d.Parts {
		p := &d.Parts[i]
		switch {
		case p.Kind == corpus.PartQuestion:
			r.question = a.Terms(r.question, Strip(d.Text[p.Span.Start:p.Span.End]))
			if len(p.Sentences) > 0 {
				r.asked = corpus.Span{Start: p.Sentences[0].Start, End: p.Sentences[len(p.Sentences)-1].End}
			}
		case p.Answers():
			for j, span := range p.Sentences {
				s := readSentence(a, d.Text[span.Start:span.End])
				s.span, s.part, s.first = span, i, j == 0
				r.sentences = append(r.sentences, s)
			}
		}
	}
	return r
}

func readSentence(a *analysis.Analyzer, text string) sentence {
	var s sentence
	tokens := a.Tokens(make([]analysis.Token, 0, 48), text)
	s.words = len(tokens)
	s.terms = make([]string, 0, len(tokens))
	for _, t := range tokens {
		if !t.Stop() {
			s.terms = append(s.terms, t.Term)
		}
	}
	s.figures = quantities(text, tokens)
	return s
}

// print returns the fingerprint of the i-th sentence.
func (r *reading) print(i int) text.Print {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.sentences[i]
	if s.print == nil {
		p := text.Fingerprint(r.text(i))
		s.print = &p
	}
	return *s.print
}

// look is what a sentence holds and looks like, as far as it was needed.
type look struct {
	holds expectation
	shape shape
}

// What look can have filled, beside the kinds of content.
const (
	lookedShape    expectation = 1 << 14
	lookedNegative expectation = 1 << 15
)

// look reads off s what is costly and needed: its shape, the kinds
// of content in need, and, if negated, whether it negates. It is done for the
// few sentences that come into question.
func (r *reading) look(s *sentence, need expectation, negated bool) look {
	need |= lookedShape
	if negated {
		need |= lookedNegative
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	missing := need &^ s.looked
	if missing == 0 {
		return s.seen
	}
	text := r.doc.Text[s.span.Start:s.span.End]
	s.seen.holds |= contents(text, missing)
	if missing&lookedShape != 0 {
		s.seen.shape |= shapes(text, s.words)
	}
	if missing&(figure|expectPosition) != 0 && unheld.MatchString(text) {
		s.seen.shape |= shapeUnheld
	}
	if missing&lookedNegative != 0 && negative.MatchString(text) {
		s.seen.shape |= shapeNegative
	}
	s.looked |= missing
	return s.seen
}

// contents tells which of the kinds in need text holds, figures apart.
func contents(text string, need expectation) expectation {
	var e expectation
	for _, c := range []struct {
		holds   expectation
		pattern *regexp.Regexp
	}{
		{expectDate, dated}, {expectReason, reason}, {expectPerson, person}, {expectPosition, position}, {expectPlace, place},
	} {
		if need&c.holds != 0 && c.pattern.MatchString(text) {
			e |= c.holds
		}
	}
	return e
}

// pointing are the words that a sentence which points elsewhere holds one of;
// they are looked for first, since most sentences hold none.
var pointing = []string{"available", "link", "found", "published", "attached", "refer"}

// isLink reports whether text is a web address and nothing else.
func isLink(text string) bool {
	return strings.HasPrefix(text, "http") && !strings.ContainsAny(text, " \n")
}

func shapes(text string, words int) shape {
	var s shape
	if stock.MatchString(text) {
		s |= shapeStock
	}
	if slices.ContainsFunc(pointing, func(w string) bool { return strings.Contains(text, w) }) && pointer.MatchString(text) {
		s |= shapePointer
	}
	if words == 0 || isLink(text) {
		s |= shapeLink
	}
	// What closes a quotation or bracket closes a sentence within it, too.
	if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `”"’')]`)); !strings.ContainsRune(`.!?:;,…`, last) {
		s |= shapeFragment
	}
	if strings.HasSuffix(text, ":") {
		s |= shapeLead
	}
	return s
}

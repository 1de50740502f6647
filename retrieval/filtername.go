package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// kindWords are the names that people give to kinds. Those that mean other
// things as well ("notes", "news", "letters") need "in" or "in the" before.
var kindWords = []struct {
	words string
	kind  corpus.Kind
}{
	{"written answers", corpus.KindWrittenAnswer}, {"written answer", corpus.KindWrittenAnswer},
	{"parliamentary answers", corpus.KindWrittenAnswer}, {"answers", corpus.KindWrittenAnswer},
	{"written statements", corpus.KindWrittenStatement}, {"written statement", corpus.KindWrittenStatement},
	{"written ministerial statements", corpus.KindWrittenStatement},
	{"letters", corpus.KindLetter}, {"letter", corpus.KindLetter},
	{"debates", corpus.KindDebate}, {"debate", corpus.KindDebate}, {"debate contributions", corpus.KindDebate},
	{"policy papers", corpus.KindPolicyPaper}, {"policy paper", corpus.KindPolicyPaper},
	{"news", corpus.KindNews}, {"notes", corpus.KindNote},
}

// kindOf reads "in letters", "in the written answers", "in a letter".
func (p *filterParser) kindOf(i int) (phrase, bool) {
	if p.low(i) != "in" {
		return phrase{}, false
	}
	at := i + 1
	determined := false
	switch p.low(at) {
	case "the", "a", "any", "his", "her", "their", "ministerial", "our":
		determined = true
		at++
	}
	if p.low(at) == "ministerial" {
		at++
	}
	for _, k := range kindWords {
		words := strings.Fields(k.words)
		single := !strings.HasSuffix(k.words, "s")
		if p.follow(at, words...) && (determined || !single) {
			return phrase{kind: phraseKindOf, from: i, to: at + len(words), filter: Filter{Kind: k.kind}}, true
		}
	}
	return phrase{}, false
}

var (
	// honorifics are no part of a name for looking it up.
	honorifics = set(`mr mrs ms miss dr sir dame minister secretary rt hon mp the`)
	// bodies are words of organisations' names, never of people's.
	bodies = set(`nhs england scotland wales ireland uk cancer research trust support health care society
		foundation hospital hospitals group university committee department ministry office treasury
		alliance alliances government ministers parliament institute agency college royal council
		national nice dhsc mhra ukri nihr board fund charity macmillan parliamentarians gps patients`)
	// made verbs and nouns name what a body does or makes, so that "by" tells
	// who did it, not who said it.
	made = set(`report review study research paper survey analysis audit inquiry work investment decision
		campaign guidance programme project trial fund owned treatment services service delivered care`)
	// saidVerbs before "by" make it certain that a speaker follows.
	saidVerbs = set(`said stated written answered quoted told signed statement statements answer answers
		letter letters quote quotes remarks comments speech speeches reply replies`)
	// notNames are words that "what did … say" may hold and that are no names.
	notNames = set(`the we they he she it you i ministers minister government anyone anybody somebody someone
		everyone people nice nhs mps report plan document letter answer who that this officials labour
		conservatives experts charities patients`)
	saySet = set(`say said tell told write written state stated mention promise promised announce announced
		commit answer answered reply replied`)
)

// by reads "by Ashley Dalton".
func (p *filterParser) by(i int) (phrase, bool) {
	if p.low(i) != "by" || i+1 >= len(p.words) {
		return phrase{}, false
	}
	to, capitals := p.nameFrom(i + 1)
	before := p.low(i - 1)
	said := saidVerbs[before]
	atEnd := p.atEnd(to)
	switch {
	case to == i+1:
		return phrase{}, false
	case p.words[i].comma && atEnd, i == 0:
	case said:
	case made[before] || strings.HasSuffix(before, "ed") || passive[before]:
		return phrase{}, false // something was done by them
	case !atEnd:
		return phrase{}, false
	}
	name := p.name(i+1, to)
	if name == "" {
		return phrase{}, false
	}
	sure := capitals && (said || strings.Contains(name, " "))
	return phrase{kind: phraseName, from: i, to: to, name: NameWords{Name: name, Sure: sure}}, true
}

// passive participles that do not end in "ed".
var passive = set(`run led made given paid held set built done taken seen met driven sent overseen hit
	undertaken chosen put bought fed`)

// nameFrom returns the word after the name that begins at word i, and whether
// it is written in capitals. One without capitals is at most three words long
// and ends the text.
func (p *filterParser) nameFrom(i int) (int, bool) {
	at := i
	for at < len(p.words) && at < i+6 && !(at > i && p.words[at].comma) {
		w := p.words[at]
		if bodies[w.low] || w.low == "i" {
			return i, false
		}
		if !capital(w.raw) && !honorifics[w.low] && !(at > i && particle[w.low]) {
			break
		}
		if isDateWord(w.raw) {
			return i, false
		}
		at++
	}
	for at > i && honorifics[p.low(at-1)] && !capital(p.raw(at-1)) {
		at--
	}
	if at > i && strings.ContainsFunc(p.text[p.words[i].span.Start:p.words[at-1].span.End], unicode.IsUpper) {
		return at, true
	}
	end := i
	for end < len(p.words) && end < i+4 {
		w := p.words[end]
		if end > i && w.comma || bodies[w.low] || isDateWord(w.raw) || functionWords[w.low] || !letters(w.low) {
			break
		}
		end++
	}
	if end == len(p.words) && end-i <= 3 && end > i {
		return end, false
	}
	return i, false
}

var (
	particle      = set("de van von der of and mc o")
	functionWords = set(`the a an of to in on for with at and or but is are was were be been being it its that this
		these those there end start next then when which who whom how much many more less people patients
		year years month months week weeks law default itself`)
)

// name is the words [from, to) without honorifics, or "" where nothing is left.
func (p *filterParser) name(from, to int) string {
	for from < to && honorifics[p.low(from)] {
		from++
	}
	for to > from && honorifics[p.low(to-1)] {
		to--
	}
	if from == to || len(p.words[from].raw) < 3 && to-from == 1 {
		return ""
	}
	words := make([]string, 0, to-from)
	for _, w := range p.words[from:to] {
		words = append(words, w.raw)
	}
	return strings.Join(words, " ")
}

// organisationWords begin or end what is an organisation for sure.
var organisationWords = set(`department ministry treasury office dhsc cabinet`)

// fromOrganisation reads "from the Department of Health", "from DHSC".
func (p *filterParser) fromOrganisation(i int) (phrase, bool) {
	if p.low(i) != "from" {
		return phrase{}, false
	}
	at := i + 1
	if p.low(at) == "the" {
		at++
	}
	from, to := at, at
	body := false
	for to < len(p.words) && to < from+8 && !(to > from && p.words[to].comma && p.low(to-1) != "health") {
		w := p.words[to]
		body = body || organisationWords[w.low]
		if !capital(w.raw) && !bodies[w.low] && !(to > from && particle[w.low] || to > from && (w.low == "for" || w.low == "social")) {
			break
		}
		to++
	}
	for to > from && (particle[p.low(to-1)] || p.low(to-1) == "for") {
		to--
	}
	said := sayingWords[p.low(i-1)] || saidVerbs[p.low(i-1)]
	switch {
	case to == from || givers[p.low(i-1)]:
		return phrase{}, false
	case body && (p.atEnd(to) || i == 0 || said):
	case said && p.atEnd(to) && !isDateWord(p.raw(from)):
		// "letters from Ashley Dalton" is a person's.
		if name := p.name(from, to); name != "" && !p.anyBody(from, to) {
			return phrase{kind: phraseName, from: i, to: to, name: NameWords{Name: name, Sure: true}}, true
		}
	default:
		return phrase{}, false
	}
	words := make([]string, 0, to-from)
	for _, w := range p.words[from:to] {
		words = append(words, w.raw)
	}
	return phrase{kind: phraseName, from: i, to: to,
		name: NameWords{Name: strings.Join(words, " "), Organisation: true, Sure: true}}, true
}

// givers are nouns that come from a department as money does.
var givers = set(`money funding funds fund grant grants investment budget support cash help data away
	transferred moved separate independent`)

func (p *filterParser) anyBody(from, to int) bool {
	for _, w := range p.words[from:to] {
		if bodies[w.low] {
			return true
		}
	}
	return false
}

// whatDidSay reads NAME in "what did NAME say" and "what has NAME promised". It
// is never sure, and the words around the name stay.
func (p *filterParser) whatDidSay(i int) (phrase, bool) {
	switch p.low(i) {
	case "did", "has", "does":
	default:
		return phrase{}, false
	}
	if !p.follow(i-1, "what") && !p.follow(i-1, "when") {
		return phrase{}, false
	}
	for to := i + 2; to <= i+5 && to < len(p.words); to++ {
		if !saySet[p.low(to)] {
			if notNames[p.low(to-1)] || functionWords[p.low(to-1)] {
				return phrase{}, false
			}
			continue
		}
		for j := i + 1; j < to; j++ {
			if notNames[p.low(j)] || bodies[p.low(j)] {
				return phrase{}, false
			}
		}
		name := p.name(i+1, to)
		if len(name) < 4 {
			return phrase{}, false
		}
		span := corpus.Span{Start: p.words[i+1].span.Start, End: p.words[to-1].span.End}
		return phrase{kind: phraseName, from: i + 1, to: to, name: NameWords{Name: name, Sure: isPersonal(name), Span: span}}, true
	}
	return phrase{}, false
}

// isPersonal reports whether a name is written as a person's: two words or
// more, each with a capital and small letters. Asked what such a person said,
// nobody is served with what others said of them.
func isPersonal(name string) bool {
	words := strings.Fields(name)
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) || strings.ToLower(w[size:]) != w[size:] || len(w) == size {
			return false
		}
	}
	return len(words) > 1
}

// atEnd reports whether nothing but politeness and further filters can follow
// word i: the end, or a word that begins another phrase.
func (p *filterParser) atEnd(i int) bool {
	for i < len(p.words) && polite[p.low(i)] {
		i++
	}
	if i >= len(p.words) {
		return true
	}
	switch p.low(i) {
	case "since", "before", "after", "in", "on", "from", "between", "last", "this", "by":
		ph, ok := p.dates(i)
		if !ok {
			ph, ok = p.kindOf(i)
		}
		return ok && p.atEnd(ph.to)
	}
	return false
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func letters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-' })
}

// isDateWord reports whether a word in capitals is a month, a season or a day.
func isDateWord(s string) bool {
	if _, ok := monthName(s); ok {
		return true
	}
	switch strings.ToLower(s) {
	case "spring", "summer", "autumn", "winter", "easter", "christmas", "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday", "q1", "q2", "q3", "q4":
		return true
	}
	return !letters(s)
}

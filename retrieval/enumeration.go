package retrieval

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/retrieval/analysis"
)

// marker is the label of an alternative in an enumeration: "(a)".
type marker struct {
	label      string // as typed
	sign       string // "a"
	start, end int
}

var (
	inlineMarker = regexp.MustCompile(`\(?\b([a-z]|[ivx]{1,4}|[A-Z]|\d{1,2})\)`)
	lineMarker   = regexp.MustCompile(`(?m)^[ \t]*(([a-z]|\d{1,2})[.)])[ \t]`)
)

// markers are the labels in text that can be those of alternatives, in order.
func markers(text string) []marker {
	var out []marker
	for _, m := range inlineMarker.FindAllStringSubmatchIndex(text, -1) {
		if before, _ := utf8.DecodeLastRuneInString(text[:m[0]]); m[0] == 0 || unicode.IsSpace(before) {
			out = append(out, marker{text[m[0]:m[1]], text[m[2]:m[3]], m[0], m[1]})
		}
	}
	for _, m := range lineMarker.FindAllStringSubmatchIndex(text, -1) {
		if !slices.ContainsFunc(out, func(o marker) bool { return o.start < m[3] && m[2] < o.end }) {
			out = append(out, marker{text[m[2]:m[3]], text[m[4]:m[5]], m[2], m[3]})
		}
	}
	slices.SortFunc(out, func(a, b marker) int { return a.start - b.start })
	return out
}

// series are what enumerations count with.
var series = [][]string{
	strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w x y z"),
	strings.Fields("i ii iii iv v vi vii viii ix x xi xii"),
	strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12"),
	strings.Fields("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
}

// outermost returns the labels of the enumeration that begins first: those
// nested in it and those that follow it count otherwise. It is nil where the
// labels are not in order.
func outermost(marks []marker) []marker {
	if len(marks) < 2 {
		return nil
	}
	at := slices.IndexFunc(series, func(s []string) bool { return s[0] == marks[0].sign })
	if at < 0 {
		return nil
	}
	out := marks[:1:1]
	for _, m := range marks[1:] {
		switch {
		case m.sign == series[at][0]:
			return nil
		case len(out) < len(series[at]) && m.sign == series[at][len(out)]:
			out = append(out, m)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// enumeration returns the alternatives of a clause with lettered or numbered
// ones, each as a question: the words before the first letter, the alternative,
// and the words after the last one that belong to all. It is nil for a clause
// without any.
func enumeration(a *analysis.Analyzer, clause string) []portion {
	marks := outermost(markers(clause))
	if marks == nil {
		return nil
	}
	stem := strings.TrimRight(clause[:marks[0].start], ":–—- \n\t")
	alternatives := make([]string, len(marks))
	for i, m := range marks {
		end := len(clause)
		if i+1 < len(marks) {
			end = marks[i+1].start
		}
		alternatives[i] = strings.TrimSpace(clause[m.end:end])
		if i+1 < len(marks) {
			alternatives[i] = conjunction.ReplaceAllString(alternatives[i], "")
		}
	}
	core, tail := alternatives[len(marks)-1], ""
	if !slices.ContainsFunc(alternatives, func(s string) bool { return opener.MatchString(s) && substantial(a, s) }) {
		at := tailAt(core, alternatives[:len(marks)-1])
		core, tail = strings.TrimSpace(core[:at]), core[at:]
	}
	core = strings.TrimRight(core, " .,;?")
	alternatives[len(marks)-1] = core
	head := sharedHead(alternatives)
	var out []portion
	for i, m := range marks {
		if alternatives[i] == "" {
			return nil
		}
		pieces := []string{stem, withoutRepeat(stem, alternatives[i]), head, tail}
		if i == len(marks)-1 {
			pieces[2] = "" // has it already
		}
		question := joinWords(pieces...)
		out = append(out, portion{label: m.label, text: joinWords(alternatives[i]), question: question})
	}
	return out
}

// withoutRepeat is an alternative without the word that ends the stem already:
// "when (a) it rains and (b) when it snows".
func withoutRepeat(stem, alternative string) string {
	first, rest, more := strings.Cut(alternative, " ")
	if more && strings.HasSuffix(strings.ToLower(" "+stem), " "+strings.ToLower(first)) {
		return rest
	}
	return alternative
}

var (
	conjunction = regexp.MustCompile(`(?i)((^|[\s,;]+)(and|or|and/or|nor|as well as|&))?[\s,;]*$`)
	// span of time at the end of an enumeration counts for all its alternatives.
	timeTail = regexp.MustCompile(`(?i)[,\s](in|for|during|over|within|at|across) (each|every|(each of )?the (last|past|next|previous|coming)|(19|20)\d\d)\b|[,\s]since (\d|[a-z]+ (19|20))|[,\s](each|every|per) (year|month|quarter)\b`)
	// before these words a noun phrase ends.
	phraseEnds = set(`of in for on by with without from at among amongst across between within during through throughout
		under over as that which who whom whose how whether when where why if available relating related following
		including compared per since before after until than into against via towards concerning regarding beyond
		nationally who's (i) (1) (A)`)
	verbsAfter  = set(`is are was were has have had be been will would can could may must should`)
	determiners = set(`the a an his her their its this these those any all each every other new`)
	trailing    = set(`of in for on by with from at to between into against than as`)
)

// tailAt returns where in the last alternative the words begin that belong to
// all of them; its length where none do.
func tailAt(last string, earlier []string) int {
	words := spaced(last)
	dangling := slices.ContainsFunc(earlier, func(s string) bool {
		f := strings.Fields(strings.ToLower(s))
		return len(f) > 0 && trailing[f[len(f)-1]]
	})
	if dangling { // "(a) the extent of and (b) the reasons for delays"
		for i, w := range words {
			if trailing[strings.ToLower(w.text)] && i+1 < len(words) {
				return words[i+1].start
			}
		}
		return len(last)
	}
	// One that is no whole phrase lacks what comes after the last.
	if slices.ContainsFunc(earlier, func(s string) bool { return phraseEnd(spaced(s)) < 0 }) {
		if i := phraseEnd(words); i >= 0 {
			return words[i].start
		}
		return len(last)
	}
	// The alternatives are whole phrases: only a time is known to be of all.
	if m := timeTail.FindStringIndex(last); m != nil {
		return m[0] + 1
	}
	return len(last)
}

// spacedWord is a word between spaces.
type spacedWord struct {
	text       string // without punctuation behind it
	start, end int
}

func spaced(s string) []spacedWord {
	var out []spacedWord
	at := 0
	for _, f := range strings.Fields(s) {
		start := at + strings.Index(s[at:], f)
		at = start + len(f)
		out = append(out, spacedWord{strings.TrimRight(f, ",;:.?!"), start, at})
	}
	return out
}

// phraseEnd is the index of the word before which a noun phrase at the head of
// words is complete, or -1. The preposition in a name, between capitals, ends
// none.
func phraseEnd(words []spacedWord) int {
	for i := 1; i < len(words); i++ {
		low := strings.ToLower(words[i].text)
		next := ""
		if i+1 < len(words) {
			next = words[i+1].text
		}
		switch {
		case capital(words[i-1].text) && capital(next), strings.EqualFold(words[i-1].text, "those"):
		case phraseEnds[words[i].text], phraseEnds[low] && low == words[i].text:
			return i
		case low == "to" && (determiners[strings.ToLower(next)] || capital(next) || strings.HasPrefix(next, "(")):
			return i
		case verbsAfter[low] && strings.ToLower(words[i-1].text) != "to" && !verbsAfter[strings.ToLower(words[i-1].text)]:
			return i
		case determiners[low] && low != "other" && low != "new":
			return i
		}
	}
	return -1
}

// sharedHead is what the last alternative lends the earlier ones where they only
// describe it: the "cancer" of "(a) breast and (b) lung cancer".
func sharedHead(alternatives []string) string {
	last := strings.Fields(alternatives[len(alternatives)-1])
	n := 0
	for _, s := range alternatives[:len(alternatives)-1] {
		words := strings.Fields(s)
		if n = max(n, len(words)); len(words) == 0 || len(words) > 2 || slices.ContainsFunc(words, func(w string) bool { return !adjectival(w) }) {
			return ""
		}
	}
	n = 0
	for n < len(last) && adjectival(last[n]) {
		n++
	}
	if n == 0 || n == len(last) {
		return ""
	}
	return strings.Join(last[n:], " ")
}

// describing are words that need a noun after them and do not end like adjectives.
var describing = set(`breast prostate lung bowel colon pancreas womb bladder kidney liver stomach brain skin bone blood head neck throat
	ovarian thyroid male female childhood safe timely early late current new existing urgent severe secure faster`)

var adjective = regexp.MustCompile(`(?i)^[a-z-]{2,}(al|ic|ive|ary|ous|able|ible|ular|atric)$`)

// adjectival reports whether a word can only describe what follows it: an
// adjective by its ending, or the name of a tumour's site.
func adjectival(word string) bool {
	return adjective.MatchString(word) || describing[strings.ToLower(word)]
}

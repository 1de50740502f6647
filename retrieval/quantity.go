package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/retrieval/analysis"
)

// quantity is a figure that a sentence gives.
type quantity struct {
	// kind is one of expectMoney, expectCount, expectFrequency, expectShare,
	// expectDate and expectDuration; 0 is a number that only names something: "stage 3".
	kind expectation
	at   int // index among the sentence's terms of the term that begins it
	end  int // index behind its last one
	// none is the number of "no trusts" and "none".
	none bool
}

// quantities reads the figures off a sentence. tokens are all of its words.
func quantities(text string, tokens []analysis.Token) []quantity {
	var out []quantity
	term := 0 // index among the terms of the token at i
	for i := 0; i < len(tokens); {
		n := numberLen(text, tokens[i:])
		if n == 0 {
			if !tokens[i].Stop() {
				term++
			}
			i++
			continue
		}
		q := quantity{kind: kindOf(text, tokens, i, i+n), at: term, none: tokens[i].Word == "no" || tokens[i].Word == "none"}
		for ; n > 0; n-- {
			if !tokens[i].Stop() {
				term++
			}
			i++
		}
		q.end = term
		out = append(out, q)
	}
	return out
}

// numberLen is how many of the tokens make the number, range or fraction that
// they begin with, 0 if they begin with none.
func numberLen(text string, t []analysis.Token) int {
	n := plainNumberLen(t)
	if n == 0 {
		return 0
	}
	for n < len(t) {
		switch gap := text[t[n-1].End:t[n].Start]; {
		case gap == "/" || gap == "–" || gap == "—" || gap == "-" && isNumber(t[n].Word):
			more := plainNumberLen(t[n:]) // "2024/25", "45–61"
			if more == 0 {
				return n
			}
			n += more
			continue
		case t[n].Word != "to" && t[n].Word != "and" && t[n].Word != "or" && t[n].Word != "in":
			return checked(t, n)
		}
		more := plainNumberLen(t[n+1:]) // "45 to 61", "1 in 8"
		if more == 0 {
			return checked(t, n)
		}
		n += 1 + more
	}
	return checked(t, n)
}

// checked is n, but 0 for a "one" that is no figure.
func checked(t []analysis.Token, n int) int {
	if n == 1 && t[0].Word == "one" && (len(t) < 3 || t[1].Word != "in" || t[2].Word != "every") {
		return 0
	}
	return n
}

func plainNumberLen(t []analysis.Token) int {
	if len(t) == 0 {
		return 0
	}
	n := 0
	switch {
	case isNumber(t[0].Word):
		n = 1
	case t[0].Word == "a" || t[0].Word == "one":
		if len(t) < 2 || !fractions[t[1].Word] && !scales[t[1].Word] && (t[0].Word == "a" || t[1].Word != "in") {
			return 0
		}
		n = 1
	case fractions[t[0].Word] && len(t) > 1 && (t[1].Word == "of" || t[1].Word == "the"), t[0].Word == "none":
		return 1
	case frequency(t):
		return 1
	case t[0].Word == "no" && len(t) > 1 && !t[1].Stop():
		return 1
	default:
		return 0
	}
	for n < len(t) && (scales[t[n].Word] || fractions[t[n].Word]) {
		n++
	}
	return n
}

// frequency reports whether t begins by saying how often.
func frequency(t []analysis.Token) bool {
	switch t[0].Word {
	case "once":
		return len(t) > 1 && (t[1].Word == "a" || t[1].Word == "every")
	case "every":
		return len(t) > 1 && units[t[1].Word] || len(t) > 2 && isNumber(t[1].Word) && units[t[2].Word]
	}
	return often[t[0].Word]
}

func isNumber(word string) bool {
	return word != "" && word[0] >= '0' && word[0] <= '9' || smallNumbers[word]
}

var (
	smallNumbers = set(`two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety`)
	scales    = set("hundred thousand million billion m bn k hundreds thousands millions billions")
	often     = set("twice daily weekly fortnightly monthly quarterly yearly annually")
	fractions = set("half third thirds quarter quarters fifth fifths tenth tenths")
	units     = set("day days week weeks month months year years hour hours minute minutes")
	months    = set(`january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec`)
	// lengths may stand between a number and its unit: "28 working days".
	lengths = set("calendar working full consecutive")
	ages    = set("age ages aged")
	// limits may stand before an age, and stopsAge after it: "over 50 are asked".
	limits   = set("over under above below")
	stopsAge = set("and or are is were was who with at in should can will")
	// labelled stand before numbers that name a thing.
	labelled = set(`year stage stages grade grades band bands phase phases type types tier tiers level levels
question questions section sections part parts chapter chapters table tables annex appendix page pages
version schedule article regulation group groups covid q grid figure step key wave block`)
)

// kindOf tells what the number t[from:to] is a number of.
func kindOf(text string, t []analysis.Token, from, to int) expectation {
	first, last := t[from], t[to-1]
	before, _ := utf8.DecodeLastRuneInString(text[:first.Start])
	after := text[last.End:]
	word := func(i int) string {
		if i < 0 || i >= len(t) {
			return ""
		}
		return t[i].Word
	}
	next, previous := word(to), word(from-1)
	switch {
	case frequency(t[from:]):
		return expectFrequency
	case before == '£' || before == '$' || before == '€' || next == "pence" || next == "pounds":
		return expectMoney
	case strings.HasPrefix(strings.TrimLeft(after, " \u00a0"), "%") || strings.HasSuffix(last.Word, "pc"),
		next == "percent" || next == "percentage", next == "per" && word(to+1) == "cent":
		return expectShare
	case fractions[last.Word] && previous != "first" && previous != "last" && previous != "second", to-from == 3 && t[from+1].Word == "in":
		return expectShare
	case next == "in" && word(to+1) == "every":
		return expectShare
	case next == "out" && word(to+1) == "of" && isNumber(word(to+2)):
		return expectShare
	}
	switch {
	case units[next] && to+1 < len(t) && isTitled(text, t[to]) && isTitled(text, t[to+1]):
		return 0 // the 10 Year Health Plan
	case units[next], lengths[next] && units[word(to+1)]:
		return expectDuration
	case isAge(previous, word(from-2)), limits[previous] && small(first.Word) && (next == "" || !isLetter(next[0]) || stopsAge[next]):
		return expectDuration
	case months[next], months[previous] && (isOrdinal(first.Word) || small(first.Word)):
		return expectDate
	case isYear(first.Word) && first.End-first.Start == len(first.Word): // "2,000" is none
		return expectDate
	case labelled[previous], isOrdinal(first.Word), strings.HasSuffix(text[:first.Start], "-"):
		return 0
	}
	return expectCount
}

// isAge reports whether a number is an age by the word before it and the one
// before that: "aged 50", "the age of 50".
func isAge(previous, earlier string) bool {
	return ages[previous] || previous == "of" && ages[earlier]
}

func isTitled(text string, t analysis.Token) bool {
	r, _ := utf8.DecodeRuneInString(text[t.Start:t.End])
	return unicode.IsUpper(r)
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' }

// small reports whether word is a number below 1000 in digits.
func small(word string) bool { return len(word) <= 3 && isNumber(word) || smallNumbers[word] }

func isOrdinal(word string) bool {
	return word[0] >= '0' && word[0] <= '9' && (strings.HasSuffix(word, "st") || strings.HasSuffix(word, "nd") || strings.HasSuffix(word, "rd") || strings.HasSuffix(word, "th"))
}

// isYear reports whether word is a year of this century or the last, or its
// decade: "1990s".
func isYear(word string) bool {
	if len(word) < 4 || word[:2] != "19" && word[:2] != "20" {
		return false
	}
	return strings.Trim(word[:4], "0123456789") == "" && (len(word) == 4 || word[4:] == "s")
}

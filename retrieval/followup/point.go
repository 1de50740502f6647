package followup

// isBareQuestion reports whether words ask for something without naming any
// subject: "how many?", "why?", "which ones?", "since when?", "why not everyone?".
func isBareQuestion(words []word) bool {
	if len(words) > 1 && (slotPrepositions[words[0].low] || datePrepositions[words[0].low]) {
		words = words[1:]
	}
	if !questionWords[words[0].low] {
		return false
	}
	if len(words) > 1 && words[0].low == "why" && whyWords[words[1].low] {
		return len(words) <= 6
	}
	for _, w := range words[1:] {
		if !function[w.low] && !bareWords[w.low] && !closing[w.low] {
			return false
		}
	}
	return len(words) <= 4
}

// datePrepositions stand before a "when".
var datePrepositions = set(`since until by`)

// whyWords follow a "why" that asks about what was just said.
var whyWords = set(`not only so just`)

var bareWords = set(`ones one else exactly long often far not is are was when why where who how soon precisely`)

// pointsBack reports whether a pronoun in words stands for something that the
// words themselves do not name.
//
// A "they" in a sentence with much of its own mostly means the government, and
// "that fund for …" names what it means.
func pointsBack(words []word, joined bool) bool {
	own, _ := ownOf(words)
	full := own > ownWords && !joined
	named := 0 // words so far that could be what a pronoun stands for
	plural := false
	for i, w := range words {
		var before, after string
		if i > 0 {
			before = words[i-1].low
		}
		if i+1 < len(words) {
			after = words[i+1].low
		}
		switch w.low {
		case "it", "its", "it's":
			if named < 2 && !pleonastic(words, i) {
				return true
			}
		case "they", "them", "their", "they're", "they'll", "they've":
			if !plural && !full {
				return true
			}
		case "he", "she", "him", "his", "her", "he's", "she's":
			if named < 2 {
				return true
			}
		case "that", "those", "this", "these", "that's":
			if demonstrates(before, after, i == 0) && !(full && i+1 < len(words) && names(words[i+1])) {
				return true
			}
		case "then":
			if before == "since" || before == "by" || before == "until" || before == "before" {
				return true
			}
		case "ones", "one":
			if before == "which" || before == "those" || before == "these" || before == "new" || before == "other" {
				return true
			}
		}
		if names(w) {
			named++
			plural = plural || w.low[len(w.low)-1] == 's' || peoples[w.low]
		}
	}
	return false
}

// ownWords is how many words of its own a sentence with "they" or "that fund"
// may have and still point back.
const ownWords = 3

// names reports whether w can name something.
func names(w word) bool { return !function[w.low] && !asking[w.low] && !finite[w.low] }

var (
	peoples = set(`people women men children police staff government nhs department`)
	// emptyIt follow an "it" that stands for nothing, timeWords a "this" that
	// tells when.
	emptyIt   = set(`take takes took true possible likely worth ok okay safe legal normal mean be been cost`)
	timeWords = set(`year month week time government country parliament morning summer winter spring autumn today`)
	// doings are verbs whose "that" is what was said.
	doings = set(`make do doing change stop fix reverse extend increase raise lower cut explain justify afford fund
		cover achieve speed delay publish allow`)
	prepositions = set(`of on for about by with from in to than like into at after before under over around behind does
		is was are were will would has did do can could should why how what where when and but`)
)

// pleonastic reports whether the "it" at i stands for nothing: "how long does
// it take to …", "is it true that …".
func pleonastic(words []word, i int) bool {
	for j := i + 1; j < len(words) && j <= i+2; j++ {
		if emptyIt[words[j].low] {
			// "what does it cost?" ends there and means something.
			return j < len(words)-1
		}
	}
	return false
}

// demonstrates reports whether a "that" or "this" points at something said
// before, rather than joining clauses or telling a time.
func demonstrates(before, after string, first bool) bool {
	switch {
	case timeWords[after]:
		return false
	case after == "":
		return true
	case first:
		return true
	}
	return (prepositions[before] || doings[before]) && after != "the" && after != "a" && after != "people" && after != "patients"
}

package text

import "strings"

// readFigure returns the figure that word is, without an ordinal's ending, and
// the unit glued to it: "£70m" is "£70" and "million". The figure is empty
// where word holds no digit.
func readFigure(word string) (figure, unit string) {
	if !strings.ContainsAny(word, "0123456789") {
		return numeral(word), ""
	}
	n := len(word)
	for n > 0 && word[n-1] >= 'a' && word[n-1] <= 'z' {
		n--
	}
	switch word[n:] {
	case "st", "nd", "rd", "th":
		return word[:n], ""
	case "m", "mn":
		return word[:n], "million"
	case "bn":
		return word[:n], "billion"
	case "k":
		return word[:n], "thousand"
	}
	if n > 1 && strings.HasSuffix(word, "%") {
		return word[:n-1], "%"
	}
	return word, ""
}

// numeral returns the digits of a number in words, or "". "One" is left out:
// it is a pronoun more often than a number.
func numeral(word string) string {
	switch word {
	case "two":
		return "2"
	case "three":
		return "3"
	case "four":
		return "4"
	case "five":
		return "5"
	case "six":
		return "6"
	case "seven":
		return "7"
	case "eight":
		return "8"
	case "nine":
		return "9"
	case "ten":
		return "10"
	case "eleven":
		return "11"
	case "twelve":
		return "12"
	}
	return ""
}

// isFigure reports whether word is a number or a month.
func isFigure(word string) bool {
	if figure, _ := readFigure(word); figure != "" {
		return true
	}
	switch word {
	case "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
		"november", "december":
		return true
	}
	return false
}

// contraction takes "won't", which Key writes "wont", apart. The verb is the
// modal one, or empty.
func contraction(word string) (verb string, ok bool) {
	switch word {
	case "wont":
		return "will", true
	case "cant", "cannot":
		return "can", true
	case "wouldnt", "couldnt", "shouldnt", "mustnt":
		return strings.TrimSuffix(word, "nt"), true
	case "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt":
		return "", true
	}
	return "", false
}

// bound returns what a small word that may not be left out or replaced stands
// for, or "": negations, modal verbs, limits, comparisons, units and months.
func bound(word string) string {
	switch word {
	case "not", "no", "none", "neither", "nor", "never", "without", "non", "except", "excluding", "unless",
		"will", "may", "might", "could", "should", "must", "can", "would", "if", "whether",
		"under", "below", "least", "less", "fewer", "only", "all", "every", "some", "most", "half", "up",
		"before", "after", "until", "since", "between", "nearly", "almost", "currently",
		"million", "billion", "thousand", "hundred", "%", "day", "week", "month", "year", "decade",
		"january", "february", "march", "april", "june", "july", "august", "september", "october",
		"november", "december", "spring", "summer", "autumn", "winter":
		return word
	case "shall":
		return "will"
	case "over", "more", "above", "exceeding":
		return "over"
	case "around", "approximately", "roughly":
		return "about"
	case "percent":
		return "%"
	case "days", "weeks", "months", "years", "decades", "millions", "billions", "thousands", "hundreds":
		return word[:len(word)-1]
	}
	return ""
}

// functionWord reports whether word says so little by itself that two
// statements may differ in it.
func functionWord(word string) bool {
	switch word {
	case "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as",
		"into", "through", "across", "within", "upon", "towards", "via", "per", "about", "than",
		"is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "do", "does", "did",
		"we", "our", "us", "i", "my", "it", "its", "they", "their", "them", "he", "his", "she", "her", "you", "your",
		"this", "that", "these", "those", "there", "here", "which", "who", "whom", "whose", "what", "when", "where",
		"how", "so", "such", "also", "therefore", "however", "furthermore", "additionally", "moreover", "too",
		"both", "alongside", "while", "whilst", "s":
		return true
	}
	return false
}

// bindingStem reports whether a content word narrows or turns what is said so
// much that a statement without it is another one: places, body sites, who is
// meant, and which way a figure goes. Replaced words always part statements;
// this is about words that only one of them has.
func bindingStem(stem string) bool {
	switch stem {
	case "england", "wale", "scotland", "ireland", "northern", "uk", "london", "scottish", "welsh", "english",
		"north", "south", "east", "west", "local", "region",
		"breast", "prostat", "lung", "bowel", "colorect", "cervic", "cervical", "ovarian", "pancreatic", "brain",
		"blood", "skin", "kidnei", "kidney", "bladder", "liver", "oesophag", "oesophageal", "stomach", "testicular",
		"thyroid", "womb", "endometri", "head", "neck", "bone", "myeloma", "lymphoma", "leukaemia", "sarcoma",
		"adrenal", "thymic", "mouth", "oral", "anal", "rectal", "ey", "bil", "gallbladder", "neuroendocrin", "lobular", "ultrasound",
		"fulli", "partli", "partial", "complet",
		"glioma", "glioblastoma", "melanoma", "mesothelioma", "neuroblastoma", "metastatic", "secondari", "advanc",
		"incurabl", "terminal", "rar", "invasiv", "recurrent", "earli", "lat", "stag", "suspect", "urgent",
		"child", "children", "young", "teenag", "adult", "old", "women", "woman", "men", "man", "girl", "boi", "boy",
		"black", "asian", "male", "femal", "pregnant", "privat", "public", "former", "previou", "propos", "draft",
		"interim", "pilot", "increas", "decreas", "ris", "fal", "reduc", "low", "high", "fail", "stop", "end", "delai",
		"delay", "clos", "paus", "cancel", "withdraw", "withdrawn", "reject", "declin", "unabl", "unlikeli",
		"consid", "plan", "aim", "hop", "intend", "expect", "try", "tri", "help", "possibl", "potential":
		return true
	}
	return false
}

// uninflected cuts plural, past and "-ing" endings off a lower-case word, and
// nothing that makes another word of it: a stemmer for searching would make
// "organ" and "organisation" one.
func uninflected(word string) string {
	w := word
	if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") &&
		!strings.HasSuffix(w, "is") {
		w = w[:len(w)-1]
	}
	if w != word && strings.HasSuffix(w, "sse") {
		w = w[:len(w)-1]
	}
	for _, ending := range [...]string{"ing", "ed"} {
		if s, ok := strings.CutSuffix(w, ending); ok && len(s) >= 3 && strings.ContainsAny(s, "aeiouy") {
			w = s
			break
		}
	}
	n := len(w)
	switch {
	case n > 3 && w[n-1] == 'e':
		if n > 4 && w[n-2] == 'i' {
			return w[:n-1] // "studies" and "study" are both "studi"
		}
		w = w[:n-1]
	case n > 3 && w[n-1] == 'y' && strings.IndexByte("aeiou", w[n-2]) < 0:
		return w[:n-1] + "i"
	}
	if n = len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1] // "planned" and "assess"
	}
	return w
}

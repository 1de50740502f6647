package followup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// isFragment reports whether words are no whole question but a thing to be put
// into the one before: "for prostate cancer", "womb cancer", "UKRI".
func isFragment(words []word) bool {
	if len(words) > 7 || questionWords[words[0].low] || auxiliaries[words[0].low] || words[0].low == "any" || isBareQuestion(words) {
		return false
	}
	for _, w := range words {
		if finite[w.low] {
			return false
		}
	}
	return !(len(words) <= 2 && function[words[len(words)-1].low])
}

// startsLikeFragment reports whether a fragment without any lead-in still can
// only go on from what came before: "for prostate cancer?", "in Wales?".
func startsLikeFragment(words []word) bool {
	switch words[0].low {
	case "for", "in", "at", "with", "among", "to", "under", "over", "outside", "within", "from", "by":
		return len(words) <= 5
	}
	return false
}

// replaceOrAdd puts a thing into a question in the place of another of its
// sort, or adds it where there is none.
func replaceOrAdd(question, thing string, words []word) string {
	if prefix := words[0].low; slotPrepositions[prefix] && len(words) > 1 {
		words = words[1:]
	}
	for len(words) > 1 && (words[0].low == "the" || words[0].low == "a") {
		words = words[1:]
	}
	last := len(words) - 1
	for last > 0 && closing[words[last].low] {
		last--
	}
	words = words[:last+1]
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = w.raw
	}
	name := strings.Join(plain, " ")
	old := split(question)
	for _, find := range []func([]word, []word) (corpus.Span, bool){sameHead, sameList, sameCapitals} {
		if span, ok := find(old, words); ok {
			return end(question[:span.Start]+name+question[span.End:]) + "?"
		}
	}
	return end(question) + " " + thing + "?"
}

var slotPrepositions = set(`for in at with among to under from within of on`)

// sameHead finds the words of a question that end in the thing's last word:
// "womb cancer" takes the place of "bowel cancer" and of "bowel cancers".
func sameHead(question, thing []word) (corpus.Span, bool) {
	head := singular(thing[len(thing)-1].low)
	if len(thing) < 2 {
		return corpus.Span{}, false
	}
	for i := len(question) - 1; i > 0; i-- {
		if singular(question[i].low) != head {
			continue
		}
		from := i
		for from > 0 && describes(question[from-1].low) && question[from-1].span.End+1 == question[from].span.Start && i-from < 3 {
			from--
		}
		if from < i {
			return corpus.Span{Start: question[from].span.Start, End: question[i].span.End}, true
		}
	}
	return corpus.Span{}, false
}

// describes reports whether a word can stand before a noun as part of what it
// names.
func describes(low string) bool {
	return !function[low] && !asking[low] && !finite[low] && !vague[low]
}

var vague = set(`new more latest current first initial next recent extra additional targeted suspected found diagnosed
	started offered given treated getting having`)

// lists are things that take one another's place.
var lists = map[string]map[string]bool{
	"site": set(`lung breast bowel colon colorectal rectal prostate pancreatic pancreas ovarian ovary cervical womb
		uterine endometrial bladder kidney renal liver stomach gastric oesophageal brain skin thyroid testicular anal
		vulval vaginal penile bile blood bone eye throat mouth oral laryngeal gallbladder melanoma leukaemia lymphoma
		myeloma mesothelioma sarcoma glioblastoma neuroblastoma cervix oesophagus head neck`),
	"place": set(`england wales scotland britain uk london oxford cambridge manchester birmingham leeds sheffield bristol
		liverpool newcastle nottingham leicester southampton portsmouth plymouth exeter norwich york hull bradford derby
		coventry swansea cardiff edinburgh glasgow belfast brighton reading luton bath carlisle lincoln cornwall devon
		kent essex surrey sussex hampshire berkshire dorset norfolk suffolk cumbria lancashire yorkshire cheshire
		shropshire somerset wiltshire midlands ireland`),
	"people": set(`men women children kids adults teenagers girls boys babies pensioners students smokers carers`),
	"treatment": set(`radiotherapy chemotherapy immunotherapy surgery chemo proton brachytherapy hormone
		transplants scans screening vaccination`),
	"test": set(`mri ct pet psa fit hpv biopsy colonoscopy endoscopy mammogram mammograms ultrasound`),
}

// sameList finds a word of the list that the thing's words are on, with the
// words that belong to it.
func sameList(question, thing []word) (corpus.Span, bool) {
	for _, sort := range []string{"site", "place", "people", "treatment", "test"} {
		if !lists[sort][thing[len(thing)-1].low] && !lists[sort][thing[0].low] {
			continue
		}
		for i := len(question) - 1; i >= 0; i-- {
			if !lists[sort][question[i].low] {
				continue
			}
			if sort == "place" {
				if span, ok := capitals(question, i); ok {
					return span, true
				}
			}
			return question[i].span, true
		}
		if sort == "place" {
			return properPlace(question)
		}
	}
	return corpus.Span{}, false
}

var placeNouns = set(`hospital hospitals trust infirmary centre university`)

// properPlace finds a name in capitals that ends like a hospital's.
func properPlace(question []word) (corpus.Span, bool) {
	for i := len(question) - 1; i > 0; i-- {
		if placeNouns[question[i].low] && capital(question[i].raw) {
			return capitals(question, i)
		}
	}
	return corpus.Span{}, false
}

// capitals widens word i of a question to the words in capitals around it, the
// question's first word aside.
func capitals(question []word, i int) (corpus.Span, bool) {
	if !capital(question[i].raw) {
		return corpus.Span{}, false
	}
	from, to := i, i
	for from > 1 && capital(question[from-1].raw) {
		from--
	}
	for to+1 < len(question) && capital(question[to+1].raw) {
		to++
	}
	return corpus.Span{Start: question[from].span.Start, End: question[to].span.End}, true
}

// sameCapitals finds the one acronym in a question that another may stand for.
func sameCapitals(question, thing []word) (corpus.Span, bool) {
	if len(thing) != 1 || !acronym(thing[0].raw) {
		return corpus.Span{}, false
	}
	var found corpus.Span
	for _, w := range question {
		if acronym(w.raw) && !lists["test"][w.low] {
			if found.Len() > 0 {
				return corpus.Span{}, false // which one is meant can't be told
			}
			found = w.span
		}
	}
	return found, found.Len() > 0
}

func acronym(s string) bool {
	upper := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 2 && upper*2 > utf8.RuneCountInString(s)
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func singular(s string) string {
	if len(s) > 3 && strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") {
		return s[:len(s)-1]
	}
	return s
}

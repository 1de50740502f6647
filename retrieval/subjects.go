package retrieval

import (
	"slices"
	"strings"

	"ontherecord/retrieval/analysis"
)

// subjects are sets of things of a sort. What is said of one of them is not
// said of another: a figure for breast cancer answers no question about
// prostate cancer. Words that mean the same stand together.
var subjectSets = [...][]string{
	{ // tumour sites
		"breast", "prostate", "lung", "bowel colorectal colon rectal", "pancreatic pancreas", "ovarian ovary",
		"cervical cervix smear", "womb endometrial uterine", "bladder", "kidney renal", "liver hepatocellular",
		"stomach gastric", "oesophageal oesophagus gullet", "brain glioma glioblastoma", "skin melanoma",
		"leukaemia", "lymphoma", "myeloma", "sarcoma", "thyroid", "testicular", "mouth oral", "throat",
		"cholangiocarcinoma bile", "mesothelioma", "neuroendocrine", "vulval", "penile", "bone osteosarcoma",
	},
	{ // nations
		"wales welsh", "scotland scottish", "ireland northern",
	},
}

// people are words for those whom a number of people or cases counts.
const people = `people person persons patient patients man men woman women child children adult adults boy boys
girl girls individual individuals case cases diagnosis diagnoses participant participants teenager teenagers
respondent respondents response responses`

// subjects knows the words of the field by their terms.
type subjects struct {
	sets     map[string][2]int // set and place there
	isPeople map[string]bool
	isTumour map[string]bool
}

func (s subjects) person(term string) bool { return s.isPeople[term] }

func newSubjects(a *analysis.Analyzer) subjects {
	terms := func(words string) map[string]bool {
		out := make(map[string]bool)
		for w := range set(words) {
			out[a.Term(w)] = true
		}
		return out
	}
	s := subjects{isPeople: terms(people), isTumour: terms("cancer cancers tumour tumours tumor carcinoma neoplasm")}
	out := make(map[string][2]int)
	for i, set := range subjectSets {
		for j, words := range set {
			for _, w := range strings.Fields(words) {
				out[a.Term(w)] = [2]int{i, j}
			}
		}
	}
	s.sets = out
	return s
}

// of returns the subjects among terms.
func (s subjects) of(terms []string) [][2]int {
	var out [][2]int
	for _, t := range terms {
		if at, ok := s.sets[t]; ok && !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// sameSubject is the weight from which on an alternative means the same and is
// not merely related, as leukaemia is to blood cancer.
const sameSubject = 0.8

// subject returns the subject that a concept names, by itself or by what stands
// for it: "NETs" are neuroendocrine tumours.
func (s subjects) subject(c concept) (at [2]int, ok bool) {
	if s.isTumour[c.term] {
		return at, false // the "cancer" of "bowel cancer", for which "colorectal cancer" stands as well
	}
	for _, alt := range c.alts {
		if alt.weight < sameSubject {
			continue
		}
		named := false
		for _, t := range alt.terms {
			place, is := s.sets[t]
			if is {
				at, named = place, true
			} else if !s.isTumour[t] {
				named = false
				break
			}
		}
		if named {
			return at, true
		}
	}
	return at, false
}

// subjectNamed is a subject that the question names, and by which concept.
type subjectNamed struct {
	concept int
	subject [2]int // set and place there
}

// clashes reports whether the question names a subject that neither the
// sentence nor its surroundings hold, while the sentence holds another of the
// same sort.
func (m *matcher) clashes(c *scoredSentence) bool {
	if len(m.subjects) == 0 {
		return false
	}
	there := m.all.of(c.sentence().terms)
	for _, named := range m.subjects {
		asked := named.subject
		other := false
		for _, t := range there {
			if t == asked {
				return false
			}
			other = other || t[0] == asked[0]
		}
		if other {
			return true
		}
	}
	return false
}

// offSubject reports whether the question names subjects of a sort, and s holds
// none of them.
func (m *matcher) offSubject(s strengths) bool {
	var named, held [len(subjectSets)]bool
	for _, n := range m.subjects {
		sort := n.subject[0]
		named[sort] = true
		held[sort] = held[sort] || s[n.concept] >= 0.4
	}
	return named != held
}

// places are the names by which people ask about one part of the country. A
// statement that does not name the place does not answer about it.
var places = set(`london manchester birmingham leeds liverpool sheffield bristol newcastle sunderland
nottingham leicester coventry bradford hull stoke wolverhampton derby plymouth southampton portsmouth
brighton norwich oxford cambridge reading york exeter truro swansea cardiff belfast glasgow edinburgh
aberdeen dundee luton preston blackpool bolton oldham rochdale stockport wigan salford middlesbrough
gateshead durham carlisle lancaster worcester gloucester bath bournemouth swindon northampton
peterborough ipswich colchester chelmsford southend medway canterbury croydon barnsley doncaster
rotherham huddersfield wakefield halifax grimsby lincoln shrewsbury telford hereford barts
yorkshire lancashire cumbria northumberland cheshire merseyside derbyshire nottinghamshire lincolnshire
leicestershire staffordshire shropshire worcestershire warwickshire northamptonshire cambridgeshire
norfolk suffolk essex hertfordshire bedfordshire buckinghamshire oxfordshire gloucestershire wiltshire
somerset dorset devon cornwall hampshire berkshire surrey sussex kent humber humberside cleveland
midlands wessex thames wales welsh scotland scottish ireland`)

// elsewhere reports whether the question names a place that s does not hold.
// "Reading" and "Bath" are places only where they are written as names.
func (m *matcher) elsewhere(s strengths) bool {
	for i, c := range m.concepts {
		ambiguous := c.word == "reading" || c.word == "bath" || c.word == "preston"
		if places[c.word] && (c.proper || !ambiguous) && s[i] < 0.5 {
			return true
		}
	}
	return false
}

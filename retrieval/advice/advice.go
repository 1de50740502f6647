// Package advice recognises messages that ask for advice on somebody's own
// health. Policy documents can't give it, and no quote must look as if they did.
package advice

import (
	"regexp"
	"strings"
	"unicode"
)

// The record can't advise anyone on their own health. A message asks for such
// advice when it is about the writer or somebody close to them and either names
// a symptom that they have, or asks what they should do, take or expect. What
// the government does for people with symptoms is a question of policy, whoever
// asks it and why; so is who is invited to what ("am I eligible for …").
const (
	kin = `(?:mum|mom|mother|mam|dad|father|wife|husband|partner|boyfriend|girlfriend|son|daughter|child|baby|brother|sister|` +
		`nan|nana|gran|grandma|granny|grandad|grandpa|grandmother|grandfather|aunt|auntie|uncle|cousin|friend|mate|girl|boy|little one)`
	whose = `(?:i|we|he|she|they|my ` + kin + `)`

	symptom = `(?:lump|lumps|bump|mole|moles|bleed|bleeding|blood|rash|sore|ulcer|swelling|swollen|pain|pains|ache|aches|` +
		`cough|coughing|coughed|symptom|symptoms|discharge|diarrhoea|constipation|dizzy|dizziness|headache|headaches|fever|` +
		`numb|numbness|tumour|tumor|growth|nodule|shadow|fatigue|nausea|vomiting|sick|weight|breathless|itchy)`
	condition = `(?:cancer|leukaemia|leukemia|lymphoma|melanoma|myeloma|sarcoma|tumour|tumor|stage (?:\d|one|two|three|four|i+v?)|terminal|dcis)`
)

// pattern compiles a pattern whose spaces match any white space between words.
func pattern(p string) *regexp.Regexp { return regexp.MustCompile(`\b(?:` + p + `)\b`) }

var (
	// hasSymptom is a person who has a symptom: at most five words stand
	// between them. "I have to …" and "I have a question about …" are none.
	hasSymptom = pattern(`(?:i|he|she|my ` + kin + `) (?:(?:have|has|had|ve|s|am|m|is|was|just|also|recently|been|keep|keeps|kept|got|get|gets) )*` +
		`(?:found|find|finds|feel|felt|feels|noticed|notice|have|has|had|ve|having|got|get|getting|keep|keeps|been|losing|lost|passing|passed|cough|coughing|coughed|am|m|is|seeing|saw|discovered)` +
		`((?: [a-z0-9']+){0,5}?) ` + symptom)
	mySymptom = pattern(`(?:my|his|her) (?:[a-z]+ ){0,2}` + symptom + ` (?:is|are|has|have|keeps|keep|hurts|won't|feels|looks|was|got)`)
	// aboutIt between a person and a symptom shows that they ask about it.
	aboutIt = pattern(`no|without|to|question|questions|query|meeting|briefing|about|on|statement|quote|quotes|constituent|constituents|patients|people|report|work|paper|interest|looking|read|heard|asked|told|planned|promised|plans|said|the`)

	shouldI = pattern(`should (?:i|my ` + kin + `|we) (?:still |just |really |also |be |go |go and )?` +
		`(?:worry|worried|worrying|concerned|scared|see (?:a|my|the|his|her|someone)|call (?:a|my|the|111|999)|ring|take|stop|start|get|have|try|eat|drink|avoid|expect|be taking|tested|checked|screened)` +
		`|what should (?:i|my ` + kin + `) (?:do|take|eat|expect|be doing|try|avoid)` +
		`|(?:do|does) (?:i|he|she|my ` + kin + `) (?:need|have) (?:to see|a biopsy|a scan|to worry|chemo|chemotherapy|radiotherapy|surgery|treatment|cancer|` + condition + `)` +
		`|(?:can|could) (?:i|my ` + kin + `) (?:take|stop taking|eat|drink|mix|fly|exercise|get pregnant|have sex|drive)` +
		`|is it (?:safe|ok|okay|bad|dangerous|normal) (?:for me|for my|if i|that i|to take|to stop taking)`)
	isItCancer = regexp.MustCompile(`^(?:(?:and|so|but|hi|hello|please|help) )*(?:is|are|could|can|might|does) (?:this|it|that|these|they|my [a-z]+|the (?:lump|mole|rash|bleeding))` +
		`(?: (?:lump|lumps|mole|rash|bleeding|pain|cough|symptom|symptoms))?(?: (?:be|mean|sound like|look like|looks like))?(?: (?:i have|i've got))? ` +
		`(?:cancer|cancerous|a tumour|a tumor|serious|malignant|benign|normal|anything to worry about|something to worry about)$`)
	outlook = pattern(`how long (?:have|has|do|does|will|would|can) ` + whose + ` (?:got|have|has|live|survive|got left|left|have left|expect to live)` +
		`|(?:will|am|is|are) (?:i|my ` + kin + `) (?:die|dying|going to die|survive|going to survive|get better|recover|be cured|going to be ok|going to be okay)` +
		`|(?:my|his|her) (?:chances|prognosis|odds|life expectancy|results|test results|biopsy|diagnosis|scan|dose|dosage|medication|tablets|treatment options|psa|psa level)(?: of [a-z]+)? (?:is|are|was|were|mean|means|came|show|shows|say|says|said|back|went)` +
		`|what (?:is|are) (?:my|his|her) (?:chances|prognosis|odds|risk|life expectancy|treatment options|options)|what(?:'s| do) my (?:chances|prognosis|odds|risk|results|test results)` +
		`|what (?:do|does) (?:my|his|her) [a-z ]{0,20}results? mean|(?:best|right|better) (?:treatment|drug|medicine|option)s? for (?:me|my ` + kin + `|him|her)` +
		`|am i (?:at risk|dying|ill|going to)|what (?:dose|dosage) (?:of [a-z]+ )?should|side effects (?:i|of my|from my|am i)`)
	ownIllness = pattern(`(?:i|my ` + kin + `) (?:(?:have|has|had|ve|just|recently|only|also|was|were|am|m|is|been|got) )*(?:have|has|had|ve|got|diagnosed with|being treated for|living with|told (?:i|he|she) (?:have|has))` +
		`(?: [a-z0-9']+){0,3} ` + condition)
	adviceWanted = pattern(`what (?:should|can|do) (?:i|we|he|she) do|what now|what next|what happens (?:now|next)|should (?:i|we|he|she)|any advice|advise me|advice please|help me|i'm (?:scared|worried|frightened|terrified)|` +
		`i am (?:scared|worried|frightened|terrified)|i'm so (?:scared|worried|frightened)|what treatment|which treatment|is there a cure|can it be cured|is it curable|will it (?:kill|spread|come back)`)
	worried = pattern(`(?:i'm|i am|we're|we are|i've been|i feel) (?:so |very |really |getting |a bit )?(?:worried|scared|frightened|terrified|anxious) (?:i|about my|that i|it|this|my|because i|of dying)`)
	// policyWords show that a question of policy is meant after all.
	policyWords = pattern(`government|policy|policies|minister|ministers|department|national cancer plan|parliament|commitment|target|targets|eligible|eligibility|funding|` +
		`what is being done|what's being done|being done|constituent|constituents|mp|mps|nhs england's|on the record`)

	// distress speaks of an end of life by one's own hand, and emergency of a
	// danger to life now. Both are about the writer or somebody with them.
	distress = pattern(`kill myself|killing myself|(?:end|ending|take|taking) my (?:own )?life|end it all|want to die|wanna die|wish i (?:was|were) dead|better off dead|` +
		`(?:i|i'm|i am|feel|feeling|been) (?:feeling |so )?suicidal|suicidal thoughts|don't want to (?:live|be here|be alive|go on)|do not want to (?:live|be here|be alive|go on)|can't go on|cannot go on|` +
		`hurt myself|hurting myself|harm myself|harming myself|self harming|no reason to live|nothing to live for`)
	distressPolicy = pattern(`patients with suicidal|support for|prevention|policy|strategy|statistics`)
	emergency      = pattern(`(?:i|he|she|i'm|he's|she's|i am|my ` + kin + `)(?: [a-z']+){0,3} (?:can't breathe|cannot breathe|unable to breathe|can't stop bleeding|bleeding heavily|unconscious|not breathing|stopped breathing|collapsed|having a (?:stroke|heart attack|seizure|fit)|` +
		`taken an overdose|overdosed|coughing up (?:a lot of )?blood|vomiting blood|throwing up blood)|(?:i have|i've got|having|got) (?:bad |severe |crushing |sudden )?chest pains?|can't breathe`)
)

// Kind is what sort of advice a message asks for.
type Kind int

// Urgent speaks of danger to a life, one's own or another's.
const (
	None Kind = iota
	Medical
	Urgent
)

// bloodTests are no symptoms.
var bloodTests = strings.NewReplacer("blood test", "bloodtest", "blood count", "bloodcount", "blood cancer", "bloodcancer",
	"blood pressure", "bloodpressure", "blood donor", "blooddonor", "blood transfusion", "bloodtransfusion", "blood clinic", "bloodclinic")

// shortForms are written as two words.
var shortForms = strings.NewReplacer("i've", "i ve", "i'm", "i m", "he's", "he s", "she's", "she s", "we've", "we ve")

// Wanted tells whether text asks for advice on somebody's own health.
func Wanted(text string) Kind {
	original := strings.Join(plainWords(text), " ")
	flat := shortForms.Replace(bloodTests.Replace(original))
	switch {
	case distress.MatchString(original) && !distressPolicy.MatchString(original),
		emergency.MatchString(original), flat != original && emergency.MatchString(flat):
		return Urgent
	case policyWords.MatchString(original):
		return None
	case hasOwnSymptom(flat), mySymptom.MatchString(original), shouldI.MatchString(original),
		isItCancer.MatchString(original), outlook.MatchString(original), worried.MatchString(original),
		ownIllness.MatchString(flat) && adviceWanted.MatchString(original):
		return Medical
	}
	return None
}

func hasOwnSymptom(flat string) bool {
	for _, found := range hasSymptom.FindAllStringSubmatch(flat, -1) {
		if !aboutIt.MatchString(found[1]) {
			return true
		}
	}
	return false
}

// plainWords are the words of text in lower case, without punctuation.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(text, "’", "'")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && !unicode.Is(unicode.M, r)
	})
}

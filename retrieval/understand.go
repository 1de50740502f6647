package retrieval

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ontherecord/corpus"
	"ontherecord/retrieval/analysis"
)

// expectation is what kind of content an answer has to hold.
type expectation uint16

const (
	expectMoney     expectation = 1 << iota // a sum
	expectCount                             // a number of things
	expectShare                             // a percentage or rate
	expectDate                              // a point in time
	expectDuration                          // a length of time or an age
	expectReason                            // because, due to
	expectPerson                            // a person or body
	expectPosition                          // yes, no, no plans
	expectPlace                             // where
	expectFrequency                         // how often
)

// figure is every expectation that a number fulfils.
const figure = expectMoney | expectCount | expectShare | expectDuration | expectFrequency

// understanding is what a question asks for.
type understanding struct {
	tokens []analysis.Token // of the question without greetings and links
	text   string           // what the tokens' offsets refer to
	// about is the offset in text from which on the words only say what the
	// question is about, as a follow-up's subject does behind its dash.
	about int
	// counted is where in text stands what the question asks the number of.
	counted corpus.Span
	// when holds the months and years that the question names.
	when   []corpus.Date
	expect expectation
	// negated reports that the question asks for what is not, or why not.
	negated bool
	// smallTalk reports that there is nothing to look for.
	smallTalk bool
}

// Questions in parliament open and close with forms that say nothing of their
// matter; so do messages in a chat.
var (
	parliamentary = regexp.MustCompile(`(?i)^\s*to ask (the |his |her )?[^,]{3,120}?, `)
	pursuant      = regexp.MustCompile(`(?i)^\s*(pursuant to|with reference to|further to|following) (the |his |her |my )?(oral |written )?(answers?|statements?|contributions?|letter)( by [^,]{3,60}?)?( of| on| dated)? \d{1,2}(st|nd|rd|th)? [a-z]+ \d{4},?( to questions? [\d, and]+?)?,?( on|,|$)`)
	statement     = regexp.MustCompile(`(?i)[;,]?\s*(and )?if (he|she|they) will make a statement( on [^.?;]*)?\s*[.?]?\s*$`)
	chatOpening   = regexp.MustCompile(`(?i)^\s*((hi|hiya|hello|hey|morning|good (morning|afternoon|evening)|dear|ok|okay|right|so|um+|er+m*|well|oh|honest question|quick (one|question|q)|random question|genuine question|serious question|stupid question|sorry|please|pls|thanks|thank you|cheers|team|all|folks|everyone|everybody|guys|there|again|bot|just wondering|i was wondering|i wonder|wondering|question|q|fyi|asking for a friend|for a briefing)\b[\s,.!:;–—-]*)+`)
	asking        = regexp.MustCompile(`(?i)\b((can|could|would|do|does|did) (you|anyone|anybody|someone|somebody|we|u) (please |pls |possibly )?(tell me|say|know|remember|find|find out|look up|check|remind me|help me( find| with)?|show me|point me to|explain)|(any|have you any|got any|is there any) (idea|clue|word|news|info|information|update)s?( on| about| of| whether| if)?|i('m| am) (trying to (find|work out|understand)|looking for|after|curious( about)?|interested in|writing (a|about)[^,.]{0,40})|i (need|want|would like|'d like) to (know|find( out)?|understand)|need to know|what('s| is) the (latest|story|deal|situation)( on| with| about)?|tell me( about)?|let me know)\b`)
	closing       = regexp.MustCompile(`(?i)[\s,.!–—-]+(please|pls|plz|thanks|thank you|thx|ta|cheers|many thanks|thanks in advance)[\s.!?]*$`)
	address       = regexp.MustCompile(`(?i)\b(https?://|www\.)\S+`)
	onlySmallTalk = regexp.MustCompile(`(?i)^\W*((thanks?|thank you|thx|ta|cheers|great|brilliant|perfect|lovely|nice one|helpful|bye|goodbye|hi|hiya|hello|hey|morning|good (morning|afternoon|evening|night)|ok|okay|you('ve| have) been [a-z ]{1,30}|have a (good|great|nice|lovely) [a-z]+|see you( [a-z]+)?|so much|very much|a lot|that('s| is| was) (great|helpful|brilliant|perfect|lovely)|how are you( today| doing)?|who are you|what are you|are you (a bot|human|real)|what (can|do) you do|what (sort|kind)s? of (things?|questions?) can (you|i) [a-z ]{2,30}|help|test(ing)?|well done)\W*)+$`)
)

// cues are read from the top; a question may expect several kinds of content.
var cues = []struct {
	pattern *regexp.Regexp
	expect  expectation
}{
	{regexp.MustCompile(`(?i)\bhow (much (money|funding|cash|investment|did|does|do|has|have|is|are|was|were|will|would|more|extra)|expensive)\b|\b(cost|price|pot|budget|£|funding|investment|spend|spent|spending) (of|for|per|on)\b.*\b(how much|what)|\bwhat('s| is| was| are| were)? (the |its |their )?(total |annual |overall )?(cost|price|pot|budget|funding|spend|bill|fee|amount|sum)\b`), expectMoney},
	{regexp.MustCompile(`(?i)\bhow much\b`), expectMoney | expectShare},
	{regexp.MustCompile(`(?i)\bhow ma?e?ny\b|\bnumbers? of\b|\bwhat number\b|\bhow (big|large|small)\b|\bfigures?\b|\bestimate(s)? of\b`), expectCount},
	{regexp.MustCompile(`(?i)\b(what|which) (share|percentage|percent|proportion|fraction|rate|%)|\b(percentage|proportion|share|rate|uptake|coverage)s? (of|for|in)\b|\bhow (likely|common)\b|\b(success|survival|uptake|mortality|detection|approval) rates?\b`), expectShare},
	{regexp.MustCompile(`(?i)^\W*(what('s|s| is| are| was| were)?|which) [^.?]{0,60}\b(target|goal|threshold|cut-?off|limit)s?\b`), expectShare | expectCount | expectMoney},
	{regexp.MustCompile(`(?i)\bhow (often|frequent(ly)?)\b`), expectFrequency | expectShare | expectCount},
	{regexp.MustCompile(`(?i)\bwhen('s|s)?\b|\b(what|which) (date|day|month|year)\b|\bhow soon\b|\bby what date\b|\bdeadlines?\b|\btimetable\b|\btimelines?\b|\btimescales?\b|\bstart date\b|\bsince when\b|\buntil when\b`), expectDate},
	{regexp.MustCompile(`(?i)\bhow (long|old|quick(ly)?|fast|much (sooner|faster|quicker|longer|earlier|later))\b|\b(what|which) ages?\b|\bhow many (days|weeks|months|years|hours|minutes)\b|\bage (range|limit|group)\b`), expectDuration},
	{regexp.MustCompile(`(?i)\bwhy\b|\bhow come\b|\bwhat('s| is| was)? (the )?reasons?\b|\bfor what reasons?\b|\brationale\b`), expectReason},
	{regexp.MustCompile(`(?i)\bwho('s|s|se|m)?\b|\b(which|what) (body|bodies|organisations?|organizations?|minister|ministers|department|company|companies|charity|charities|group|person|trusts?|alliances?|agency)\b`), expectPerson},
	{regexp.MustCompile(`(?i)\bwhere('s|s)?\b|\b(which|what) (areas?|regions?|places?|hospitals?|cities|towns|countries|sites?|trusts?)\b`), expectPlace},
	{regexp.MustCompile(`(?i)^\W*(and |but )?(is|are|was|were|do|does|did|will|would|has|have|had|can|could|should|may|isn't|aren't|won't|don't|doesn't|didn't|hasn't|haven't)\b|\bwhether\b|\bif (he|she|they) will\b|\b(any|are there) plans?\b|\bor not\b`), expectPosition},
}

var negation = regexp.MustCompile(`(?i)\b(not|no|never|n't|isn't|aren't|wasn't|weren't|won't|wouldn't|can't|cannot|couldn't|don't|doesn't|didn't|hasn't|haven't|hadn't|without|stop(ped)?|end(ed)?|drop(ped)?|scrap(ped)?|refus(e|ed|es)|reject(ed|s)?|paus(e|ed))\b`)

// understand reads a question. It drops greetings, filler and links, and looks
// at the question's words for what an answer would hold.
func understand(a *analysis.Analyzer, question string) understanding {
	u := understanding{text: address.ReplaceAllString(question, " ")}
	if onlySmallTalk.MatchString(u.text) {
		u.smallTalk = true
		return u
	}
	u.text = mend(Strip(u.text))
	u.about = len(u.text)
	if at := strings.LastIndex(u.text, SubjectDash); at > 0 {
		u.about = at
	}
	u.when = datesNamed(u.text)
	own := u.text[:u.about]
	for _, c := range cues {
		if c.pattern.MatchString(own) {
			u.expect |= c.expect
		}
	}
	// An open or a counting question that merely begins like one for a position.
	if u.expect&figure != 0 || u.expect&(expectDate|expectReason) != 0 {
		u.expect &^= expectPosition
	}
	if u.expect&expectDuration != 0 {
		u.expect &^= expectCount | expectMoney
	}
	u.negated = negation.MatchString(own)
	u.tokens = a.Tokens(nil, u.text)
	u.counted = countedIn(own, u.tokens)
	return u
}

var counting = regexp.MustCompile(`(?i)\b(how many|(the )?numbers? of|what number of)\s`)

// countedWords is how many words at most name what is counted.
const countedWords = 4

// countedIn is where the words stand that follow "how many", up to the next
// function word.
func countedIn(text string, tokens []analysis.Token) corpus.Span {
	m := counting.FindStringIndex(text)
	if m == nil {
		return corpus.Span{}
	}
	span := corpus.Span{Start: m[1], End: m[1]}
	n := 0
	for _, t := range tokens {
		if t.Start < m[1] {
			continue
		}
		if t.Stop() && n > 0 && t.Word != "more" || n == countedWords {
			break
		}
		span.End = t.End
		n++
	}
	return span
}

// SubjectDash stands before the subject that a follow-up was given ("why not ―
// screening of older men?"). It is a horizontal bar, which nobody types: what
// people write behind a dash is their question.
const SubjectDash = " ― "

// hasty mends the question words that people mistype in a hurry, by which it is
// known what they ask for.
var hasty = map[string]string{
	"wen": "when", "whn": "when", "wat": "what", "wats": "what is", "wot": "what", "wots": "what is", "hw": "how",
	"hwo": "how", "meny": "many", "mny": "many", "mutch": "much", "wher": "where", "wich": "which", "ther": "there",
	"thier": "there", "wy": "why", "shud": "should", "cud": "could", "wud": "would", "u": "you", "ur": "your",
	"pls": "please",
}

// mend replaces hasty words.
func mend(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		if right, ok := hasty[strings.ToLower(w)]; ok {
			words[i] = right
		}
	}
	return strings.Join(words, " ")
}

var monthYear = regexp.MustCompile(`(?i)\b(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? )?((?:19|20)\d\d)\b`)

// datesNamed are the months ("August 2024") and years in text.
func datesNamed(text string) []corpus.Date {
	var out []corpus.Date
	for _, m := range monthYear.FindAllStringSubmatch(text, -1) {
		year, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		d := corpus.Date{Year: year}
		for month := time.January; m[1] != "" && month <= time.December; month++ {
			if strings.EqualFold(month.String()[:3], m[1]) {
				d.Month = month
			}
		}
		out = append(out, d)
	}
	return out
}

// Strip takes off a question what says nothing of its matter (greetings, filler,
// parliament's forms), unless nothing else is there.
func Strip(text string) string {
	out := text
	for _, p := range []*regexp.Regexp{chatOpening, parliamentary, pursuant, statement, asking, closing} {
		if shorter := p.ReplaceAllString(out, " "); strings.TrimSpace(shorter) != "" {
			out = shorter
		}
	}
	return strings.TrimSpace(out)
}

// faint are words that a question is full of and that say little of what it is
// about. They are searched with a small weight.
var faint = faintWords(`ask secretary state health social care department departments
minister ministers government governments policy policies assess assessment assessed
potential merit merits implication implications impact effectiveness adequacy recent
recently step steps take taken taking taken help helping ensure ensuring make making made
plan plans planned planning discussion discussions hold held reference answer answers
question pursuant matter relevant whether intend intends expect expected currently current
latest new people person patient patients nhs england english uk british britain country
happen happened happening become became know say said tell look looking use used using
thing things lot way ways kind sort going actually really exactly roughly about
anything something anyone someone everyone ever still already now today moment
available provide provided provides support supporting supported progress
working work works worked set sets put puts bit think thought want wants need needs
official officials colleague colleagues hon member representation representations
estimate estimated number numbers figure figures proportion percentage share rate
amount total much many money cost costs
hear heard see seen look looked find found idea feel feels feeling felt let lets try tries
trying tried give gave keep kept come comes came back start starts started run runs running
ask asks asked asking talk talks talking mean means meant big bigger small little huge good
bad better worse best worst right wrong sure fine old older young supposed happens whats
mum mother dad father husband wife partner friend mate son daughter uncle aunt brother
sister cousin folks guys bloke someone somebody behind nowadays these bits stuff allowed
able sort sorted end ended earth swear swears honest random quick love lovely hope wonder
wondering reckon guess maybe perhaps probably basically apparently literally hand gone bring
bringing brought call called calls piece pieces couple properly especially please`)

func faintWords(words string) map[string]bool {
	a := analysis.New()
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		if t := a.Term(w); t != "" {
			m[t] = true
		}
	}
	return m
}

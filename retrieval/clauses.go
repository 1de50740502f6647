package retrieval

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ontherecord/corpus/text"
	"ontherecord/retrieval/analysis"
)

// clause is one of the questions that somebody asks in one message or sentence.
type clause struct {
	text     string // as typed
	standing string // with the sentences around it that ask nothing
	// opens is the sentence that the clause is the first of, else empty.
	opens string
	// reported is set for the clauses of one sentence between semicolons, as
	// Members of Parliament put them: they are about one matter.
	reported bool
	preface  string // what stands before the sentence's first question and counts for all of them
}

// maxQuestionBytes is the length up to which a message is looked through for
// several questions.
const maxQuestionBytes = 2000

var (
	sentenceEnd = regexp.MustCompile(`\?[?!.…"”’')]*(\s+|$)`)
	// opener begins a question, direct or reported.
	opener = regexp.MustCompile(`(?i)^(and |but |also |plus )*(how|what|what's|which|when|when's|where|where's|why|who|who's|whom|whose|whether|if (he|she|they|his|her|the|it)|for what|in what|to what|by what|on what|at what|by when|from when|since when|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|isn't|aren't|won't|doesn't|don't|didn't|hasn't|haven't)\b`)
	// later finds the opening of a question behind its preface: "With reference
	// to the answer of 3 June, what …".
	later = regexp.MustCompile(`(?i)[,:]\s+(how|what|which|when|where|why|who|whom|whose|whether|if (he|she|they|his|her|the)|for what|in what|to what|by what)\b`)
	// joint is an "and" that a question of its own can follow.
	joint = regexp.MustCompile(`(?i)(,\s*|\s+)(and|but|plus)\s+(also\s+)?`)
	// asksItself follows an "and" only in a question of its own: a question word
	// with its verb before its subject, or a verb before a pronoun.
	asksItself   = regexp.MustCompile(`(?i)^((when|where|why|how|what|who|which)('s|\s+(is|are|was|were|do|does|did|will|would|can|could|should|has|have|had)(n't)?)\b|how [a-z]+ (is|are|was|were|do|does|did|will|would|can|could|should|has|have)\b|how (many|much|long|often|far|soon|big|old)\s+\w+\s+\w|(what|which) (share|proportion|percentage|number|sort|kind|\w+s?)\s+(is|are|was|were|do|does|did|will|would|can|could|should|has|have|had|of)\b|who\s+\w+[^,]{0,60}\?\s*$|whether\b|if (he|she|they|his|her|the)\b|(is|are|was|were|will|would|can|could|should|do|does|did|has|have|had)\s+(it|they|he|she|we|you|i|there|this|that|these|those)\b|(is|are|was|were|will|would|can|could|should|do|does|did)\s+(the|any|a|an|his|her|their|its|all|every|each)\s+\w|(is|are|was|were|will|would|can|could|should|do|does|did)\s+(patients|people|women|men|children|(?-i:[A-Z])))`)
	questionWord = regexp.MustCompile(`(?i)^(when|where|why|how|what|who|which|whether|if)\b`)
)

// clausesOf returns the questions in a message, one if there are no more.
func clausesOf(a *analysis.Analyzer, message string) []clause {
	if len(message) > maxQuestionBytes {
		return nil
	}
	var out []clause
	pending := "" // sentences that ask nothing, before the first question
	for _, s := range sentencesOf(message) {
		asks := strings.HasSuffix(strings.TrimRight(s, `!.…"”’') `+"\n\t"), "?") || opener.MatchString(Strip(s))
		switch {
		case asks && asksForSomething(a, s):
			cs := coordinated(a, s)
			cs[0].standing = pending + cs[0].standing
			cs[0].opens = pending + s
			pending = ""
			out = append(out, cs...)
		case len(out) == 0:
			pending += s
		default:
			out[len(out)-1].standing += " " + s
		}
	}
	if len(out) == 0 && pending != "" {
		out = coordinated(a, pending)
		out[0].opens = pending
	}
	if len(out) > maxParts {
		// The rest stays with the last part, so that nothing is lost.
		last := &out[maxParts-1]
		for _, c := range out[maxParts:] {
			last.text += " " + c.text
			last.standing += " " + c.standing
		}
		out = out[:maxParts]
	}
	return out
}

// sentencesOf cuts a message into sentences, each with the space behind it. The
// items of a list stay with what stands before them.
func sentencesOf(message string) []string {
	var out []string
	at := 0
	cut := func(end int) {
		if at < end {
			out = append(out, message[at:end])
			at = end
		}
	}
	marks := outermost(markers(message))
	inList := func(i int) bool {
		return len(marks) > 0 && marks[0].start <= i && i <= marks[len(marks)-1].start
	}
	for _, span := range text.Sentences(message) {
		if !inList(span.Start) {
			cut(span.Start)
		}
		for _, m := range sentenceEnd.FindAllStringIndex(message[span.Start:span.End], -1) {
			if !inList(span.Start + m[1]) {
				cut(span.Start + m[1])
			}
		}
	}
	cut(len(message))
	return out
}

// asksForSomething reports whether anything is left of a question without
// greetings and "can anyone tell me".
func asksForSomething(a *analysis.Analyzer, s string) bool {
	if onlySmallTalk.MatchString(s) {
		return false
	}
	s = asking.ReplaceAllString(chatOpening.ReplaceAllString(s, " "), " ")
	return len(a.Tokens(nil, s)) > 0
}

// coordinated splits a sentence at the semicolons and the "and"s between
// questions of their own.
func coordinated(a *analysis.Analyzer, sentence string) []clause {
	sentence = strings.TrimSpace(sentence)
	preface := ""
	body := sentence
	if m := later.FindStringSubmatchIndex(sentence); m != nil && !opener.MatchString(Strip(sentence[:m[0]])) {
		preface, body = sentence[:m[2]], sentence[m[2]:]
	}
	texts := []string{}
	for _, piece := range strings.SplitAfter(body, ";") {
		trimmed := strings.TrimSpace(piece)
		if len(texts) > 0 && (!opener.MatchString(trimmed) || !substantial(a, trimmed) || statement.MatchString(trimmed)) {
			texts[len(texts)-1] += piece
			continue
		}
		texts = append(texts, piece)
	}
	var out []clause
	for _, t := range texts {
		for _, half := range atJoints(a, t) {
			half = strings.TrimRight(strings.TrimSpace(half), ";, ")
			c := clause{text: half, standing: half, reported: len(texts) > 1}
			if len(out) > 0 {
				c.preface = preface
			}
			out = append(out, c)
		}
	}
	// The sentence's first question keeps what stands before it in its place.
	out[0].standing = preface + out[0].standing
	if preface != "" && len(out) == 1 {
		out[0].text = strings.TrimRight(sentence, "; ")
	}
	return out
}

// atJoints splits s before the "and"s that begin a question of their own.
func atJoints(a *analysis.Analyzer, s string) []string {
	marks := markers(s)
	for _, m := range joint.FindAllStringIndex(s, -1) {
		first, second := s[:m[0]], s[m[1]:]
		if !asksItself.MatchString(second) || !substantial(a, first) {
			continue
		}
		if len(marks) > 1 && m[0] > marks[0].start && m[0] < marks[len(marks)-1].start {
			continue // between the alternatives of an enumeration
		}
		if at := statement.FindStringIndex(s[m[0]:]); at != nil && at[0] == 0 {
			break
		}
		open := strings.TrimSpace(Strip(first))
		if !opener.MatchString(open) {
			continue
		}
		// "women who are over 50 and who are well"
		if w := questionWord.FindString(second); w != "" && within(open, w) {
			continue
		}
		return append([]string{first}, atJoints(a, strings.TrimLeft(s[m[0]:], ", \t\r\n"))...)
	}
	return []string{s}
}

// within reports whether word stands in the question behind its first word:
// there it joins a clause, which may go on behind an "and".
func within(question, word string) bool {
	words := strings.FieldsFunc(question, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	return slices.ContainsFunc(words[min(1, len(words)):], func(w string) bool { return strings.EqualFold(w, word) })
}

package retrieval

import "ontherecord/corpus"

// Answer is the outcome of a question: quotes that answer it, or none and the
// nearest passages, marked as not an answer.
type Answer struct {
	Question string
	// Answered reports whether Quotes answer the question, or a part of it.
	Answered bool
	// Understood is the filter that was applied, from Question.Filter and from
	// the question's own words.
	Understood Filter
	// Unknown are names that the question asked for ("by …", "from …") and
	// that the record does not have.
	Unknown []string
	// Corrected are words that were read as another because the record does
	// not know them, as typed → read as.
	Corrected []Correction
	// Quotes answer the question, best first. Empty unless Answered. Those of a
	// question of several parts stand in the order of Parts.
	Quotes []Quoted
	// Parts are what a question of several parts asks for, in its order, each
	// with the quotes that answer it. Empty for a question of one part, where no
	// part is answered, and with Question.Skip.
	Parts []Part
	// Nearest are the closest statements where the record holds no answer.
	// Empty if Answered.
	Nearest []Quoted
	// More reports whether further quotes can be asked for with Question.Skip.
	More bool
	// Reason says in a few words why nothing is answered: one of the Reason
	// constants. Empty if Answered.
	Reason Reason
	// Missing are the question's words that matter and that the best passage
	// does not hold, for telling people why nothing is answered.
	Missing []string
	// Confidence is the estimated probability, 0 to 1, that the first quote
	// answers the question.
	Confidence float64
	Searched   Searched
}

// Reason says why a question is not answered.
type Reason string

// The reasons for abstaining.
const (
	ReasonEmpty     Reason = "no question"             // there is nothing to look for in the text
	ReasonNoMatch   Reason = "no passage matches"      // no passage holds any of the words
	ReasonFilter    Reason = "nothing in the filter"   // passages match, but none within the filter
	ReasonWeak      Reason = "no passage answers"      // the nearest passages are about something else
	ReasonSubject   Reason = "subject not in record"   // a name, place or cancer type asked for is in no near passage
	ReasonUnknown   Reason = "unknown name"            // "by" or "from" a name that the record does not have
	ReasonAdvice    Reason = "personal medical advice" // the record can't advise anyone on their own health
	ReasonSmallTalk Reason = "not a question"          // thanks, greetings
)

// Correction is a word that was read as another.
type Correction struct{ From, To string }

// Searched says what was looked through.
type Searched struct {
	Documents int
	// Until is the date of the latest document, zero if none is dated.
	Until corpus.Date
}

// Quoted is a quote with what the record says around it.
type Quoted struct {
	Quote corpus.Quote
	// Said tells how often near-identical statements stand on the record.
	Said Said
	// Before and After are the neighbouring sentences of the same part, zero
	// at its edges.
	Before, After corpus.Quote
	// Asked is the question part that the quote replies to, whole, where the
	// document has one. It is context: an asker's premise is nobody's position.
	Asked corpus.Quote
	// Newer is a later statement on the same matter with other figures, zero
	// if there is none.
	Newer corpus.Quote
	Score float64
}

// Said counts near-identical statements in distinct documents.
type Said struct {
	Times         int
	First, Latest corpus.Date
}

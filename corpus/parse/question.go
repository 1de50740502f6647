package parse

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ontherecord/corpus"
)

// ParliamentAttribution is the licence line that text of the United Kingdom's
// Parliament carries.
const ParliamentAttribution = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."

// cutUnits is the length, in UTF-16 code units, at which the list operation of
// the Written Questions API cuts a question and an answer. A cut answer is
// followed by three dots.
const cutUnits = 255

// writtenQuestion is a record of the UK Parliament's Written Questions API,
// the same in its list and its detail operation.
type writtenQuestion struct {
	ID                  json.Number `json:"id"`
	UIN                 string      `json:"uin"`
	DateTabled          string      `json:"dateTabled"`
	QuestionText        string      `json:"questionText"`
	AskingMember        *member     `json:"askingMember"`
	AnsweringBodyName   string      `json:"answeringBodyName"`
	IsWithdrawn         bool        `json:"isWithdrawn"`
	AnswerIsHolding     bool        `json:"answerIsHolding"`
	AnswerIsCorrection  bool        `json:"answerIsCorrection"`
	AnsweringMemberID   json.Number `json:"answeringMemberId"`
	AnsweringMember     *member     `json:"answeringMember"`
	CorrectingMemberID  json.Number `json:"correctingMemberId"`
	CorrectingMember    *member     `json:"correctingMember"`
	DateAnswered        string      `json:"dateAnswered"`
	DateAnswerCorrected string      `json:"dateAnswerCorrected"`
	DateHoldingAnswer   string      `json:"dateHoldingAnswer"`
	// AnswerText is HTML in a detail record and plain text, its paragraphs
	// run together, in a list record.
	AnswerText string `json:"answerText"`
	Heading    string `json:"heading"`
}

type member struct {
	Name string `json:"name"`
}

func (m *member) name() string {
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m.Name)
}

// parseQuestions reads detail records, pages of the list operation, bare
// records, and arrays or sequences of any of them.
func parseQuestions(in Input) (Result, error) {
	text, err := decode(in.Data)
	if err != nil {
		return Result{}, err
	}
	var out Result
	decoder := json.NewDecoder(strings.NewReader(text))
	for n := 1; ; n++ {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return Result{}, fmt.Errorf("%w: broken JSON at byte %d: %w", ErrUnread, decoder.InputOffset(), err)
		}
		values, err := unwrap(raw, 0)
		if err != nil {
			return Result{}, err
		}
		for _, v := range values {
			d, skipped := readQuestion(v)
			if skipped != nil {
				out.Skipped = append(out.Skipped, *skipped)
			} else {
				out.Documents = append(out.Documents, d)
			}
		}
	}
	return out, nil
}

// yieldRecord yields the written questions on a line of JSON.
func yieldRecord(data []byte, number int, yield Yield) error {
	values, err := unwrap(data, 0)
	if err != nil {
		return yield(nil, &Skipped{Line: number, Reason: "the line is neither a corpus line, which has an _id, nor a written question, which has a uin"})
	}
	for _, v := range values {
		d, skipped := readQuestion(v)
		if skipped != nil {
			skipped.Line = number
		}
		if err := yield(d, skipped); err != nil {
			return err
		}
	}
	return nil
}

// unwrap returns the bare records in {"results":[…]}, {"value":{…}}, an array
// of either, or a bare record.
func unwrap(raw json.RawMessage, depth int) ([]json.RawMessage, error) {
	unknown := fmt.Errorf("%w: the JSON holds no written questions: what is read are the records of the Written Questions API and corpus lines with an _id", ErrUnread)
	var list []json.RawMessage
	if depth > 3 {
		return nil, unknown
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil {
			return nil, unknown
		}
		if _, ok := object["uin"]; ok {
			return []json.RawMessage{raw}, nil
		}
		if inner, ok := object["value"]; ok {
			return unwrap(inner, depth+1)
		}
		if inner, ok := object["results"]; ok {
			return unwrap(inner, depth+1)
		}
		return nil, unknown
	}
	var out []json.RawMessage
	for _, item := range list {
		values, err := unwrap(item, depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, values...)
	}
	return out, nil
}

// readQuestion makes a document of a record, or says why it is not taken.
func readQuestion(raw json.RawMessage) (*corpus.Document, *Skipped) {
	var q writtenQuestion
	if err := json.Unmarshal(raw, &q); err != nil {
		return nil, &Skipped{Reason: "the record is not a written question: " + err.Error()}
	}
	tabled, err := civil(q.DateTabled)
	if err != nil || q.UIN == "" || !tabled.Exact() {
		return nil, &Skipped{ID: string(q.ID), Reason: "the record does not say its UIN and the date it was tabled, which identify it"}
	}
	id := "wq-" + tabled.ISO() + "-" + q.UIN
	if reason := q.unfit(); reason != "" {
		return nil, &Skipped{ID: id, Reason: reason}
	}
	d, err := q.document(id, tabled)
	if err != nil {
		return nil, &Skipped{ID: id, Reason: err.Error()}
	}
	return d, nil
}

// glued finds the seam of two paragraphs that were run together.
var glued = regexp.MustCompile(`\p{Ll}\p{Ll}[.?!;:]\p{Lu}\p{Ll}+ `)

// unfit says why the record must not be stored, if so. Only a list record,
// which has no mark-up, is ever cut.
func (q *writtenQuestion) unfit() string {
	detail := "ingest the detail record /Questions/" + string(q.ID)
	answer := strings.TrimRightFunc(q.AnswerText, blank)
	switch {
	case strings.TrimFunc(q.QuestionText, blank) == "":
		return "it has no question text"
	case answer == "" && !q.IsWithdrawn:
		return "not answered yet"
	case marked(answer):
		return ""
	case units(q.QuestionText) == cutUnits && !closed(q.QuestionText),
		strings.HasSuffix(answer, "...") && units(answer) > cutUnits-5 && units(answer) <= cutUnits+3,
		strings.HasSuffix(answer, "…") && units(answer) > cutUnits-5 && units(answer) <= cutUnits+1:
		return "text is cut at 255 characters in a list record: " + detail
	case glued.MatchString(answer):
		return "the paragraphs are run together in a list record: " + detail
	}
	return ""
}

func (q *writtenQuestion) document(id string, tabled corpus.Date) (*corpus.Document, error) {
	d := &corpus.Document{
		ID: id, Kind: corpus.KindWrittenAnswer, Status: corpus.StatusFinal,
		Title: strings.TrimFunc(q.Heading, blank), Reference: q.UIN,
		URL:    "https://questions-statements.parliament.uk/written-questions/detail/" + tabled.ISO() + "/" + url.PathEscape(q.UIN),
		Source: corpus.Provenance{Attribution: ParliamentAttribution},
	}
	answered, speaker := q.DateAnswered, q.AnsweringMember.name()
	switch {
	case q.IsWithdrawn:
		d.Status = corpus.StatusWithdrawn
	case q.AnswerIsHolding:
		d.Status = corpus.StatusHolding
		if answered == "" {
			answered = q.DateHoldingAnswer
		}
	case q.AnswerIsCorrection:
		d.Status = corpus.StatusCorrected
	}
	if q.AnswerIsCorrection {
		if q.DateAnswerCorrected != "" {
			answered = q.DateAnswerCorrected
		}
		// The words are those of whoever corrected them, also where the record
		// gives that member's number only.
		if q.CorrectingMember != nil || q.CorrectingMemberID != "" && q.CorrectingMemberID != q.AnsweringMemberID {
			speaker = q.CorrectingMember.name()
		}
	}
	var err error
	if d.Date, err = civil(answered); err != nil {
		return nil, fmt.Errorf("the day of the answer: %w", err)
	}
	body := strings.TrimSpace(q.AnsweringBodyName)
	var a assembly
	a.add(corpus.Part{Kind: corpus.PartHeading}, d.Title)
	a.add(corpus.Part{Kind: corpus.PartQuestion, Speaker: q.AskingMember.name(), Date: tabled, To: body}, plainOf(q.QuestionText))
	a.add(corpus.Part{Kind: corpus.PartAnswer, Speaker: speaker, Organisation: body, Date: d.Date}, plainOf(q.AnswerText))
	return a.into(d), nil
}

// civil reads the day of a time such as "2025-07-01T00:00:00".
func civil(s string) (corpus.Date, error) {
	day, _, _ := strings.Cut(s, "T")
	return corpus.ParseDate(day)
}

// units is the length of s in UTF-16 code units, which is how the API counts.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

var (
	tag    = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	entity = regexp.MustCompile(`&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);`)
)

// marked reports whether s holds mark-up.
func marked(s string) bool { return tag.MatchString(s) }

// plainOf is the text of s, which may be HTML or plain.
func plainOf(s string) string {
	if !marked(s) && !entity.MatchString(s) {
		return strings.TrimFunc(strings.ReplaceAll(s, "\r\n", "\n"), blank)
	}
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return strings.TrimFunc(s, blank)
	}
	return textOf(blocksOf(nodes...))
}

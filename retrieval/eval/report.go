package eval

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"ontherecord/corpus"
	"ontherecord/retrieval"
	"ontherecord/retrieval/followup"
)

// Report is what was measured. A figure that the data can't give, such as
// quoting without labelled sentences, is nil.
type Report struct {
	Dataset   string `json:"dataset"`
	Queries   int    `json:"queries"`
	Documents int    `json:"documents"`

	NDCG10      *float64 `json:"ndcg_at_10"`
	Success10   *float64 `json:"success_at_10"`
	Recall10    *float64 `json:"recall_at_10"`
	Recall100   *float64 `json:"recall_at_100"`
	MRR         *float64 `json:"mrr"`
	QuoteHit1   *float64 `json:"quote_hit_at_1"`
	QuoteHit3   *float64 `json:"quote_hit_at_3"`
	AUROC       *float64 `json:"abstain_auroc"`
	Unanswered  *float64 `json:"abstained_unanswerable"`
	WronglyNone *float64 `json:"abstained_answerable"`
	Verbatim    *float64 `json:"verbatim"`

	LatencyP50 float64 `json:"latency_ms_p50"`
	LatencyP99 float64 `json:"latency_ms_p99"`

	// Details tells of each query, for looking at them.
	Details []Detail `json:"details,omitempty"`
}

// Detail is what one query gave.
type Detail struct {
	ID         string  `json:"id"`
	Question   string  `json:"question"`
	Asked      string  `json:"asked,omitempty"` // after rewriting
	Style      string  `json:"style,omitempty"`
	Answerable *bool   `json:"answerable,omitempty"`
	Answered   bool    `json:"answered"`
	Confidence float64 `json:"confidence"`
	Reason     string  `json:"reason,omitempty"`
	// Hit is the place, from 1, of the first quote that answers; 0 if none.
	Hit    int      `json:"hit"`
	Rank   float64  `json:"reciprocal_rank"`
	Quotes []string `json:"quotes,omitempty"`
}

// Answerer is what is measured.
type Answerer interface {
	Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error)
	Ranking(ctx context.Context, q retrieval.Question, limit int) ([]string, error)
}

// Documents gives a stored document by its ID, for checking quotes.
type Documents interface {
	Document(ctx context.Context, id string) (*corpus.Document, error)
}

// Run asks every query of d and measures the answers. progress is called after
// each query with how many are done.
func Run(ctx context.Context, d *Dataset, a Answerer, docs Documents, progress func(done int)) (*Report, error) {
	r := &Report{Dataset: d.Name, Queries: len(d.Queries), Documents: len(d.Documents)}
	var m measured
	for i, q := range d.Queries {
		detail, err := m.query(ctx, q, a, docs)
		if err != nil {
			return nil, fmt.Errorf("evaluate query %s: %w", q.ID, err)
		}
		r.Details = append(r.Details, detail)
		if progress != nil {
			progress(i + 1)
		}
	}
	m.summarise(r)
	return r, nil
}

// measured collects the figures of single queries.
type measured struct {
	ndcg, success, recall10, recall100, mrr []float64
	hit1, hit3                              []float64
	answerable, unanswerable                []float64 // confidence
	withheld, wronglyWithheld               []float64
	verbatim                                []float64
	latency                                 []float64
}

func (m *measured) query(ctx context.Context, q Query, a Answerer, docs Documents) (Detail, error) {
	question := q.Question()
	start := time.Now()
	answer, err := a.Answer(ctx, question)
	if err != nil {
		return Detail{}, err
	}
	m.latency = append(m.latency, float64(time.Since(start).Microseconds())/1000)
	detail := Detail{
		ID: q.ID, Question: q.Text, Style: q.Style, Answerable: q.Answerable,
		Answered: answer.Answered, Confidence: answer.Confidence, Reason: string(answer.Reason),
	}
	if question.Text != q.Text {
		detail.Asked = question.Text
	}
	if len(q.Relevant) > 0 {
		ranking, err := a.Ranking(ctx, question, 100)
		if err != nil {
			return Detail{}, err
		}
		detail.Rank = m.ranking(ranking, q.Relevant)
	}
	for _, quoted := range append(answer.Quotes, answer.Nearest...) {
		detail.Quotes = append(detail.Quotes, quoted.Quote.Text())
		exact, err := isVerbatim(ctx, quoted, docs)
		if err != nil {
			return Detail{}, err
		}
		m.verbatim = append(m.verbatim, truth(exact))
	}
	if len(q.Sentences) > 0 {
		detail.Hit = firstHit(q, answer.Quotes)
		m.hit1 = append(m.hit1, truth(detail.Hit == 1))
		m.hit3 = append(m.hit3, truth(detail.Hit >= 1 && detail.Hit <= 3))
	}
	switch {
	case q.Answerable == nil:
	case *q.Answerable:
		m.answerable = append(m.answerable, answer.Confidence)
		m.wronglyWithheld = append(m.wronglyWithheld, truth(!answer.Answered))
	default:
		m.unanswerable = append(m.unanswerable, answer.Confidence)
		m.withheld = append(m.withheld, truth(!answer.Answered))
	}
	return detail, nil
}

func (m *measured) ranking(ranking []string, relevant map[string]int) float64 {
	m.ndcg = append(m.ndcg, ndcg(ranking, relevant, 10))
	m.recall10 = append(m.recall10, recall(ranking, relevant, 10))
	m.recall100 = append(m.recall100, recall(ranking, relevant, 100))
	m.success = append(m.success, truth(recall(ranking, relevant, 10) > 0))
	rr := reciprocalRank(ranking, relevant)
	m.mrr = append(m.mrr, rr)
	return rr
}

func (m *measured) summarise(r *Report) {
	for _, v := range []struct {
		into   **float64
		values []float64
	}{
		{&r.NDCG10, m.ndcg}, {&r.Success10, m.success}, {&r.Recall10, m.recall10}, {&r.Recall100, m.recall100},
		{&r.MRR, m.mrr}, {&r.QuoteHit1, m.hit1}, {&r.QuoteHit3, m.hit3}, {&r.Unanswered, m.withheld},
		{&r.WronglyNone, m.wronglyWithheld}, {&r.Verbatim, m.verbatim},
	} {
		if len(v.values) > 0 {
			*v.into = rounded(mean(v.values))
		}
	}
	if a := auroc(m.answerable, m.unanswerable); !math.IsNaN(a) {
		r.AUROC = rounded(a)
	}
	r.LatencyP50, r.LatencyP99 = percentile(m.latency, 0.5), percentile(m.latency, 0.99)
}

func rounded(v float64) *float64 {
	v = math.Round(v*10000) / 10000
	return &v
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func firstHit(q Query, quotes []retrieval.Quoted) int {
	j := newJudge(q)
	for i, quoted := range quotes {
		if j.hit(quoted) {
			return i + 1
		}
	}
	return 0
}

// isVerbatim reports whether the quote is the stored document's bytes at its
// span and begins and ends at sentence edges.
func isVerbatim(ctx context.Context, q retrieval.Quoted, docs Documents) (bool, error) {
	d, err := docs.Document(ctx, q.Quote.Citation().Document)
	if err != nil {
		return false, err
	}
	span := q.Quote.Span()
	again, err := d.Quote(span)
	if err != nil || span.End > len(d.Text) {
		return false, nil
	}
	// When the document was read is no part of who said what.
	cited, stored := q.Quote.Citation(), again.Citation()
	cited.Source.Retrieved, stored.Source.Retrieved = time.Time{}, time.Time{}
	return d.Text[span.Start:span.End] == q.Quote.Text() && cited == stored &&
		strings.TrimSpace(q.Quote.Text()) == q.Quote.Text(), nil
}

// Question is q as a question of its own: a follow-up is read against the
// question before it, as in a conversation.
func (q Query) Question() retrieval.Question {
	if q.Context == "" {
		return retrieval.Question{Text: q.Text}
	}
	text, _ := followup.Rewrite(followup.Turn{Question: q.Context}, q.Text)
	return retrieval.Question{Text: text}
}

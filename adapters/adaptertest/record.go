package adaptertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ontherecord/bot"
	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
)

// Entry is a document of the test record and the word that finds it.
type Entry struct {
	Topic    string
	Document *corpus.Document
}

// Record is a small record for trying adapters on: each entry is found by its
// topic, so that it is known beforehand what a question gets. It answers like a
// retrieval.Answerer, and its quotes are cut from documents like any other.
type Record struct {
	entries []Entry
	// Gate, if not nil, is received from before each answer, so that a test can
	// hold questions back.
	Gate chan struct{}
}

var (
	_ bot.Answerer  = (*Record)(nil)
	_ bot.Catalogue = (*Record)(nil)
)

// Topics of NewRecord's entries.
const (
	TopicPlain    = "screening"
	TopicMarkup   = "markup"
	TopicMentions = "mentions"
	TopicLinks    = "addresses"
	TopicEntities = "entities"
	TopicUnicode  = "letters"
	TopicLong     = "lengthy"
	TopicEndless  = "endless"
	TopicMany     = "waiting"
)

// NewRecord returns the record: ordinary statements, and ones whose text tries
// to be something else than text.
func NewRecord() *Record {
	r := &Record{}
	add := func(topic, body string) {
		n := len(r.entries) + 1
		d := &corpus.Document{
			ID: fmt.Sprintf("doc-%02d", n), Revision: 1, Kind: corpus.KindWrittenAnswer, Status: corpus.StatusFinal,
			Title: "Progress on " + topic, Reference: fmt.Sprint(40000 + n), Date: corpus.NewDate(2025, time.March, n),
			URL:  fmt.Sprintf("https://questions.example/answers/%d?a=1&b=<2>|3", 40000+n),
			Text: "What is being done on " + topic + "?\n\n" + body,
		}
		start := len(d.Text) - len(body)
		d.Parts = []corpus.Part{
			{Kind: corpus.PartQuestion, Span: corpus.Span{Start: 0, End: start - 2}, Speaker: "Pat Example"},
			{Kind: corpus.PartAnswer, Span: corpus.Span{Start: start, End: len(d.Text)}, Speaker: "Sam <Sample> & *Co*",
				Role: "Minister of State", Organisation: "Department of Examples"},
		}
		text.Split(d)
		r.entries = append(r.entries, Entry{topic, d})
	}
	add(TopicPlain, "Lung screening will reach every eligible person by 2030.")
	add(TopicMarkup, "Trusts met *none* of the _targets_ in `2024` and ~withdrew~ **three** of __them__, ||quietly||, :tada: as > noted.")
	add(TopicMentions, "Officials told <!channel>, <!here>, <@U0OTHER>, <#C0OTHER|general>, <!subteam^S1|@board>, @everyone, @here, <@123456789012345678>, <@&99> and <#5> of it.")
	add(TopicLinks, "See <https://evil.example|the plan>, [the plan](https://evil.example/a_(b)), https://example.org/a|b?c=1&d=2 and mailto:x@example.org for details.")
	add(TopicEntities, "The form reads \"&amp; &lt;b&gt; &#42; <b>5 & 6</b>\", and the path is C:\\trusts\\*all*\\n.")
	add(TopicUnicode, "Dyfed–Powys “naïve” 🇬🇧 👩🏽‍⚕️ e\u0301 \u202eback\u202c zero\u200bwidth \u00a0space, 乳がん.")
	add(TopicLong, "Lengthy: "+strings.Repeat("the department continues to work with the service on this & on <that>, ", 45)+"and will report.")
	add(TopicEndless, "Endless: "+strings.Repeat("this clause goes on and on, ", 900)+"and ends.")
	for i := range 5 {
		add(TopicMany, fmt.Sprintf("The waiting time fell to %d days in region %d.", 30+i, i+1))
	}
	return r
}

// Entries are the documents with their topics.
func (r *Record) Entries() []Entry { return r.entries }

// Quotes are the quotes that answer a topic, best first.
func (r *Record) Quotes(topic string) []retrieval.Quoted {
	var out []retrieval.Quoted
	for _, e := range r.entries {
		if e.Topic != topic {
			continue
		}
		answer := &e.Document.Parts[1]
		first, last := answer.Sentences[0], answer.Sentences[len(answer.Sentences)-1]
		q, err := e.Document.Quote(corpus.Span{Start: first.Start, End: last.End})
		if err != nil {
			panic(err) // the record above is wrong
		}
		asked := e.Document.Parts[0].Sentences
		a, err := e.Document.Quote(corpus.Span{Start: asked[0].Start, End: asked[len(asked)-1].End})
		if err != nil {
			panic(err)
		}
		out = append(out, retrieval.Quoted{Quote: q, Asked: a, Score: 1, Said: retrieval.Said{Times: 1}})
	}
	return out
}

// Answer finds the topic that the question names.
func (r *Record) Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
	if r.Gate != nil {
		select {
		case <-r.Gate:
		case <-ctx.Done():
			return retrieval.Answer{}, ctx.Err()
		}
	}
	a := retrieval.Answer{Question: q.Text, Understood: q.Filter, Searched: r.searched()}
	limit := q.Limit
	if limit <= 0 {
		limit = retrieval.DefaultLimit
	}
	if questions := questionsIn(q.Text); len(questions) > 1 && q.Skip == 0 {
		if parts := r.InParts(questions...); parts.Answered {
			return parts, nil
		}
	}
	if topic := r.topicOf(q.Text); topic != "" {
		all := r.Quotes(topic)
		all = all[min(q.Skip, len(all)):]
		a.More = len(all) > limit
		a.Quotes = all[:min(limit, len(all))]
		a.Answered = len(a.Quotes) > 0
		a.Confidence = 0.9
	}
	if !a.Answered {
		a.Reason, a.Nearest, a.Missing = retrieval.ReasonWeak, r.Quotes(TopicPlain), wordsOf(q.Text)
	}
	return a, nil
}

// topicOf is the first topic that a question names, in the record's order.
func (r *Record) topicOf(question string) string {
	words := wordsOf(question)
	for _, e := range r.entries {
		if slices.Contains(words, e.Topic) {
			return e.Topic
		}
	}
	return ""
}

func wordsOf(question string) []string {
	return strings.FieldsFunc(strings.ToLower(question), func(c rune) bool { return c < 'a' || c > 'z' })
}

func (r *Record) searched() retrieval.Searched {
	return retrieval.Searched{Documents: len(r.entries), Until: corpus.NewDate(2025, time.March, len(r.entries))}
}

// Overview tells how much is on the record.
func (r *Record) Overview(context.Context) (bot.Overview, error) {
	s := r.searched()
	return bot.Overview{Documents: s.Documents, First: corpus.NewDate(2025, time.March, 1), Until: s.Until,
		Kinds:         []bot.KindCount{{Kind: corpus.KindWrittenAnswer, Documents: s.Documents}},
		Speakers:      []bot.NameCount{{Name: "Sam <Sample> & *Co*", Documents: s.Documents}},
		Organisations: []bot.NameCount{{Name: "Department of Examples", Documents: s.Documents}},
		Attributions:  []string{"Contains examples <only>."}}, nil
}

// Names returns the one speaker, or the one body.
func (r *Record) Names(_ context.Context, part string, organisations bool, _ int) ([]string, error) {
	name := "Sam <Sample> & *Co*"
	if organisations {
		name = "Department of Examples"
	}
	if !strings.Contains(strings.ToLower(name), strings.ToLower(part)) {
		return nil, nil
	}
	return []string{name}, nil
}

// Titles returns the documents' titles.
func (r *Record) Titles(_ context.Context, limit int) ([]string, error) {
	var out []string
	for _, e := range r.entries {
		if len(out) < limit {
			out = append(out, e.Document.Title)
		}
	}
	return out, nil
}

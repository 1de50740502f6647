package retrieval_test

import (
	"context"
	"strings"
	"testing"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// A change alters a document of a test's world.
type change func(*corpus.Document)

func withStatus(s corpus.Status) change { return func(d *corpus.Document) { d.Status = s } }
func withKind(k corpus.Kind) change     { return func(d *corpus.Document) { d.Kind = k } }

func spokenBy(name string) change {
	return func(d *corpus.Document) { d.Parts[len(d.Parts)-1].Speaker = name }
}

// answered is a written answer of a date ("2025-03-11", or "" for none) with
// the question that it replies to, which may be empty.
func answered(id, date, question, answer string, changes ...change) *corpus.Document {
	d := &corpus.Document{
		ID: id, Kind: corpus.KindWrittenAnswer, Status: corpus.StatusFinal, URL: "https://example.org/" + id,
	}
	d.Date, _ = corpus.ParseDate(date) // a mistyped date shows as undated
	if question != "" {
		d.Text = question + "\n\n"
		d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartQuestion, Span: corpus.Span{End: len(question)}, Speaker: "Lee Asker"})
	}
	start := len(d.Text)
	d.Text += answer
	d.Parts = append(d.Parts, corpus.Part{
		Kind: corpus.PartAnswer, Span: corpus.Span{Start: start, End: len(d.Text)},
		Speaker: "Ashley Dalton", Role: "Parliamentary Under-Secretary of State", Organisation: "Department of Health and Social Care",
	})
	for _, c := range changes {
		c(d)
	}
	text.Split(d)
	return d
}

// open opens a record of docs.
func open(t testing.TB, c retrieval.Config, docs ...*corpus.Document) *library.Library {
	t.Helper()
	l, err := library.OpenMemory(context.Background(), library.Options{Retrieval: c}, docs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// eager answers whatever is found, so that a test of what is quoted does not
// depend on where the threshold stands.
func eager(t testing.TB) retrieval.Config {
	t.Helper()
	w, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	w.Threshold, w.Margin = 0, 1000
	return retrieval.Config{Weights: w}
}

// rankedBy is eager, and ranks sentences by one feature alone.
func rankedBy(t testing.TB, feature string) retrieval.Config {
	t.Helper()
	c := eager(t)
	c.Weights.Sentence = map[string]float64{feature: 1}
	if err := c.Weights.Compile(); err != nil {
		t.Fatal(err)
	}
	return c
}

func ask(t testing.TB, l *library.Library, q retrieval.Question) retrieval.Answer {
	t.Helper()
	a, err := l.Answerer.Answer(context.Background(), q)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	return a
}

func texts(quotes []retrieval.Quoted) []string {
	var out []string
	for _, q := range quotes {
		out = append(out, q.Quote.Text())
	}
	return out
}

// others is what else stands on the record: enough that the words of the
// tests' subjects are rare.
func others() []*corpus.Document {
	var docs []*corpus.Document
	for i, s := range []string{
		"Ward cleaning is the duty of each hospital. Cleaners report to the matron.",
		"Dental charges rise with inflation. Some groups pay nothing.",
		"Pharmacists may now give jabs against influenza. Uptake was steady.",
		"Ambulance stations are chosen by local boards. Crews were consulted.",
		"Midwives train for three years. Bursaries help with rent.",
		"Hospital car parks are run by trusts. Blue badge holders park without charge.",
		"Sight tests are free for pensioners. Opticians claim them back.",
		"School nurses weigh children in reception. Parents can opt out.",
	} {
		docs = append(docs, answered("other-"+string(rune('a'+i)), "2024-05-0"+string(rune('1'+i)), "", s))
	}
	return docs
}

const (
	machines  = "We are investing £70 million in new radiotherapy machines for hospitals across England."
	responses = "The call for evidence received over 11,000 responses from patients and charities."
)

// cancerWorld is a small record with others beside it.
func cancerWorld() []*corpus.Document {
	return append(others(),
		answered("machines", "2025-03-11", "To ask the Secretary of State, how much he is investing in radiotherapy machines.",
			"Treatment matters to patients. "+machines+" The first were switched on in August."),
		answered("evidence", "2025-06-02", "To ask the Secretary of State, how many responses there were to his call for evidence on the cancer plan.",
			"Officials are reading what was sent in. "+responses),
		answered("breast", "2024-02-09", "", "Women aged 50 to 71 are invited for breast screening every three years. Vans visit villages."),
		answered("bowel", "2024-09-19", "", "Bowel screening kits are posted to everyone aged 54 to 74. They are sent back in the post."),
		answered("letter", "2025-01-20", "", "The National Disease Registration Service collects data on how cancer services vary.",
			withKind(corpus.KindLetter), spokenBy("Karin Smyth")),
	)
}

// contains reports whether one of quotes holds s.
func contains(quotes []retrieval.Quoted, s string) bool {
	for _, q := range quotes {
		if strings.Contains(q.Quote.Text(), s) {
			return true
		}
	}
	return false
}

package adaptertest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/retrieval"
)

// InParts is the answer to a question of several parts, each a question of its
// own that names a topic or none: the first quote of each, once.
func (r *Record) InParts(questions ...string) retrieval.Answer {
	a := retrieval.Answer{Question: strings.Join(questions, " "), Searched: r.searched(), Confidence: 0.9}
	first := make(map[string]int) // index of a topic's quote
	for _, question := range questions {
		p := retrieval.Part{Text: question, Question: question}
		if topic := r.topicOf(question); topic != "" {
			if _, shown := first[topic]; !shown {
				first[topic] = len(a.Quotes)
				a.Quotes = append(a.Quotes, r.Quotes(topic)[0])
			}
			p.Answered, p.Quotes, p.Confidence = true, []int{first[topic]}, 0.9
			a.Answered = true
		} else {
			p.Reason = retrieval.ReasonWeak
		}
		a.Parts = append(a.Parts, p)
	}
	return a
}

// questionsIn are the questions in a message, each with its mark.
func questionsIn(text string) []string {
	var out []string
	for _, q := range strings.SplitAfter(text, "?") {
		if q = strings.TrimSpace(q); q != "" {
			out = append(out, q)
		}
	}
	return out
}

func testParts(t *testing.T, w *world) {
	shown := w.ask(t, "parts", "What is said on "+TopicMarkup+"? What of the moon? What is said on "+TopicMentions+"? What else on "+TopicMarkup+"?")
	want := []string{w.record.Quotes(TopicMarkup)[0].Quote.Text(), w.record.Quotes(TopicMentions)[0].Quote.Text()}
	if diff := cmp.Diff(want, shown.Quotes); diff != "" {
		t.Errorf("quotes (-record +shown):\n%s", diff)
	}
	for _, said := range []string{
		"Part 1: What is said on markup?", "Part 2: What of the moon?", "Nothing on the record answers this part.",
		"Part 3: What is said on mentions?", "Part 4: What else on markup?", "Quote 1 above answers this as well: Sam <Sample> & *Co*",
	} {
		if strings.Count(shown.Text, said) != 1 {
			t.Errorf("%q is not said once: %s", said, shown.Text)
		}
	}
	if len(shown.Fired) > 0 {
		t.Errorf("fired %q", shown.Fired)
	}
}

package discord

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
	"ontherecord/corpus"
	sentences "ontherecord/corpus/text"
	"ontherecord/retrieval"
)

// statement cuts a quote of the whole of body.
func statement(t *testing.T, change func(*corpus.Document), body string) corpus.Quote {
	t.Helper()
	d := &corpus.Document{ID: "letter-1", Revision: 1, Kind: corpus.KindLetter, Status: corpus.StatusFinal, Title: "Screening",
		URL: "https://letters.example/1", Date: corpus.NewDate(2025, time.March, 11), Text: body}
	d.Parts = []corpus.Part{{Kind: corpus.PartBody, Span: corpus.Span{Start: 0, End: len(body)}, Speaker: "Robin Example",
		Role: "Minister of State", Organisation: "Department of Examples", To: "Chair of the Committee"}}
	if change != nil {
		change(d)
	}
	sentences.Split(d)
	all := d.Parts[0].Sentences
	q, err := d.Quote(corpus.Span{Start: all[0].Start, End: all[len(all)-1].End})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestRender(t *testing.T) {
	record := adaptertest.NewRecord()
	plainQuote := retrieval.Quoted{Quote: statement(t, nil, "The target is 75% by 2028. We will report on it each year."),
		Said: retrieval.Said{Times: 4, First: corpus.NewDate(2024, time.June, 3), Latest: corpus.NewDate(2025, time.March, 11)}}
	newer := plainQuote
	newer.Said = retrieval.Said{Times: 1}
	newer.Newer = statement(t, func(d *corpus.Document) { d.ID, d.Date = "letter-2", corpus.NewDate(2026, time.February, 4) }, "The target is 80% by 2029.")
	bare := retrieval.Quoted{Quote: statement(t, func(d *corpus.Document) {
		d.Kind, d.URL, d.Date, d.Parts[0] = corpus.KindNote, "", corpus.Date{}, corpus.Part{Kind: corpus.PartBody, Span: d.Parts[0].Span}
		d.Source.Note = "Summary in our own words, not official wording."
	}, "- First *point*.\n- Second point, see <#1>.\n\n# Third.")}
	far := retrieval.Quoted{Quote: statement(t, func(d *corpus.Document) {
		d.URL = "https://letters.example/" + strings.Repeat("far/", 140) + "a_(b)"
	}, "It is far.")}
	searched := retrieval.Searched{Documents: 568, Until: corpus.NewDate(2026, time.June, 3)}
	answer := func(q ...retrieval.Quoted) retrieval.Answer {
		return retrieval.Answer{Answered: true, Quotes: q, Searched: searched}
	}
	for _, tt := range []struct {
		name string
		got  payload
	}{
		{"answer", render(bot.Reply{Kind: bot.KindAnswer, Question: "What is the target?", Answer: answer(plainQuote), Ref: "r1",
			Notes: []string{"searched 568 documents up to 3 June 2026"}}, view{})},
		{"answer-private", func() payload {
			a := answer(newer, bare)
			a.More = true
			return render(bot.Reply{Kind: bot.KindAnswer, Question: "What is the *target*?", Answer: a, Ref: "r2", Understood: "since 1 March 2025 · by Robin Example"}, view{alone: true, apart: true})
		}()},
		{"parts", func() payload {
			a := record.InParts("What of *screening*?", "What of the <@1> moon?", "What of waiting times?", "And screening in Wales?")
			a.Parts[2].Label, a.Parts[2].Understood = "(a)", retrieval.Filter{By: "Robin *Example*"}
			return render(bot.Reply{Kind: bot.KindAnswer, Question: a.Question, Answer: a, Ref: "r7", Notes: []string{"Searched 568 documents."}}, view{})
		}()},
		{"parts-plain", func() payload {
			a := record.InParts("What of screening?", "What of the moon?", "What of <#1> waiting times?", "And screening in Wales?")
			return plain(bot.Reply{Kind: bot.KindAnswer, Question: a.Question, Answer: a}, view{})
		}()},
		{"parts-left", func() payload {
			a := record.InParts("What of screening?", "What is endless?", "What else is endless?", strings.Repeat("Is there more? ", 40))
			return render(bot.Reply{Kind: bot.KindAnswer, Question: a.Question, Answer: a, Ref: "r8"}, view{})
		}()},
		{"abstention", render(bot.Reply{Kind: bot.KindAbstention, Question: "What of the moon?", Ref: "r3",
			Answer: retrieval.Answer{Reason: retrieval.ReasonWeak, Nearest: []retrieval.Quoted{plainQuote}, Searched: searched},
			Notes:  []string{"“mooon” was read as “moon”"}}, view{})},
		{"abstention-bare", render(bot.Reply{Kind: bot.KindAbstention, Answer: retrieval.Answer{Reason: retrieval.ReasonNoMatch, Searched: searched}}, view{})},
		{"follow-up", render(bot.Reply{Kind: bot.KindAnswer, FollowUp: true, Question: "What is the target for prostate cancer?", Answer: answer(plainQuote), Ref: "r4"}, view{})},
		{"long-link", render(bot.Reply{Kind: bot.KindAnswer, Answer: answer(far), Ref: "r5"}, view{})},
		{"too-long", render(bot.Reply{Kind: bot.KindAnswer, Ref: "r6", Answer: answer(append(record.Quotes(adaptertest.TopicLong), record.Quotes(adaptertest.TopicEndless)...)...)}, view{})},
		{"help", render(bot.Reply{Kind: bot.KindHelp, Text: "Ask me anything:\n- about *targets*", Suggestions: []string{"What is the target?", "What is the target?", strings.Repeat("long ", 40)}}, view{})},
		{"context", renderResult(bot.Result{Do: bot.DoContext, Quoted: record.Quotes(adaptertest.TopicMentions)[0]}, view{})},
		{"context-too-long", renderResult(bot.Result{Do: bot.DoContext, Quoted: record.Quotes(adaptertest.TopicEndless)[0]}, view{})},
		{"citation", renderResult(bot.Result{Do: bot.DoCite, Citation: "“It is *so*.”\n\n— Robin Example, 11 March 2025."}, view{})},
		{"citation-with-fence", renderResult(bot.Result{Do: bot.DoCite, Citation: "“Run ```now```.”"}, view{})},
		{"citation-too-long", renderResult(bot.Result{Do: bot.DoCite, Citation: strings.Repeat("long ", 900)}, view{})},
		{"voted", renderResult(bot.Result{Do: bot.DoUseful, Notice: bot.NoticeFeedback, Text: "Thank you: noted."}, view{})},
		{"gone", renderResult(bot.Result{}, view{})},
		{"plain", plain(bot.Reply{Kind: bot.KindAnswer, Answer: answer(plainQuote, bare, record.Quotes(adaptertest.TopicLong)[0])}, view{})},
		{"overview", components(textDisplay(t, record))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw, err := json.Marshal(tt.got)
			if err != nil {
				t.Fatal(err)
			}
			if err := discordtest.CheckMessage(raw); err != nil {
				t.Errorf("Discord would refuse it: %v", err)
			}
			c, err := contract()
			if err != nil {
				t.Fatal(err)
			}
			if c != nil {
				if err := c.Check("POST", "/channels/1/messages", raw); err != nil {
					t.Error(err)
				}
			}
			golden(t, tt.name, raw)
		})
	}
}

func textDisplay(t *testing.T, r *adaptertest.Record) discordgo.TextDisplay {
	t.Helper()
	o, err := r.Overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return discordgo.TextDisplay{Content: overviewText(o)}
}

func golden(t *testing.T, name string, raw []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	b.WriteByte('\n')
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run with -update to write it", err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// However many quotes of whatever length, a message stays within the limits,
// shows whole quotes only and names those that it leaves out.
func TestBudget(t *testing.T) {
	quote := func(size int) retrieval.Quoted {
		return retrieval.Quoted{Quote: statement(t, nil, strings.Repeat("*word* ", size/7)+"end.")}
	}
	for _, sizes := range [][]int{{10}, {3400}, {5000}, {1000, 1000, 1000}, {1200, 1200, 1200}, {100, 9000, 100}, {3000, 3000, 3000}, {20, 20, 20, 20, 20, 20}} {
		var quotes []retrieval.Quoted
		for _, n := range sizes {
			quotes = append(quotes, quote(n))
		}
		r := bot.Reply{Kind: bot.KindAnswer, Question: strings.Repeat("q", 500), Ref: "ref", Answer: retrieval.Answer{Answered: true, Quotes: quotes, More: true},
			Notes: []string{strings.Repeat("n", 400), "note"}, Understood: strings.Repeat("u", 400)}
		for what, p := range map[string]payload{"components": render(r, view{alone: true, apart: true}), "plain": plain(r, view{apart: true})} {
			raw, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if err := discordtest.CheckMessage(raw); err != nil {
				t.Errorf("%v as %s: %v", sizes, what, err)
			}
		}
		got := look(t, messageOf(t, render(r, view{})))
		for i, q := range got.quotes {
			if q != quotes[i].Quote.Text() {
				t.Errorf("%v: quote %d is not whole", sizes, i)
			}
		}
		if left := len(quotes) - len(got.quotes); left > 0 && strings.Count(got.text, "Robin Example") != len(quotes) {
			t.Errorf("%v: %d left out, but not named: %s", sizes, left, got.text)
		} else if left > 0 && !strings.Contains(got.text, "left out whole") {
			t.Errorf("%v: not said", sizes)
		}
	}
}

func messageOf(t *testing.T, p payload) discordtest.Message {
	t.Helper()
	raw, err := json.Marshal(p.Components)
	if err != nil {
		t.Fatal(err)
	}
	return discordtest.Message{Content: p.Content, Components: raw}
}

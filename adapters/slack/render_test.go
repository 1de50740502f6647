package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
	"ontherecord/corpus"
	"ontherecord/retrieval"
)

func answer(topics ...string) bot.Reply {
	record := adaptertest.NewRecord()
	r := bot.Reply{Kind: bot.KindAnswer, Question: "What is said on " + strings.Join(topics, " and ") + "?", Ref: "ref-1",
		Notes: []string{"searched 13 documents up to 13 March 2025"}}
	for _, topic := range topics {
		r.Answer.Quotes = append(r.Answer.Quotes, record.Quotes(topic)...)
	}
	r.Answer.Answered = true
	if len(r.Answer.Quotes) > 3 {
		r.Answer.Quotes, r.Answer.More = r.Answer.Quotes[:3], true
	}
	return r
}

// replies are one of each shape that the bot gives.
func replies() map[string]struct {
	reply bot.Reply
	to    audience
} {
	type shape = struct {
		reply bot.Reply
		to    audience
	}
	full := answer(adaptertest.TopicMany)
	full.Understood, full.FollowUp = "since 1 March 2025 · by Sam", true
	full.Answer.Quotes[0].Said = retrieval.Said{Times: 4, First: corpus.NewDate(2024, 6, 3), Latest: corpus.NewDate(2025, 3, 9)}
	full.Answer.Quotes[1].Newer = full.Answer.Quotes[2].Quote
	abstention := bot.Reply{Kind: bot.KindAbstention, Question: "What of <!channel> & the moon?", Ref: "ref-2",
		Text:        "Nothing on the record answers that (searched 13 documents). The nearest statements, which are not an answer:",
		Notes:       []string{"“mooon” was read as “moon”"},
		Suggestions: []string{"What is being done on screening?", strings.Repeat("long ", 30) + "question?"}}
	abstention.Answer.Nearest = adaptertest.NewRecord().Quotes(adaptertest.TopicPlain)
	record := adaptertest.NewRecord()
	parts := answer()
	parts.Answer = record.InParts("What of *screening*?", "What of the <!channel> moon?", "What of <waiting> times?", "And screening in Wales?")
	parts.Answer.Parts[2].Label, parts.Answer.Parts[2].Understood = "(a)", retrieval.Filter{By: "Sam & Co"}
	left := answer()
	left.Answer = record.InParts("What of screening?", "What is "+adaptertest.TopicEndless+"?", "What else is "+adaptertest.TopicEndless+"?", strings.Repeat("Is there more? ", 40))
	six := answer()
	six.Answer = record.InParts("screening?", "markup?", "mentions?", "addresses?", "entities?", "letters?")
	return map[string]shape{
		"parts":        {parts, audience{}},
		"parts left":   {left, audience{}},
		"six parts":    {six, audience{}},
		"answer":       {full, audience{}},
		"private":      {answer(adaptertest.TopicMany), audience{alone: true, apart: true}},
		"hostile":      {answer(adaptertest.TopicMentions, adaptertest.TopicLinks), audience{}},
		"abstention":   {abstention, audience{}},
		"notice":       {bot.Reply{Kind: bot.KindNotice, Notice: bot.NoticeMedical, Text: "I quote policy documents & can't advise."}, audience{}},
		"help":         {bot.Reply{Kind: bot.KindHelp, Text: "Ask me.", Suggestions: []string{"What about lungs?"}}, audience{}},
		"endless":      {answer(adaptertest.TopicEndless), audience{}},
		"endless last": {answer(adaptertest.TopicPlain, adaptertest.TopicEndless), audience{}},
	}
}

func TestRenderGolden(t *testing.T) {
	for name, r := range replies() {
		if strings.HasPrefix(name, "endless") || name == "six parts" {
			continue // its point is what is not in it
		}
		t.Run(name, func(t *testing.T) {
			golden(t, "render-"+strings.ReplaceAll(name, " ", "-")+".json", render(r.reply, r.to))
		})
	}
}

// TestRenderFits checks every shape against the limits that the stand-in for
// Slack enforces, with quotes of all sizes.
func TestRenderFits(t *testing.T) {
	for name, r := range replies() {
		checkFits(t, name, render(r.reply, r.to))
	}
	for words := 1; words < 6000; words = words*5/3 + 1 {
		r := answer(adaptertest.TopicMany)
		for i := range r.Answer.Quotes {
			r.Answer.Quotes[i].Quote = sentence(t, strings.Repeat("<w&d> ", words)+fmt.Sprint("end", i)+".")
		}
		m := render(r, audience{})
		checkFits(t, fmt.Sprint(words, " words"), m)
		for _, q := range quotesIn(t, m) {
			if !strings.Contains(q, "end") {
				t.Errorf("%d words: a part of a quote is shown", words)
			}
		}
		shown := len(quotesIn(t, m))
		if said := strings.Contains(wordsIn(t, m), "left out whole"); said == (shown == 3) {
			t.Errorf("%d words: %d of 3 quotes shown, said so: %v", words, shown, said)
		}
	}
}

func checkFits(t *testing.T, name string, m message) {
	t.Helper()
	if strings.TrimSpace(m.Text) == "" || utf8.RuneCountInString(m.Text) > textBudget {
		t.Errorf("%s: fallback text of %d characters", name, utf8.RuneCountInString(m.Text))
	}
	if len(m.Blocks) == 0 {
		t.Errorf("%s: no blocks", name)
		return
	}
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if code, wrong := slacktest.CheckBlocks(raw); code != "" {
		t.Errorf("%s: %s: %v", name, code, wrong)
	}
}

// TestPartsInPlain checks the text version of an answer in parts.
func TestPartsInPlain(t *testing.T) {
	r := replies()["parts"].reply
	got := plain(r, r.Answer.Quotes, textBudget)
	for _, want := range []string{
		"Part 1: What of *screening*?\n\n“Lung screening", "Part 2: What of the &lt;!channel&gt; moon?\nNothing on the record answers this part.",
		"Part 3: (a) What of &lt;waiting&gt; times?\nOnly statements by Sam &amp; Co\n\n“The waiting", "Part 4: And screening in Wales?\nQuote 1 above answers this as well",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%s", want, got)
		}
	}
	if got := plain(r, r.Answer.Quotes, 10); !strings.Contains(got, "What answers this part is left out below.") || strings.Contains(got, "“") {
		t.Errorf("with no room for quotes:\n%s", got)
	}
}

// TestSixParts: the most parts there are, with quotes of ordinary length, fit.
func TestSixParts(t *testing.T) {
	m := render(replies()["six parts"].reply, audience{})
	if quotes := quotesIn(t, m); len(quotes) != 6 {
		t.Errorf("%d of 6 quotes are shown", len(quotes))
	}
}

// TestPlainIsWhole checks that the text version shows quotes whole and
// un-escapes to the record's bytes.
func TestPlainIsWhole(t *testing.T) {
	for _, topic := range []string{adaptertest.TopicMarkup, adaptertest.TopicMentions, adaptertest.TopicLinks, adaptertest.TopicEntities, adaptertest.TopicUnicode} {
		r := answer(topic)
		m := render(r, audience{})
		if want := "“" + r.Answer.Quotes[0].Quote.Text() + "”"; !strings.Contains(Unescape(m.Text), want) {
			t.Errorf("%s: %q is not in %q", topic, want, m.Text)
		}
		if h := plainText(m.Text, "U0OTHER"); h.toBot || h.toOthers {
			t.Errorf("%s: the text mentions somebody: %s", topic, m.Text)
		}
	}
}

func sentence(t *testing.T, text string) corpus.Quote {
	t.Helper()
	all := corpus.Span{Start: 0, End: len(text)}
	d := &corpus.Document{ID: "d", Text: text, Kind: corpus.KindNote,
		Parts: []corpus.Part{{Kind: corpus.PartBody, Span: all, Sentences: []corpus.Span{all}}}}
	q, err := d.Quote(all)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func rawBlocks(t *testing.T, m message) json.RawMessage {
	t.Helper()
	if m.Blocks == nil {
		return nil
	}
	raw, err := json.Marshal(slackgo.Blocks{BlockSet: m.Blocks})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func quotesIn(t *testing.T, m message) []string {
	t.Helper()
	return readBlocks(t, rawBlocks(t, m)).quotes
}
func wordsIn(t *testing.T, m message) string { t.Helper(); return readBlocks(t, rawBlocks(t, m)).words }

package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ontherecord/bot"
	"ontherecord/bot/catalogue"
	"ontherecord/bot/memory"
	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// world is a bot over a small real record, with a clock that stands still.
type world struct {
	*bot.Bot
	memory *memory.Memory
	now    time.Time
	n      int
}

func document(id, title, date, speaker, body string) *corpus.Document {
	day, err := corpus.ParseDate(date)
	if err != nil {
		panic(err)
	}
	d := &corpus.Document{
		ID: id, Kind: corpus.KindWrittenAnswer, Status: corpus.StatusFinal, Title: title, Reference: id,
		URL: "https://example.org/" + id, Date: day, Text: body,
		Parts: []corpus.Part{{
			Kind: corpus.PartAnswer, Span: corpus.Span{End: len(body)}, Speaker: speaker,
			Role: "Minister of State", Organisation: "Department of Health and Social Care",
		}},
		Source: corpus.Provenance{Name: "test", Attribution: "Contains test information."},
	}
	text.Split(d)
	return d
}

func documents() []*corpus.Document {
	return []*corpus.Document{
		document("1001", "Radiotherapy: Equipment", "2025-03-11", "Ashley Dalton",
			"The Government is investing £70 million in new radiotherapy machines. Twenty-eight machines will be installed in hospitals across England."),
		document("1002", "Radiotherapy: Equipment", "2024-06-03", "Karin Smyth",
			"Older radiotherapy machines are replaced by the trusts that own them. The average radiotherapy machine is ten years old."),
		document("1003", "Prostate Cancer: Screening", "2025-09-01", "Ashley Dalton",
			"The UK National Screening Committee is reviewing the evidence for prostate cancer screening. It will publish its recommendation in November 2025."),
		document("1004", "Bowel Cancer: Screening", "2025-10-01", "Karin Smyth",
			"Bowel cancer screening is offered to everyone aged 50 to 74 in England. A test kit is sent by post every two years."),
		document("1005", "Cancer: Travel", "2026-02-04", "Ashley Dalton",
			"The fund for the travel costs of children with cancer is worth £10 million a year. It will help about 3,000 families each year."),
	}
}

func newWorld(t *testing.T, configure func(*bot.Config)) *world {
	t.Helper()
	lib, err := library.OpenMemory(t.Context(), library.Options{}, documents()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	return newWorldOver(t, lib.Answerer, lib, configure)
}

func newWorldOver(t *testing.T, answerer bot.Answerer, lib *library.Library, configure func(*bot.Config)) *world {
	t.Helper()
	mem, err := memory.OpenEphemeral(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mem.Close() })
	config := bot.DefaultConfig()
	if configure != nil {
		configure(&config)
	}
	w := &world{memory: mem, now: time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)}
	w.Bot = bot.New(slog.New(slog.DiscardHandler), answerer, catalogue.New(lib.Store), mem, config, func() time.Time { return w.now })
	return w
}

// message is a mention in a channel unless changed.
func (w *world) message(text string, change ...func(*bot.Message)) bot.Message {
	w.n++
	m := bot.Message{
		Delivery: "d" + strconv.Itoa(w.n), Platform: "test", Workspace: "W", Channel: "C", ID: strconv.Itoa(w.n),
		User: "U1", Text: text, How: bot.HowMention, At: w.now,
	}
	for _, c := range change {
		c(&m)
	}
	return m
}

func (w *world) say(t *testing.T, text string, change ...func(*bot.Message)) bot.Reply {
	t.Helper()
	r, err := w.Handle(t.Context(), w.message(text, change...))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

func direct(m *bot.Message) { m.How = bot.HowDirect }

func ambient(thread string) func(*bot.Message) {
	return func(m *bot.Message) { m.How, m.Thread = bot.HowAmbient, thread }
}

func quoted(r bot.Reply) string {
	var out []string
	for _, q := range r.Answer.Quotes {
		out = append(out, q.Quote.Text())
	}
	return strings.Join(out, " | ")
}

const machines = "How much is going into new radiotherapy machines?"

func TestAnswer(t *testing.T) {
	w := newWorld(t, nil)
	r := w.say(t, machines)
	if r.Kind != bot.KindAnswer || !strings.Contains(quoted(r), "£70 million") {
		t.Fatalf("got %s %q", r.Kind, quoted(r))
	}
	if r.Private || r.FollowUp || len(r.Ref) == 0 || len(r.Ref) > 24 {
		t.Errorf("reply %+v", r)
	}
	if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, "Contains test information.") || !strings.Contains(notes, "Searched 5 documents up to 4 February 2026.") {
		t.Errorf("notes %q", notes)
	}
	if r := w.say(t, "What is the survival rate for mesothelioma in Patagonia?"); r.Kind != bot.KindAbstention || r.Text == "" || len(r.Answer.Quotes) > 0 {
		t.Errorf("got %s %q", r.Kind, quoted(r))
	}
}

func TestFollowUpsInThread(t *testing.T) {
	w := newWorld(t, nil)
	first := w.say(t, machines, func(m *bot.Message) { m.ID = "root" })
	if first.Kind != bot.KindAnswer {
		t.Fatal("no answer")
	}
	in := ambient("root")
	if r := w.say(t, "who said that?", in); r.Kind != bot.KindAnswer || r.Text != "That was said by Ashley Dalton, Minister of State, Department of Health and Social Care." {
		t.Errorf("who: %s %q", r.Kind, r.Text)
	}
	if r := w.say(t, "and when was that?", in); r.Text != "That is dated 11 March 2025." {
		t.Errorf("when: %q", r.Text)
	}
	if r := w.say(t, "source?", in); !strings.HasPrefix(r.Text, "That stands in: “Radiotherapy: Equipment”, written answer 1001, 11 March 2025. https://example.org/1001#:~:text=") {
		t.Errorf("where: %q", r.Text)
	}
	r := w.say(t, "since 2025?", in)
	if !r.FollowUp || r.Understood != "since 1 January 2025" || !strings.Contains(quoted(r), "£70 million") || strings.Contains(quoted(r), "ten years old") {
		t.Errorf("since: %q understood %q: %q", r.Question, r.Understood, quoted(r))
	}
	if r := w.say(t, "what has been said on bowel cancer screening?", in); !strings.Contains(quoted(r), "aged 50 to 74") {
		t.Errorf("new question: %q", quoted(r))
	}
	if r := w.say(t, "and for prostate cancer?", in); !r.FollowUp || !strings.Contains(r.Question, "prostate cancer screening") || !strings.Contains(quoted(r), "reviewing the evidence") {
		t.Errorf("prostate: %q: %q", r.Question, quoted(r))
	}
	if r := w.say(t, "show me more please", in); r.Silent() {
		t.Error("more: silence")
	}
	if r := w.say(t, "when will they decide?", ambient("elsewhere")); !r.Silent() {
		t.Errorf("in another thread: %s", r.Kind)
	}
}

func TestMoreRunsOut(t *testing.T) {
	w := newWorld(t, nil)
	if r := w.say(t, "show me more", direct); r.Notice != bot.NoticeNoContext {
		t.Fatalf("got %s", r.Notice)
	}
	w.say(t, machines, direct)
	seen := 0
	for range 10 {
		r := w.say(t, "more", direct)
		if r.Notice == bot.NoticeNoMore {
			return
		}
		seen++
	}
	t.Errorf("still more after %d times", seen)
}

func TestContextIsForgottenInDirectMessages(t *testing.T) {
	w := newWorld(t, nil)
	w.say(t, machines, direct)
	w.now = w.now.Add(2 * time.Hour)
	if r := w.say(t, "who said that?", direct); r.Notice != bot.NoticeNoContext {
		t.Errorf("got %s %q", r.Kind, r.Text)
	}
}

func TestSilence(t *testing.T) {
	w := newWorld(t, nil)
	in := ambient("root")
	if r := w.say(t, machines, in); !r.Silent() {
		t.Error("answered in a thread where it was never asked")
	}
	if r := w.say(t, machines, ambient("")); !r.Silent() {
		t.Error("answered what was not addressed to it")
	}
	w.say(t, machines, func(m *bot.Message) { m.ID = "root" })
	for _, text := range []string{
		"thanks, that is very helpful", "I think that answers it.", "should we send this to the team?", "lol", "ok great",
		"can you look at this tomorrow?", "let's use the second one", ":thumbsup:", "we met them on Tuesday", "and yes it is fine by me",
	} {
		if r := w.say(t, text, in); !r.Silent() {
			t.Errorf("%q: spoke among people: %s", text, r.Kind)
		}
	}
	if r := w.say(t, "and for bowel cancer screening?", in); r.Silent() {
		t.Error("silent to a follow-up")
	}
	other := func(m *bot.Message) { m.MentionsOthers = true }
	if r := w.say(t, "what do others think?", in, other); !r.Silent() {
		t.Error("spoke to somebody else's question")
	}
	if r := w.say(t, "how much is going into radiotherapy machines?", in); !r.Silent() {
		t.Error("went on speaking in a thread that people took over")
	}
	mention := func(m *bot.Message) { m.Thread = "root" }
	if r := w.say(t, machines, mention); r.Kind != bot.KindAnswer {
		t.Errorf("mentioned again: %s", r.Kind)
	}
	if r := w.say(t, "since 2025?", in); r.Silent() {
		t.Error("silent after it was mentioned again")
	}
}

func TestStopAndStart(t *testing.T) {
	w := newWorld(t, nil)
	w.say(t, machines, func(m *bot.Message) { m.ID = "root" })
	in := ambient("root")
	if r := w.say(t, "stop", in); r.Notice != bot.NoticeMuted {
		t.Fatalf("stop: %s %s", r.Kind, r.Notice)
	}
	if r := w.say(t, "since 2025?", in); !r.Silent() || r.Notice != bot.NoticeIsMuted {
		t.Errorf("muted: %s %s", r.Kind, r.Notice)
	}
	if r := w.say(t, "start", in); r.Notice != bot.NoticeUnmuted {
		t.Errorf("start: %s %s", r.Kind, r.Notice)
	}
	if r := w.say(t, "since 2025?", in); r.Silent() {
		t.Error("still silent")
	}
}

func TestShortReplies(t *testing.T) {
	w := newWorld(t, func(c *bot.Config) { c.Limits = bot.Limits{} })
	tests := []struct {
		name, text string
		kind       bot.Kind
		notice     bot.Notice
	}{
		{"help", "help", bot.KindHelp, ""},
		{"question mark", "?", bot.KindHelp, ""},
		{"who are you", "Who are you?", bot.KindHelp, ""},
		{"hello", "Hello there!", bot.KindGreeting, ""},
		{"good morning", "good morning all", bot.KindGreeting, ""},
		{"thanks", "Thanks so much, that's really helpful!", bot.KindThanks, ""},
		{"ok", "ok great", bot.KindThanks, ""},
		{"bye", "bye for now", bot.KindThanks, ""},
		{"record", "What is on the record?", bot.KindNotice, bot.NoticeRecord},
		{"empty", "", bot.KindNotice, bot.NoticeEmpty},
		{"blank", " \n ", bot.KindNotice, bot.NoticeEmpty},
		{"emoji", "🎉👍🏽", bot.KindNotice, bot.NoticeNoQuestion},
		{"shortcode", ":tada: :+1:", bot.KindNotice, bot.NoticeNoQuestion},
		{"link", "https://example.org/a?b=c", bot.KindNotice, bot.NoticeNoQuestion},
		{"code", "```\nSELECT 1\n```", bot.KindNotice, bot.NoticeNoQuestion},
		{"quoted", "> How much is going into radiotherapy machines?", bot.KindNotice, bot.NoticeNoQuestion},
		{"long", strings.Repeat("what about machines ", 200), bot.KindNotice, bot.NoticeTooLong},
		{"french", "Combien est investi dans les machines de radiothérapie ?", bot.KindNotice, bot.NoticeLanguage},
		{"german", "Wie viel wird für neue Geräte ausgegeben und wann?", bot.KindNotice, bot.NoticeLanguage},
		{"welsh", "Beth yw'r cynllun ar gyfer canser yn Lloegr?", bot.KindNotice, bot.NoticeLanguage},
		{"cyrillic", "Сколько стоит лечение рака?", bot.KindNotice, bot.NoticeLanguage},
		{"medical", "I found a lump, should I worry?", bot.KindNotice, bot.NoticeMedical},
		{"urgent", "I want to end my life", bot.KindNotice, bot.NoticeUrgent},
		{"keywords", "radiotherapy machines million", bot.KindAnswer, ""},
		{"with emoji and link", "👋 how much is going into new radiotherapy machines? see https://example.org", bot.KindAnswer, ""},
		{"with quoted line", "> something somebody said\nHow much is going into new radiotherapy machines?", bot.KindAnswer, ""},
		{"with code", "how much is going into `radiotherapy machines`?", bot.KindAnswer, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := w.say(t, tt.text)
			if r.Kind != tt.kind || r.Notice != tt.notice {
				t.Errorf("got %s %q (%q), want %s %q", r.Kind, r.Notice, r.Text, tt.kind, tt.notice)
			}
			if r.Kind != bot.KindAnswer && (strings.TrimSpace(r.Text) == "" || len(r.Answer.Quotes) > 0) {
				t.Errorf("text %q, quotes %q", r.Text, quoted(r))
			}
		})
	}
}

func TestDeliveriesAreAnsweredOnce(t *testing.T) {
	w := newWorld(t, func(c *bot.Config) { c.Limits = bot.Limits{} })
	m := w.message(machines)
	var mu sync.Mutex
	var spoke int
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			r, err := w.Handle(t.Context(), m)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if !r.Silent() {
				spoke++
			}
		})
	}
	wg.Wait()
	if spoke != 1 {
		t.Errorf("answered %d times", spoke)
	}
	m.Workspace = "other"
	if r, err := w.Handle(t.Context(), m); err != nil || r.Silent() {
		t.Errorf("the key of another workspace counted: %v, %v", r.Kind, err)
	}
}

func TestEdits(t *testing.T) {
	w := newWorld(t, nil)
	first := w.say(t, "How much is going into new scanners?", func(m *bot.Message) { m.ID = "q" })
	if err := w.Posted(t.Context(), first.Ref, "bot-1"); err != nil {
		t.Fatal(err)
	}
	edit := func(m *bot.Message) { m.ID, m.Edited = "q", true }
	r := w.say(t, machines, edit)
	if r.Kind != bot.KindAnswer || r.Replaces != "bot-1" {
		t.Errorf("got %s in place of %q", r.Kind, r.Replaces)
	}
	if r := w.say(t, "  "+machines, edit); !r.Silent() || r.Notice != bot.NoticeUnchanged {
		t.Errorf("an edit of nothing: %s %s", r.Kind, r.Notice)
	}
	if r := w.say(t, machines, edit, func(m *bot.Message) { m.ID, m.How = "never", bot.HowAmbient }); !r.Silent() {
		t.Errorf("an edit of what was never asked: %s", r.Kind)
	}
	if r := w.say(t, "and in Wales?", func(m *bot.Message) { m.How, m.Channel, m.InReplyTo = bot.HowAmbient, "C", "bot-1" }); !r.FollowUp {
		t.Errorf("a reply to the bot's message: %s %s", r.Kind, r.Notice)
	}
}

func TestRateLimit(t *testing.T) {
	w := newWorld(t, func(c *bot.Config) { c.Limits = bot.Limits{UserPerMinute: 2, WorkspacePerMinute: 3} })
	w.say(t, machines)
	w.say(t, machines)
	r := w.say(t, machines)
	if r.Notice != bot.NoticeRateUser || r.RetryAfter != 30*time.Second || !strings.Contains(r.Text, "30 seconds") || !r.Private {
		t.Errorf("third: %s %v %q", r.Notice, r.RetryAfter, r.Text)
	}
	if r := w.say(t, machines); !r.Silent() {
		t.Error("told twice")
	}
	second := func(m *bot.Message) { m.User = "U2" }
	w.say(t, machines, second)
	if r := w.say(t, machines, second); r.Notice != bot.NoticeRateSpace {
		t.Errorf("workspace: %s", r.Notice)
	}
	w.now = w.now.Add(time.Minute)
	if r := w.say(t, machines); r.Kind != bot.KindAnswer {
		t.Errorf("a minute later: %s", r.Notice)
	}
}

func TestSettings(t *testing.T) {
	w := newWorld(t, nil)
	place := bot.Place{Platform: "test", Workspace: "W", Channel: "C"}
	set := func(at bot.Place, s bot.Settings) {
		t.Helper()
		if err := w.SetSettings(t.Context(), at, s); err != nil {
			t.Fatal(err)
		}
	}
	set(bot.Place{Platform: "test", Workspace: "W"}, bot.Settings{Private: true})
	if r := w.say(t, machines); !r.Private {
		t.Error("the workspace's wish for privacy was ignored")
	}
	set(place, bot.Settings{When: bot.WhenEvery})
	if r := w.say(t, machines, ambient("")); r.Kind != bot.KindAnswer || r.Private {
		t.Errorf("every question: %s", r.Kind)
	}
	if r := w.say(t, "who is up for lunch at noon today?", ambient("")); !r.Silent() {
		t.Errorf("small talk: %s %q", r.Kind, quoted(r))
	}
	set(place, bot.Settings{When: bot.WhenOff})
	if r := w.say(t, machines); r.Notice != bot.NoticeOff || !r.Private {
		t.Errorf("off: %s", r.Notice)
	}
	if err := w.SetSettings(t.Context(), place, bot.Settings{When: "sometimes"}); err == nil {
		t.Error("an unknown choice was stored")
	}
	set(place, bot.Settings{})
	external := func(m *bot.Message) { m.External = true }
	if r := w.say(t, machines, external); r.Notice != bot.NoticeExternal {
		t.Errorf("external: %s", r.Notice)
	}
	set(place, bot.Settings{External: true})
	if r := w.say(t, machines, external); r.Kind != bot.KindAnswer {
		t.Errorf("external, allowed: %s", r.Notice)
	}
}

func TestUnknownNames(t *testing.T) {
	w := newWorld(t, nil)
	r := w.say(t, "what is said about radiotherapy machines, by Jane Nobody?")
	if r.Kind != bot.KindAbstention || len(r.Unknown) != 1 || !strings.Contains(r.Text, "Jane Nobody") {
		t.Errorf("got %s %q, unknown %q", r.Kind, r.Text, r.Unknown)
	}
	if r := w.say(t, "what is said about radiotherapy machines, by Karin Smyth?"); r.Understood != "by Karin Smyth" || strings.Contains(quoted(r), "£70") {
		t.Errorf("understood %q: %q", r.Understood, quoted(r))
	}
}

// slow answers when its context ends, broken never.
type slow struct{}

func (slow) Answer(ctx context.Context, _ retrieval.Question) (retrieval.Answer, error) {
	<-ctx.Done()
	return retrieval.Answer{}, ctx.Err()
}

type broken struct{}

func (broken) Answer(context.Context, retrieval.Question) (retrieval.Answer, error) { panic("broken") }

type damaged struct{}

func (damaged) Answer(context.Context, retrieval.Question) (retrieval.Answer, error) {
	return retrieval.Answer{}, retrieval.ErrIndexDamaged
}

func TestFailures(t *testing.T) {
	lib, err := library.OpenMemory(t.Context(), library.Options{}, documents()...)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	for _, tt := range []struct {
		name     string
		answerer bot.Answerer
		notice   bot.Notice
		err      error
	}{
		{"deadline", slow{}, bot.NoticeTimeout, context.DeadlineExceeded},
		{"panic", broken{}, bot.NoticeFailed, nil},
		{"damaged", damaged{}, bot.NoticeDamaged, retrieval.ErrIndexDamaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorldOver(t, tt.answerer, lib, func(c *bot.Config) { c.Deadline = 50 * time.Millisecond })
			r, err := w.Handle(t.Context(), w.message(machines))
			if err == nil || r.Kind != bot.KindError || r.Notice != tt.notice || r.Text == "" {
				t.Errorf("got %s %s, %v", r.Kind, r.Notice, err)
			}
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("error %v does not wrap %v", err, tt.err)
			}
		})
	}
}

func TestSuggestAndRecent(t *testing.T) {
	w := newWorld(t, nil)
	got, err := w.Suggest(t.Context())
	if err != nil || len(got) == 0 || len(got) > 4 {
		t.Fatalf("suggestions %q, %v", got, err)
	}
	for _, q := range got {
		if r := w.say(t, q); r.Kind != bot.KindAnswer {
			t.Errorf("suggested %q and did not answer it", q)
		}
	}
	recent, err := w.Recent(t.Context(), "test", "W", "U1")
	if err != nil || len(recent) != len(got) || recent[0].Question != got[len(got)-1] {
		t.Errorf("recent %v, %v", recent, err)
	}
	if others, err := w.Recent(t.Context(), "test", "W", "U2"); err != nil || len(others) > 0 {
		t.Errorf("somebody else's: %v, %v", others, err)
	}
}

package adaptertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ontherecord/bot"
)

// Said is something that a person says on the platform.
type Said struct {
	// Place is a name for a channel; the session maps it to whatever the
	// platform has. Direct makes it a direct message with User.
	Place  string
	Direct bool
	User   string
	Text   string
	// Mention addresses the bot. Thread is the Key of a message to speak in the
	// thread of, empty for none.
	Mention bool
	Thread  string
	// By marks what another bot says, Self what the bot itself says.
	By, Self bool
}

// Shown is a message of the bot's as people see it.
type Shown struct {
	// Quotes are the quoted words, un-escaped.
	Quotes []string
	// Text is everything else in it.
	Text string
	// Fired are things in it that the platform would act on although they are
	// words of the record or of a person: mentions, formatting, previews.
	Fired []string
	// Alone reports whether only one person sees it.
	Alone bool
}

// Session is a running adapter and the platform around it.
type Session interface {
	// Say has somebody say something, and returns a key for it.
	Say(t *testing.T, s Said) (key string)
	// Again has the platform deliver a message a second time.
	Again(t *testing.T, key string)
	// Shown waits until the bot showed at least n messages in a place, and
	// returns all of them, oldest first.
	Shown(t *testing.T, place string, direct bool, n int) []Shown
	// Stop ends the adapter as on shutdown: it takes nothing more, and comes back
	// once Run has returned. The queue is the suite's to close afterwards.
	Stop(t *testing.T)
	// Problems are the ways in which the platform was misused.
	Problems() []string
}

// Starter starts an adapter for a bot and a queue and returns once it takes
// messages. It registers its own clean-up, which has to bear a session that was
// stopped before.
type Starter func(t *testing.T, b *bot.Bot, queue *bot.Pool) Session

// Run puts an adapter through all that is asked of every one.
func Run(t *testing.T, start Starter) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *world)
	}{
		{"quotes arrive byte for byte", testQuotes},
		{"nothing in a document fires", testFires},
		{"a quote beyond the platform's limits is left out whole, and said so", testEndless},
		{"several quotes", testSeveral},
		{"a question of several parts", testParts},
		{"abstaining", testAbstaining},
		{"help and thanks", testNotices},
		{"follow-up without a mention", testFollowUp},
		{"silence where it is not addressed", testSilence},
		{"bots are not answered", testBots},
		{"delivered twice, answered once", testTwice},
		{"direct message", testDirect},
		{"a full queue says so", testBusy},
		{"shutdown finishes what was accepted", testShutdown},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, newWorld(t, start)) })
	}
}

func testQuotes(t *testing.T, w *world) {
	for _, topic := range []string{TopicPlain, TopicMarkup, TopicMentions, TopicLinks, TopicEntities, TopicUnicode, TopicLong} {
		shown := w.ask(t, "quotes-"+topic, "What is said on "+topic+"?")
		var want []string
		for _, q := range w.record.Quotes(topic) {
			want = append(want, q.Quote.Text())
		}
		if diff := cmp.Diff(want, shown.Quotes); diff != "" {
			t.Errorf("%s: quotes (-record +shown):\n%s", topic, diff)
		}
	}
}

func testFires(t *testing.T, w *world) {
	for _, topic := range []string{TopicMarkup, TopicMentions, TopicLinks, TopicEntities, TopicUnicode} {
		if shown := w.ask(t, "fires-"+topic, "What is said on "+topic+"?"); len(shown.Fired) > 0 {
			t.Errorf("%s: fired %q", topic, shown.Fired)
		}
	}
}

func testEndless(t *testing.T, w *world) {
	shown := w.ask(t, "endless", "What is said on "+TopicEndless+"?")
	whole := w.record.Quotes(TopicEndless)[0].Quote.Text()
	for _, q := range shown.Quotes {
		if q != whole {
			t.Errorf("a part of a quote is shown: %.60q…", q)
		}
	}
	if len(shown.Quotes) == 0 && strings.TrimSpace(shown.Text) == "" {
		t.Error("the quote is left out without a word")
	}
}

func testSeveral(t *testing.T, w *world) {
	shown := w.ask(t, "several", "How long is "+TopicMany+" now?")
	if len(shown.Quotes) != 3 {
		t.Fatalf("%d quotes, want 3: %q", len(shown.Quotes), shown.Quotes)
	}
	for i, q := range w.record.Quotes(TopicMany)[:3] {
		if shown.Quotes[i] != q.Quote.Text() {
			t.Errorf("quote %d = %q, want %q", i, shown.Quotes[i], q.Quote.Text())
		}
	}
	for _, want := range []string{"Sam <Sample> & *Co*", "Minister of State", "Department of Examples", "9 March 2025"} {
		if !strings.Contains(shown.Text, want) {
			t.Errorf("the attribution lacks %q: %s", want, shown.Text)
		}
	}
}

func testAbstaining(t *testing.T, w *world) {
	shown := w.ask(t, "abstain", "What is planned for the moon?")
	if !strings.Contains(strings.ToLower(shown.Text), "nothing on the record") || !strings.Contains(shown.Text, "not an answer") {
		t.Errorf("it does not say that the record holds no answer: %s", shown.Text)
	}
	if len(shown.Quotes) > 0 && shown.Quotes[0] != w.record.Quotes(TopicPlain)[0].Quote.Text() {
		t.Errorf("nearest = %q", shown.Quotes)
	}
}

func testNotices(t *testing.T, w *world) {
	for _, text := range []string{"help", "thanks!"} {
		shown := w.ask(t, "notice-"+text[:4], text)
		if len(shown.Quotes) > 0 || strings.TrimSpace(shown.Text) == "" {
			t.Errorf("%s: %+v", text, shown)
		}
	}
}

func testFollowUp(t *testing.T, w *world) {
	key := w.session.Say(t, Said{Place: "follow", User: "u1", Text: "What is said on " + TopicPlain + "?", Mention: true})
	w.session.Shown(t, "follow", false, 1)
	w.session.Say(t, Said{Place: "follow", User: "u1", Thread: key, Text: "and on " + TopicMarkup + "?"})
	shown := w.session.Shown(t, "follow", false, 2)
	if len(shown) != 2 {
		t.Fatalf("%d messages, want 2", len(shown))
	}
	want := w.record.Quotes(TopicMarkup)[0].Quote.Text()
	plain := w.record.Quotes(TopicPlain)[0].Quote.Text()
	// Which of the two topics the rewritten question leads to is the
	// conversation's business; that it is answered is the adapter's.
	if len(shown[1].Quotes) != 1 || shown[1].Quotes[0] != want && shown[1].Quotes[0] != plain {
		t.Errorf("follow-up got %q", shown[1].Quotes)
	}
}

func testSilence(t *testing.T, w *world) {
	w.session.Say(t, Said{Place: "silence", User: "u1", Text: "What is said on " + TopicPlain + "?"})
	w.session.Say(t, Said{Place: "silence", User: "u2", Text: "lunch, anyone?"})
	w.settle(t)
	if shown := w.session.Shown(t, "silence", false, 0); len(shown) != 0 {
		t.Errorf("it spoke without being asked: %+v", shown)
	}
}

func testBots(t *testing.T, w *world) {
	w.session.Say(t, Said{Place: "bots", User: "u1", Text: "What is said on " + TopicPlain + "?", Mention: true, By: true})
	w.session.Say(t, Said{Place: "bots", User: "u1", Text: "What is said on " + TopicPlain + "?", Mention: true, Self: true})
	w.settle(t)
	if shown := w.session.Shown(t, "bots", false, 0); len(shown) != 0 {
		t.Errorf("it answered a bot: %+v", shown)
	}
}

func testTwice(t *testing.T, w *world) {
	key := w.session.Say(t, Said{Place: "twice", User: "u1", Text: "What is said on " + TopicPlain + "?", Mention: true})
	w.session.Again(t, key)
	w.session.Shown(t, "twice", false, 1)
	w.session.Again(t, key)
	w.settle(t)
	if shown := w.session.Shown(t, "twice", false, 1); len(shown) != 1 {
		t.Errorf("%d answers, want one", len(shown))
	}
}

func testDirect(t *testing.T, w *world) {
	w.session.Say(t, Said{Place: "direct", Direct: true, User: "u1", Text: "What is said on " + TopicPlain + "?"})
	shown := w.session.Shown(t, "direct", true, 1)
	if len(shown) != 1 || len(shown[0].Quotes) != 1 {
		t.Errorf("shown %+v", shown)
	}
}

func testBusy(t *testing.T, w *world) {
	w.record.Gate = make(chan struct{})
	const asked = workers + queued + 4
	for i := range asked {
		w.session.Say(t, Said{Place: fmt.Sprintf("busy-%d", i), User: fmt.Sprintf("u%d", i), Text: "What is said on " + TopicPlain + "?", Mention: true})
	}
	// Whatever has no room is told so while the others still wait.
	told := 0
	for deadline := time.Now().Add(5 * time.Second); told < 4 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		told = 0
		for i := range asked {
			told += len(w.session.Shown(t, fmt.Sprintf("busy-%d", i), false, 0))
		}
	}
	if told < 4 {
		t.Errorf("%d of at least 4 were told that there is no room", told)
	}
	close(w.record.Gate)
	for i := range asked {
		if shown := w.session.Shown(t, fmt.Sprintf("busy-%d", i), false, 1); len(shown) != 1 {
			t.Errorf("question %d got %d replies, want one", i, len(shown))
		}
	}
}

func testShutdown(t *testing.T, w *world) {
	w.record.Gate = make(chan struct{})
	const asked = workers + queued/2
	for i := range asked {
		w.session.Say(t, Said{Place: fmt.Sprintf("down-%d", i), User: fmt.Sprintf("u%d", i), Text: "What is said on " + TopicPlain + "?", Mention: true})
	}
	w.session.Stop(t)
	close(w.record.Gate)
	w.close(t)
	for i := range asked {
		if shown := w.session.Shown(t, fmt.Sprintf("down-%d", i), false, 1); len(shown) != 1 || len(shown[0].Quotes) != 1 {
			t.Errorf("question %d got %+v", i, shown)
		}
	}
}

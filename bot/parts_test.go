package bot_test

import (
	"strings"
	"testing"

	"ontherecord/bot"
)

const twoParts = "How much is going into new radiotherapy machines? And who is offered bowel cancer screening?"

// TestParts: the buttons under an answer in parts mean the quotes as they are
// shown, and going on from it works as from any other.
func TestParts(t *testing.T) {
	w := newWorld(t, nil)
	r := w.say(t, twoParts)
	if r.Kind != bot.KindAnswer || len(r.Answer.Parts) != 2 || len(r.Answer.Quotes) < 2 {
		t.Fatalf("got %s, parts %+v, quotes %q", r.Kind, r.Answer.Parts, quoted(r))
	}
	for i, q := range r.Answer.Quotes {
		for _, do := range []bot.Do{bot.DoContext, bot.DoCite} {
			got, err := w.Act(t.Context(), bot.Action{Platform: "test", Workspace: "W", Channel: "C", User: "U1", Do: do, Ref: r.Ref, Quote: i})
			if err != nil || got.Quoted.Quote.Text() != q.Quote.Text() {
				t.Errorf("%s of quote %d: %q, error %v; want %q", do, i, got.Quoted.Quote.Text(), err, q.Quote.Text())
			}
		}
	}
	shared, err := w.Act(t.Context(), bot.Action{Platform: "test", Workspace: "W", Channel: "C", User: "U1", Do: bot.DoShare, Ref: r.Ref})
	if err != nil || quoted(shared.Reply) != quoted(r) || len(shared.Reply.Answer.Parts) != 2 {
		t.Errorf("shared %q with parts %+v, error %v", quoted(shared.Reply), shared.Reply.Answer.Parts, err)
	}
}

// TestWhoSaidAPart: the quote that is asked about is shown without the parts,
// which refer to others as well.
func TestWhoSaidAPart(t *testing.T) {
	w := newWorld(t, nil)
	w.say(t, twoParts, direct)
	who := w.say(t, "who said that?", direct)
	if len(who.Answer.Quotes) != 1 || len(who.Answer.Parts) > 0 || !strings.Contains(who.Text, "Ashley Dalton") {
		t.Errorf("%q: quotes %q, parts %+v", who.Text, quoted(who), who.Answer.Parts)
	}
}

func TestMoreAfterParts(t *testing.T) {
	w := newWorld(t, nil)
	r := w.say(t, twoParts, direct)
	seen := make(map[string]bool)
	for _, q := range r.Answer.Quotes {
		seen[q.Quote.Text()] = true
	}
	for r.Answer.More {
		if r = w.say(t, "more", direct); r.Kind != bot.KindAnswer {
			t.Fatalf("more was promised, and then: %s", r.Text)
		}
		for _, q := range r.Answer.Quotes {
			if seen[q.Quote.Text()] {
				t.Fatalf("%q comes twice", q.Quote.Text())
			}
			seen[q.Quote.Text()] = true
		}
	}
	if r := w.say(t, "more", direct); r.Notice != bot.NoticeNoMore {
		t.Errorf("at the end: %s %q", r.Notice, quoted(r))
	}
}

package bot

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strings"

	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
	"ontherecord/retrieval/followup"
)

// ask answers a question, read against the one before it.
func (b *Bot) ask(ctx context.Context, m Message, s setting) (Reply, error) {
	previous := s.previous
	reading := followup.Read(followup.Turn{Question: previous.Question}, s.text)
	if reading.Kind > followup.Refined {
		return b.askAgain(ctx, m, s, reading.Kind)
	}
	q := retrieval.Question{Text: reading.Question, Filter: m.Filter}
	if reading.Kind == followup.Refined {
		q.Filter = m.Filter.Merge(previous.Filter)
	}
	a, err := b.answerer.Answer(ctx, q)
	if err != nil {
		return Reply{}, err
	}
	followed := reading.Kind == followup.Refined
	// What was taken for a follow-up may have been a question of its own.
	if followed && !a.Answered && len(plainWords(s.text)) >= ownQuestion {
		own := retrieval.Question{Text: s.text, Filter: m.Filter}
		alone, err := b.answerer.Answer(ctx, own)
		if err != nil {
			return Reply{}, err
		}
		if alone.Answered {
			a, q, followed = alone, own, false
		}
	}
	if a.Reason == retrieval.ReasonEmpty || a.Reason == retrieval.ReasonSmallTalk {
		return b.notice(m, s, NoticeNoQuestion), nil
	}
	if !a.Answered && m.How == HowAmbient && !s.spoken {
		return b.silence(s, NoticeNotAnswered), nil // nobody asked the bot
	}
	reply := b.present(m, s, q, a)
	reply.FollowUp = followed
	return b.remember(ctx, m, s, q, reply)
}

// ownQuestion is how many words a question of its own has at least.
const ownQuestion = 4

// askAgain answers what asks about the answer before: more quotes, or who said
// what was shown, when, and where it stands.
func (b *Bot) askAgain(ctx context.Context, m Message, s setting, kind followup.Kind) (Reply, error) {
	p := s.previous
	if p.Ref == "" || !p.Answered {
		return b.notice(m, s, NoticeNoContext), nil
	}
	if kind == followup.More {
		return b.more(ctx, m, s, p)
	}
	q := retrieval.Question{Text: p.Question, Filter: p.Filter, Skip: p.Skip}
	a, err := b.answerer.Answer(ctx, q)
	if err != nil {
		return Reply{}, err
	}
	first, ok := find(a, p.Shown[0])
	if !ok {
		return b.notice(m, s, NoticeChanged), nil
	}
	a.Parts = nil // they refer to the quotes that go
	a.Quotes, a.More = []retrieval.Quoted{first}, a.More || len(a.Quotes) > 1
	reply := b.present(m, s, q, a)
	line := cite.Attribute(first.Quote)
	switch kind {
	case followup.Who:
		reply.Text = "That was said by " + line.Who() + "."
	case followup.When:
		reply.Text = "That is dated " + line.Date + "."
		if first.Quote.Citation().Date.IsZero() {
			reply.Text = "The source gives no date for that."
		}
	case followup.Where:
		reply.Text = "That stands in: " + cite.Source(first.Quote) + "."
		if link := cite.Link(first.Quote); link != "" {
			reply.Text += " " + link
		}
	}
	return b.remember(ctx, m, s, q, reply)
}

// more answers with the quotes after those that turn p showed.
func (b *Bot) more(ctx context.Context, m Message, s setting, p Turn) (Reply, error) {
	q := retrieval.Question{Text: p.Question, Filter: p.Filter, Skip: p.Skip + len(p.Shown)}
	a, err := b.answerer.Answer(ctx, q)
	if err != nil {
		return Reply{}, err
	}
	if len(a.Quotes) == 0 {
		return b.notice(m, s, NoticeNoMore), nil
	}
	reply := b.present(m, s, q, a)
	reply.FollowUp = true
	return b.remember(ctx, m, s, q, reply)
}

// present makes the reply that shows a.
func (b *Bot) present(m Message, s setting, q retrieval.Question, a retrieval.Answer) Reply {
	reply := Reply{
		Kind: KindAnswer, Question: q.Text, Answer: a, Understood: a.Understood.String(), Unknown: a.Unknown,
		Corrected: a.Corrected, Notes: notesOf(a), Private: b.private(m, s.settings), Ref: newRef(),
		Thread: s.conversation, Replaces: s.edited.Posted,
	}
	if !a.Answered {
		reply.Kind, reply.Text = KindAbstention, cite.Abstention(a)
	}
	return reply
}

// remember stores the turn that reply ends.
func (b *Bot) remember(ctx context.Context, m Message, s setting, q retrieval.Question, reply Reply) (Reply, error) {
	a := reply.Answer
	t := Turn{
		Ref: reply.Ref, Platform: m.Platform, Workspace: m.Workspace, Channel: m.Channel, Conversation: s.conversation,
		Message: m.ID, User: m.User, Text: m.Text, Question: q.Text, Filter: q.Filter, Skip: q.Skip,
		Answered: a.Answered, Reason: a.Reason, Private: reply.Private, Posted: s.edited.Posted,
		Topic: b.topic(q.Text), At: m.At,
	}
	for _, shown := range shownIn(a) {
		t.Shown = append(t.Shown, identify(shown))
	}
	if err := b.memory.SaveTurn(ctx, t); err != nil {
		return Reply{}, err
	}
	b.log.Debug("answered", "question", q.Text, "answered", a.Answered, "quotes", len(a.Quotes), "reason", a.Reason)
	return reply, nil
}

// shownIn are the quotes that an answer shows: those that answer, or the
// nearest ones.
func shownIn(a retrieval.Answer) []retrieval.Quoted {
	if a.Answered {
		return a.Quotes
	}
	return a.Nearest
}

func identify(q retrieval.Quoted) Shown {
	c := q.Quote.Citation()
	return Shown{Document: c.Document, Revision: c.Revision, Span: q.Quote.Span()}
}

// find returns the quote of a that stands where shown does.
func find(a retrieval.Answer, shown Shown) (retrieval.Quoted, bool) {
	for _, q := range shownIn(a) {
		if identify(q) == shown {
			return q, true
		}
	}
	return retrieval.Quoted{}, false
}

// newRef returns a name for a reply that nobody can guess: 16 characters of
// letters, digits, '-' and '_'.
func newRef() string {
	var raw [12]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// topic names what a question asks apart from its wording: its terms, each
// once, in order of the alphabet.
func (b *Bot) topic(question string) string {
	var terms []string
	for _, t := range b.analyzer.Tokens(nil, question) {
		if !t.Stop() {
			terms = append(terms, t.Term)
		}
	}
	slices.Sort(terms)
	return strings.Join(slices.Compact(terms), " ")
}

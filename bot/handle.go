package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// Handle answers m. The Reply is to be rendered in every case: an error comes
// with a Reply that says in words what went wrong, and is for the log alone.
// Messages of one conversation should be handled in their order (see Pool).
func (b *Bot) Handle(ctx context.Context, m Message) (reply Reply, err error) {
	if m.At.IsZero() {
		m.At = b.now()
	}
	ctx, cancel := context.WithTimeout(ctx, b.config.Deadline)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("handling a message panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("handle a message: panic: %v", p)
		}
		if err != nil {
			reply = b.failure(m, err)
		}
	}()
	return b.handle(ctx, m)
}

func (b *Bot) handle(ctx context.Context, m Message) (Reply, error) {
	s, err := b.surroundings(ctx, m)
	if err != nil {
		return Reply{}, err
	}
	v, err := b.judge(ctx, m, s)
	if err != nil {
		return Reply{}, err
	}
	if v.kind == KindSilence {
		return b.silence(s, v.notice), nil
	}
	// Remembered under its unique key before anything is said: a message is
	// answered at most once.
	if first, err := b.claim(ctx, m.Platform, m.Workspace, m.Delivery, m.At); err != nil || !first {
		return b.silence(s, NoticeDuplicate), err
	}
	if r := b.limits.take(m, b.now()); r.notice != "" {
		if r.told {
			return b.silence(s, r.notice), nil
		}
		reply := b.notice(m, s, r.notice)
		reply.Text, reply.RetryAfter = rateWords(r.notice, r.wait), r.wait.Round(time.Second)
		reply.Private = true
		return reply, nil
	}
	if v.notice != "" {
		reply := b.notice(m, s, v.notice)
		reply.Private = v.private
		return reply, nil
	}
	if reply, done, err := b.obey(ctx, m, s); done || err != nil {
		return reply, err
	}
	if n := b.unfit(m.Text, s.text); n != "" {
		return b.notice(m, s, n), nil
	}
	if n := medical(s.text); n != "" {
		reply := b.notice(m, s, n)
		reply.Private = m.How != HowDirect
		return reply, nil
	}
	return b.ask(ctx, m, s)
}

// claim reports whether a delivery is seen for the first time.
func (b *Bot) claim(ctx context.Context, platform, workspace, delivery string, at time.Time) (bool, error) {
	if delivery == "" {
		return true, nil
	}
	return b.memory.Claim(ctx, platform+"/"+workspace+"/"+delivery, at)
}

func (b *Bot) silence(s setting, why Notice) Reply {
	return Reply{Kind: KindSilence, Notice: why, Thread: s.conversation}
}

func (b *Bot) notice(m Message, s setting, n Notice) Reply {
	return Reply{
		Kind: KindNotice, Notice: n, Text: words[n], Thread: s.conversation,
		Private: b.private(m, s.settings), Replaces: s.edited.Posted,
	}
}

// private reports whether a reply to m is for its writer alone.
func (b *Bot) private(m Message, s Settings) bool {
	return m.Private || s.Private && m.How != HowDirect
}

// obey does what a command says, and answers small talk. Done is false for
// everything else.
func (b *Bot) obey(ctx context.Context, m Message, s setting) (reply Reply, done bool, err error) {
	reply = b.notice(m, s, "")
	switch s.does {
	case commandHelp:
		reply.Kind, reply.Text = KindHelp, helpWords
	case commandHello:
		reply.Kind, reply.Text = KindGreeting, greetingWords
	case commandThanks:
		reply.Kind, reply.Text = KindThanks, thanksWords
		return reply, true, nil
	case commandBye:
		reply.Kind, reply.Text = KindThanks, goodbyeWords
		return reply, true, nil
	case commandStop:
		reply.Notice, reply.Text = NoticeMuted, words[NoticeMuted]
		return reply, true, b.memory.SetMuted(ctx, s.conversation, true, m.At)
	case commandStart:
		reply.Notice, reply.Text = NoticeUnmuted, words[NoticeUnmuted]
		return reply, true, b.memory.SetMuted(ctx, s.conversation, false, m.At)
	case commandRecord:
		o, err := b.Overview(ctx)
		if err != nil {
			return reply, true, err
		}
		reply.Notice, reply.Text = NoticeRecord, o.String()
	default:
		return reply, false, nil
	}
	// Whoever asks for help, says hello or looks at the record may want to know
	// what to ask. Suggestions are a courtesy: without them the reply stands.
	if reply.Suggestions, err = b.Suggest(ctx); err != nil {
		b.log.Warn("finding suggestions failed", "error", err)
	}
	return reply, true, nil
}

// failure puts an error into words.
func (b *Bot) failure(m Message, err error) Reply {
	n := noticeOf(err)
	return Reply{Kind: KindError, Notice: n, Text: words[n], Thread: m.Conversation(), Private: m.Private}
}

func noticeOf(err error) Notice {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return NoticeTimeout
	case errors.Is(err, retrieval.ErrIndexDamaged):
		return NoticeDamaged
	}
	return NoticeFailed
}

// Busy is the reply to a message that found the queue full.
func (b *Bot) Busy(m Message) Reply {
	return Reply{Kind: KindError, Notice: NoticeBusy, Text: words[NoticeBusy], Thread: m.Conversation(), Private: m.Private}
}

// notesOf are the lines to show under an answer.
func notesOf(a retrieval.Answer) []string {
	var notes []string
	for _, c := range a.Corrected {
		notes = append(notes, "Read “"+c.From+"” as “"+c.To+"”.")
	}
	if a.Reason != retrieval.ReasonUnknown {
		for _, name := range a.Unknown {
			notes = append(notes, "The record has nobody called “"+name+"”.")
		}
	}
	seen := map[string]bool{}
	for _, quotes := range [][]retrieval.Quoted{a.Quotes, a.Nearest} {
		for _, q := range quotes {
			source := q.Quote.Citation().Source
			for _, line := range []string{source.Note, source.Attribution} {
				if line != "" && !seen[line] {
					seen[line] = true
					notes = append(notes, line)
				}
			}
		}
	}
	if a.Answered {
		line := cite.Searched(a.Searched)
		notes = append(notes, "S"+line[1:]+".")
	}
	return notes
}

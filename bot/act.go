package bot

import (
	"context"
	"fmt"
	"runtime/debug"

	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// Act does what a button says, for the reply that it stands under. As with
// Handle, an error comes with a Result in words.
func (b *Bot) Act(ctx context.Context, a Action) (result Result, err error) {
	if a.At.IsZero() {
		a.At = b.now()
	}
	ctx, cancel := context.WithTimeout(ctx, b.config.Deadline)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("handling a button panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("handle a button: panic: %v", p)
		}
		if err != nil {
			result = told(a, noticeOf(err))
		}
		if result.Reply.Kind == "" {
			result.Reply.Kind = KindSilence
		}
	}()
	return b.act(ctx, a)
}

// told is a result in words, for the presser alone.
func told(a Action, n Notice) Result {
	return Result{Do: a.Do, Notice: n, Text: words[n], Private: true}
}

func (b *Bot) act(ctx context.Context, a Action) (Result, error) {
	turn, err := b.memory.FindTurn(ctx, TurnKey{Ref: a.Ref, Platform: a.Platform, Workspace: a.Workspace})
	if err != nil {
		return Result{}, err
	}
	if a.Ref == "" || turn.Ref == "" {
		return told(a, NoticeExpired), nil
	}
	if first, err := b.claim(ctx, a.Platform, a.Workspace, a.Delivery, a.At); err != nil || !first {
		return Result{Do: a.Do, Notice: NoticeDuplicate, Private: true}, err
	}
	switch a.Do {
	case DoUseful, DoNotUseful:
		return b.vote(ctx, a, turn)
	case DoMore:
		return b.showMore(ctx, a, turn)
	case DoContext, DoCite:
		return b.showQuote(ctx, a, turn)
	case DoShare:
		return b.share(ctx, a, turn)
	}
	return Result{}, fmt.Errorf("unknown button %q", a.Do)
}

func (b *Bot) vote(ctx context.Context, a Action, t Turn) (Result, error) {
	if a.Quote < 0 || a.Quote >= len(t.Shown) {
		return told(a, NoticeExpired), nil
	}
	err := b.memory.SaveVote(ctx, Vote{
		Ref: t.Ref, Platform: a.Platform, Workspace: a.Workspace, User: a.User, Question: t.Question,
		Quote: t.Shown[a.Quote], Useful: a.Do == DoUseful, At: a.At,
	})
	return told(a, NoticeFeedback), err
}

// again answers a turn's question once more. The same record gives the same
// quotes; after a change only those that still stand as they did can be found.
func (b *Bot) again(ctx context.Context, t Turn) (retrieval.Answer, error) {
	return b.answerer.Answer(ctx, retrieval.Question{Text: t.Question, Filter: t.Filter, Skip: t.Skip})
}

func (b *Bot) showQuote(ctx context.Context, a Action, t Turn) (Result, error) {
	if a.Quote < 0 || a.Quote >= len(t.Shown) {
		return told(a, NoticeExpired), nil
	}
	answer, err := b.again(ctx, t)
	if err != nil {
		return Result{}, err
	}
	q, ok := find(answer, t.Shown[a.Quote])
	if !ok {
		return told(a, NoticeChanged), nil
	}
	result := Result{Do: a.Do, Quoted: q, Private: true}
	if a.Do == DoCite {
		result.Citation = cite.Plain(q.Quote)
	}
	return result, nil
}

// message is the message that a button's reply would be a reply to.
func (a Action) message(t Turn) (Message, setting) {
	m := Message{Platform: a.Platform, Workspace: a.Workspace, Channel: a.Channel, ID: t.Message, User: a.User, Text: t.Text, Private: t.Private, At: a.At}
	return m, setting{conversation: t.Conversation}
}

func (b *Bot) showMore(ctx context.Context, a Action, t Turn) (Result, error) {
	if !t.Answered {
		return told(a, NoticeNoMore), nil
	}
	m, s := a.message(t)
	reply, err := b.more(ctx, m, s, t)
	if err != nil {
		return Result{}, err
	}
	if reply.Kind == KindNotice {
		return told(a, reply.Notice), nil
	}
	return Result{Do: a.Do, Reply: reply, Private: reply.Private}, nil
}

// share makes the public reply out of a private one, once a channel.
func (b *Bot) share(ctx context.Context, a Action, t Turn) (Result, error) {
	settings, err := b.Settings(ctx, Place{a.Platform, a.Workspace, a.Channel})
	if err != nil {
		return Result{}, err
	}
	if a.External && !settings.External && !b.config.Settings.External {
		return told(a, NoticeExternal), nil
	}
	answer, err := b.again(ctx, t)
	if err != nil {
		return Result{}, err
	}
	if shown := shownIn(answer); len(shown) < len(t.Shown) || !stand(shown, t.Shown) {
		return told(a, NoticeChanged), nil
	}
	first, err := b.memory.Claim(ctx, "share/"+t.Ref+"/"+a.Platform+"/"+a.Workspace+"/"+a.Channel, a.At)
	if err != nil {
		return Result{}, err
	}
	if !first {
		return told(a, NoticeShared), nil
	}
	m, s := a.message(t)
	m.Private = false
	q := retrieval.Question{Text: t.Question, Filter: t.Filter, Skip: t.Skip}
	reply := b.present(m, s, q, answer)
	// Shared, the answer opens a conversation of its own under the same question.
	reply, err = b.remember(ctx, m, s, q, reply)
	return Result{Do: a.Do, Reply: reply}, err
}

// stand reports whether the quotes are the ones that were shown.
func stand(quotes []retrieval.Quoted, shown []Shown) bool {
	for i, s := range shown {
		if identify(quotes[i]) != s {
			return false
		}
	}
	return true
}

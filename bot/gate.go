package bot

import (
	"context"
	"strings"
	"time"

	"ontherecord/retrieval/followup"
)

// forgetContext is how long a question is what a follow-up means in a
// conversation without an end: a direct message or somebody's commands.
const forgetContext = time.Hour

// setting is what is known of a message's surroundings when it comes.
type setting struct {
	conversation string
	// previous is the turn before in the conversation, with an empty Ref where
	// there is none. Spoken reports whether the bot ever spoke in it.
	previous Turn
	spoken   bool
	settings Settings
	// edited is the turn of the same message before it was edited.
	edited Turn
	text   string // cleaned
	does   command
}

// verdict says what becomes of a message before it is read as a question:
// nothing (speak), a silence, or a notice.
type verdict struct {
	kind    Kind
	notice  Notice
	private bool
}

var speak = verdict{}

// addressed reports whether m is meant for the bot in any case.
func (m Message) addressed() bool { return m.How != HowAmbient }

// surroundings looks up what is known before m is answered.
func (b *Bot) surroundings(ctx context.Context, m Message) (setting, error) {
	s := setting{conversation: m.Conversation(), text: clean(m.Text)}
	s.does = commandOf(s.text)
	var err error
	if s.settings, err = b.Settings(ctx, m.Place()); err != nil {
		return s, err
	}
	if m.How == HowAmbient && m.Thread == "" && m.InReplyTo == "" && !m.Edited && s.settings.When != WhenEvery {
		return s, nil // the most frequent message of all: nothing to look up
	}
	if m.Edited {
		if s.edited, err = b.memory.FindTurn(ctx, TurnKey{Conversation: s.conversation, Message: m.ID}); err != nil {
			return s, err
		}
		s.spoken = s.edited.Ref != ""
		return s, nil
	}
	if m.InReplyTo != "" {
		key := TurnKey{Platform: m.Platform, Workspace: m.Workspace, Posted: m.InReplyTo}
		if s.previous, err = b.memory.FindTurn(ctx, key); err != nil {
			return s, err
		}
		if s.previous.Ref != "" {
			s.conversation, s.spoken = s.previous.Conversation, true
			return s, nil
		}
	}
	if s.previous, err = b.memory.FindTurn(ctx, TurnKey{Conversation: s.conversation}); err != nil {
		return s, err
	}
	if s.previous.Ref == "" && m.Thread != "" {
		// A thread under a message of the bot's, such as a shared answer.
		key := TurnKey{Platform: m.Platform, Workspace: m.Workspace, Channel: m.Channel, Posted: m.Thread}
		if s.previous, err = b.memory.FindTurn(ctx, key); err != nil {
			return s, err
		}
	}
	s.spoken = s.previous.Ref != ""
	endless := m.Thread == "" && m.How != HowMention && m.How != HowAmbient
	if endless && m.At.Sub(s.previous.At) > forgetContext {
		s.previous = Turn{}
	}
	return s, nil
}

// judge decides whether the bot speaks to m at all.
func (b *Bot) judge(ctx context.Context, m Message, s setting) (verdict, error) {
	switch {
	case m.External && !s.settings.External && !b.config.Settings.External:
		return refuse(m, NoticeExternal), nil
	case s.settings.When == WhenOff && m.How != HowDirect:
		return refuse(m, NoticeOff), nil
	case m.Edited:
		return b.judgeEdit(m, s), nil
	case m.addressed():
		return speak, b.welcome(ctx, m, s)
	case !s.spoken && s.settings.When != WhenEvery:
		return verdict{kind: KindSilence, notice: NoticeNotForBot}, nil
	}
	return b.judgeAmbient(ctx, m, s)
}

func refuse(m Message, n Notice) verdict {
	if m.addressed() && !m.Edited {
		return verdict{KindNotice, n, true}
	}
	return verdict{kind: KindSilence, notice: n}
}

// judgeEdit lets an edit through that asks something else than before, or that
// made a question of what was none.
func (b *Bot) judgeEdit(m Message, s setting) verdict {
	switch {
	case s.edited.Ref == "" && !m.addressed():
		return verdict{kind: KindSilence, notice: NoticeNotForBot}
	case s.edited.Ref != "" && clean(s.edited.Text) == s.text:
		return verdict{kind: KindSilence, notice: NoticeUnchanged}
	}
	return speak
}

// people marks a conversation in which people went on among themselves.
func people(conversation string) string { return conversation + "\x00people" }

// welcome is called when somebody addresses the bot in a conversation that
// people had gone on with among themselves: from then on it listens again.
func (b *Bot) welcome(ctx context.Context, m Message, s setting) error {
	if m.Thread == "" && m.InReplyTo == "" {
		return nil
	}
	among, err := b.memory.Muted(ctx, people(s.conversation))
	if err != nil || !among {
		return err
	}
	return b.memory.SetMuted(ctx, people(s.conversation), false, m.At)
}

// judgeAmbient decides on a message that nobody addressed to the bot, in a
// thread where it spoke or in a channel where it answers every question. Once
// people address one another in a thread, it is theirs until the bot is
// mentioned again.
func (b *Bot) judgeAmbient(ctx context.Context, m Message, s setting) (verdict, error) {
	quiet := verdict{kind: KindSilence, notice: NoticeNotForBot}
	muted, err := b.memory.Muted(ctx, s.conversation)
	if err != nil {
		return quiet, err
	}
	if muted {
		if s.does == commandStart && !m.MentionsOthers {
			return speak, nil
		}
		return verdict{kind: KindSilence, notice: NoticeIsMuted}, nil
	}
	if m.MentionsOthers {
		if s.spoken {
			return quiet, b.memory.SetMuted(ctx, people(s.conversation), true, m.At)
		}
		return quiet, nil
	}
	theirs, err := b.memory.Muted(ctx, people(s.conversation))
	switch {
	case err != nil || theirs:
		return quiet, err
	case s.spoken && (s.does == commandStop || s.does == commandHelp && strings.HasPrefix(strings.ToLower(s.text), "help")):
		return speak, nil
	case s.does != commandNone || !isAsked(s.text, followup.Turn{Question: s.previous.Question}):
		return quiet, nil
	}
	return speak, nil
}

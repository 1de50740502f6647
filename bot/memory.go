package bot

import (
	"context"
	"time"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// Memory is what the bot remembers between messages. All methods may be called
// at the same time; package memory holds the implementation.
type Memory interface {
	Deliveries
	Conversations
	Preferences
	Votes
}

// Deliveries remembers what was delivered.
type Deliveries interface {
	// Claim reports whether key is seen for the first time, and remembers it. Of
	// several calls at once exactly one gets true.
	Claim(ctx context.Context, key string, at time.Time) (bool, error)
	// Forget drops everything that happened before a time: deliveries, turns,
	// votes and mutes. It returns how many rows went.
	Forget(ctx context.Context, before time.Time) (int, error)
}

// Conversations remembers turns. A look-up that finds nothing returns a Turn
// with an empty Ref and no error.
type Conversations interface {
	SaveTurn(ctx context.Context, t Turn) error
	// FindTurn returns the latest turn that fits every field of key that is not
	// empty: Ref, Conversation, Message, Posted; Platform, Workspace and Channel
	// narrow it.
	FindTurn(ctx context.Context, key TurnKey) (Turn, error)
	// TurnsOf returns a person's turns, latest first.
	TurnsOf(ctx context.Context, platform, workspace, user string, limit int) ([]Turn, error)
	// Posted remembers the platform's ID of the message that shows a turn.
	Posted(ctx context.Context, ref, message string) error
}

// Preferences remembers settings and muted conversations.
type Preferences interface {
	Settings(ctx context.Context, at Place) (Settings, bool, error)
	SetSettings(ctx context.Context, at Place, s Settings) error
	Muted(ctx context.Context, conversation string) (bool, error)
	SetMuted(ctx context.Context, conversation string, muted bool, at time.Time) error
}

// Votes remembers what people thought of quotes, and lists what the record did
// not answer.
type Votes interface {
	// SaveVote stores v in place of an earlier vote of the same person on the
	// same quote.
	SaveVote(ctx context.Context, v Vote) error
	// Votes lists all votes, latest first.
	Votes(ctx context.Context) ([]Vote, error)
	// Gaps lists the questions that were not answered, most asked first.
	Gaps(ctx context.Context) ([]Gap, error)
}

// Turn is a question and what became of it.
type Turn struct {
	Ref                          string
	Platform, Workspace, Channel string
	// Conversation is Message.Conversation, Message the ID of the message.
	Conversation, Message string
	User                  string
	// Text is what was typed, Question what was understood by it.
	Text, Question string
	// Filter is the options given beside the words, and Skip the number of
	// quotes that came before.
	Filter   retrieval.Filter
	Skip     int
	Answered bool
	Reason   retrieval.Reason
	// Shown identifies the quotes that were shown, in their order.
	Shown   []Shown
	Private bool
	// Posted is the platform's ID of the message that shows the reply.
	Posted string
	// Topic groups turns that ask the same in other words.
	Topic string
	At    time.Time
}

// Shown identifies a quote: where in which revision of which document.
type Shown struct {
	Document string
	Revision int
	Span     corpus.Span
}

// TurnKey says which turn is meant.
type TurnKey struct {
	Ref, Conversation, Message, Posted string
	Platform, Workspace, Channel       string
}

// Vote is what somebody thought of a quote. Question and Text are the turn's,
// for reading the list later.
type Vote struct {
	Ref                 string
	Platform, Workspace string
	User                string
	Question            string
	Quote               Shown
	Useful              bool
	At                  time.Time
}

// Gap is a question that the record did not answer, asked in one wording or in
// several that come to the same.
type Gap struct {
	Question string // the latest wording
	Times    int
	People   int
	Reason   retrieval.Reason // of the latest
	First    time.Time
	Latest   time.Time
}

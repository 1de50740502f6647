package bot

import (
	"time"

	"ontherecord/retrieval"
)

// Kind says what a Reply is, and so how it is rendered.
type Kind string

// The kinds of replies. Answer, KindAnswer's quotes and KindAbstention's
// nearest passages are in Reply.Answer; every other kind is Reply.Text alone.
// Nothing at all is sent for KindSilence.
const (
	KindAnswer     Kind = "answer"
	KindAbstention Kind = "abstention"
	KindHelp       Kind = "help"
	KindGreeting   Kind = "greeting"
	KindThanks     Kind = "thanks"
	KindNotice     Kind = "notice"
	KindError      Kind = "error"
	KindSilence    Kind = "silence"
)

// Reply is what the bot says, structured for an adapter to render. Every
// string in it is plain text that has to be escaped for the platform.
type Reply struct {
	Kind Kind
	// Notice names what a notice or an error says; for a silence, why.
	Notice Notice
	// Text is the words of every kind but answers and silences. With an answer
	// it is a line to show above the quotes, mostly empty.
	Text string
	// Question is what was asked, a follow-up being read against the question
	// before it. FollowUp reports whether it was, so that the reading is shown.
	Question string
	FollowUp bool
	Answer   retrieval.Answer
	// Understood shows the filter that was applied: "since 1 March 2025".
	Understood string
	// Unknown are the names asked for that the record does not have.
	Unknown   []string
	Corrected []retrieval.Correction
	// Notes are lines to show under an answer or an abstention: what was read
	// as what, unknown names, how much was searched.
	Notes []string
	// Suggestions are questions to offer as buttons, ready to be asked.
	Suggestions []string
	// Private asks for a reply that only the asker sees.
	Private bool
	// Ref finds the reply again for an Action: letters, digits, '-' and '_', at
	// most 24 of them. Empty where there is nothing to press a button for.
	Ref string
	// Thread is the conversation's key (Message.Conversation).
	Thread string
	// Replaces is the platform's ID of the bot's message that this reply is to
	// take the place of, because its question was edited. Empty otherwise.
	Replaces string
	// RetryAfter is how long a person over the limit has to wait.
	RetryAfter time.Duration
}

// Silent reports whether nothing is to be sent.
func (r Reply) Silent() bool { return r.Kind == KindSilence }

// Title is a short name for the thread that the reply belongs to: the
// question, cut at a word to at most limit characters.
func (r Reply) Title(limit int) string { return shorten(r.Question, limit) }

// Notice names something that the bot says about itself or the conversation.
type Notice string

// The notices. Their words are in Reply.Text.
const (
	NoticeEmpty       Notice = "empty"        // nothing was asked
	NoticeTooLong     Notice = "too long"     // more text than a question has
	NoticeNoQuestion  Notice = "no question"  // only code, a link, emoji or quoted text
	NoticeLanguage    Notice = "language"     // not in English
	NoticeMedical     Notice = "medical"      // personal medical advice was asked for
	NoticeUrgent      Notice = "urgent"       // somebody may be in danger
	NoticeRateUser    Notice = "rate user"    // too many questions by one person
	NoticeRateSpace   Notice = "rate space"   // too many questions in one workspace
	NoticeBusy        Notice = "busy"         // the queue is full
	NoticeTimeout     Notice = "timeout"      // the question took too long
	NoticeFailed      Notice = "failed"       // something broke
	NoticeDamaged     Notice = "damaged"      // the search index can't be read
	NoticeExternal    Notice = "external"     // the channel is shared with others
	NoticeMuted       Notice = "muted"        // stop was understood
	NoticeUnmuted     Notice = "unmuted"      // start was understood
	NoticeNoContext   Notice = "no context"   // a follow-up to nothing
	NoticeNoMore      Notice = "no more"      // "show me more" at the end
	NoticeExpired     Notice = "expired"      // the Ref is not remembered any more
	NoticeChanged     Notice = "changed"      // the record has changed since
	NoticeFeedback    Notice = "feedback"     // a vote was stored
	NoticeShared      Notice = "shared"       // shared before
	NoticeRecord      Notice = "record"       // what is on the record
	NoticeDuplicate   Notice = "duplicate"    // silence: delivered before
	NoticeNotForBot   Notice = "not for bot"  // silence: people talk to each other
	NoticeIsMuted     Notice = "is muted"     // silence: the thread is muted
	NoticeOff         Notice = "off"          // silence: the channel is off
	NoticeUnchanged   Notice = "unchanged"    // silence: an edit that changed no word
	NoticeNotAnswered Notice = "not answered" // silence: an ambient question without an answer
)

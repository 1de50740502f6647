package bot

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// words are what each notice says. They are plain text.
var words = map[Notice]string{
	NoticeEmpty:      "Ask me a question about cancer policy, and I will quote what is on the record. Say “help” to see how.",
	NoticeTooLong:    "That is more than I can read as one question. Please ask it in a sentence or two.",
	NoticeNoQuestion: "I found no question in that. Ask me in a sentence of plain text what you would like to know about cancer policy.",
	NoticeLanguage:   "The record is in English, and so are its quotes. Please ask in English.",
	NoticeMedical: "I am sorry you are dealing with this. I can only quote policy documents, and they can't advise anyone on their own health. " +
		"Please speak to your GP or your clinical team, or to NHS 111 (111.nhs.uk, or call 111 at any time).",
	NoticeUrgent: "I am a service that quotes policy documents and can't help with this, but people can, right now. " +
		"If somebody is in danger, call 999. For urgent medical help call NHS 111. " +
		"To talk to someone at any time, call Samaritans free on 116 123.",
	NoticeBusy:      "I have more questions waiting than I can take. Please ask again in a minute.",
	NoticeTimeout:   "That took too long to look up, so I stopped. Please ask again, if possible in fewer words.",
	NoticeFailed:    "Something went wrong while I looked that up. Please ask again; if it keeps happening, tell whoever runs this bot.",
	NoticeDamaged:   "My search index can't be read. Whoever runs this bot can rebuild it with “ontherecord reindex”.",
	NoticeExternal:  "This channel is shared with another organisation, so I don't answer here. Ask me in a direct message, or have whoever runs this bot allow the channel.",
	NoticeOff:       "I am switched off in this channel. Ask me in a direct message instead.",
	NoticeMuted:     "I will keep quiet in this conversation. Mention me or say “start” to have me back.",
	NoticeUnmuted:   "I am back. What would you like to know?",
	NoticeNoContext: "I don't know what that refers to. Please ask it as a whole question.",
	NoticeNoMore:    "There are no more quotes for that question.",
	NoticeExpired:   "I don't remember that answer any more. Please ask the question again.",
	NoticeChanged:   "The record has changed since, and that quote no longer stands as it did. Please ask the question again.",
	NoticeFeedback:  "Thank you, that is noted.",
	NoticeShared:    "That answer was shared here already.",
}

const (
	helpWords = "I answer questions about cancer policy with quotes from the record: word for word, with who said it, when, and a link. " +
		"Where the record holds no answer, I say so. I give no advice and no opinion.\n" +
		"Ask in plain words: “How much is going into new radiotherapy machines?”\n" +
		"Narrow it: “since March 2025”, “before 4 February 2026”, “by Ashley Dalton”, “from the Department of Health and Social Care”, “in letters”.\n" +
		"Go on from an answer: “and for prostate cancer?”, “who said that?”, “show me more”.\n" +
		"Say “record” to see what is on the record, “stop” to have me keep quiet in a conversation and “start” to have me back."
	greetingWords = "Hello. Ask me a question about cancer policy, and I will quote what is on the record."
	thanksWords   = "You are welcome."
	goodbyeWords  = "Goodbye."
)

// rateWords tells a person over the limit how long to wait.
func rateWords(n Notice, wait time.Duration) string {
	seconds := int(math.Ceil(wait.Seconds()))
	unit := "seconds"
	if seconds == 1 {
		unit = "second"
	}
	who := "You have asked"
	if n == NoticeRateSpace {
		who = "People here have asked"
	}
	return fmt.Sprintf("%s more questions than I can take at once. Please ask again in %d %s.", who, seconds, unit)
}

// shorten cuts s at a word to at most limit characters, marking that it did.
func shorten(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	runes := []rune(s)[:limit-1]
	cut := string(runes)
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:–-") + "…"
}

package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// Slack's limits (https://docs.slack.dev/reference/block-kit/blocks), in
// characters unless said otherwise. Slack refuses all blocks of a message
// together (msg_blocks_too_long) from about 13,000 characters on without saying
// what it counts; blocksBudget is for their JSON, which is the strictest
// reading. textBudget is what Slack recommends for the text of a message.
const (
	maxBlocks     = 50
	maxContext    = 10
	maxButtonText = 75
	maxValue      = 2000
	maxURL        = 3000
	maxTitle      = 24
	blocksBudget  = 12000
	textBudget    = 4000
	maxHeading    = 200 // of our own: a part's words above its quotes
)

// fits reports whether Slack will take the blocks as one message.
func fits(blocks []slackgo.Block) bool {
	if len(blocks) == 0 || len(blocks) > maxBlocks {
		return false
	}
	return size(blocks) <= blocksBudget
}

// size is the number of characters of the blocks' JSON. The encoder writes
// '<', '>' and '&' as six characters, so that it errs on the safe side.
func size(blocks []slackgo.Block) int {
	raw, err := json.Marshal(blocks)
	if err != nil {
		return blocksBudget + 1
	}
	return utf8.RuneCount(raw)
}

// plain is a reply as escaped text: what a notification and a screen reader
// show, and what is sent where Slack refuses the blocks. It holds whole quotes
// only, as many as fit into limit characters, and says how many it leaves out.
func plain(r bot.Reply, quotes []retrieval.Quoted, limit int) string {
	var head, tail []string
	if lead := leadText(r); lead != "" {
		head = append(head, lead)
	}
	if r.Understood != "" && len(quotes) > 0 {
		head = append(head, "Only statements "+r.Understood)
	}
	tail = append(tail, otherNotes(r.Notes, quotes)...)
	for shown := len(quotes); ; shown-- {
		pieces := make([]string, 0, len(quotes)+4)
		for _, s := range head {
			pieces = append(pieces, escape(s))
		}
		for _, s := range r.Answer.Sections() {
			if s.Part != nil {
				pieces = append(pieces, plainPart(r.Answer, s, shown))
			}
			for i := s.From; i < min(s.To, shown); i++ {
				pieces = append(pieces, plainQuote(quotes[i]))
			}
		}
		if left := quotes[shown:]; len(left) > 0 {
			pieces = append(pieces, plainLeftOut(left, shown == 0))
		}
		for _, s := range tail {
			pieces = append(pieces, escape(s))
		}
		text := strings.Join(pieces, "\n\n")
		if utf8.RuneCountInString(text) <= limit || shown == 0 {
			return or(strings.TrimSpace(text), "On the Record")
		}
	}
}

// plainPart stands above the quotes for a part of the question.
func plainPart(a retrieval.Answer, s retrieval.Section, shown int) string {
	lines := append([]string{cut(cite.Part(s), maxHeading)}, cite.PartNotes(a, s, shown)...)
	return escape(strings.Join(lines, "\n"))
}

// plainQuote is a quote in quotation marks with its source.
func plainQuote(q retrieval.Quoted) string {
	line := "“" + escape(q.Quote.Text()) + "”\n— " + escape(cite.Attribution(q.Quote))
	if said := cite.Said(q.Said); said != "" {
		line += " · " + escape(said)
	}
	if link := plainLink(cite.Link(q.Quote)); link != "" {
		line += "\n" + link
	}
	if note := q.Quote.Citation().Source.Note; note != "" {
		line += "\n" + escape(note)
	}
	return line
}

func plainLeftOut(left []retrieval.Quoted, all bool) string {
	lines := []string{fmt.Sprintf("%s left out whole for its length:", quotesNoun(len(left), all))}
	if len(left) > 1 {
		lines[0] = fmt.Sprintf("%s left out whole for their length:", quotesNoun(len(left), all))
	}
	for _, q := range left {
		line := escape(cut(cite.Attribution(q.Quote), 300))
		if link := plainLink(cite.Link(q.Quote)); link != "" && len(link) < 600 {
			line += " " + link
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func quotesNoun(n int, all bool) string {
	more := " more"
	if all {
		more = ""
	}
	if n == 1 {
		return "One" + more + " quote is"
	}
	return number(n) + more + " quotes are"
}

func number(n int) string {
	if n == 2 {
		return "Two"
	}
	if n == 3 {
		return "Three"
	}
	return fmt.Sprint(n)
}

// plainLink is an address as an explicit mrkdwn link. What could end it early or
// give it another label is percent-encoded.
func plainLink(link string) string {
	if link == "" {
		return ""
	}
	return "<" + strings.NewReplacer("|", "%7C", ">", "%3E", "<", "%3C", "&", "&amp;").Replace(link) + ">"
}

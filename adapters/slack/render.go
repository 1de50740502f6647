package slack

import (
	"slices"
	"strings"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// message is what goes out: blocks, and the text that notifications, screen
// readers and a refusal of the blocks show. The text is escaped mrkdwn.
type message struct {
	Text   string          `json:"text"`
	Blocks []slackgo.Block `json:"blocks,omitempty"`
}

// audience says who reads a message.
type audience struct {
	// alone: only the asker sees it, and may share it.
	alone bool
	// apart: it does not stand under its question, so that the question has to be
	// shown with it.
	apart bool
}

// render turns a reply into a message within Slack's limits.
func render(r bot.Reply, to audience) message {
	quotes := r.Answer.Quotes
	if r.Kind == bot.KindAbstention {
		quotes = r.Answer.Nearest
	}
	if r.Kind != bot.KindAnswer && r.Kind != bot.KindAbstention {
		quotes = nil
	}
	shown := len(quotes)
	for ; shown > 0; shown-- {
		if blocks := assemble(r, quotes[:shown], quotes[shown:], to); fits(blocks) {
			return message{plain(r, quotes, textBudget), blocks}
		}
	}
	blocks := assemble(r, nil, quotes, to)
	if !fits(blocks) {
		// Nothing but the bot's own words is left, and they are too long: the
		// text alone, which Slack takes at greater length, must do.
		blocks = nil
	}
	return message{plain(r, quotes, textBudget), blocks}
}

// assemble builds the blocks of a reply with some of its quotes; those left out
// are named.
func assemble(r bot.Reply, quotes, left []retrieval.Quoted, to audience) []slackgo.Block {
	var out []slackgo.Block
	if line := questionLine(r, to); line != "" {
		out = append(out, small(line))
	}
	if lead := leadText(r); lead != "" {
		out = append(out, words(lead))
	}
	if r.Understood != "" && len(quotes)+len(left) > 0 {
		out = append(out, small("Only statements "+r.Understood))
	}
	for _, s := range r.Answer.Sections() {
		if s.Part != nil {
			out = append(out, partBlock(r.Answer, s, len(quotes)))
		}
		for i := s.From; i < min(s.To, len(quotes)); i++ {
			out = append(out, quoteBlock(quotes[i], r.Kind == bot.KindAbstention))
			if r.Ref != "" {
				out = append(out, quoteButtons(r.Ref, i))
			}
		}
	}
	if len(left) > 0 {
		out = append(out, leftOut(left))
	}
	out = append(out, notes(otherNotes(r.Notes, quotes))...)
	if row := suggestions(r.Suggestions); row != nil {
		out = append(out, row)
	}
	if r.Ref != "" && len(quotes) > 0 {
		out = append(out, replyButtons(r, to)...)
	}
	return out
}

// questionLine shows the question where the reader does not see it otherwise,
// or where it was read as something else than what was typed.
func questionLine(r bot.Reply, to audience) string {
	switch {
	case r.Question == "" || r.Kind != bot.KindAnswer && r.Kind != bot.KindAbstention:
		return ""
	case r.FollowUp:
		return "Read as: " + r.Question
	case to.apart:
		return "Question: " + r.Question
	}
	return ""
}

// leadText is what stands above the quotes, or the whole of a reply without
// any.
func leadText(r bot.Reply) string {
	if r.Text == "" && r.Kind == bot.KindAbstention {
		return cite.Abstention(r.Answer)
	}
	return r.Text
}

// words is a paragraph in the bot's own words, without any markup.
func words(text string) slackgo.Block {
	return slackgo.NewRichTextBlock("", slackgo.NewRichTextSection(plainRun(text)))
}

// partBlock stands above the quotes for a part of the question.
func partBlock(a retrieval.Answer, s retrieval.Section, shown int) slackgo.Block {
	heading := slackgo.NewRichTextSectionTextElement(cut(cite.Part(s), maxHeading), &slackgo.RichTextSectionTextStyle{Bold: true})
	line := slackgo.NewRichTextSection(heading)
	for _, note := range cite.PartNotes(a, s, shown) {
		line.Elements = append(line.Elements, plainRun("\n"+note))
	}
	return slackgo.NewRichTextBlock("", line)
}

// small is a line of small print.
func small(text string) slackgo.Block {
	return slackgo.NewContextBlock("", plainObject(cut(text, 2000)))
}

// otherNotes leaves out what stands under a quote already.
func otherNotes(lines []string, quotes []retrieval.Quoted) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return slices.ContainsFunc(quotes, func(q retrieval.Quoted) bool { return q.Quote.Citation().Source.Note == line })
	})
}

// notes are lines of small print under an answer, in as few blocks as they fit.
func notes(lines []string) []slackgo.Block {
	var out []slackgo.Block
	var elements []slackgo.MixedElement
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		elements = append(elements, plainObject(cut(line, 2000)))
		if len(elements) == maxContext {
			out, elements = append(out, slackgo.NewContextBlock("", elements...)), nil
		}
	}
	if len(elements) > 0 {
		out = append(out, slackgo.NewContextBlock("", elements...))
	}
	return out
}

// quoteBlock is a quote with its attribution line and notes. Everything in it
// is an element without markup; the words are one run, byte for byte.
func quoteBlock(q retrieval.Quoted, nearest bool) slackgo.Block {
	var parts []slackgo.RichTextElement
	if nearest {
		parts = append(parts, slackgo.NewRichTextSection(
			slackgo.NewRichTextSectionTextElement("Nearest statement, not an answer", &slackgo.RichTextSectionTextStyle{Italic: true})))
	}
	parts = append(parts,
		&slackgo.RichTextQuote{Type: slackgo.RTEQuote, Elements: []slackgo.RichTextSectionElement{plainRun(q.Quote.Text())}},
		slackgo.NewRichTextSection(attribution(q)...))
	return slackgo.NewRichTextBlock("", parts...)
}

// attribution is the line under a quote: who, kind, date, link, notes.
func attribution(q retrieval.Quoted) []slackgo.RichTextSectionElement {
	l := cite.Attribute(q.Quote)
	name := l.Name
	rest := strings.TrimPrefix(l.String(), name)
	out := []slackgo.RichTextSectionElement{plainRun("— ")}
	if name != "" {
		out = append(out, slackgo.NewRichTextSectionTextElement(name, &slackgo.RichTextSectionTextStyle{Bold: true}))
	}
	if rest != "" {
		out = append(out, plainRun(rest))
	}
	if link := cite.Link(q.Quote); link != "" && len(link) <= maxURL {
		out = append(out, plainRun(" · "), slackgo.NewRichTextSectionLinkElement(link, linkLabel(link), nil))
	}
	if said := cite.Said(q.Said); said != "" {
		out = append(out, plainRun(" · "+said))
	}
	if note := q.Quote.Citation().Source.Note; note != "" {
		out = append(out, plainRun("\n"+note))
	}
	if newer := cite.Newer(q.Newer); newer != "" {
		out = append(out, plainRun("\nThere is a "+newer))
		if link := cite.Link(q.Newer); link != "" && len(link) <= maxURL {
			out = append(out, plainRun(": "), slackgo.NewRichTextSectionLinkElement(link, "open it", nil))
		}
	}
	return out
}

// leftOut names the quotes that did not fit, each with its link, so that none
// is lost without a word.
func leftOut(left []retrieval.Quoted) slackgo.Block {
	out := []slackgo.RichTextSectionElement{plainRun(leftOutLine(len(left)))}
	for _, q := range left {
		out = append(out, plainRun("\n"+cut(cite.Attribution(q.Quote), 300)))
		if link := cite.Link(q.Quote); link != "" && len(link) <= maxURL {
			out = append(out, plainRun(" · "), slackgo.NewRichTextSectionLinkElement(link, linkLabel(link), nil))
		}
	}
	return slackgo.NewRichTextBlock("", slackgo.NewRichTextSection(out...))
}

// linkLabel promises the words only where the link leads to them: a file or a
// site's front page opens at its beginning.
func linkLabel(link string) string {
	if strings.Contains(link, ":~:text=") {
		return "open at these words"
	}
	return "open the source"
}

func leftOutLine(n int) string {
	if n == 1 {
		return "One quote is too long for a Slack message and is left out whole:"
	}
	return number(n) + " quotes are too long for a Slack message and are left out whole:"
}

func plainRun(text string) *slackgo.RichTextSectionTextElement {
	return slackgo.NewRichTextSectionTextElement(text, nil)
}

// plainObject is a text object in which nothing is markup, not even :emoji:.
func plainObject(text string) *slackgo.TextBlockObject {
	off := false
	return &slackgo.TextBlockObject{Type: slackgo.PlainTextType, Text: text, Emoji: &off}
}

package discord

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ontherecord/bot"
	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// view says how a reply is looked at.
type view struct {
	// alone: only the asker sees it, and may share it.
	alone bool
	// apart: Discord does not show the question beside it.
	apart bool
}

// The bars at the side of quotes: one that answers, and one that does not.
const (
	colourAnswer  = 0x2f6f9f
	colourNearest = 0x8a8f98
)

// render turns a reply into a message within Discord's limits. Quotes that do
// not fit are left out whole and named, each with a button that shows it alone.
func render(r bot.Reply, v view) payload {
	var quotes []retrieval.Quoted
	switch r.Kind {
	case bot.KindAnswer:
		quotes = r.Answer.Quotes
	case bot.KindAbstention:
		quotes = r.Answer.Nearest
	}
	for shown := len(quotes); shown > 0; shown-- {
		// Of an answer in many parts, every button counts.
		for _, votes := range []bool{true, false} {
			if p := components(assemble(r, quotes, shown, votes, v)...); fits(p) {
				return p
			}
		}
	}
	if p := components(assemble(r, quotes, 0, false, v)...); fits(p) {
		return p
	}
	return components(text(escape(cut(leadText(r), 1500))))
}

// fits reports whether Discord takes p.
func fits(p payload) bool {
	count, chars := 0, 0
	var walk func(list []discordgo.MessageComponent)
	walk = func(list []discordgo.MessageComponent) {
		for _, c := range list {
			count++
			switch c := c.(type) {
			case discordgo.TextDisplay:
				chars += length(c.Content)
			case discordgo.Container:
				walk(c.Components)
			case discordgo.ActionsRow:
				walk(c.Components)
			}
		}
	}
	walk(p.Components)
	return count <= maxComponents && chars <= maxText
}

// assemble builds a reply with the first shown of its quotes, with or without
// buttons to vote on each.
func assemble(r bot.Reply, quotes []retrieval.Quoted, shown int, votes bool, v view) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	if head := headText(r, v, len(quotes) > 0); head != "" {
		out = append(out, text(head))
	}
	var headings []string // of parts without a quote of their own, in one text
	for _, s := range r.Answer.Sections() {
		if s.Part != nil {
			headings = append(headings, partText(r.Answer, s, shown))
		}
		if s.From < min(s.To, shown) && len(headings) > 0 {
			out, headings = append(out, text(strings.Join(headings, "\n"))), nil
		}
		for i := s.From; i < min(s.To, shown); i++ {
			out = append(out, quoteBox(quotes[i], r, i, votes))
		}
	}
	if len(headings) > 0 {
		out = append(out, text(strings.Join(headings, "\n")))
	}
	if shown < len(quotes) {
		out = append(out, leftOut(quotes, shown, r.Ref)...)
	}
	if foot := footText(r.Notes); foot != "" {
		out = append(out, text(foot))
	}
	if row := suggestions(r.Suggestions); row != nil {
		out = append(out, *row)
	}
	if row := replyButtons(r, v, len(quotes) > 0); row != nil {
		out = append(out, *row)
	}
	if len(out) == 0 { // Discord takes no empty message
		out = append(out, text("On the Record"))
	}
	return out
}

// headText stands above the quotes, or is the whole of a reply without any.
func headText(r bot.Reply, v view, quoted bool) string {
	var lines []string
	if r.Kind == bot.KindAnswer || r.Kind == bot.KindAbstention {
		switch {
		case r.FollowUp && r.Question != "":
			lines = append(lines, "-# Read as: "+oneLine(cut(r.Question, 300)))
		case v.apart && r.Question != "":
			lines = append(lines, "-# Question: "+oneLine(cut(r.Question, 300)))
		}
	}
	if lead := leadText(r); lead != "" {
		lines = append(lines, escape(cut(lead, 2500)))
	}
	if r.Understood != "" && quoted {
		lines = append(lines, "-# Only statements "+oneLine(cut(r.Understood, 300)))
	}
	return strings.Join(lines, "\n")
}

func leadText(r bot.Reply) string {
	if r.Text == "" && r.Kind == bot.KindAbstention {
		return cite.Abstention(r.Answer)
	}
	return r.Text
}

// partText stands above the quotes for a part of the question.
func partText(a retrieval.Answer, s retrieval.Section, shown int) string {
	lines := []string{"**" + oneLine(cut(cite.Part(s), maxHeading)) + "**"}
	for _, note := range cite.PartNotes(a, s, shown) {
		lines = append(lines, "-# "+oneLine(cut(note, 300)))
	}
	return strings.Join(lines, "\n")
}

// footText is the notes as small print.
func footText(notes []string) string {
	var lines []string
	for _, n := range notes {
		if strings.TrimSpace(n) != "" {
			lines = append(lines, "-# "+oneLine(cut(n, 300)))
		}
	}
	return strings.Join(lines, "\n")
}

// quoteBox is one quote: its words as a block quotation, who said them and
// when, and what can be done with it. The words stand in a text of their own,
// with nothing else in it.
func quoteBox(q retrieval.Quoted, r bot.Reply, i int, votes bool) discordgo.Container {
	colour := colourAnswer
	under := attribution(q)
	if r.Kind == bot.KindAbstention {
		colour = colourNearest
		under = "-# Nearest statement, not an answer\n" + under
	}
	box := []discordgo.MessageComponent{text(blockQuote(q.Quote.Text())), text(under)}
	if row := quoteButtons(q, r.Ref, i, votes && r.Kind == bot.KindAnswer); len(row) > 0 {
		box = append(box, discordgo.ActionsRow{Components: row})
	}
	return discordgo.Container{AccentColor: &colour, Components: box}
}

// attribution is the line under a quote, with the notes on it as small print.
func attribution(q retrieval.Quoted) string {
	l := cite.Attribute(q.Quote)
	line := l.String()
	if l.Name != "" {
		line = "**" + oneLine(cut(l.Name, 200)) + "**" + oneLineTail(strings.TrimPrefix(line, l.Name))
	} else {
		line = oneLine(cut(line, 600))
	}
	lines := []string{"— " + line}
	small := func(s string) {
		if s != "" {
			lines = append(lines, "-# "+s)
		}
	}
	if link := cite.Link(q.Quote); length(link) > maxLinkURL {
		small(maskedLink("open at the words", link))
	}
	small(oneLine(cite.Said(q.Said)))
	if newer := cite.Newer(q.Newer); newer != "" {
		newer = "There is a " + oneLine(newer)
		if link := cite.Link(q.Newer); link != "" {
			newer += " · " + maskedLink("open it", link)
		}
		small(newer)
	}
	small(oneLine(cut(q.Quote.Citation().Source.Note, 300)))
	return strings.Join(lines, "\n")
}

// oneLineTail escapes the rest of a line, keeping the space before it.
func oneLineTail(s string) string {
	out := oneLine(cut(s, 500))
	if strings.HasPrefix(s, " ") {
		out = " " + out
	}
	return out
}

// maskedLink is a link behind the bot's own words. Whatever could end it early
// is percent-encoded; an address too long for sense is left out.
func maskedLink(words, link string) string {
	if length(link) > 1500 {
		return ""
	}
	safe := strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", "\\", "%5C", "\n", "")
	return "[" + words + "](<" + safe.Replace(link) + ">)"
}

func quoteButtons(q retrieval.Quoted, ref string, i int, votes bool) []discordgo.MessageComponent {
	var row []discordgo.MessageComponent
	if link := cite.Link(q.Quote); link != "" && length(link) <= maxLinkURL {
		row = append(row, linkButton(link))
	}
	if ref == "" {
		return row
	}
	row = append(row, button(bot.DoContext, ref, i, "Show context"), button(bot.DoCite, ref, i, "Copy citation"))
	if votes {
		row = append(row, button(bot.DoUseful, ref, i, "Useful"), button(bot.DoNotUseful, ref, i, "Not useful"))
	}
	return row
}

func linkButton(link string) discordgo.Button {
	return discordgo.Button{Label: "Open at the words", Style: discordgo.LinkButton, URL: link}
}

func button(do bot.Do, ref string, quote int, label string) discordgo.Button {
	return discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: pressID(do, ref, quote)}
}

// leftOut names the quotes from shown on, which did not fit, so that none is
// lost without a word.
func leftOut(quotes []retrieval.Quoted, shown int, ref string) []discordgo.MessageComponent {
	left := quotes[shown:]
	head := fmt.Sprintf("%d quotes did not fit into this message and were left out whole:", len(left))
	if len(left) == 1 {
		head = "One quote did not fit into this message and was left out whole:"
	}
	out := []discordgo.MessageComponent{text(head)}
	for i, q := range left {
		out = append(out, text("-# "+oneLine(cut(cite.Attribution(q.Quote), 300))))
		var row []discordgo.MessageComponent
		if link := cite.Link(q.Quote); link != "" && length(link) <= maxLinkURL {
			row = append(row, linkButton(link))
		}
		if ref != "" && length(blockQuote(q.Quote.Text())) <= maxAlone {
			row = append(row, button(bot.DoContext, ref, shown+i, "Show this quote"))
		}
		if len(row) > 0 {
			out = append(out, discordgo.ActionsRow{Components: row})
		}
	}
	return out
}

// maxAlone is the size up to which a quote, escaped, can be shown in a message
// of its own, beside its attribution.
const maxAlone = maxText - 1000

// replyButtons stand under the whole reply.
func replyButtons(r bot.Reply, v view, quoted bool) *discordgo.ActionsRow {
	if r.Ref == "" || !quoted {
		return nil
	}
	var row []discordgo.MessageComponent
	if r.Answer.More {
		row = append(row, button(bot.DoMore, r.Ref, 0, "More quotes"))
	}
	if v.alone && r.Kind == bot.KindAnswer {
		row = append(row, button(bot.DoShare, r.Ref, 0, "Share with everyone here"))
	}
	if row == nil {
		return nil
	}
	return &discordgo.ActionsRow{Components: row}
}

// suggestions are questions to press, or nil.
func suggestions(questions []string) *discordgo.ActionsRow {
	var row []discordgo.MessageComponent
	seen := map[string]bool{}
	for _, q := range questions {
		if id := askID(q); id != "" && !seen[id] && len(row) < 5 {
			seen[id] = true
			row = append(row, discordgo.Button{Label: cut(q, maxLabel), Style: discordgo.PrimaryButton, CustomID: id})
		}
	}
	if row == nil {
		return nil
	}
	return &discordgo.ActionsRow{Components: row}
}

func text(content string) discordgo.TextDisplay { return discordgo.TextDisplay{Content: content} }

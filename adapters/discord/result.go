package discord

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ontherecord/bot"
	"ontherecord/corpus"
	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// renderResult turns what came of a pressed button into a message.
func renderResult(r bot.Result, v view) payload {
	switch {
	case r.Notice != "" && r.Text != "":
		return notice(r.Text)
	case r.Do == bot.DoContext && !r.Quoted.Quote.IsZero():
		return renderContext(r.Quoted)
	case r.Do == bot.DoCite && r.Citation != "":
		return renderCitation(r.Citation)
	case r.Reply.Kind != "" && !r.Reply.Silent():
		return render(r.Reply, v)
	}
	if r.Text == "" {
		return notice("That can't be done any more. Ask again.")
	}
	return notice(r.Text)
}

// notice is a message in the bot's own words.
func notice(words string) payload { return components(text(escape(cut(words, 3500)))) }

// renderContext shows a quote with the sentences around it and the question
// that it replies to. What does not fit is left out whole, from the outside in,
// and that is said.
func renderContext(q retrieval.Quoted) payload {
	type piece struct {
		label string
		quote corpus.Quote
	}
	asked := "Asked"
	if who := cite.Attribution(q.Asked); !q.Asked.IsZero() && who != "" {
		asked = "Asked: " + who
	}
	all := []piece{{asked, q.Asked}, {"The sentence before", q.Before}, {"The quote", q.Quote}, {"The sentence after", q.After}}
	for _, leave := range [][]bool{{true, true, true, true}, {false, true, true, true}, {false, false, true, true}, {false, false, true, false}} {
		var box []discordgo.MessageComponent
		left := 0
		for i, p := range all {
			switch {
			case p.quote.IsZero():
			case !leave[i]:
				left++
			default:
				box = append(box, text("-# "+oneLine(cut(p.label, 300))), text(blockQuote(p.quote.Text())))
			}
		}
		box = append(box, text(attribution(q)))
		if left > 0 {
			box = append(box, text("-# Some of the context did not fit into a message and was left out."))
		}
		if link := cite.Link(q.Quote); link != "" && length(link) <= maxLinkURL {
			box = append(box, discordgo.ActionsRow{Components: []discordgo.MessageComponent{linkButton(link)}})
		}
		colour := colourAnswer
		if p := components(discordgo.Container{AccentColor: &colour, Components: box}); fits(p) {
			return p
		}
	}
	out := []discordgo.MessageComponent{
		text("This quote is too long for a Discord message. Open it where it was published:\n" + attribution(q))}
	if link := cite.Link(q.Quote); link != "" && length(link) <= maxLinkURL {
		out = append(out, discordgo.ActionsRow{Components: []discordgo.MessageComponent{linkButton(link)}})
	}
	return components(out...)
}

// renderCitation shows a citation to copy: as a code block, which has a button
// for that and shows every character as it is, unless it holds a fence itself.
func renderCitation(citation string) payload {
	block := "```\n" + citation + "\n```"
	if strings.Contains(citation, "`") {
		block = escape(citation)
	}
	if p := components(text(block)); fits(p) {
		return p
	}
	return notice("This citation is too long for a Discord message. Open the quote at its source and copy it there.")
}

// plainQuote is a quote without components.
func plainQuote(q retrieval.Quoted) string {
	piece := blockQuote(q.Quote.Text()) + "\n" + attribution(q)
	if link := cite.Link(q.Quote); link != "" && length(link) <= maxLinkURL {
		piece += "\n" + maskedLink("open at the words", link)
	}
	return piece
}

// plain is a reply without components, for when Discord refuses them: as many
// whole quotes as fit, and how many are left out.
func plain(r bot.Reply, v view) payload {
	quotes := r.Answer.Quotes
	if r.Kind == bot.KindAbstention {
		quotes = r.Answer.Nearest
	}
	if r.Kind != bot.KindAnswer && r.Kind != bot.KindAbstention {
		quotes = nil
	}
	for shown := len(quotes); ; shown-- {
		var pieces []string
		if head := headText(r, v, len(quotes) > 0); head != "" {
			pieces = append(pieces, head)
		}
		for _, s := range r.Answer.Sections() {
			if s.Part != nil {
				pieces = append(pieces, partText(r.Answer, s, shown))
			}
			for i := s.From; i < min(s.To, shown); i++ {
				pieces = append(pieces, plainQuote(quotes[i]))
			}
		}
		if left := len(quotes) - shown; left > 0 {
			pieces = append(pieces, "-# Quotes left out because they are too long for this message: "+strconv.Itoa(left))
		}
		if foot := footText(r.Notes); foot != "" {
			pieces = append(pieces, foot)
		}
		if body := strings.Join(pieces, "\n"); length(body) <= maxContent && body != "" {
			return payload{Content: body, Flags: discordgo.MessageFlagsSuppressEmbeds}
		}
		if shown == 0 {
			return payload{Content: cut(escape(cut(leadText(r), 900))+" ", maxContent), Flags: discordgo.MessageFlagsSuppressEmbeds}
		}
	}
}

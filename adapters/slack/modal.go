package slack

import (
	"strings"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
	"ontherecord/corpus"
	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

func modal(title string, blocks ...slackgo.Block) slackgo.ModalViewRequest {
	return slackgo.ModalViewRequest{Type: slackgo.VTModal, Title: plainObject(cut(title, maxTitle)), Close: plainObject("Close"),
		Blocks: slackgo.Blocks{BlockSet: blocks}}
}

// citationModal shows a citation that is ready to be copied. Preformatted text
// keeps every byte and is copied as it stands.
func citationModal(citation string) slackgo.ModalViewRequest {
	return modal("Citation", small("Select it all and copy."),
		slackgo.NewRichTextBlock("", &slackgo.RichTextPreformatted{Type: slackgo.RTEPreformatted,
			Elements: []slackgo.RichTextSectionElement{plainRun(citation)}}))
}

// contextModal shows a quote between its neighbours, and what was asked.
func contextModal(q retrieval.Quoted) slackgo.ModalViewRequest {
	var parts []slackgo.RichTextElement
	label := func(text string) {
		parts = append(parts, slackgo.NewRichTextSection(
			slackgo.NewRichTextSectionTextElement(text, &slackgo.RichTextSectionTextStyle{Bold: true})))
	}
	show := func(s corpus.Quote) {
		parts = append(parts, &slackgo.RichTextQuote{Type: slackgo.RTEQuote,
			Elements: []slackgo.RichTextSectionElement{plainRun(s.Text())}})
	}
	if !q.Asked.IsZero() {
		l := cite.Attribute(q.Asked)
		label("The question that was put, by " + or(l.Name, cite.Unknown) + " (nobody's position)")
		show(q.Asked)
	}
	if !q.Before.IsZero() {
		label("Just before")
		show(q.Before)
	}
	label("The quote")
	show(q.Quote)
	parts = append(parts, slackgo.NewRichTextSection(attribution(q)...))
	if !q.After.IsZero() {
		label("Just after")
		show(q.After)
	}
	if !q.Newer.IsZero() {
		label("A newer statement, " + q.Newer.Citation().Date.String())
		show(q.Newer)
	}
	blocks := []slackgo.Block{slackgo.NewRichTextBlock("", parts...)}
	if a := q.Quote.Citation().Source.Attribution; a != "" {
		blocks = append(blocks, small(a))
	}
	return modal("In context", blocks...)
}

// contextText is contextModal as escaped text, for where no modal can open.
func contextText(q retrieval.Quoted) string {
	var lines []string
	for _, s := range []corpus.Quote{q.Asked, q.Before, q.Quote, q.After} {
		if !s.IsZero() {
			lines = append(lines, "“"+escape(s.Text())+"”")
		}
	}
	lines = append(lines, "— "+escape(cite.Attribution(q.Quote)))
	if link := plainLink(cite.Link(q.Quote)); link != "" {
		lines = append(lines, link)
	}
	return strings.Join(lines, "\n\n")
}

// Block and action IDs of the settings modal.
const (
	fieldWhen    = "when"
	fieldOptions = "options"
	valuePrivate = "private"
)

// settingsModal asks how the bot shall behave in a channel. metadata comes back
// with what is submitted.
func settingsModal(s bot.Settings, metadata string) slackgo.ModalViewRequest {
	option := func(value, label string) *slackgo.OptionBlockObject {
		return slackgo.NewOptionBlockObject(value, plainObject(label), nil)
	}
	choices := []*slackgo.OptionBlockObject{
		option(string(bot.WhenMentioned), "Only when it is mentioned"),
		option(string(bot.WhenEvery), "Every question in this channel"),
		option(string(bot.WhenOff), "Never (the slash command still works)"),
	}
	when := slackgo.NewRadioButtonsBlockElement(fieldWhen, choices...)
	when.InitialOption = choices[0]
	for _, c := range choices {
		if c.Value == string(s.When) {
			when.InitialOption = c
		}
	}
	private := option(valuePrivate, "Show answers to the asker only")
	options := slackgo.NewCheckboxGroupsBlockElement(fieldOptions, private)
	if s.Private {
		options.InitialOptions = []*slackgo.OptionBlockObject{private}
	}
	optional := slackgo.NewInputBlock(fieldOptions, plainObject("Who sees answers"), nil, options)
	optional.Optional = true
	v := modal("Channel settings",
		slackgo.NewInputBlock(fieldWhen, plainObject("When does On the Record answer here?"), nil, when), optional)
	v.Submit, v.Close = plainObject("Save"), plainObject("Cancel")
	v.CallbackID, v.PrivateMetadata = callbackSettings, metadata
	return v
}

package slack

import (
	"fmt"
	"strings"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
)

// homeView is the app's home tab: what is on the record, how to ask, and what
// this person asked lately.
func homeView(o bot.Overview, recent []bot.Asked, suggested []string, command string) slackgo.HomeTabViewRequest {
	blocks := []slackgo.Block{
		slackgo.NewHeaderBlock(plainObject("On the Record")),
		words("Answers to questions on cancer policy, only with what is on the record: verbatim quotes, each with who said it, when and where. Where the record holds no answer, it says so."),
		slackgo.NewDividerBlock(),
		slackgo.NewHeaderBlock(plainObject("What is on the record")),
		words(extent(o)),
	}
	for _, list := range []struct {
		label string
		names []bot.NameCount
	}{{"Most heard: ", o.Speakers}, {"From: ", o.Organisations}} {
		if line := nameList(list.names, 5); line != "" {
			blocks = append(blocks, small(list.label+line))
		}
	}
	blocks = append(blocks, slackgo.NewDividerBlock(), slackgo.NewHeaderBlock(plainObject("How to ask")),
		bullets(
			"Mention me in a channel, and I answer in a thread.",
			"Write to me here, under Messages.",
			command+" followed by a question: only you see the answer until you share it.",
			"On any message: More actions, then Find on the record.",
			"Narrow it in words: “since March 2025”, “in 2024”, “by” a name, “from” a department, “in letters”.",
			command+" settings: when I answer in a channel, and who sees it."))
	if len(suggested) > 0 {
		blocks = append(blocks, slackgo.NewHeaderBlock(plainObject("For example")), bullets(first(suggested, 4)...))
	}
	if len(recent) > 0 {
		blocks = append(blocks, slackgo.NewDividerBlock(), slackgo.NewHeaderBlock(plainObject("Your recent questions")),
			bullets(recentLines(recent, 8)...))
	}
	for _, a := range first(o.Attributions, 5) {
		blocks = append(blocks, small(a))
	}
	return slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: slackgo.Blocks{BlockSet: blocks}}
}

// extent says how much is on the record, up to which date, and of which kinds.
func extent(o bot.Overview) string {
	if o.Documents == 0 {
		return "Nothing yet: documents have to be taken in first."
	}
	line := fmt.Sprintf("%d documents", o.Documents)
	if o.Documents == 1 {
		line = "One document"
	}
	if !o.First.IsZero() && o.First != o.Until {
		line += " from " + o.First.String()
	}
	if !o.Until.IsZero() {
		line += " up to " + o.Until.String()
	}
	var kinds []string
	for _, k := range o.Kinds {
		kinds = append(kinds, fmt.Sprintf("%s: %d", k.Kind, k.Documents))
	}
	if len(kinds) > 0 {
		line += " (" + strings.Join(kinds, ", ") + ")"
	}
	return line + "."
}

func nameList(names []bot.NameCount, limit int) string {
	var out []string
	for _, n := range first(names, limit) {
		out = append(out, fmt.Sprintf("%s (%d)", n.Name, n.Documents))
	}
	return strings.Join(out, ", ")
}

func recentLines(recent []bot.Asked, limit int) []string {
	var out []string
	for _, a := range first(recent, limit) {
		line := cut(a.Question, 200)
		if !a.Answered {
			line += " (no answer on the record)"
		}
		out = append(out, line)
	}
	return out
}

func bullets(lines ...string) slackgo.Block {
	var items []slackgo.RichTextElement
	for _, l := range lines {
		items = append(items, slackgo.NewRichTextSection(plainRun(l)))
	}
	return slackgo.NewRichTextBlock("", slackgo.NewRichTextList(slackgo.RTEListBullet, 0, items...))
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

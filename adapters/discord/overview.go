package discord

import (
	"context"
	"fmt"
	"strings"

	"ontherecord/bot"
)

// overview answers /record: what is on the record.
func (a *Adapter) overview(ctx context.Context) payload {
	o, err := a.bot.Overview(ctx)
	if err != nil {
		a.log.Error("overview not read", "err", err)
		return notice("The record could not be read. Try again in a moment.")
	}
	return components(text(overviewText(o)))
}

func overviewText(o bot.Overview) string {
	if o.Documents == 0 {
		return "There is nothing on the record yet."
	}
	noun := "documents"
	if o.Documents == 1 {
		noun = "document"
	}
	lines := []string{fmt.Sprintf("**%d %s on the record**", o.Documents, noun)}
	switch {
	case o.First.IsZero() || o.Until.IsZero():
	case o.First == o.Until:
		lines = append(lines, "dated "+o.Until.String())
	default:
		lines = append(lines, "dated "+o.First.String()+" to "+o.Until.String())
	}
	for _, k := range o.Kinds {
		lines = append(lines, fmt.Sprintf("- %s: %d", oneLine(string(k.Kind)), k.Documents))
	}
	list := func(label string, names []bot.NameCount) {
		var some []string
		for _, n := range names[:min(5, len(names))] {
			some = append(some, oneLine(cut(n.Name, 100)))
		}
		if len(some) > 0 {
			lines = append(lines, label+strings.Join(some, ", "))
		}
	}
	list("Most heard: ", o.Speakers)
	list("From: ", o.Organisations)
	for _, att := range o.Attributions {
		lines = append(lines, "-# "+oneLine(cut(att, 200)))
	}
	for length(strings.Join(lines, "\n")) > maxText {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

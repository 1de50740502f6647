package slack

import (
	"strconv"
	"strings"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
)

// Action IDs. Those of buttons that ask a question carry a number after the
// prefix, as IDs must differ within a block.
const (
	actionPrefix   = "otr:"
	actionFeedback = actionPrefix + "feedback"
	actionAsk      = actionPrefix + "ask:"
)

// Callback IDs of modals and of the message shortcut.
const (
	callbackFind     = "otr_find"
	callbackSettings = "otr_settings"
)

func button(do bot.Do, value, label string) *slackgo.ButtonBlockElement {
	return slackgo.NewButtonBlockElement(actionPrefix+string(do), value, plainObject(label))
}

// quoteButtons stand under each quote.
func quoteButtons(ref string, quote int) slackgo.Block {
	v, n := pressValue(ref, quote), strconv.Itoa(quote+1)
	show, copied := button(bot.DoContext, v, "Show context"), button(bot.DoCite, v, "Copy citation")
	// A screen reader comes across the same two buttons under each quote.
	show.AccessibilityLabel, copied.AccessibilityLabel = "Show the context of quote "+n, "Copy the citation of quote "+n
	return slackgo.NewActionBlock("", show, copied)
}

// replyButtons stand under the whole reply. Slack's own feedback buttons are
// for messages that stay; an ephemeral one gets plain buttons.
func replyButtons(r bot.Reply, to audience) []slackgo.Block {
	v := pressValue(r.Ref, 0)
	var row []slackgo.BlockElement
	if r.Answer.More {
		row = append(row, button(bot.DoMore, v, "More quotes"))
	}
	if to.alone && r.Kind == bot.KindAnswer {
		row = append(row, button(bot.DoShare, v, "Share to channel"))
	}
	if to.alone && r.Kind == bot.KindAnswer {
		row = append(row, button(bot.DoUseful, v, "Useful"), button(bot.DoNotUseful, v, "Not useful"))
	}
	var out []slackgo.Block
	if len(row) > 0 {
		out = append(out, slackgo.NewActionBlock("", row...))
	}
	if !to.alone && r.Kind == bot.KindAnswer {
		out = append(out, slackgo.NewContextActionsBlock("", slackgo.NewFeedbackButtonsBlockElement(actionFeedback,
			slackgo.NewFeedbackButton(plainObject("Useful"), string(bot.DoUseful)+" "+v),
			slackgo.NewFeedbackButton(plainObject("Not useful"), string(bot.DoNotUseful)+" "+v))))
	}
	return out
}

// suggestions are questions to press, or nil. One too long for a button is cut
// on its face only.
func suggestions(questions []string) slackgo.Block {
	var row []slackgo.BlockElement
	for i, q := range questions {
		if q != "" && len(q) <= maxValue && len(row) < 5 {
			row = append(row, slackgo.NewButtonBlockElement(actionAsk+strconv.Itoa(i), q, plainObject(cut(q, maxButtonText))))
		}
	}
	if row == nil {
		return nil
	}
	return slackgo.NewActionBlock("", row...)
}

// pressValue is what a button carries; parsePress is its inverse.
func pressValue(ref string, quote int) string { return ref + "." + strconv.Itoa(quote) }

// press is what somebody meant by a button.
type press struct {
	do       bot.Do
	ref      string
	quote    int
	question string // for a suggested question; do is empty then
}

// parsePress reads a pressed button; false means that it is none of ours.
func parsePress(actionID, value string) (press, bool) {
	if strings.HasPrefix(actionID, actionAsk) {
		return press{question: value}, value != ""
	}
	do, ours := strings.CutPrefix(actionID, actionPrefix)
	if !ours {
		return press{}, false
	}
	if actionID == actionFeedback {
		do, value, _ = strings.Cut(value, " ")
	}
	ref, index, _ := strings.Cut(value, ".")
	quote, err := strconv.Atoi(index)
	if err != nil || quote < 0 || ref == "" {
		return press{}, false
	}
	switch d := bot.Do(do); d {
	case bot.DoContext, bot.DoMore, bot.DoCite, bot.DoUseful, bot.DoNotUseful, bot.DoShare:
		return press{do: d, ref: ref, quote: quote}, true
	}
	return press{}, false
}

package discord

import (
	"strconv"
	"strings"

	"ontherecord/bot"
)

// A button carries in its custom_id what it does: "otr:context:REF:0" for a
// button of a reply, "otr:ask:QUESTION" for a question to be asked.
const (
	pressPrefix = "otr:"
	pressAsk    = "ask"
)

func pressID(do bot.Do, ref string, quote int) string {
	return pressPrefix + string(do) + ":" + ref + ":" + strconv.Itoa(quote)
}

// askID is the custom_id of a button that asks question, or empty where the
// question is too long to be carried by one.
func askID(question string) string {
	id := pressPrefix + pressAsk + ":" + question
	if question == "" || length(id) > maxCustomID {
		return ""
	}
	return id
}

// press is what a pressed button carries.
type press struct {
	do    bot.Do
	ref   string
	quote int
	ask   string // the question of a button that asks one
}

// parsePress reads a custom_id, and reports whether it is one of ours.
func parsePress(id string) (press, bool) {
	rest, ok := strings.CutPrefix(id, pressPrefix)
	if !ok {
		return press{}, false
	}
	if question, ok := strings.CutPrefix(rest, pressAsk+":"); ok {
		return press{ask: question}, question != ""
	}
	parts := strings.Split(rest, ":")
	if len(parts) != 3 || parts[1] == "" {
		return press{}, false
	}
	do := bot.Do(parts[0])
	switch do {
	case bot.DoContext, bot.DoMore, bot.DoCite, bot.DoUseful, bot.DoNotUseful, bot.DoShare:
	default:
		return press{}, false
	}
	quote, err := strconv.Atoi(parts[2])
	if err != nil || quote < 0 {
		return press{}, false
	}
	return press{do: do, ref: parts[1], quote: quote}, true
}

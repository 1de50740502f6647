package discord

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"ontherecord/bot"
)

// Platform is the namespace of this adapter's messages.
const Platform = "discord"

// receive turns a message of Discord's into one of the bot's, and reports
// whether it is one for the bot at all. It is a pure function. discordgo calls
// handlers even where an event could not be decoded, with half of its fields
// missing: anything may be nil. The bot itself, other bots, webhooks and
// Discord's own messages are nobody to answer.
func receive(m *discordgo.Message, self string, edited bool) (bot.Message, bool) {
	if m == nil || m.Author == nil || m.ID == "" || m.ChannelID == "" || self == "" {
		return bot.Message{}, false
	}
	if m.Author.ID == self || m.Author.ID == "" || m.Author.Bot || m.Author.System || m.WebhookID != "" {
		return bot.Message{}, false
	}
	if m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return bot.Message{}, false
	}
	h := readText(m, self)
	out := bot.Message{
		Delivery: "message/" + m.ID, Platform: Platform, Workspace: m.GuildID, Channel: m.ChannelID,
		ID: m.ID, User: m.Author.ID, Text: h.text, How: bot.HowAmbient, MentionsOthers: h.toOthers, At: at(m.ID),
	}
	if edited {
		// An unfurled link changes a message as well, without an edit's time.
		if m.EditedTimestamp == nil {
			return bot.Message{}, false
		}
		out.Edited = true
		out.Delivery = "edit/" + m.ID + "/" + strconv.FormatInt(m.EditedTimestamp.UnixMilli(), 10)
	}
	if to := m.ReferencedMessage; to != nil && to.Author != nil && m.Type == discordgo.MessageTypeReply {
		if to.Author.ID == self {
			out.InReplyTo = to.ID
		} else if !h.toBot {
			out.MentionsOthers = true
		}
	}
	for _, u := range m.Mentions {
		if u != nil && u.ID == self {
			h.toBot = true // a reply that pings the bot names it here only
		}
	}
	switch {
	case m.GuildID == "":
		out.How = bot.HowDirect
	case h.toBot:
		out.How = bot.HowMention
	case h.text == "":
		// Discord blanks what is not addressed to the bot: nothing to read.
		return bot.Message{}, false
	}
	return out, true
}

// heard is a message's text in plain words.
type heard struct {
	text            string
	toBot, toOthers bool
}

// control matches what Discord writes as <…>: mentions of people, roles and
// channels, commands, timestamps and custom emoji.
var control = regexp.MustCompile(`<(@!?|@&|#|a?:[A-Za-z0-9_]+:|/[^:>]{1,100}:|t:)(-?[0-9]+)(?::[A-Za-z])?>`)

// readText reads a message as people see it: the bot's own mention taken out,
// others as names, and no backslashes before markup.
func readText(m *discordgo.Message, self string) heard {
	var h heard
	names := map[string]string{}
	for _, u := range m.Mentions {
		if u != nil {
			names[u.ID] = u.Username
		}
	}
	text := control.ReplaceAllStringFunc(m.Content, func(s string) string {
		parts := control.FindStringSubmatch(s)
		kind, id := parts[1], parts[2]
		switch {
		case kind == "@" || kind == "@!":
			if id == self {
				h.toBot = true
				return ""
			}
			h.toOthers = true
			if n := names[id]; n != "" {
				return "@" + n
			}
			return "@someone"
		case kind == "@&":
			return "@role"
		case kind == "#":
			return "#channel"
		case kind == "t:":
			return ""
		case strings.HasPrefix(kind, "/"):
			return strings.TrimSuffix(kind, ":")
		}
		return strings.TrimPrefix(kind, "a") // :name: of an emoji
	})
	h.text = strings.TrimSpace(unescape(text))
	return h
}

// at is when the thing with that ID was made; zero where it is no ID.
func at(id string) time.Time {
	t, err := discordgo.SnowflakeTimestamp(id)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// post turns the opening of a forum thread into a message. Its title is the
// question: the text below it is blanked unless it mentions the bot.
func post(ch *discordgo.Channel, fresh bool, self string) (bot.Message, bool) {
	if ch == nil || !fresh || ch.ID == "" || ch.ParentID == "" || ch.OwnerID == "" || ch.OwnerID == self || strings.TrimSpace(ch.Name) == "" {
		return bot.Message{}, false
	}
	return bot.Message{
		// The first message of a forum thread has the thread's ID, and may come
		// as a message too.
		Delivery: "message/" + ch.ID, Platform: Platform, Workspace: ch.GuildID, Channel: ch.ParentID,
		Thread: ch.ID, ID: ch.ID, User: ch.OwnerID, Text: strings.TrimSpace(ch.Name), How: bot.HowAmbient, At: at(ch.ID),
	}, true
}

// whoAsks is the person behind an interaction: in a server its member, in a
// direct message its user. Nil where Discord's event came in halves.
func whoAsks(i *discordgo.Interaction) *discordgo.User {
	switch {
	case i == nil:
		return nil
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User
	}
	return i.User
}

// usable reports whether an interaction has all that is needed to answer it.
func usable(i *discordgo.Interaction) bool {
	who := whoAsks(i)
	return who != nil && who.ID != "" && i.ID != "" && i.Token != "" && i.AppID != "" && i.ChannelID != "" && i.Data != nil
}

// fromInteraction is a message of the person behind i.
func fromInteraction(i *discordgo.Interaction, how bot.How, text string) bot.Message {
	return bot.Message{
		Delivery: "interaction/" + i.ID, Platform: Platform, Workspace: i.GuildID, Channel: i.ChannelID,
		ID: i.ID, User: whoAsks(i).ID, Text: strings.TrimSpace(text), How: how, At: at(i.ID),
	}
}

// options are a command's options by name, as text; the focused one's name is
// returned beside them.
func options(list []*discordgo.ApplicationCommandInteractionDataOption) (byName map[string]string, focused string) {
	byName = map[string]string{}
	for _, o := range list {
		if o == nil {
			continue
		}
		switch v := o.Value.(type) {
		case string:
			byName[o.Name] = v
		case bool:
			byName[o.Name] = strconv.FormatBool(v)
		case float64:
			byName[o.Name] = strconv.FormatFloat(v, 'f', -1, 64)
		}
		if o.Focused {
			focused = o.Name
		}
	}
	return byName, focused
}

// question turns /ask into a message. The error is for people.
func question(i *discordgo.Interaction, list []*discordgo.ApplicationCommandInteractionDataOption) (bot.Message, error) {
	o, _ := options(list)
	m := fromInteraction(i, bot.HowCommand, o["question"])
	f, err := readFilter(o["since"], o["until"], o["by"], o["kind"])
	m.Filter, m.Private = f, o["private"] == "true"
	return m, err
}

// target turns "Find on the record" into a message: the text is the message's
// that it was chosen on, and the answer is for the one who chose it.
func target(i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) bot.Message {
	m := fromInteraction(i, bot.HowShortcut, "")
	m.Private = true
	if data.Resolved != nil {
		if to := data.Resolved.Messages[data.TargetID]; to != nil {
			m.Text = readText(to, i.AppID).text
		}
	}
	return m
}

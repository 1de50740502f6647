package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ontherecord/corpus"
)

// The commands' names.
const (
	commandAsk      = "ask"
	commandHelp     = "help"
	commandRecord   = "record"
	commandSettings = "settings"
	commandFind     = "Find on the record"
)

// command is a command in the form in which Discord takes it. Only what this
// bot uses is there; a field that Discord adds by itself is no difference.
type command struct {
	Type        discordgo.ApplicationCommandType `json:"type"`
	Name        string                           `json:"name"`
	Description string                           `json:"description,omitempty"`
	Options     []option                         `json:"options,omitempty"`
	Permissions *permissions                     `json:"default_member_permissions,omitempty"`
	// Contexts says where the command shows: 0 in servers, 1 in direct messages
	// with the bot.
	Contexts         []int `json:"contexts,omitempty"`
	IntegrationTypes []int `json:"integration_types,omitempty"`
}

type option struct {
	Type         discordgo.ApplicationCommandOptionType `json:"type"`
	Name         string                                 `json:"name"`
	Description  string                                 `json:"description"`
	Required     bool                                   `json:"required,omitempty"`
	Autocomplete bool                                   `json:"autocomplete,omitempty"`
	Choices      []choice                               `json:"choices,omitempty"`
	MaxLength    int                                    `json:"max_length,omitempty"`
	ChannelTypes []int                                  `json:"channel_types,omitempty"`
}

// permissions is a bit set, which Discord takes as a number and gives back as
// text.
type permissions int64

func (p *permissions) UnmarshalJSON(raw []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if err != nil {
		return fmt.Errorf("permissions %s: %w", raw, err)
	}
	*p = permissions(n)
	return nil
}

// maxQuestion is the length of a question that /ask takes.
const maxQuestion = 1000

func commands() []command {
	everywhere, servers := []int{0, 1}, []int{0}
	str, yes := discordgo.ApplicationCommandOptionString, discordgo.ApplicationCommandOptionBoolean
	manage := permissions(discordgo.PermissionManageGuild)
	list := []command{
		{Name: commandAsk, Description: "Ask what is on the record: answered only with sourced, verbatim quotes", Contexts: everywhere,
			Options: []option{
				{Type: str, Name: "question", Description: "Your question, in your own words", Required: true, MaxLength: maxQuestion},
				{Type: str, Name: "since", Description: "Only statements since: 11 March 2025, March 2025 or 2025", MaxLength: 40},
				{Type: str, Name: "until", Description: "Only statements until: 11 March 2025, March 2025 or 2025", MaxLength: 40},
				{Type: str, Name: "by", Description: "Only statements by this person", Autocomplete: true, MaxLength: maxChoice},
				{Type: str, Name: "kind", Description: "Only this kind of document", Autocomplete: true, MaxLength: maxChoice},
				{Type: yes, Name: "private", Description: "Show the answer to me only"},
			}},
		{Name: commandHelp, Description: "How to ask, and what you get", Contexts: everywhere},
		{Name: commandRecord, Description: "What is on the record: how many documents, of which kinds, up to which date", Contexts: everywhere},
		{Name: commandSettings, Description: "Where the bot answers in this server, and who sees it", Contexts: servers, Permissions: &manage,
			Options: []option{
				{Type: discordgo.ApplicationCommandOptionChannel, Name: "channel", Description: "For this channel only; without it, for the whole server",
					ChannelTypes: []int{int(discordgo.ChannelTypeGuildText), int(discordgo.ChannelTypeGuildNews), int(discordgo.ChannelTypeGuildForum)}},
				{Type: str, Name: "answers", Description: "When the bot answers", Choices: []choice{
					{answersMentioned, answersMentioned}, {answersPosts, answersPosts}, {answersNever, answersNever}}},
				{Type: yes, Name: "threads", Description: "Answer a mention in a new thread"},
				{Type: yes, Name: "private", Description: "Show every answer to the asker only"},
			}},
		{Type: discordgo.MessageApplicationCommand, Name: commandFind, Contexts: everywhere},
	}
	for i := range list {
		if list[i].Type == 0 {
			list[i].Type = discordgo.ChatApplicationCommand
		}
		list[i].IntegrationTypes = []int{0} // installed to servers, not to people
	}
	return list
}

// register makes Discord's commands the ones above, in guild or, with guild
// empty, everywhere. Discord counts changes against a daily limit and shows
// changed commands anew, so nothing is sent where nothing differs. It reports
// whether something did.
func register(ctx context.Context, c *client, app, guild string) (changed bool, err error) {
	path := commandsPath(app, guild)
	var have []command
	if err := c.call(ctx, request{method: http.MethodGet, path: path, bucket: "GET commands", out: &have}); err != nil {
		return false, fmt.Errorf("read the commands: %w", err)
	}
	want := commands()
	if sameCommands(have, want) {
		return false, nil
	}
	if err := c.call(ctx, request{method: http.MethodPut, path: path, bucket: "PUT commands", body: want}); err != nil {
		return false, fmt.Errorf("register the commands: %w", err)
	}
	return true, nil
}

func commandsPath(app, guild string) string {
	if guild == "" {
		return "applications/" + app + "/commands"
	}
	return "applications/" + app + "/guilds/" + guild + "/commands"
}

// sameCommands compares regardless of order, in the form in which they are
// sent.
func sameCommands(a, b []command) bool {
	key := func(list []command) map[string]string {
		out := map[string]string{}
		for _, c := range list {
			if raw, err := json.Marshal(c); err == nil {
				out[fmt.Sprint(c.Type, c.Name)] = string(raw)
			}
		}
		return out
	}
	return len(a) == len(b) && reflect.DeepEqual(key(a), key(b))
}

// complete answers an autocomplete: names, or kinds, that fit what was typed.
func (a *Adapter) complete(ctx context.Context, i *discordgo.Interaction) choices {
	out := choices{Choices: []choice{}} // Discord wants a list, if an empty one
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok {
		return out
	}
	given, focused := options(data.Options)
	var names []string
	var err error
	switch typed := strings.TrimSpace(given[focused]); focused {
	case "by":
		names, err = a.bot.Names(ctx, typed, false, maxChoices)
	case "kind":
		names, err = a.kinds(ctx, typed)
	}
	if err != nil {
		a.log.Warn("no names to complete with", "err", err)
	}
	for _, n := range names {
		if n != "" && length(n) <= maxChoice && len(out.Choices) < maxChoices {
			out.Choices = append(out.Choices, choice{n, n})
		}
	}
	return out
}

// kinds are the kinds of documents on the record that hold typed.
func (a *Adapter) kinds(ctx context.Context, typed string) ([]string, error) {
	o, err := a.bot.Overview(ctx)
	if err != nil {
		return nil, err
	}
	present := map[corpus.Kind]bool{}
	for _, k := range o.Kinds {
		present[k.Kind] = k.Documents > 0
	}
	var out []string
	for _, k := range corpus.Kinds() {
		if present[k] && strings.Contains(string(k), strings.ToLower(typed)) {
			out = append(out, string(k))
		}
	}
	return out, nil
}

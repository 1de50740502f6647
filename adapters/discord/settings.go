package discord

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"ontherecord/bot"
)

// The choices of /settings answers. Discord shows a bot without privileged
// intents only what is addressed to it, and the titles of forum posts: so
// "every question" is every forum post here.
const (
	answersMentioned = "when mentioned"
	answersPosts     = "every forum post"
	answersNever     = "never"
)

func whenOf(answers string) (bot.When, bool) {
	switch answers {
	case answersMentioned:
		return bot.WhenMentioned, true
	case answersPosts:
		return bot.WhenEvery, true
	case answersNever:
		return bot.WhenOff, true
	}
	return "", false
}

func answersOf(w bot.When) string {
	switch w {
	case bot.WhenEvery:
		return answersPosts + ", and when mentioned"
	case bot.WhenOff:
		return answersNever
	}
	return answersMentioned
}

// settings reads or changes the wishes of a server or of one of its channels,
// and tells how they stand.
func (a *Adapter) settings(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) payload {
	if i.GuildID == "" || i.Member == nil {
		return notice("Settings are for servers. In a direct message I answer every question.")
	}
	// Discord shows the command to those who may manage the server, but a
	// server's owner can show it to others, so it is checked here too.
	if i.Member.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) == 0 {
		return notice("To change settings you need the permission “Manage Server”. Ask somebody who has it.")
	}
	o, _ := options(data.Options)
	at := bot.Place{Platform: Platform, Workspace: i.GuildID, Channel: o["channel"]}
	s, err := a.bot.Settings(ctx, at)
	if err != nil {
		a.log.Error("settings not read", "err", err)
		return notice("The settings could not be read. Try again in a moment.")
	}
	changed := false
	if w, ok := whenOf(o["answers"]); ok {
		s.When, changed = w, true
	}
	for name, field := range map[string]*bool{"threads": &s.Threads, "private": &s.Private} {
		if v, given := o[name]; given {
			*field, changed = v == "true", true
		}
	}
	if changed {
		if err := a.bot.SetSettings(ctx, at, s); err != nil {
			a.log.Error("settings not stored", "err", err)
			return notice("The settings could not be stored. Try again in a moment.")
		}
	}
	return components(text(settingsText(at, s, changed)))
}

func settingsText(at bot.Place, s bot.Settings, changed bool) string {
	where, verb := "In this server", "I answer"
	if at.Channel != "" {
		where = "In <#" + at.Channel + ">" // names the channel; it mentions nobody
	}
	if changed {
		where = "Stored. " + where
	}
	threads, private := "in the channel", "shown to everyone"
	if s.Threads {
		threads = "in a new thread"
	}
	if s.Private {
		private = "shown to the asker only (by " + "`/ask`)"
	}
	return fmt.Sprintf("%s:\n- %s: **%s**\n- Mentions are answered: **%s**\n- Answers are: **%s**",
		where, verb, answersOf(s.When), threads, private)
}

package slack

import (
	"encoding/json"
	"fmt"
	"strings"

	"ontherecord/bot"
)

// Platform is the namespace of this adapter's messages.
const Platform = "slack"

// identity is who the bot is, as auth.test tells.
type identity struct{ Team, User, Bot string }

// received is what became of an event: exactly one field is set.
type received struct {
	message   *bot.Message
	home      *homeOpened
	assistant *assistantOpened
	// ignored says why nothing is to be done.
	ignored string
}

// homeOpened tells that somebody looks at the app's home tab.
type homeOpened struct{ workspace, user string }

// assistantOpened tells that somebody opened the assistant pane. Thread is
// empty where Slack opens it without one.
type assistantOpened struct{ workspace, user, channel, thread string }

// outerEvent is the wrapping that the Events API and Socket Mode share. Only
// what is needed is read, so that no new or odd field elsewhere can make an
// event unreadable.
type outerEvent struct {
	Type      string          `json:"type"`
	Challenge string          `json:"challenge"`
	TeamID    string          `json:"team_id"`
	External  bool            `json:"is_ext_shared_channel"`
	Event     json.RawMessage `json:"event"`
}

type messageEvent struct {
	Type        string        `json:"type"`
	Subtype     string        `json:"subtype"`
	Channel     string        `json:"channel"`
	ChannelType string        `json:"channel_type"`
	User        string        `json:"user"`
	BotID       string        `json:"bot_id"`
	Text        string        `json:"text"`
	TS          string        `json:"ts"`
	ThreadTS    string        `json:"thread_ts"`
	Edited      *edit         `json:"edited"`
	Message     *messageEvent `json:"message"`
	Previous    *messageEvent `json:"previous_message"`
}

type edit struct {
	TS string `json:"ts"`
}

type homeEvent struct {
	User    string `json:"user"`
	Channel string `json:"channel"`
	Tab     string `json:"tab"`
}

type assistantEvent struct {
	Thread struct {
		User    string `json:"user_id"`
		Channel string `json:"channel_id"`
		TS      string `json:"thread_ts"`
	} `json:"assistant_thread"`
}

// receive reads an event as Slack wraps it. An error means that it can't be
// read; an event that is of no interest is no error.
func receive(payload []byte, me identity) (received, error) {
	var outer outerEvent
	if err := json.Unmarshal(payload, &outer); err != nil {
		return received{}, fmt.Errorf("read an event: %w", err)
	}
	if outer.Type != "event_callback" {
		return received{ignored: "no event callback"}, nil
	}
	var inner struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(outer.Event, &inner); err != nil {
		return received{}, fmt.Errorf("read an event: %w", err)
	}
	switch inner.Type {
	case "app_mention", "message":
		var e messageEvent
		if err := json.Unmarshal(outer.Event, &e); err != nil {
			return received{}, fmt.Errorf("read a %s event: %w", inner.Type, err)
		}
		return e.read(outer, me), nil
	case "app_home_opened":
		var e homeEvent
		if err := json.Unmarshal(outer.Event, &e); err != nil {
			return received{}, fmt.Errorf("read an app_home_opened event: %w", err)
		}
		if e.Tab == "messages" {
			return received{assistant: &assistantOpened{outer.TeamID, e.User, e.Channel, ""}}, nil
		}
		return received{home: &homeOpened{outer.TeamID, e.User}}, nil
	case "assistant_thread_started":
		var e assistantEvent
		if err := json.Unmarshal(outer.Event, &e); err != nil {
			return received{}, fmt.Errorf("read an assistant_thread_started event: %w", err)
		}
		return received{assistant: &assistantOpened{outer.TeamID, e.Thread.User, e.Thread.Channel, e.Thread.TS}}, nil
	}
	return received{ignored: "event " + inner.Type}, nil
}

// read turns a message or a mention into a bot.Message, or says why not. A
// mention arrives in both guises where the bot reads the channel; both give the
// same message, down to its delivery key.
func (e messageEvent) read(outer outerEvent, me identity) received {
	said := e
	switch e.Subtype {
	case "", "thread_broadcast", "file_share":
	case "message_changed":
		if e.Message == nil || e.Message.Edited == nil || e.Previous != nil && e.Previous.Text == e.Message.Text {
			return received{ignored: "changed without an edit"}
		}
		said = *e.Message
		said.Channel, said.ChannelType = e.Channel, e.ChannelType
	default:
		return received{ignored: "message " + e.Subtype}
	}
	switch {
	case said.BotID != "" || said.User == me.User || said.User == "" || said.User == "USLACKBOT" || said.Subtype == "bot_message":
		return received{ignored: "said by a bot"}
	case said.Channel == "" || said.TS == "":
		return received{ignored: "without channel or time"}
	}
	h := plainText(said.Text, me.User)
	m := &bot.Message{
		Delivery: said.Channel + ":" + said.TS, Platform: Platform, Workspace: outer.TeamID, Channel: said.Channel,
		Thread: said.ThreadTS, ID: said.TS, User: said.User, Text: h.text, How: bot.HowAmbient,
		MentionsOthers: h.toOthers, External: outer.External, At: stampTime(said.TS),
	}
	if said.ThreadTS == said.TS {
		m.Thread = ""
	}
	if said.Edited != nil {
		m.Edited = true
		m.Delivery += ":" + said.Edited.TS
	}
	switch {
	case e.ChannelType == "im" || strings.HasPrefix(said.Channel, "D"):
		m.How = bot.HowDirect
	case h.toBot || e.Type == "app_mention":
		m.How = bot.HowMention
	}
	return received{message: m}
}

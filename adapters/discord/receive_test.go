package discord

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ontherecord/bot"
)

const self = "900"

func TestReceive(t *testing.T) {
	person := &discordgo.User{ID: "7", Username: "ash"}
	me := &discordgo.User{ID: self, Username: "record", Bot: true}
	edited := time.UnixMilli(1700000000123)
	guild := func(change func(*discordgo.Message)) *discordgo.Message {
		m := &discordgo.Message{ID: "50", ChannelID: "20", GuildID: "10", Author: person}
		change(m)
		return m
	}
	base := bot.Message{Delivery: "message/50", Platform: "discord", Workspace: "10", Channel: "20", ID: "50", User: "7"}
	like := func(change func(*bot.Message)) *bot.Message { m := base; change(&m); return &m }
	for _, tt := range []struct {
		name string
		in   *discordgo.Message
		edit bool
		want *bot.Message // nil for one that is not for the bot
	}{
		{"nothing at all", nil, false, nil},
		{"half filled: no author", guild(func(m *discordgo.Message) { m.Author = nil; m.Content = "x" }), false, nil},
		{"half filled: no channel", guild(func(m *discordgo.Message) { m.ChannelID = ""; m.Content = "x" }), false, nil},
		{"itself", guild(func(m *discordgo.Message) { m.Author = me; m.Content = "x" }), false, nil},
		{"another bot", guild(func(m *discordgo.Message) {
			m.Author = &discordgo.User{ID: "8", Bot: true}
			m.Content = "<@900> x"
			m.Mentions = []*discordgo.User{me}
		}), false, nil},
		{"a webhook", guild(func(m *discordgo.Message) { m.WebhookID = "1"; m.Content = "<@900> x" }), false, nil},
		{"somebody joined", guild(func(m *discordgo.Message) { m.Type = discordgo.MessageTypeGuildMemberJoin; m.Content = "x" }), false, nil},
		{"blanked", guild(func(m *discordgo.Message) {}), false, nil},
		{"mention", guild(func(m *discordgo.Message) {
			m.Content, m.Mentions = "<@900> what is the target?", []*discordgo.User{me}
		}), false, like(func(m *bot.Message) { m.How, m.Text = bot.HowMention, "what is the target?" })},
		{"mention by nickname, alone", guild(func(m *discordgo.Message) {
			m.Content, m.Mentions = "<@!900>", []*discordgo.User{me, nil}
		}), false, like(func(m *bot.Message) { m.How = bot.HowMention })},
		{"others, channels, emoji, times and escapes", guild(func(m *discordgo.Message) {
			m.Content = `<@900> ask <@8> and <@9> in <#5> of <@&6> <:wave:1> <a:run:2> at <t:0:R> </ask:3> a \*b\*`
			m.Mentions = []*discordgo.User{me, {ID: "8", Username: "bo"}}
		}), false, like(func(m *bot.Message) {
			m.How, m.MentionsOthers = bot.HowMention, true
			m.Text = "ask @bo and @someone in #channel of @role :wave: :run: at  /ask a *b*"
		})},
		{"direct message", guild(func(m *discordgo.Message) { m.GuildID, m.Content = "", "what?" }), false,
			like(func(m *bot.Message) { m.Workspace, m.How, m.Text = "", bot.HowDirect, "what?" })},
		{"everyone is not the bot", guild(func(m *discordgo.Message) { m.MentionEveryone, m.Content = true, "hi" }), false,
			like(func(m *bot.Message) { m.How, m.Text = bot.HowAmbient, "hi" })},
		{"reply to the bot", guild(func(m *discordgo.Message) {
			m.Type, m.Content, m.Mentions = discordgo.MessageTypeReply, "and in 2024?", []*discordgo.User{me}
			m.ReferencedMessage = &discordgo.Message{ID: "49", Author: me}
		}), false, like(func(m *bot.Message) { m.How, m.Text, m.InReplyTo = bot.HowMention, "and in 2024?", "49" })},
		{"reply to somebody else", guild(func(m *discordgo.Message) {
			m.Type, m.Content = discordgo.MessageTypeReply, "sure"
			m.ReferencedMessage = &discordgo.Message{ID: "48", Author: &discordgo.User{ID: "8"}}
		}), false, like(func(m *bot.Message) { m.How, m.Text, m.MentionsOthers = bot.HowAmbient, "sure", true })},
		{"an unfurled link is no edit", guild(func(m *discordgo.Message) { m.Content = "<@900> x" }), true, nil},
		{"edit", guild(func(m *discordgo.Message) {
			m.Content, m.EditedTimestamp = "<@900> x", &edited
		}), true, like(func(m *bot.Message) {
			m.How, m.Text, m.Edited, m.Delivery = bot.HowMention, "x", true, "edit/50/1700000000123"
		})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := receive(tt.in, self, tt.edit)
			if ok != (tt.want != nil) {
				t.Fatalf("for the bot: %v, message %+v", ok, got)
			}
			if tt.want == nil {
				return
			}
			if diff := cmp.Diff(*tt.want, got, cmpopts.IgnoreFields(bot.Message{}, "At")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPost(t *testing.T) {
	ok := discordgo.Channel{ID: "60", GuildID: "10", ParentID: "30", OwnerID: "7", Name: " How long is the wait? "}
	for _, tt := range []struct {
		name   string
		change func(*discordgo.Channel)
		fresh  bool
		want   bool
	}{
		{"a post", func(*discordgo.Channel) {}, true, true},
		{"a thread that was only joined", func(*discordgo.Channel) {}, false, false},
		{"the bot's own", func(c *discordgo.Channel) { c.OwnerID = self }, true, false},
		{"no title", func(c *discordgo.Channel) { c.Name = " " }, true, false},
		{"half filled", func(c *discordgo.Channel) { c.OwnerID = "" }, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := ok
			tt.change(&c)
			m, got := post(&c, tt.fresh, self)
			if got != tt.want {
				t.Fatalf("for the bot: %v", got)
			}
			if got && (m.Text != "How long is the wait?" || m.Thread != "60" || m.Channel != "30" || m.Delivery != "message/60") {
				t.Errorf("message %+v", m)
			}
		})
	}
}

// An event whose decoding fails reaches the handlers in halves; none of these
// may be answered, and none may break.
func TestUsable(t *testing.T) {
	whole := `{"id":"1","application_id":"2","type":2,"token":"t","channel_id":"3","data":{"id":"4","name":"ask","type":1},"user":{"id":"5"}}`
	for _, tt := range []struct {
		name, json string
		want       bool
	}{
		{"whole", whole, true},
		{"nothing", `{}`, false},
		{"no person", `{"id":"1","application_id":"2","type":2,"token":"t","channel_id":"3","data":{"name":"ask"}}`, false},
		{"a member without a user", `{"id":"1","application_id":"2","type":2,"token":"t","channel_id":"3","data":{"name":"ask"},"member":{}}`, false},
		{"no data", `{"id":"1","application_id":"2","type":9,"token":"t","channel_id":"3","user":{"id":"5"}}`, false},
		{"data of another form", `{"id":"1","application_id":"2","type":2,"token":"t","channel_id":"3","data":[],"user":{"id":"5"}}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var i discordgo.Interaction
			_ = json.Unmarshal([]byte(tt.json), &i) // the library goes on after an error, too
			if got := usable(&i); got != tt.want {
				t.Errorf("usable = %v", got)
			}
		})
	}
	if usable(nil) {
		t.Error("nothing is usable")
	}
}

func TestParsePress(t *testing.T) {
	for _, tt := range []struct {
		name, id string
		want     press
		ok       bool
	}{
		{"context", pressID(bot.DoContext, "ab-1", 2), press{do: bot.DoContext, ref: "ab-1", quote: 2}, true},
		{"a question with colons", askID("who: said: that?"), press{ask: "who: said: that?"}, true},
		{"another bot's", "poll:1", press{}, false},
		{"an unknown deed", "otr:explode:ab:0", press{}, false},
		{"no reply", "otr:more::0", press{}, false},
		{"no number", "otr:more:ab:x", press{}, false},
		{"below zero", "otr:more:ab:-1", press{}, false},
		{"no question", "otr:ask:", press{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := parsePress(tt.id)
			if ok != tt.ok || got != tt.want {
				t.Errorf("parsePress(%q) = %+v, %v", tt.id, got, ok)
			}
		})
	}
}

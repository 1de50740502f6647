package slack

import (
	"context"
	"slices"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
)

// interaction is what Slack sends for buttons, shortcuts and modals. Only what
// is needed is read.
type interaction struct {
	Type       string `json:"type"`
	CallbackID string `json:"callback_id"`
	TriggerID  string `json:"trigger_id"`
	ActionTS   string `json:"action_ts"`
	Response   string `json:"response_url"`
	Team       struct {
		ID string `json:"id"`
	} `json:"team"`
	User struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message messageEvent `json:"message"`
	Actions []struct {
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
		ActionTS string `json:"action_ts"`
	} `json:"actions"`
	View struct {
		CallbackID string `json:"callback_id"`
		Metadata   string `json:"private_metadata"`
		State      struct {
			Values map[string]map[string]struct {
				Selected  *choice  `json:"selected_option"`
				Selecteds []choice `json:"selected_options"`
			} `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

type choice struct {
	Value string `json:"value"`
}

func (i interaction) workspace() string { return or(i.Team.ID, i.User.TeamID) }

// thread is where a reply to a pressed button belongs: the thread that the
// message stands in, or in a channel the one that it opens.
func (i interaction) thread() string {
	thread := or(i.Container.ThreadTS, i.Message.ThreadTS)
	if thread == "" && !i.Container.Ephemeral && !strings.HasPrefix(i.Channel.ID, "D") {
		thread = or(i.Container.MessageTS, i.Message.TS)
	}
	return thread
}

// beside is the target of a reply that only the one who acted sees.
func (i interaction) beside() target {
	return target{channel: i.Channel.ID, thread: or(i.Container.ThreadTS, i.Message.ThreadTS), response: i.Response}
}

// command takes a slash command off Slack's hands, as event does.
func (a *Adapter) command(c slackgo.SlashCommand) bool {
	at := time.Now()
	a.metrics.Event("slash command")
	if strings.EqualFold(strings.TrimSpace(c.Text), "settings") {
		return a.submit("settings/"+c.UserID, func(ctx context.Context) { a.openSettings(ctx, c) }, nil)
	}
	h := plainText(c.Text, a.identity().User)
	m := bot.Message{
		Delivery: "command:" + or(c.TriggerID, c.ResponseURL), Platform: Platform, Workspace: c.TeamID, Channel: c.ChannelID,
		ID: c.TriggerID, User: c.UserID, Text: h.text, How: bot.HowCommand, Private: true, At: at,
	}
	return a.askPrivately(m, target{channel: c.ChannelID, response: c.ResponseURL}, at)
}

// askPrivately queues a question that came without word of whether its channel
// is shared with others.
func (a *Adapter) askPrivately(m bot.Message, to target, at time.Time) bool {
	return a.submit(m.Conversation(), func(ctx context.Context) {
		m.External, _ = a.isExternal(ctx, m.Channel)
		a.answer(ctx, m, to, at)
	}, func(ctx context.Context) { a.post(ctx, a.bot.Busy(m), to, at) })
}

// interact takes a button, shortcut or submitted modal off Slack's hands, as
// event does.
func (a *Adapter) interact(raw []byte) bool {
	var i interaction
	if !a.decode("interaction", raw, &i) {
		return true
	}
	switch {
	case i.Type == "block_actions" && len(i.Actions) > 0:
		return a.pressed(i)
	case i.Type == "message_action" && i.CallbackID == callbackFind:
		return a.find(i)
	case i.Type == "view_submission" && i.View.CallbackID == callbackSettings:
		return a.submit("settings/"+i.User.ID, func(ctx context.Context) { a.saveSettings(ctx, i) }, nil)
	}
	a.metrics.Event("ignored")
	return true
}

// find answers the message that a shortcut was used on, to whoever used it.
func (a *Adapter) find(i interaction) bool {
	at := time.Now()
	a.metrics.Event("shortcut")
	h := plainText(i.Message.Text, a.identity().User)
	m := bot.Message{
		Delivery: "shortcut:" + or(i.TriggerID, i.ActionTS), Platform: Platform, Workspace: i.workspace(), Channel: i.Channel.ID,
		Thread: "", ID: i.Message.TS, User: i.User.ID, Text: h.text, How: bot.HowShortcut, Private: true, At: at,
	}
	return a.askPrivately(m, i.beside(), at)
}

// pressed queues what a button asks for.
func (a *Adapter) pressed(i interaction) bool {
	at := time.Now()
	p, ours := parsePress(i.Actions[0].ActionID, i.Actions[0].Value)
	if !ours {
		a.metrics.Event("ignored")
		return true
	}
	a.metrics.Event("button")
	delivery := "press:" + i.Actions[0].ActionTS + ":" + i.User.ID
	if p.do == "" {
		return a.pressedQuestion(i, p.question, delivery, at)
	}
	act := bot.Action{Delivery: delivery, Platform: Platform, Workspace: i.workspace(), Channel: i.Channel.ID,
		User: i.User.ID, Do: p.do, Ref: p.ref, Quote: p.quote, At: at}
	return a.submit("press/"+i.User.ID+"/"+p.ref, func(ctx context.Context) { a.act(ctx, i, act, at) },
		func(ctx context.Context) { a.post(ctx, a.bot.Busy(bot.Message{Platform: Platform}), i.beside(), at) })
}

// pressedQuestion asks a suggested question as if the presser had typed it.
func (a *Adapter) pressedQuestion(i interaction, question, delivery string, at time.Time) bool {
	m := bot.Message{Delivery: delivery, Platform: Platform, Workspace: i.workspace(), Channel: i.Channel.ID,
		ID: i.Actions[0].ActionTS, User: i.User.ID, Text: question, At: at}
	if i.Container.Ephemeral {
		m.How, m.Private = bot.HowCommand, true
		return a.askPrivately(m, i.beside(), at)
	}
	m.How, m.Thread = bot.HowMention, i.thread()
	if strings.HasPrefix(i.Channel.ID, "D") {
		m.How = bot.HowDirect
	}
	return a.ask(m, target{channel: i.Channel.ID, thread: m.Thread}, at)
}

// act does what a button asks for and shows what comes of it.
func (a *Adapter) act(ctx context.Context, i interaction, act bot.Action, at time.Time) {
	external, known := a.isExternal(ctx, i.Channel.ID)
	// Where it can't be told, showing something to everybody is not risked.
	act.External = external || !known && act.Do == bot.DoShare
	result, err := a.bot.Act(ctx, act)
	if err != nil {
		a.log.Error("a button failed", "error", err, "do", string(act.Do))
	}
	switch {
	case act.Do == bot.DoContext && !result.Quoted.Quote.IsZero():
		a.open(ctx, i, contextModal(result.Quoted), contextText(result.Quoted))
	case act.Do == bot.DoCite && result.Citation != "":
		a.open(ctx, i, citationModal(result.Citation), escape(result.Citation))
	case act.Do == bot.DoShare && hasContent(result.Reply):
		to := i.beside()
		to.everyone = true
		a.post(ctx, result.Reply, to, at)
	case act.Do == bot.DoMore && hasContent(result.Reply):
		to := target{channel: i.Channel.ID, thread: i.thread()}
		if i.Container.Ephemeral || result.Private || result.Reply.Private {
			to = i.beside()
		}
		a.post(ctx, result.Reply, to, at)
	default:
		a.tell(ctx, i.beside(), or(result.Text, result.Reply.Text))
	}
}

// hasContent reports whether there is a reply at all: a Result that means
// something else holds a silent or an empty one.
func hasContent(r bot.Reply) bool { return r.Kind != "" && !r.Silent() }

// open shows a modal, or the same as text where Slack will not open one any
// more because the press is too long ago.
func (a *Adapter) open(ctx context.Context, i interaction, view slackgo.ModalViewRequest, text string) {
	err := a.out.call(ctx, "views.open", false, func(ctx context.Context) error {
		_, err := a.api.OpenViewContext(ctx, i.TriggerID, view)
		return err
	})
	if err == nil {
		return
	}
	a.log.Warn("a modal could not be opened, showing text instead", "error", explain(err))
	if _, err := a.out.send(ctx, i.beside(), message{Text: text}); err != nil {
		a.log.Error("a text in place of a modal could not be sent", "error", explain(err))
	}
}

// openSettings shows the settings of the channel that a command was typed in.
func (a *Adapter) openSettings(ctx context.Context, c slackgo.SlashCommand) {
	back := target{channel: c.ChannelID, response: c.ResponseURL}
	if strings.HasPrefix(c.ChannelID, "D") {
		a.tell(ctx, back, "There is nothing to set in a direct message: every question is answered. Use "+a.config.Command+" settings in a channel.")
		return
	}
	now, err := a.bot.Settings(ctx, bot.Place{Platform: Platform, Workspace: c.TeamID, Channel: c.ChannelID})
	if err != nil {
		a.log.Error("settings can't be read", "error", err)
		a.tell(ctx, back, "The settings can't be read just now. Please try again in a minute.")
		return
	}
	err = a.out.call(ctx, "views.open", false, func(ctx context.Context) error {
		_, err := a.api.OpenViewContext(ctx, c.TriggerID, settingsModal(now, c.ChannelID))
		return err
	})
	if err != nil {
		a.log.Warn("the settings could not be shown", "error", explain(err))
		a.tell(ctx, back, "The settings could not be shown. Please try again.")
	}
}

// saveSettings stores what was submitted, save what the modal does not ask.
func (a *Adapter) saveSettings(ctx context.Context, i interaction) {
	place := bot.Place{Platform: Platform, Workspace: i.workspace(), Channel: i.View.Metadata}
	s, err := a.bot.Settings(ctx, place)
	if err == nil {
		if v := i.View.State.Values[fieldWhen][fieldWhen].Selected; v != nil {
			s.When = bot.When(v.Value)
		}
		s.Private = slices.Contains(i.View.State.Values[fieldOptions][fieldOptions].Selecteds, choice{valuePrivate})
		err = a.bot.SetSettings(ctx, place, s)
	}
	text := "Saved: " + settingsLine(s)
	if err != nil {
		a.log.Error("settings can't be saved", "error", err)
		text = "The settings could not be saved. Please try again in a minute."
	}
	a.tell(ctx, target{channel: place.Channel, user: i.User.ID}, text)
}

func settingsLine(s bot.Settings) string {
	line := map[bot.When]string{
		bot.WhenMentioned: "I answer here when I am mentioned",
		bot.WhenEvery:     "I answer every question here that the record answers",
		bot.WhenOff:       "I am silent here",
	}[s.When]
	if s.Private && s.When != bot.WhenOff {
		line += ", and only the asker sees it"
	}
	return line + "."
}

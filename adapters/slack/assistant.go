package slack

import (
	"context"
	"time"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
)

// statusText is shown while a question is looked up. Slack puts the bot's name
// before it.
const statusText = "is searching the record…"

// greet offers questions to somebody who opened the assistant pane.
func (a *Adapter) greet(ctx context.Context, o assistantOpened) {
	questions, err := a.bot.Suggest(ctx)
	if err != nil {
		a.log.Error("questions to suggest can't be found", "error", err)
	}
	if len(questions) == 0 || o.channel == "" {
		return
	}
	params := slackgo.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: o.channel, ThreadTS: o.thread, Title: "Questions that the record answers"}
	for _, q := range first(questions, 4) {
		params.AddPrompt(cut(q, 75), q)
	}
	a.quietly(ctx, "assistant.threads.setSuggestedPrompts", func(ctx context.Context) error {
		return a.api.SetAssistantThreadsSuggestedPromptsContext(ctx, params)
	})
}

// showStatus tells that the bot is searching, where Slack can show it: in a
// thread of a direct message, which is what the assistant pane is. The returned
// function is called with the reply; it waits for the status to be set (posting
// the reply then clears it), clears it for a silence, and gives the thread a
// title.
func (a *Adapter) showStatus(ctx context.Context, m bot.Message) func(bot.Reply) {
	if m.How != bot.HowDirect || m.Thread == "" || m.Edited {
		return func(bot.Reply) {}
	}
	status := func(text string) {
		a.quietly(ctx, "assistant.threads.setStatus", func(ctx context.Context) error {
			return a.api.SetAssistantThreadsStatusContext(ctx, slackgo.AssistantThreadsSetStatusParameters{
				ChannelID: m.Channel, ThreadTS: m.Thread, Status: text})
		})
	}
	set := make(chan struct{})
	go func() {
		defer close(set)
		status(statusText)
	}()
	return func(r bot.Reply) {
		<-set
		if r.Silent() {
			status("")
			return
		}
		key := m.Channel + "/" + m.Thread
		if r.Question == "" || r.FollowUp || a.titled.Contains(key) {
			return
		}
		a.titled.Add(key, true)
		a.quietly(ctx, "assistant.threads.setTitle", func(ctx context.Context) error {
			return a.api.SetAssistantThreadsTitleContext(ctx, slackgo.AssistantThreadsSetTitleParameters{
				ChannelID: m.Channel, ThreadTS: m.Thread, Title: r.Title(60)})
		})
	}
}

// showHome publishes the home tab for somebody who looks at it.
func (a *Adapter) showHome(ctx context.Context, o homeOpened) {
	overview, err := a.bot.Overview(ctx)
	if err != nil {
		a.log.Error("the extent of the record can't be read", "error", err)
	}
	recent, err := a.bot.Recent(ctx, Platform, o.workspace, o.user)
	if err != nil {
		a.log.Error("recent questions can't be read", "error", err)
	}
	questions, err := a.bot.Suggest(ctx)
	if err != nil {
		a.log.Error("questions to suggest can't be found", "error", err)
	}
	view := homeView(overview, recent, questions, a.config.Command)
	err = a.out.call(ctx, "views.publish", true, func(ctx context.Context) error {
		_, err := a.api.PublishViewContext(ctx, slackgo.PublishViewContextRequest{UserID: o.user, View: view})
		return err
	})
	if err != nil {
		a.log.Error("the home tab could not be shown", "error", explain(err))
	}
}

// quietly makes a call that is a nicety: tried once, soon given up, and no
// error for anybody but the log.
func (a *Adapter) quietly(ctx context.Context, method string, f func(context.Context) error) {
	ctx, cancel := context.WithTimeout(ctx, min(3*time.Second, a.config.Limits.CallTimeout))
	defer cancel()
	result := "ok"
	if err := withoutURL(f(ctx)); err != nil {
		result = "failed"
		a.log.Debug("a nicety failed", "method", method, "error", err)
	}
	a.metrics.Called(method, result)
}

package discord

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/bwmarrin/discordgo"
)

// subscribe adds the handlers of events to a session. They run on its reader,
// so all they do is look and hand over.
func (a *Adapter) subscribe(s *discordgo.Session) {
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) {
		a.guard(func() { a.onMessage(e.Message, false) })
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageUpdate) {
		a.guard(func() { a.onMessage(e.Message, true) })
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.ThreadCreate) {
		a.guard(func() { a.onThread(e) })
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.GuildCreate) {
		a.guard(func() { a.onGuild(e) })
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) {
		a.guard(func() { a.onInteraction(e.Interaction) })
	})
}

// guard keeps one bad event from ending the process.
func (a *Adapter) guard(do func()) {
	defer func() {
		if r := recover(); r != nil {
			a.metrics.Failed("event")
			a.log.Error("an event broke its handler", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
		}
	}()
	do()
}

// finishWork lets no more in and waits for what is under way.
func (a *Adapter) finishWork() {
	a.closing.Lock()
	a.closed = true
	a.closing.Unlock()
	a.work.Wait()
}

// background runs do beside the reader, as one of a bounded number. An event
// that the reader still had in hand when Run ended is let go.
func (a *Adapter) background(do func()) {
	a.inbound <- struct{}{}
	a.closing.RLock()
	defer a.closing.RUnlock()
	if a.closed {
		<-a.inbound
		return
	}
	a.work.Add(1)
	go func() {
		defer a.work.Done()
		defer func() { <-a.inbound }()
		a.guard(do)
	}()
}

// submit hands a job to the queue. What was taken will be done; busy is called
// where the queue is full.
func (a *Adapter) submit(key string, job func(ctx context.Context), busy func()) {
	err := a.queue.Submit(key, func(ctx context.Context) { a.guard(func() { job(ctx) }) })
	if err == nil {
		return
	}
	a.metrics.Failed("full")
	a.log.Warn("a question was not taken", "err", err)
	busy()
}

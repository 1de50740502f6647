package bot

import (
	"context"
	"fmt"
)

// When says when the bot answers in a channel.
type When string

// The choices; the zero value is WhenMentioned.
const (
	WhenMentioned When = "mentioned"
	WhenEvery     When = "every question"
	WhenOff       When = "off"
)

// Settings are a channel's or a workspace's wishes.
type Settings struct {
	When When
	// Private has every answer shown to the asker only.
	Private bool
	// External allows answers in channels shared with other organisations.
	External bool
	// Threads has answers to mentions put into a new thread, where the platform
	// leaves the choice.
	Threads bool
}

// Settings returns the wishes of a place: the channel's own, else the
// workspace's, else the configured ones.
func (b *Bot) Settings(ctx context.Context, at Place) (Settings, error) {
	for _, p := range []Place{at, {at.Platform, at.Workspace, ""}} {
		s, ok, err := b.memory.Settings(ctx, p)
		if err != nil {
			return Settings{}, fmt.Errorf("read the settings of a channel: %w", err)
		}
		if ok {
			return s, nil
		}
	}
	return b.config.Settings, nil
}

// SetSettings stores the wishes of a place; with Channel empty, of the whole
// workspace, save for channels with wishes of their own.
func (b *Bot) SetSettings(ctx context.Context, at Place, s Settings) error {
	switch s.When {
	case "":
		s.When = WhenMentioned
	case WhenMentioned, WhenEvery, WhenOff:
	default:
		return fmt.Errorf("unknown choice %q: use %q, %q or %q", s.When, WhenMentioned, WhenEvery, WhenOff)
	}
	if err := b.memory.SetSettings(ctx, at, s); err != nil {
		return fmt.Errorf("store the settings of a channel: %w", err)
	}
	return nil
}

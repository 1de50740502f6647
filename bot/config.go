package bot

import (
	"errors"
	"fmt"
	"time"
)

// Config is what an operator may choose about the conversation. DefaultConfig
// holds the defaults; a zero field of Limits switches that limit off.
type Config struct {
	// Settings apply where neither a channel nor its workspace has its own.
	Settings Settings `yaml:"-"`
	// Deadline is how long a question may take.
	Deadline time.Duration `yaml:"deadline"`
	// MaxText is the number of characters from which on a message is no question
	// any more.
	MaxText int    `yaml:"max_text"`
	Limits  Limits `yaml:"limits"`
	// RetentionDays is how long questions, votes and deliveries are remembered;
	// 0 means for ever.
	RetentionDays int `yaml:"retention_days"`
	// Workers answer at the same time; Queue is how many messages may wait.
	Workers int `yaml:"workers"`
	Queue   int `yaml:"queue"`
}

// Limits bound how many questions are taken.
type Limits struct {
	UserPerMinute      int `yaml:"user_per_minute"`
	WorkspacePerMinute int `yaml:"workspace_per_minute"`
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		Settings:      Settings{When: WhenMentioned},
		Deadline:      10 * time.Second,
		MaxText:       2000,
		Limits:        Limits{UserPerMinute: 20, WorkspacePerMinute: 300},
		RetentionDays: 90,
		Workers:       4,
		Queue:         256,
	}
}

// Validate reports what can't be meant, naming the key.
func (c Config) Validate() error {
	var errs []error
	check := func(key string, value, least int) {
		if value < least {
			errs = append(errs, fmt.Errorf("%s is %d: it must be at least %d", key, value, least))
		}
	}
	if c.Deadline < 100*time.Millisecond {
		errs = append(errs, fmt.Errorf("deadline is %v: it must be at least 100ms", c.Deadline))
	}
	check("max_text", c.MaxText, 50)
	check("limits.user_per_minute", c.Limits.UserPerMinute, 0)
	check("limits.workspace_per_minute", c.Limits.WorkspacePerMinute, 0)
	check("retention_days", c.RetentionDays, 0)
	check("workers", c.Workers, 1)
	check("queue", c.Queue, 1)
	return errors.Join(errs...)
}

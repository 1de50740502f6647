package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/slack"
	"ontherecord/bot"
)

// Config is the configuration file. Each part belongs to the package that it
// configures, which holds its defaults and its checks.
type Config struct {
	// Data is the state folder; --data wins over it.
	Data string `yaml:"data"`
	// Thesaurus is a file of words of one's own that stand for one another.
	Thesaurus string     `yaml:"thesaurus"`
	Bot       bot.Config `yaml:"bot"`
	Serve     Serve      `yaml:"serve"`
	// Slack and Discord are served if they are there.
	Slack   *slack.Config   `yaml:"slack"`
	Discord *discord.Config `yaml:"discord"`
}

// Serve configures 'ontherecord serve'.
type Serve struct {
	// Listen is the address of /healthz, /readyz and /metrics; empty is none.
	Listen string `yaml:"listen"`
}

func (s Serve) validate() error {
	if s.Listen == "" {
		return nil
	}
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		return fmt.Errorf("listen is %q: write an address with a port, such as 127.0.0.1:9091, or nothing", s.Listen)
	}
	return nil
}

// defaultConfig is the configuration without a file.
func defaultConfig() Config {
	return Config{Bot: bot.DefaultConfig(), Serve: Serve{Listen: "127.0.0.1:9091"}}
}

// readConfig reads a configuration file. An unknown key is an error that names
// the key and the line.
func readConfig(r io.Reader) (Config, error) {
	c := defaultConfig()
	data, err := io.ReadAll(r)
	if err != nil {
		return c, err
	}
	// A part that is there begins from its defaults, also where all of its keys
	// are comments.
	var there map[string]any
	if err := yaml.Unmarshal(data, &there); err != nil {
		return c, errors.New(yaml.FormatError(err, false, true))
	}
	if len(there) == 0 {
		return c, nil // the decoder would zero c
	}
	if _, ok := there["slack"]; ok {
		c.Slack = new(slack.DefaultConfig())
	}
	if _, ok := there["discord"]; ok {
		c.Discord = new(discord.DefaultConfig())
	}
	parts := c
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&c); err != nil {
		text := yaml.FormatError(err, false, true)
		if strings.Contains(text, "invalid duration") {
			// The library does not say where it stands.
			text += ": write the times in bot and slack.limits like 10s or 2m"
		}
		return c, errors.New(text)
	}
	c.Slack, c.Discord = cmp.Or(c.Slack, parts.Slack), cmp.Or(c.Discord, parts.Discord)
	return c, c.validate()
}

func (c *Config) validate() error {
	var errs []error
	part := func(name string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	part("bot", c.Bot.Validate())
	part("serve", c.Serve.validate())
	if c.Slack != nil {
		part("slack", c.Slack.Validate())
	}
	if c.Discord != nil {
		errs = append(errs, c.Discord.Validate()) // it names its part itself
	}
	return errors.Join(errs...)
}

// configure reads the configuration file and decides on the state folder.
func (a *app) configure(*cobra.Command) error {
	a.config = defaultConfig()
	path, named := a.configFile, a.configFile != ""
	if !named {
		dir, err := os.UserConfigDir()
		if err == nil {
			path = filepath.Join(dir, "ontherecord", "config.yaml")
		}
	}
	a.configPath = path
	if path != "" {
		f, err := os.Open(path)
		switch {
		case err == nil:
			defer f.Close()
			a.configRead = true
			if a.config, err = readConfig(f); err != nil {
				return &codeError{exitUsage, fmt.Errorf("%s: %w", path, err)}
			}
		case named || !errors.Is(err, fs.ErrNotExist):
			return &codeError{exitUsage, fmt.Errorf("read the configuration: %w", err)}
		}
	}
	if a.dataDir == "" {
		a.dataDir = a.config.Data
	}
	if a.dataDir == "" {
		dir, err := dataHome()
		if err != nil {
			return fmt.Errorf("find the state folder: %w: name one with --data", err)
		}
		a.dataDir = filepath.Join(dir, "ontherecord")
	}
	return nil
}

// dataHome is $XDG_DATA_HOME, or its default (XDG Base Directory Specification
// 0.8).
func dataHome() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share"), nil
}

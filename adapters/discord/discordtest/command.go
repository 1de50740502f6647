package discordtest

import (
	"fmt"
	"regexp"
)

// slashName is what the name of a slash command or an option looks like.
var slashName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

// checkCommand reports what Discord would refuse in a command: its limits on
// names, descriptions, options and choices.
func checkCommand(c map[string]any, seen map[string]bool) error {
	name, _ := c["name"].(string)
	kind := 1
	if k, ok := c["type"].(float64); ok {
		kind = int(k)
	}
	key := fmt.Sprint(kind, name)
	if seen[key] {
		return fmt.Errorf("command %q stands twice", name)
	}
	seen[key] = true
	description, _ := c["description"].(string)
	switch {
	case name == "" || length(name) > 32:
		return fmt.Errorf("command name %q has no or over 32 characters", name)
	case kind != 1 && description != "":
		return fmt.Errorf("command %q is no slash command and has a description", name)
	case kind == 1 && !slashName.MatchString(name):
		return fmt.Errorf("slash command can't be named %q", name)
	case kind == 1 && (description == "" || length(description) > 100):
		return fmt.Errorf("description of %q has no or over 100 characters", name)
	}
	return checkOptions(name, c["options"], true)
}

func checkOptions(of string, raw any, top bool) error {
	options, _ := raw.([]any)
	if len(options) > 25 {
		return fmt.Errorf("command %q has %d options, 25 are allowed", of, len(options))
	}
	optional := false
	for _, o := range options {
		option, ok := o.(map[string]any)
		if !ok {
			return fmt.Errorf("an option of %q is no object", of)
		}
		name, _ := option["name"].(string)
		description, _ := option["description"].(string)
		required, _ := option["required"].(bool)
		choices, _ := option["choices"].([]any)
		auto, _ := option["autocomplete"].(bool)
		kind, _ := option["type"].(float64)
		switch {
		case !slashName.MatchString(name):
			return fmt.Errorf("option of %q can't be named %q", of, name)
		case description == "" || length(description) > 100:
			return fmt.Errorf("description of %q %q has no or over 100 characters", of, name)
		case required && optional:
			return fmt.Errorf("required option %q of %q stands after one that is not", name, of)
		case len(choices) > 25 || len(choices) > 0 && auto:
			return fmt.Errorf("option %q of %q has choices over 25 or beside autocomplete", name, of)
		case kind <= 2 && !top:
			return fmt.Errorf("a subcommand within a subcommand of %q", of)
		}
		optional = optional || !required
		if err := checkOptions(of+" "+name, option["options"], false); err != nil {
			return err
		}
	}
	return nil
}

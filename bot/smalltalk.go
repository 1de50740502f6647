package bot

import (
	"strings"
	"unicode/utf8"

	"ontherecord/retrieval/followup"
)

// command is what a message tells the bot to do, apart from answering.
type command int

const (
	commandNone command = iota
	commandHelp
	commandRecord
	commandStop
	commandStart
	commandHello
	commandThanks
	commandBye
)

// commandOf reads a whole message as a command or as small talk.
func commandOf(text string) command {
	words := plainWords(text)
	if len(words) == 0 || len(words) > 8 {
		if strings.Trim(text, "? ") == "" && strings.Contains(text, "?") {
			return commandHelp
		}
		return commandNone
	}
	said := strings.Join(words, " ")
	for _, c := range []struct {
		is      command
		phrases string
	}{
		{commandHelp, helpPhrases}, {commandRecord, recordPhrases}, {commandStop, stopPhrases}, {commandStart, startPhrases},
	} {
		if strings.Contains(c.phrases, "|"+said+"|") {
			return c.is
		}
	}
	return smallTalk(words)
}

// The phrases stand between bars so that a whole one is found by its bars.
const (
	helpPhrases = "|help|help me|help please|usage|commands|instructions|how do i use this|how does this work|how do you work|" +
		"how do i use you|what can you do|what do you do|who are you|what are you|what is this|are you a bot|are you human|" +
		"are you a person|are you ai|what can i ask|what can i ask you|how can you help|what is this bot|introduce yourself|"
	recordPhrases = "|record|the record|what is on the record|what's on the record|what do you know|what do you know about|" +
		"what documents do you have|what have you got|what's in the record|what is in the record|sources|your sources|what are your sources|" +
		"how many documents do you have|how up to date are you|how current are you|"
	stopPhrases = "|stop|mute|quiet|be quiet|shut up|shush|hush|pause|go away|stop it|stop please|please stop|stop replying|" +
		"stop answering|leave us alone|silence|stop talking|unsubscribe|"
	startPhrases = "|start|unmute|resume|come back|wake up|start again|you can talk|speak|continue please|unpause|"
)

var (
	hello      = set(`hello hi hey hiya morning afternoon evening greetings yo howdy good there all everyone team bot again to you how are doing today it's is going`)
	helloFirst = set(`hello hi hey hiya morning afternoon evening greetings yo howdy good`)
	thank      = set(`thanks thank you thankyou thx ty cheers ta great perfect brilliant excellent awesome amazing lovely nice nicely
		very much so a lot many that's that is was helpful useful really good job work one this it ok okay cool super wonderful fantastic well done
		for the your help that helps again works got understood noted`)
	thankFirst = set(`thanks thank thankyou thx ty cheers ta great perfect brilliant excellent awesome amazing lovely nice ok okay cool super
		wonderful fantastic well understood noted got very really that's that`)
	thankSure = set(`thanks thank thankyou thx ty cheers ta great perfect brilliant excellent awesome amazing lovely helpful useful
		cool super wonderful fantastic done good understood noted got ok okay nice`)
	bye = set(`bye goodbye cya see you later ta-ra night good cheerio for now tomorrow`)
)

func smallTalk(words []string) command {
	all := func(set map[string]bool) bool {
		for _, w := range words {
			if !set[w] {
				return false
			}
		}
		return true
	}
	some := func(set map[string]bool) bool {
		for _, w := range words {
			if set[w] {
				return true
			}
		}
		return false
	}
	switch first := words[0]; {
	case all(bye) && (first == "bye" || first == "goodbye" || first == "see" || first == "cya" || first == "cheerio" || len(words) == 2 && words[1] == "night"):
		return commandBye
	case helloFirst[first] && all(hello) && (first != "good" || len(words) > 1 && helloFirst[words[1]]):
		return commandHello
	case thankFirst[first] && all(thank) && some(thankSure):
		return commandThanks
	}
	return commandNone
}

// unfit is the notice for a text that can't be a question, cleaned being what
// clean leaves of it; "" for any that can.
func (b *Bot) unfit(text, cleaned string) Notice {
	switch {
	case !hasWords(cleaned) && !hasWords(text):
		if strings.TrimSpace(text) == "" {
			return NoticeEmpty
		}
		return NoticeNoQuestion
	case !hasWords(cleaned):
		return NoticeNoQuestion
	case utf8.RuneCountInString(cleaned) > b.config.MaxText:
		return NoticeTooLong
	case isForeign(cleaned):
		return NoticeLanguage
	}
	return ""
}

var (
	asks = set(`who whom whose what when where which why how is are was were will would can could does do did has have had should what's who's when's where's how's whats`)
	// among are words of people who talk to one another.
	among = set(`we us our ours you your yours i my me mine i'm i'll i've we're we've we'll you're let's lets`)
)

// isAsked reports whether a text that was not addressed to the bot, in a thread
// where it was asked before, is a question for it.
func isAsked(text string, previous followup.Turn) bool {
	words := plainWords(text)
	if len(words) == 0 {
		return false
	}
	reading := followup.Read(previous, text)
	if reading.Kind > followup.Refined {
		return true
	}
	joined := strings.Join(words, " ") + " "
	for _, polite := range []string{"can you tell me ", "could you tell me ", "do you know ", "can you show me ", "tell me ", "show me ", "can you find "} {
		joined = strings.TrimPrefix(joined, polite)
	}
	for _, w := range strings.Fields(joined) {
		if among[w] {
			return false
		}
	}
	switch {
	case strings.Contains(text, "?"):
		return true
	case asks[words[0]] && len(words) >= 3:
		return true
	case reading.Kind == followup.Refined && len(words) <= 7:
		for _, lead := range []string{"what about ", "how about ", "and for ", "and in ", "since ", "and since ", "only ", "by ", "before ", "and by "} {
			if strings.HasPrefix(joined, lead) {
				return true
			}
		}
	}
	return false
}

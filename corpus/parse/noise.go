package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// furniture are the lines after which a page speaks of itself.
	furniture = regexp.MustCompile(`(?i)^(?:share(?: (?:this|on)\b.{0,30})?|related (?:content|questions|answers|links|items|debates).{0,20}|(?:next|previous) question.{0,20}|back to (?:top|results).{0,20}|cookies?(?: (?:policy|settings|on this site|preferences))?|contents|comments|footer|site map|privacy(?: policy| notice)?|terms (?:of use|and conditions)|sign up.{0,30}|subscribe.{0,30})\W*$`)
	// siteTalk are the sentences and notices with which pages end.
	siteTalk = regexp.MustCompile(`(?i)\bcookies?\b|^(?:loading|please wait|reticulating|tweet|print|e-?mail this|log ?in|sign in|sign up|follow us|copyright|last updated|updated|posted|page \d+|version \d|powered by|view source|skip to)\b|^©|all rights reserved|licen[cs]ed under|^contains parliamentary information|^back to top|\b(?:is|was|did you find) this (?:page|answer)\b.{0,20}\b(?:useful|helpful)\b|\b(?:javascript|your browser|unhandled error|report a problem|share this)\b|^\d+ (?:comments?|shares?|likes?|views?|annotations?)\b`)
)

// noiseRunes is how long a line without a sentence's end may be to be taken
// for a site's own when it stands at the end of a page.
const noiseRunes = 60

// noise reports whether a last line is the site's and not the answer's: a
// notice, or a short line that is no sentence, item, row of a table, address
// or figure.
func noise(s string) bool {
	if utf8.RuneCountInString(s) <= 200 && siteTalk.MatchString(s) {
		return true
	}
	if closed(s) || bulleted(s) || strings.ContainsAny(s, "|\t0123456789") || strings.Contains(s, "http") || strings.Contains(s, "www.") {
		return false
	}
	return utf8.RuneCountInString(s) <= noiseRunes
}

// withoutNoise takes the site's own lines off the end of an answer. Short
// lines after one that announces them, such as the items of a list that lost
// its bullets, are the answer's.
func withoutNoise(answer []line) []line {
	kept := answer
	for len(kept) > 0 && noise(kept[len(kept)-1].text) {
		kept = kept[:len(kept)-1]
	}
	if len(kept) > 0 && !strings.HasSuffix(kept[len(kept)-1].text, ":") {
		return kept
	}
	for len(kept) < len(answer) && !siteTalk.MatchString(answer[len(kept)].text) {
		kept = answer[:len(kept)+1]
		if kept[0].span == kept[len(kept)-1].span {
			break // an answer of one short line, such as "No"
		}
	}
	return kept
}

package analysis

import "strings"

// stopWords carry grammar and no subject. Words that ask (what, how many) are
// among them: the question's type is read by other means. Negations are kept
// out of the index as well, because a sentence and its opposite are about the
// same thing; the choice of sentences looks at them by itself.
var stopWords = set(`a about above after again all also am an and any are aren't
as at be because been before being below between both but by can can't cannot
could couldn't did didn't do does doesn't doing don't down during each either
else ever few for from further get gets getting give given gives go goes going
gone got had hadn't has hasn't have haven't having he he'd he'll her here hers
herself him himself his how however i i'd i'll i'm i've if in into is isn't it
it'd it'll its itself just let like ll may me might mine more most much must my
myself no nor not of off on once one only or other others ought our ours
ourselves out over own per please put rather re same shall she should shouldn't
so some such than that thats that'll that's the their theirs them themselves then
there there's these they they'd they'll they're they've this those through to too
under until up upon us ve very was wasn't we we'd we'll we're we've well were
weren't what whats what's whatever when whens where wheres which while who who'd
who's whom whose why will with within without won't would wouldn't yet you you'd
you'll you're you've your yours yourself yourselves s t d m o`)

// numberWords are written as digits, so that "three-year" and "3-year" agree.
var numberWords = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
	"eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
	"seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
	"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
	"eighty": "80", "ninety": "90",
}

// accents folds the letters that names and drugs are written with.
var accents = func() map[rune]string {
	m := map[rune]string{'æ': "ae", 'œ': "oe", 'ø': "o", 'ß': "ss", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th"}
	for plain, letters := range map[string]string{
		"a": "àáâãäåā", "c": "çćč", "e": "èéêëēęě", "i": "ìíîïī", "n": "ñńň", "o": "òóôõöō",
		"u": "ùúûüū", "y": "ýÿ", "s": "śš", "z": "źżž",
	} {
		for _, r := range letters {
			m[r] = plain
		}
	}
	return m
}()

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

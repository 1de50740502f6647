package followup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// word is a word of a text, in lower case and with its place.
type word struct {
	low, raw string
	span     corpus.Span
}

// split returns the words of s: letters and digits with what joins them.
func split(s string) []word {
	var out []word
	inWord := func(i int) (int, bool) {
		r, size := utf8.DecodeRuneInString(s[i:])
		return size, unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
	}
	for i := 0; i < len(s); {
		size, ok := inWord(i)
		if !ok {
			i += size
			continue
		}
		start := i
		for i < len(s) {
			size, ok = inWord(i)
			if !ok {
				r, size := utf8.DecodeRuneInString(s[i:])
				if !strings.ContainsRune("'’-/", r) || i+size >= len(s) {
					break
				}
				if _, ok := inWord(i + size); !ok {
					break
				}
				i += size
				continue
			}
			i += size
		}
		raw := s[start:i]
		out = append(out, word{strings.ReplaceAll(strings.ToLower(raw), "’", "'"), raw, corpus.Span{Start: start, End: i}})
	}
	return out
}

// from is text from the first of words on.
func from(text string, words []word) string { return strings.TrimSpace(text[words[0].span.Start:]) }

// bare is text from the first of words to the last, without what follows it and
// without closing politeness.
func bare(text string, words []word) string {
	last := len(words) - 1
	for last > 0 && closing[words[last].low] {
		last--
	}
	return text[words[0].span.Start:words[last].span.End]
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

var (
	closing = set(`please thanks tho though then too pls ta`)
	// asking words make a sentence a question and say nothing of its subject.
	asking = set(`who whom whose what when where which why how many much long often far is are was were will
		would can could do does did has have had be been being should may might to there any roughly about
		exactly and but so also ok okay please the i'd like know tell me you we hi hello what's who's when's
		where's how's share proportion percentage of number`)
	// questionWords and auxiliaries begin whole questions.
	questionWords = set(`who whom whose what when where which why how what's who's when's where's how's why's`)
	auxiliaries   = set(`is are was were will would can could do does did has have had should may might isn't
		aren't won't can't don't doesn't didn't hasn't haven't shall must tell show give find explain list`)
	// verbs that make a clause out of a fragment.
	finite = set(`is are was were will would can could do does did has have had should might must get gets got
		need needs want wants`)
	function = set(`a an the of to in on for with at by from and or but as than then into over under about it its
		this that these those they them their he she his her him we us our you your i me my not no any some
		all only just more most much many there here very so too also same`)
)

// leadIn is the number of words that only join a text to what came before.
func leadIn(words []word) int {
	i := 0
	for i < len(words) {
		n := 0
		for _, lead := range leads {
			if matches(words[i:], lead) && len(lead) > n {
				n = len(lead)
			}
		}
		if n == 0 {
			return i
		}
		i += n
	}
	return i
}

var leads = phrases(`and|but|or|so|ok|okay|also|then|hmm|right|thanks|thank you|cheers|great|what about|how about|
	what of|same for|the same for|same question for|same again for|or rather|i mean|i meant|sorry|no|yes|yeah|only|just|
	now|now for|and now|actually|and what about|and how about|is it the same for|is that the same for|does that go for`)

func phrases(s string) [][]string {
	var out [][]string
	for p := range strings.SplitSeq(s, "|") {
		out = append(out, strings.Fields(p))
	}
	return out
}

func matches(words []word, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, p := range phrase {
		if words[i].low != p {
			return false
		}
	}
	return true
}

// is reports whether words say one of the phrases and nothing else, politeness
// left aside.
func is(words []word, list [][]string) bool {
	for len(words) > 0 && closing[words[len(words)-1].low] {
		words = words[:len(words)-1]
	}
	for _, p := range list {
		if len(p) == len(words) && matches(words, p) {
			return true
		}
	}
	return false
}

var (
	moreSaid = phrases(`more|show me more|show more|any more|anymore|more quotes|more please|give me more|see more|
		anything else|what else|any others|any other|others|next|go on|continue|keep going|other quotes|another|
		another one|some more|tell me more|is there more|are there more|are there any more|is there anything else|
		is that all|is that it|more results|more answers|any more on that|more on that|more on this|more of that|
		what else is there|show me the rest|the rest|show me others|any other quotes`)
	whoSaid = phrases(`who said that|who said this|who said it|who says|who says that|who says so|who says this|says who|
		who was that|who is that|who's that|who is it|who was it|who is saying that|who is saying this|who wrote that|
		who wrote this|who wrote it|who answered|who answered that|who answered this|whose words are these|
		whose words are those|who stated that|who said so|by whom|said by whom|who is this from|who is that from|
		whose statement is that|whose statement is this|who was it said by|who was that said by|which minister|
		which minister said that|which minister said this|which minister was that|who told parliament that`)
	whenSaid = phrases(`when was that|when was this|when was it|when was that said|when was this said|when was it said|
		when did they say that|when did they say this|when did he say that|when did she say that|when did he say this|
		when did she say this|when did they say it|when did he say it|when did she say it|what date|what date was that|
		which date|on what date|what's the date|what is the date|what date was this|when is that from|when is this from|
		how old is that|how old is this|how recent is that|how recent is this|is that recent|is that still current|
		when was that written|when was this written|when was that answered|when was this answered|when was that published`)
	whereSaid = phrases(`where is that from|where is this from|where's that from|where's this from|where does that come from|
		where does this come from|source|the source|what's the source|what is the source|which document|which document is that|
		which document is this|link|the link|got a link|do you have a link|have you got a link|where was that said|
		where did they say that|where did he say that|where did she say that|where was this said|where can i read that|
		where can i read it|where can i read this|where did you get that|where did you get this|what document|
		what document is that|citation|reference|what's the reference|what is your source|what's your source|your source`)
)

// pointing reads the follow-ups that ask about the answer itself.
func pointing(words []word) Kind {
	for len(words) > 1 && (words[0].low == "and" || words[0].low == "but" || words[0].low == "ok" || words[0].low == "so") {
		words = words[1:]
	}
	for _, k := range []struct {
		kind Kind
		said [][]string
	}{{More, moreSaid}, {Who, whoSaid}, {When, whenSaid}, {Where, whereSaid}} {
		if is(words, k.said) {
			return k.kind
		}
	}
	return New
}

package text

import (
	"strings"
	"unicode"

	"ontherecord/corpus"
)

// IsListItem reports whether sentence begins with a list mark: "• …", "- …",
// "2. …", "(b) …", "o …".
func IsListItem(sentence string) bool {
	m, n := markOf(sentence)
	if m == noMark {
		return false
	}
	return n < len(sentence) || m == bulletMark
}

// IntroducesList reports whether sentence ends with a colon, as the line
// before a list does. So does the line before a link or a table: whether a
// list follows is ListRun's to say.
func IntroducesList(sentence string) bool {
	return strings.HasSuffix(strings.TrimRightFunc(sentence, unicode.IsSpace), ":")
}

// IsLink reports whether sentence is a web or mail address and nothing else.
func IsLink(sentence string) bool {
	return firstWord(sentence) == sentence && isAddress(sentence)
}

// ListRun returns the sentences, from inclusive and to exclusive, of the list
// that sentence i of s belongs to: the sentence that introduces it and all of
// its items. Items need no marks when each ends in a semicolon, as lists do
// that lost their bullets. A sentence that is in no list is a run of its own.
func ListRun(s string, sentences []corpus.Span, i int) (from, to int) {
	l := list{s, sentences}
	from, to = l.group(i)
	switch {
	case l.item(from, to):
		from = l.first(from)
	case i == to-1 && IntroducesList(l.sentence(i)) && l.itemAt(to):
		from = i
	default:
		return i, i + 1
	}
	for l.itemAt(to) {
		_, to = l.group(to)
	}
	return from, to
}

// list reads the sentences of a text in groups: a list item with all of its
// sentences, or the sentences of a line.
type list struct {
	text  string
	spans []corpus.Span
}

func (l list) sentence(i int) string { return l.text[l.spans[i].Start:l.spans[i].End] }

// first walks back from the item at from to the list's introduction, or to
// its first item when nothing introduces it.
func (l list) first(from int) int {
	for from > 0 {
		start, end := l.group(from - 1)
		if !l.item(start, end) {
			if IntroducesList(l.sentence(from - 1)) {
				from--
			}
			break
		}
		from = start
	}
	return from
}

// group returns the sentences of i's group, from inclusive and to exclusive.
func (l list) group(i int) (from, to int) {
	for from = i; !l.begins(from); from-- {
	}
	for to = i + 1; to < len(l.spans) && !l.begins(to); to++ {
	}
	return from, to
}

// begins reports whether sentence i begins a group: it has a list mark or
// begins on another line than the sentence before it ends. Where that one is
// wrapped, so is this one, and only a blank line parts them.
func (l list) begins(i int) bool {
	if i == 0 || IsListItem(l.sentence(i)) {
		return true
	}
	gap := l.text[l.spans[i-1].End:l.spans[i].Start]
	breaks := 0
	for at := 0; at < len(gap); {
		end, next := lineEnd(gap, at)
		if next > end {
			breaks++
		}
		at = next
	}
	return breaks > 1 || breaks == 1 && strings.IndexByte(l.sentence(i-1), '\n') < 0
}

func (l list) itemAt(i int) bool {
	if i >= len(l.spans) {
		return false
	}
	from, to := l.group(i)
	return from == i && l.item(from, to)
}

// item reports whether a group is a list item: it has a mark, or ends as items
// do, or is the last of items without marks.
func (l list) item(from, to int) bool {
	if IsListItem(l.sentence(from)) || endsItem(l.sentence(to-1)) {
		return true
	}
	if from == 0 || !endsItem(l.sentence(from-1)) {
		return false
	}
	before, _ := l.group(from - 1)
	return !IsListItem(l.sentence(before))
}

// endsItem reports whether s ends as an item does that others follow.
func endsItem(s string) bool { return tailOf(s) == tailItem }

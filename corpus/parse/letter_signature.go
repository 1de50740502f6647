package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSignature is how many lines below the sign-off are looked at.
const maxSignature = 12

// signature reads what stands below the sign-off: who signs, as what, for
// which body; a date on a line of its own; a postscript.
func (l *letter) signature() {
	below := l.lines[min(l.bye+1, len(l.lines)):]
	if l.signed != "" {
		l.speaker = properName(l.signed)
	}
	open := false // the line before names an office that may go on
	for i, at := range below {
		if postscript.MatchString(at.text) {
			l.after = untilFurniture(below[i:])
			return
		}
		if i >= maxSignature {
			continue
		}
		s := strings.TrimFunc(at.text, blank)
		if d, ok := dayOnly(s); ok {
			if l.date.IsZero() {
				l.date = d
			}
			continue
		}
		goesOn := open && !at.gap && !bodyLike(s) && (continues(below[i-1].text) || continued(s) || wrapped(below[i-1].text, s))
		open = false
		switch {
		case goesOn:
			l.role = properTitle(l.role + " " + s)
			open = true
		case l.speaker == "" && l.several(s):
			return
		case l.speaker == "" && l.nameAndOffice(s):
		case l.speaker == "" && personLike(s):
			l.speaker = properName(s)
		case l.speaker != "" && l.role == "" && personLike(s) && fuller(s, l.speaker):
			l.speaker = properName(s)
		case l.speaker != "" && l.role == "" && roleLike(s):
			role, body := roleAndBody(s)
			l.role, open = properTitle(role), body == ""
			if body != "" {
				l.body = properTitle(body)
			}
		case l.speaker != "" && bodyLike(s):
			l.body = properTitle(s)
		case l.speaker != "" && personLike(s):
			return // a second signatory
		}
	}
}

// several takes a line with the names of more than one signatory side by side.
// Whose office is whose is not looked for.
func (l *letter) several(s string) bool {
	cells := columns.Split(s, -1)
	if len(cells) < 2 {
		return false
	}
	for i, c := range cells {
		if !personLike(c) || len(strings.Fields(c)) < 2 {
			return false
		}
		cells[i] = properName(c)
	}
	l.speaker = strings.Join(cells, " and ")
	return true
}

func (l *letter) nameAndOffice(s string) bool {
	name, office, ok := nameAndOffice(s)
	if !ok {
		return false
	}
	role, body := roleAndBody(office)
	l.speaker, l.role = properName(name), properTitle(role)
	if body != "" {
		l.body = properTitle(body)
	}
	return true
}

// fuller reports whether name is the longer form of short: "ASHLEY DALTON"
// printed below a signature "Ashley".
func fuller(name, short string) bool {
	return len(name) > len(short) && strings.Contains(strings.ToLower(name), strings.ToLower(short))
}

// continues reports whether an office that is broken over lines goes on after s.
func continues(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	return len(words) > 0 && slices.Contains([]string{"for", "of", "and", "the", "to", "&"}, strings.Trim(words[len(words)-1], ","))
}

// continued reports whether s is the end of what the line before began.
func continued(s string) bool {
	words := strings.Fields(s)
	return len(words) > 0 && slices.Contains([]string{"for", "of", "and", "to", "&"}, words[0])
}

// wrapped reports whether the name of a minister's office, long enough to have
// filled its line, goes on with s.
func wrapped(before, s string) bool {
	return utf8.RuneCountInString(before) >= 40 && ministerial.MatchString(before) && !strings.ContainsAny(before+s, "0123456789@,()")
}

var ministerial = regexp.MustCompile(`(?i)\b(?:minister|secretary)\b.* for `)

package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// properName is a name as it is written in running text. A name that is set in
// capitals alone, as under letters, gets its case back; every other is kept as
// it is.
func properName(s string) string {
	s = strings.Trim(strings.Join(strings.FieldsFunc(s, blank), " "), ",;")
	if !capitals(mixedPrefix.ReplaceAllStringFunc(s, strings.ToUpper)) {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		if at := mixedPrefix.FindStringIndex(w); at != nil && at[0] == 0 {
			words[i] = w[:at[1]] + properWord(w[at[1]:], true)
			continue
		}
		words[i] = properWord(w, i == 0)
	}
	return strings.Join(words, " ")
}

// mixedPrefix is what stays in lower case where a name is otherwise set in
// capitals: McDONALD.
var mixedPrefix = regexp.MustCompile(`\bMa?c`)

// capitals reports whether s has letters and all of them are capitals.
func capitals(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// properTitle is the name of an office or a body in running text. One that is
// set in capitals alone gets its case back.
func properTitle(s string) string {
	if !capitals(s) {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		switch bare := strings.Trim(w, ",()"); {
		case slices.Contains([]string{"NHS", "UK", "HM", "EU", "AI", "MP", "UKHSA", "HMRC"}, bare):
		case i > 0 && slices.Contains([]string{"OF", "FOR", "AND", "THE", "TO", "IN", "AT", "ON"}, bare):
			words[i] = strings.ToLower(w)
		default:
			words[i] = properWord(w, true)
		}
	}
	return strings.Join(words, " ")
}

// properWord gives a word of a name in capitals its case back.
func properWord(w string, first bool) string {
	bare := strings.Trim(w, ".,")
	switch {
	case slices.Contains([]string{"MP", "MSP", "MLA", "MS", "PC", "KC", "QC", "CH", "CB", "CBE", "OBE", "MBE", "DBE", "KBE", "GBE",
		"KCB", "DCB", "KCMG", "CMG", "DL", "JP", "FRS", "FRCP", "FRCS", "FRCR", "FRCGP", "RCN", "II", "III", "IV"}, bare) && !first:
		return w
	case !first && slices.Contains([]string{"OF", "AND", "DE", "DEN", "DER", "DU", "LA", "VAN", "VON"}, bare):
		return strings.ToLower(w)
	case bare == "PHD":
		return "PhD"
	case strings.Contains(bare, "."), utf8.RuneCountInString(bare) == 1: // initials
		return w
	}
	// Each piece between hyphens and apostrophes begins with a capital, except
	// an "s" that is a genitive.
	var b strings.Builder
	start := true
	runes := []rune(w)
	for i, r := range runes {
		switch {
		case r == '-' || r == '\'' || r == '’':
			start = r == '-' || i < len(runes)-2
			b.WriteRune(r)
			continue
		case start:
			b.WriteRune(r)
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		start = false
	}
	return scots.ReplaceAllStringFunc(b.String(), func(s string) string { return "Mc" + strings.ToUpper(s[2:]) })
}

// scots finds the letter after "Mc", which is a capital: McDonald. After "Mac"
// it may be either, so Macdonald is left so.
var scots = regexp.MustCompile(`\bMc[a-z]`)

// nameWords is how many words a name with its titles has at most:
// "The Rt Hon. the Baroness Example of Somewhere OBE".
const nameWords = 9

// nameLength is how many characters such a name has at most.
const nameLength = 70

// personLike reports whether s could be the name of a person: a few words, the
// most of them capitalised, no figures and no sentence.
func personLike(s string) bool {
	if len(s) > 4*nameLength {
		return false
	}
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > nameWords || strings.ContainsAny(s, "0123456789@:;|/?!()[]•_") || utf8.RuneCountInString(s) > nameLength {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !slices.Contains([]string{"of", "the", "de", "den", "der", "du", "la", "van", "von", "and", "al", "ap"}, w) {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return unicode.IsUpper(r) && !roleLike(s) && !bodyLike(s)
}

var (
	// roleWords are what the names of offices are made of.
	roleWords = regexp.MustCompile(`(?i)\b(minister|secretary|under[- ]secretary|chancellor|attorney general|solicitor general|advocate general|whip|leader of|commissioner|comptroller|treasurer|paymaster|president|chair|chairman|chairwoman|chairperson|chief|director|officer|head of|adviser|advisor|lord president|lord privy seal|governor|manager|member of parliament|spokesperson)\b`)
	// bodyNames begin the names of public bodies; a unit such as "Department of
	// Oncology" is not among them.
	bodyNames = regexp.MustCompile(`^(?i:the )?(?:Department (?:of|for) (?:Health|Education|Work and Pensions|Work & Pensions|Transport|Science|Business|Culture|Environment|Energy|Levelling|International|Digital|Exiting|Communities)\b|Ministry of (?:Defence|Housing|Justice|Health)\b|HM Treasury\b|HM Revenue|Cabinet Office\b|Home Office\b|Foreign,? (?:Commonwealth|and)\b|(?:Northern Ireland|Scotland|Wales|Prime Minister.s) Office\b|NHS (?:England|Improvement|Digital|Blood|Resolution)\b|UK Health Security Agency\b|UKHSA\b|Public Health England\b|Health Education England\b|National Institute for Health\b|Medicines and Healthcare\b|Care Quality Commission\b|Human Tissue Authority\b|House of (?:Commons|Lords)\b|Scottish Government\b|Welsh Government\b)`)
	// bodyInCapitals is the same for letterheads that are set in capitals.
	bodyInCapitals = regexp.MustCompile(`^(?:THE )?(?:DEPARTMENT (?:OF|FOR) HEALTH\b|HM TREASURY\b|CABINET OFFICE\b|HOME OFFICE\b)`)
)

// roleLike reports whether s names an office that a person holds.
func roleLike(s string) bool {
	return utf8.RuneCountInString(s) <= 160 && !closed(s) && roleWords.MatchString(s)
}

// bodyLike reports whether s begins with the name of a public body.
func bodyLike(s string) bool {
	return utf8.RuneCountInString(s) <= 100 && !closed(s) && (bodyNames.MatchString(s) || bodyInCapitals.MatchString(s))
}

// spoken is how debates introduce a speaker: "The Minister for Care (Sam
// Sample) (Lab)".
var spoken = regexp.MustCompile(`^(?:The )?(.+?)\s*\(([^()]+)\)(?:\s*\([^()]+\))?$`)

// nameAndOffice parts "Sam Sample, Minister for Care" and "The Minister for
// Care (Sam Sample)" into the person and the office.
func nameAndOffice(s string) (name, office string, ok bool) {
	if before, after, found := strings.Cut(s, ","); found && personLike(before) && roleLike(after) {
		return strings.TrimSpace(before), strings.TrimSpace(after), true
	}
	if m := spoken.FindStringSubmatch(s); m != nil && roleLike(m[1]) && personLike(m[2]) && strings.Contains(m[2], " ") {
		return m[2], m[1], true
	}
	return "", "", false
}

// roleAndBody parts "Minister for Care (Department of Health)" and "Minister
// for Care, Department of Health" into the office and the body. A body that is
// not given is empty.
func roleAndBody(s string) (role, body string) {
	s = strings.TrimPrefix(strings.Trim(strings.TrimFunc(s, blank), ",;"), "The ")
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") {
		if inner := strings.TrimSpace(s[open+1 : len(s)-1]); bodyLike(inner) || strings.HasPrefix(inner, "Department") || strings.HasPrefix(inner, "Ministry") || strings.HasSuffix(inner, "Office") {
			return strings.TrimSpace(s[:open]), inner
		}
	}
	for _, between := range []string{", ", " at the ", " at ", " - ", " – "} {
		if before, after, ok := strings.Cut(s, between); ok && bodyLike(after) && roleLike(before) {
			return strings.TrimSpace(before), strings.TrimSpace(after)
		}
	}
	return s, ""
}

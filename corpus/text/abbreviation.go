package text

import "unicode/utf8"

// abbr says what may follow an abbreviation's full stop without a new sentence
// beginning.
type abbr byte

const (
	abbrNone    abbr = iota
	abbrTitle        // a name follows: "Dr. Okafor", "hon. Friend"
	abbrMid          // something always follows: "e.g.", "vs."
	abbrNumber       // ends no sentence before a number: "No. 10", "Cm. 9999"
	abbrMonth        // ends no sentence before a day or year: "3 Oct. 2025"
	abbrEither       // ends one only before a word that sentences begin with: "Ltd."
	abbrHour         // "a.m.": ends one before a capital that is no day or zone
	abbrInitial      // "J. Smith", but also "vitamin D."
)

// classify says what word, which stands before a full stop, abbreviates.
func classify(word string) abbr {
	switch word {
	case "Dr", "Drs", "Mr", "Mrs", "Ms", "Mx", "Messrs", "Prof", "Profs", "Rt", "rt", "Hon", "hon",
		"Rev", "Revd", "Cllr", "Gen", "Lt", "Maj", "Capt", "Sgt", "Cpl", "Cdr", "Brig", "Supt",
		"Insp", "Fr", "Bt", "Gov", "Sen", "Pres":
		return abbrTitle
	case "e.g", "eg", "E.g", "i.e", "ie", "I.e", "vs", "v", "viz", "cf", "Cf", "incl", "approx", "Approx",
		"esp", "resp", "aka", "a.k.a", "N.B", "n.b", "NB", "al":
		return abbrMid
	case "No", "no", "Nos", "nos", "para", "Para", "paras", "Paras", "p", "pp", "Pp", "art", "Art", "Arts",
		"Cm", "Cmd", "Cmnd", "CP", "Cp", "vol", "Vol", "vols", "Vols", "fig", "Fig", "figs", "Figs",
		"ch", "Ch", "chap", "Chap", "reg", "Reg", "regs", "Regs", "sched", "Sched", "cl", "cls", "s", "ss",
		"ref", "Ref", "ext", "Ext", "tel", "Tel", "col", "cols", "c", "ca", "app", "App", "ed", "eds", "eq",
		"pt", "Pt", "Deb", "ver", "r", "rr":
		return abbrNumber
	case "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
		"Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri":
		return abbrMonth
	case "St", "Sec", "Col", "Ltd", "Inc", "Co", "Corp", "plc", "Plc", "PLC", "Jr", "Sr", "Bros", "Dept",
		"dept", "Govt", "govt", "Univ", "Assoc", "Assn", "Ave", "Rd", "Min", "Asst", "Hosp", "Intl",
		"Ph.D", "B.Sc", "M.Sc", "B.A", "M.A", "M.B":
		return abbrEither
	case "a.m", "p.m", "am", "pm", "p.a":
		return abbrHour
	}
	return initials(word)
}

// initials recognises "J", "J.R" and "U.K".
func initials(word string) abbr {
	if len(word) == 0 || len(word) > 12 {
		return abbrNone
	}
	letters := 0
	for i := 0; i < len(word); {
		c := word[i]
		if c < 'A' || c > 'Z' {
			return abbrNone
		}
		letters++
		i++
		if i < len(word) {
			if word[i] != '.' {
				return abbrNone
			}
			i++
		}
	}
	if letters == 1 {
		return abbrInitial
	}
	return abbrEither
}

// names reports whether word is followed by a letter that is part of a name:
// "vitamin D", "Annex B". A sentence may well end there.
func names(word string) bool {
	switch word {
	case "vitamin", "Vitamin", "hepatitis", "Hepatitis", "group", "Group", "groups", "plan", "Plan", "type",
		"Type", "category", "Category", "part", "Part", "annex", "Annex", "appendix", "Appendix", "table",
		"Table", "figure", "Figure", "schedule", "Schedule", "stage", "Stage", "grade", "Grade", "class",
		"Class", "option", "Option", "phase", "Phase", "tier", "Tier", "band", "Band", "section", "Section",
		"level", "Level", "influenza", "scenario", "Scenario", "serogroup", "paragraph", "Paragraph",
		"column", "Column", "row", "Row", "box", "Box", "chart", "Chart", "Hospital", "Trust", "site", "Site",
		"cohort", "Cohort", "arm", "Arm":
		return true
	}
	return false
}

// afterHour reports whether word goes with the time of day before it.
func afterHour(word string) bool {
	switch word {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "GMT", "BST", "UTC",
		"CET", "January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December":
		return true
	}
	return false
}

// starts reports whether word, the first of what follows an abbreviation, is
// one that sentences begin with and names do not.
func starts(word string) bool {
	switch word {
	case "The", "This", "These", "That", "Those", "There", "Their", "They", "It", "Its", "We", "Our", "He",
		"She", "His", "Her", "I", "You", "Your", "My", "A", "An", "In", "On", "At", "As", "To", "For", "From",
		"By", "With", "Within", "Without", "Of", "If", "When", "While", "Where", "Whilst", "Who", "What",
		"Which", "Why", "How", "However", "Following", "Further", "Furthermore", "Moreover", "Alongside",
		"Although", "Though", "Since", "After", "Before", "During", "Through", "Under", "Over", "Until",
		"Upon", "Between", "Because", "Both", "Each", "Every", "All", "Any", "Some", "Many", "Most", "More",
		"Such", "Other", "Another", "No", "Not", "Nor", "None", "And", "But", "Or", "So", "Yet", "Then",
		"Thus", "Therefore", "Additionally", "Additional", "Also", "Once", "Only", "Based", "Subject",
		"Together", "Overall", "Recent", "Recently", "Currently", "Instead", "Finally", "First", "Second",
		"Ministers", "Officials", "Patients", "People", "Data", "Information", "Decisions", "Details",
		"Please", "Women", "Men", "Children", "Anyone", "Everyone":
		return true
	}
	return false
}

// lastSegment returns the letters and full stops at the end of core: "Lt" of
// "(Sub-Lt".
func lastSegment(core string) string {
	i := len(core)
	for i > 0 && len(core)-i < 24 {
		c := core[i-1]
		if c != '.' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			break
		}
		i--
	}
	// A word that goes on before what was cut off is no abbreviation.
	if i > 0 && (core[i-1] >= utf8.RuneSelf && !endsInMark(core[:i]) || core[i-1] >= '0' && core[i-1] <= '9') {
		return ""
	}
	return core[i:]
}

// endsInMark reports whether s ends in a dash or quote beyond ASCII rather
// than in a letter.
func endsInMark(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isOpener(r) || isCloser(r) || r == '–' || r == '—'
}

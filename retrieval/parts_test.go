package retrieval

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"ontherecord/retrieval/analysis"
)

func TestPartition(t *testing.T) {
	type want struct{ label, text, question string }
	for _, tt := range []struct {
		name, question string
		want           []want
	}{
		{"one question", "How much is going into radiotherapy machines?", nil},
		{"nothing", "", nil},
		{"only signs", "?? (a) ?", nil},
		// Enumerations.
		{
			"letters with a tail", "What steps he is taking to improve (a) screening and (b) diagnosis of sarcoma.",
			[]want{
				{"(a)", "screening", "What steps he is taking to improve screening of sarcoma"},
				{"(b)", "diagnosis", "What steps he is taking to improve diagnosis of sarcoma"},
			},
		},
		{
			"letters that share a noun", "Is there a plan for (a) breast and (b) lung cancer?",
			[]want{
				{"(a)", "breast", "Is there a plan for breast cancer"},
				{"(b)", "lung cancer", "Is there a plan for lung cancer"},
			},
		},
		{
			"adjectives that share a noun", "What is done for the (a) practical and (b) social needs of carers?",
			[]want{
				{"(a)", "practical", "What is done for the practical needs of carers?"},
				{"(b)", "social needs", "What is done for the social needs of carers?"},
			},
		},
		{
			"a question behind each letter", "Please tell me (a) how many nurses there are, (b) what they earn and (c) whether more are trained.",
			[]want{
				{"(a)", "how many nurses there are", "Please tell me how many nurses there are"},
				{"(b)", "what they earn", "Please tell me what they earn"},
				{"(c)", "whether more are trained", "Please tell me whether more are trained"},
			},
		},
		{
			"prepositions left open", "What he knows of the (a) extent of and (b) reasons for late referral.",
			[]want{
				{"(a)", "extent of", "What he knows of the extent of late referral"},
				{"(b)", "reasons for", "What he knows of the reasons for late referral"},
			},
		},
		{
			"whole phrases with a time", "How many staff left (a) wards in hospitals and (b) surgeries in villages in each of the last five years.",
			[]want{
				{"(a)", "wards in hospitals", "How many staff left wards in hospitals in each of the last five years"},
				{"(b)", "surgeries in villages", "How many staff left surgeries in villages in each of the last five years"},
			},
		},
		{
			"whole phrases without", "Whether he will (a) speak to boards about scanners and (b) write to trusts about staff.",
			[]want{
				{"(a)", "speak to boards about scanners", "Whether he will speak to boards about scanners"},
				{"(b)", "write to trusts about staff", "Whether he will write to trusts about staff"},
			},
		},
		{
			"a preposition within a name", "Whether he met (a) the Committee on Vaccination and (b) other experts on boosters.",
			[]want{
				{"(a)", "the Committee on Vaccination", "Whether he met the Committee on Vaccination on boosters"},
				{"(b)", "other experts", "Whether he met other experts on boosters"},
			},
		},
		{
			"the stem's last word again", "What is done when (a) ice falls on wards and (b) when snow lies on wards?",
			[]want{
				{"(a)", "ice falls on wards", "What is done when ice falls on wards"},
				{"(b)", "when snow lies on wards", "What is done when snow lies on wards"},
			},
		},
		{
			"a series in a series", "What is done on (a) the (i) cost and (ii) length of courses and (b) retention of staff.",
			[]want{
				{"(a)", "the (i) cost and (ii) length of courses", "What is done on the (i) cost and (ii) length of courses"},
				{"(b)", "retention of staff", "What is done on retention of staff"},
			},
		},
		{
			"numbered lines", "What is said about:\n1. waiting lists\n2. dental charges",
			[]want{
				{"1.", "waiting lists", "What is said about waiting lists"},
				{"2.", "dental charges", "What is said about dental charges"},
			},
		},
		{
			"half brackets", "what about a) smears b) mammograms",
			[]want{
				{"a)", "smears", "what about smears"},
				{"b)", "mammograms", "what about mammograms"},
			},
		},
		{"a single letter", "What is section (a) of the plan about?", nil},
		{"letters out of order", "What of (b) scanners and (a) staff?", nil},
		{"a letter that comes twice", "What of (a) scanners and (b) staff in (a) Leeds and (b) York?", nil},
		{"a paragraph's letter", "What does section 3(a) and 3(b) of the Act say?", nil},
		{"an empty alternative", "What of (a) and (b)?", nil},
		{"seven letters", "What of (a) ale, (b) bread, (c) cake, (d) dill, (e) eggs, (f) figs and (g) grapes?", nil},
		// Clauses.
		{
			"clauses of a Member's question", "To ask the Secretary of State, what the target for scans is; who reviews it; and if he will make a statement.",
			[]want{
				{"", "what the target for scans is", "To ask the Secretary of State, what the target for scans is"},
				{"", "who reviews it; and if he will make a statement", "To ask the Secretary of State, who reviews it; and if he will make a statement"},
			},
		},
		{"only a statement is wanted besides", "What the target for scans is; and if he will make a statement.", nil},
		{"a semicolon in a list", "What is known of scanners; machines; and staff?", nil},
		{
			"letters and a clause", "What he spends on (a) scanners and (b) staff; and whether that grows.",
			[]want{
				{"(a)", "scanners", "What he spends on scanners"},
				{"(b)", "staff", "What he spends on staff"},
				{"", "whether that grows", "whether that grows"},
			},
		},
		{
			"an and before a question", "how many oncologists are there and is it rising?",
			[]want{
				{"", "how many oncologists are there", "how many oncologists are there"},
				{"", "is it rising?", "is it rising?"},
			},
		},
		{
			"an and before a question word", "is anyone looking into radiographers' hours, and when do we hear?",
			[]want{
				{"", "is anyone looking into radiographers' hours", "is anyone looking into radiographers' hours"},
				{"", "when do we hear?", "when do we hear?"},
			},
		},
		{"an and between verbs", "Which trusts have closed wards and are short of nurses?", nil},
		{"an and between clauses about people", "What is offered to women who are over 50 and who are well?", nil},
		{"an and between question words", "How many and what proportion of nurses left?", nil},
		{"an and that ends nothing", "and is it?", nil},
		// Sentences.
		{
			"two questions", "When does lung screening start? And who pays for travel?",
			[]want{
				{"", "When does lung screening start?", "When does lung screening start?"},
				{"", "who pays for travel?", "who pays for travel?"},
			},
		},
		{
			"what is no question", "Hello all. I write about hospices. Who funds them? They matter to us.\n\nHow many closed? Thank you!",
			[]want{
				{"", "Who funds them?", "Hello all. I write about hospices. Who funds them? They matter to us"},
				{"", "How many closed?", "How many closed? Thank you!"},
			},
		},
		{
			"announced and counted", "Hi team, two things: who funds hospices? Secondly, how many closed?",
			[]want{
				{"", "Hi team, two things: who funds hospices?", "Hi team, who funds hospices?"},
				{"", "Secondly, how many closed?", "how many closed?"},
			},
		},
		{
			"seven questions", "Who bakes? Who brews? Who cooks? Who digs? Who eats? Who fishes? Who gardens?",
			[]want{
				{"", "Who bakes?", "Who bakes?"}, {"", "Who brews?", "Who brews?"}, {"", "Who cooks?", "Who cooks?"},
				{"", "Who digs?", "Who digs?"}, {"", "Who eats?", "Who eats?"}, {"", "Who fishes? Who gardens?", "Who fishes? Who gardens?"},
			},
		},
		{"a greeting", "How are you? How many hospices closed?", nil},
		{"a call for help", "How many hospices closed? Does anyone know?", nil},
		{"a follow-up's subject", "why ― oncologists and whether there are enough?", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []want
			for _, p := range partition(analysis.New(), tt.question, nil) {
				got = append(got, want{p.label, p.text, p.question})
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(want{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPartitionTellsQuestionsFromAlternatives(t *testing.T) {
	for _, tt := range []struct {
		question string
		alone    []bool
		within   []string
	}{
		{"When does it start? Who pays for scans?", []bool{true, true}, []string{"When does it start?", "Who pays for scans?"}},
		{"How many nurses are there and is it rising?", []bool{true, true}, []string{"How many nurses are there and is it rising?", "How many nurses are there and is it rising?"}},
		{
			"Hi. What of (a) nurses and (b) doctors? Who pays them?", []bool{false, false, true},
			[]string{"Hi. What of (a) nurses and (b) doctors?", "Hi. What of (a) nurses and (b) doctors?", "Who pays them?"},
		},
		{"What nurses earn; and who pays for scans.", []bool{false, false}, []string{"What nurses earn; and who pays for scans.", "What nurses earn; and who pays for scans."}},
	} {
		var alone []bool
		var within []string
		for _, p := range partition(analysis.New(), tt.question, nil) {
			alone, within = append(alone, p.alone), append(within, p.within)
		}
		if diff := cmp.Diff(tt.alone, alone) + cmp.Diff(tt.within, within); diff != "" {
			t.Errorf("%q: %s", tt.question, diff)
		}
	}
}

// TestPartitionFollows: what lacks a subject is read against the question
// before it, as that was itself read.
func TestPartitionFollows(t *testing.T) {
	var read []string
	follow := func(previous, text string) string {
		read = append(read, previous+" | "+text)
		return text + " ― " + previous
	}
	got := partition(analysis.New(), "Where are scanners made? Who pays for (a) oil and (b) parts? Why?", follow)
	want := []string{
		"Where are scanners made? | Who pays for (a) oil and (b) parts?",
		"Where are scanners made? | Who pays for oil",
		"Where are scanners made? | Who pays for parts",
		"Where are scanners made? | Who pays for (a) oil and (b) parts?",
		"Who pays for (a) oil and (b) parts? ― Where are scanners made? | Why?",
	}
	if diff := cmp.Diff(want, read[:min(len(read), 5)]); diff != "" {
		t.Error(diff)
	}
	if len(got) != 4 || got[1].question != "Who pays for oil ― Where are scanners made?" {
		t.Errorf("got %+v", got)
	}
}

// TestWeighWhole: of statements that fit a part alike, the one that fits the
// sentence goes first.
func TestWeighWhole(t *testing.T) {
	r := new(reading)
	statement := func(at int, score float64) *group {
		s := &scoredSentence{reading: r, at: at, score: score}
		return &group{shown: s, score: score, members: []*scoredSentence{s}}
	}
	part := &work{groups: []*group{statement(1, 2), statement(2, 2), statement(3, -3)}}
	part.weighWhole(&work{groups: []*group{statement(2, 3), statement(3, 1), statement(4, -1)}})
	var got []int
	for _, g := range part.groups {
		got = append(got, g.shown.at)
	}
	if diff := cmp.Diff([]int{2, 1, 3}, got); diff != "" {
		t.Error(diff)
	}
	// What the sentence does not find at all counts like the worst that it finds.
	if want := 2 + wholeShare*(-1-2); part.groups[1].score != want {
		t.Errorf("scores %v, want %v", part.groups[1].score, want)
	}
}

// FuzzPartition: every word of a part stems from the question, and every word
// that can be looked for is in a part.
func FuzzPartition(f *testing.F) {
	for _, s := range []string{
		"", "?", "What of (a) ale and (b) bread in Leeds; and who pays? And why?", "a) b) c)", "1. x\n2. y", "(a)(b)", "(i) (ii) (iii)",
		"what is it and is it and is it and is it and is it and is it and is it", "who? who? who? who? who? who? who? who?",
		"\xff (a) \xc3 and (b) \x00", "with reference to x, what y; whether z", "– – what – and is it –", "(a) the of and (b) of the of",
		"İ (a) ß ſ and (b) K", "what (a) breast and (b) lung", "how\u2028(a)\u00a0x (b) y", "Is x; is y; is z; are a; are b; are c; are d; are e",
	} {
		f.Add(s)
	}
	a := analysis.New()
	f.Fuzz(func(t *testing.T, question string) {
		parts := partition(a, question, func(previous, text string) string { return text + " ― " + previous })
		if len(parts) == 1 || len(parts) > maxParts {
			t.Fatalf("%d parts", len(parts))
		}
		if parts == nil {
			return
		}
		asked := plainWords(question)
		all := make(map[string]bool)
		for _, p := range parts {
			for w := range plainWords(p.label + " " + p.text + " " + p.question) {
				if !asked[w] {
					t.Errorf("%q is not in the question", w)
				}
				all[w] = true
			}
		}
		for _, term := range a.Tokens(nil, question) {
			if !term.Stop() && !inAny(plainWords(question[term.Start:term.End]), all) {
				t.Errorf("%q is in no part", question[term.Start:term.End])
			}
		}
	})
}

func plainWords(s string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		out[w] = true
	}
	return out
}

func inAny(words, all map[string]bool) bool {
	for w := range words {
		if !all[w] {
			return false
		}
	}
	return true
}

package retrieval

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
)

var testToday = corpus.NewDate(2026, 6, 15)

// onRecord are the names that the tests' record has.
func onRecord(name string, organisation bool) (bool, error) {
	names := []string{"Ashley Dalton", "Karin Smyth", "Wes Streeting", "Baroness Merron"}
	if organisation {
		names = []string{"Department of Health and Social Care", "DHSC", "Department for Education", "HM Treasury"}
	}
	for _, n := range names {
		if strings.Contains(strings.ToLower(n), strings.ToLower(name)) {
			return true, nil
		}
	}
	return false, nil
}

func TestParseFilter(t *testing.T) {
	tests := []struct {
		text, filter, rest string
		unknown            []string
	}{
		// Bounds.
		{text: "What is being done on prostate cancer since March 2025?", filter: "since 1 March 2025", rest: "What is being done on prostate cancer?"},
		{text: "since March 2025, what is being done on screening?", filter: "since 1 March 2025", rest: "what is being done on screening?"},
		{text: "radiotherapy machines since 2025", filter: "since 1 January 2025", rest: "radiotherapy machines"},
		{text: "radiotherapy machines since last year please", filter: "since 1 January 2025", rest: "radiotherapy machines please"},
		{text: "screening since 11th March 2025", filter: "since 11 March 2025", rest: "screening"},
		{text: "screening since March 11, 2025", filter: "since 11 March 2025", rest: "screening"},
		{text: "screening since 2025-03-11?", filter: "since 11 March 2025", rest: "screening?"},
		{text: "screening since March", filter: "since 1 March 2026", rest: "screening"},
		{text: "screening since July", filter: "since 1 July 2025", rest: "screening"},
		{text: "screening since the start of 2026", filter: "since 1 January 2026", rest: "screening"},
		{text: "what was the position on PSA tests before 4 February 2026?", filter: "until 3 February 2026", rest: "what was the position on PSA tests?"},
		{text: "what about PSA tests before the plan was published on 4 February 2026", filter: "until 3 February 2026", rest: "what about PSA tests"},
		{text: "after the plan was published on 4 February 2026, what about PSA tests?", filter: "since 5 February 2026", rest: "what about PSA tests?"},
		{text: "workforce since the plan was published in February 2026", filter: "since 1 February 2026", rest: "workforce"},
		{text: "how much is going into radiotherapy, since 2025?", filter: "since 1 January 2025", rest: "how much is going into radiotherapy?"},
		{text: "how many wait for a scan, before March 2025", filter: "until 28 February 2025", rest: "how many wait for a scan"},
		// Saying.
		{text: "what was said in 2024 about lung screening?", filter: "since 1 January 2024 · until 31 December 2024", rest: "what was said about lung screening?"},
		{text: "what was said about lung screening in 2024?", filter: "since 1 January 2024 · until 31 December 2024", rest: "what was said about lung screening?"},
		{text: "what did ministers say in june 2021 about smear test delays?", filter: "since 1 June 2021 · until 30 June 2021", rest: "what did ministers say about smear test delays?"},
		{text: "answers from 2024 on cancer waits", filter: "since 1 January 2024 · until 31 December 2024", rest: "answers on cancer waits"},
		{text: "statements between March 2024 and May 2025 on cancer waits", filter: "since 1 March 2024 · until 31 May 2025", rest: "statements on cancer waits"},
		{text: "what was said about screening last month", filter: "since 1 May 2026 · until 31 May 2026", rest: "what was said about screening"},
		{text: "what was said about screening in the last six months", filter: "since 15 December 2025 · until 15 June 2026", rest: "what was said about screening"},
		{text: "what was said about screening before 2025?", filter: "until 31 December 2024", rest: "what was said about screening?"},
		{text: "what was said about screening this year", filter: "since 1 January 2026 · until 31 December 2026", rest: "what was said about screening"},
		// The whole text.
		{text: "and since 2025?", filter: "since 1 January 2025", rest: "and?"},
		{text: "in 2024?", filter: "since 1 January 2024 · until 31 December 2024", rest: ""},
		{text: "last year?", filter: "since 1 January 2025 · until 31 December 2025", rest: ""},
		{text: "by Ashley Dalton?", filter: "by Ashley Dalton", rest: ""},
		// Names.
		{text: "what is said on screening, by Ashley Dalton", filter: "by Ashley Dalton", rest: "what is said on screening"},
		{text: "screening by Ashley Dalton MP since March 2025", filter: "since 1 March 2025 · by Ashley Dalton", rest: "screening"},
		{text: "what was said by Karin Smyth about screening?", filter: "by Karin Smyth", rest: "what was said about screening?"},
		{text: "anything on screening by ashley dalton?", filter: "by ashley dalton", rest: "anything on screening?"},
		{text: "what did Ashley Dalton say about screening?", filter: "by Ashley Dalton", rest: "what did say about screening?"},
		{text: "what has wes streeting promised on waiting times?", filter: "by wes streeting", rest: "what has promised on waiting times?"},
		{text: "screening, by Jane Nobody", rest: "screening", unknown: []string{"Jane Nobody"}},
		{text: "letters from Ashley Dalton", filter: "by Ashley Dalton", rest: "letters"},
		{text: "what is planned on screening, from the Department of Health and Social Care?", filter: "from Department of Health and Social Care", rest: "what is planned on screening?"},
		{text: "lung checks from DHSC", filter: "from DHSC", rest: "lung checks"},
		{text: "lung checks from the Department of Mystery", rest: "lung checks", unknown: []string{"Department of Mystery"}},
		// Kinds.
		{text: "what is said about inequalities in letters?", filter: "in letters", rest: "what is said about inequalities?"},
		{text: "what is promised on screening in written answers since 2025", filter: "since 1 January 2025 · in written answers", rest: "what is promised on screening"},
		{text: "what did Dalton say in her letter about inequalities", filter: "by Dalton · in letters", rest: "what did say about inequalities"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			w := ParseFilter(tt.text, testToday)
			f, unknown, rest, err := w.Resolve(onRecord)
			if err != nil {
				t.Fatal(err)
			}
			if f.String() != tt.filter || rest != tt.rest {
				t.Errorf("got filter %q, rest %q\nwant filter %q, rest %q", f, rest, tt.filter, tt.rest)
			}
			if diff := cmp.Diff(tt.unknown, unknown); diff != "" {
				t.Error("unknown names (-want +got):", diff)
			}
		})
	}
}

// These name dates, bodies and documents as part of the subject.
func TestParseFilterLeavesSubjectAlone(t *testing.T) {
	for _, text := range []string{
		"how many started cancer treatment in the 12 months up to February 2024",
		"what was promised by 2029?",
		"when will waiting times be met, by March 2029?",
		"by 2035 how many more people will survive?",
		"what are the 2026 targets",
		"what is in the 2024 survey?",
		"since 2019 what share of cancer medicines has NICE approved?",
		"how many drugs has NICE refused since 2019?",
		"how much has gone into bile duct research over the last five years?",
		"how many women were diagnosed with womb cancer in England last year?",
		"how many people died of mesothelioma in 2024?",
		"why did trial recruitment drop in 2021/22?",
		"in November 2025, why was abiraterone still not being paid for?",
		"who could get the covid jab in autumn 2025?",
		"what was happening with the taskforce in July 2024?",
		"spending in each year since 2018",
		"have waits risen since 2024?",
		"what support is there before, during and after treatment?",
		"what happens before surgery?",
		"can I eat two hours before 4 May?",
		"what must hospitals have in place before April 2027?",
		"what will change after 1 April 2027?",
		"how many were waiting before March 2025?",
		"what was said about deaths in 2024?",
		"what is being done by NHS England?",
		"which services are run by Marie Curie?",
		"what is funded by Cancer Research UK?",
		"is there a report by Sally Davies?",
		"is the target met by hospitals in England?",
		"how is it paid for by patients?",
		"what help do people from poorer areas get?",
		"how much funding from the Department of Health and Social Care goes to research?",
		"what is the 10-year survival from breast cancer?",
		"did the advice come from NICE?",
		"will my dad get a letter for bowel screening?",
		"what do letters to patients say in Welsh",
		"what did the government say about screening?",
		"what did ministers say about screening?",
		"may I ask what is planned?",
		"we march on; what of the march 12 rally",
		"it may be since then",
		"between you and me, what is planned?",
		"what did they say?",
		"step by step",
		"what is known by now",
		"",
		"???",
		"\xff\xfe since",
	} {
		t.Run(text, func(t *testing.T) {
			f, unknown, rest, err := ParseFilter(text, testToday).Resolve(onRecord)
			if err != nil {
				t.Fatal(err)
			}
			if !f.IsZero() || len(unknown) > 0 {
				t.Errorf("read as filter %q, unknown %q; rest %q", f, unknown, rest)
			}
		})
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{"screening since March 2025?", "by Ashley Dalton, in letters", "before the plan on 31 April 2025",
		"from the Department of", "what did X say", "since since since 2025-13-41 last this in the last 999 years"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w := ParseFilter(s, testToday)
		end := 0
		for _, span := range w.Spans {
			if span.Start < end || span.End > len(s) || span.Len() <= 0 {
				t.Fatalf("%q: span %v", s, span)
			}
			end = span.End
			if utf8.ValidString(s) && !utf8.ValidString(s[span.Start:span.End]) {
				t.Fatalf("%q: span %v splits a character", s, span)
			}
		}
		if _, _, _, err := w.Resolve(onRecord); err != nil {
			t.Fatal(err)
		}
	})
}

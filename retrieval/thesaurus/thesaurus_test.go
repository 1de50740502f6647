package thesaurus

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/retrieval/analysis"
)

// small is a thesaurus that shows each key.
const small = `
weights: {same: 0.9, lay: 0.7, related: 0.4, ambiguous: 0.5}
entries:
  - same: [community diagnostic centre, CDC]
    lay: [diagnostic hub]
    related: [diagnostic capacity]
    see: NHS England
  - same: [faecal immunochemical test, FIT]
    lay: [poo test]
    caps: [FIT]
    see: UK NSC
  - same: [clinical nurse specialist, CNS]
    ambiguous: [CNS]
    see: NHS England
  - same: [central nervous system, CNS]
    related: [brain]
    ambiguous: [CNS]
    see: NHS.UK
  - same: [National Cancer Plan, cancer strategy]
    see: GOV.UK
  - same: [cancer, malignancy]
    see: NHS.UK
  - same: [consultation, call for evidence]
    see: GOV.UK
  - same: [consultant, senior doctor]
    see: NHS England
`

func load(t testing.TB, text string, stem func(string) string) *Thesaurus {
	t.Helper()
	th, err := Load(strings.NewReader(text), stem)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// lines writes expansions as text: "cdcs @0.9: community diagnostic centre".
func lines(question string, expansions []Expansion) []string {
	tokens := words(question)
	var out []string
	for _, e := range expansions {
		var terms []string
		for _, term := range e.Terms {
			terms = append(terms, strings.Join(term, " "))
		}
		out = append(out, strings.Join(tokens[e.From:e.To], " ")+" @"+weight(e.Weight)+": "+strings.Join(terms, ", "))
	}
	return out
}

func weight(w float64) string {
	return map[float64]string{0.9: "0.9", 0.7: "0.7", 0.5: "0.5", 0.4: "0.4"}[w]
}

func TestExpand(t *testing.T) {
	th := load(t, small, analysis.New().Term)
	for _, c := range []struct {
		name, question string
		want           []string
	}{
		{"acronym", "How many CDCs are open?", []string{"CDCs @0.9: community diagnostic centre, cdc", "CDCs @0.7: diagnostic hub", "CDCs @0.4: diagnostic capacity"}},
		{"acronym typed small", "a cdc in Leeds", []string{"cdc @0.9: community diagnostic centre, cdcs", "cdc @0.7: diagnostic hub", "cdc @0.4: diagnostic capacity"}},
		{"plural of several words", "Community Diagnostic Centres", []string{"Community Diagnostic Centres @0.9: cdc, cdcs", "Community Diagnostic Centres @0.7: diagnostic hub", "Community Diagnostic Centres @0.4: diagnostic capacity"}},
		{"lay term", "a diagnostic hub", []string{"diagnostic hub @0.7: community diagnostic centre, cdc, cdcs", "diagnostic hub @0.4: diagnostic capacity"}},
		{"related goes one way", "diagnostic capacity", nil},
		{"everyday word", "are they fit to travel", nil},
		{"acronym in capitals", "is FIT used", []string{"FIT @0.9: faecal immunochemical test", "FIT @0.7: poo test"}},
		{"capitals throughout", "IS SHE FIT TO TRAVEL", nil},
		{"everyday word is not offered", "the poo test", []string{"poo test @0.7: faecal immunochemical test"}},
		{"ambiguous", "CNS", []string{"CNS @0.5: clinical nurse specialist", "CNS @0.5: central nervous system", "CNS @0.4: brain"}},
		{"longest first", "the National Cancer Plan", []string{"National Cancer Plan @0.9: cancer strategy"}},
		{"shorter where the longer breaks off", "national cancer policy", []string{"cancer @0.9: malignancy"}},
		{"possessive", "the cancer's stage", []string{"cancer's @0.9: malignancy"}},
		{"stem shared, word decides", "how many consultants", []string{"consultants @0.9: senior doctor"}},
		{"stem shared by the other", "the consultation closed", []string{"consultation @0.9: call for evidence"}},
		{"nothing known", "what is the weather", nil},
		{"empty", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := lines(c.question, th.Expand(words(c.question)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWithoutAStemmer(t *testing.T) {
	th := load(t, small, nil)
	if got := th.Expand([]string{"CANCER"}); len(got) != 1 {
		t.Errorf("got %v, want one expansion", got)
	}
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key of an entry", "entries:\n  - same: [a, b]\n    sea: x\n", "line 3"},
		{"unknown key of the file", "entries: []\nentry: []\n", "line 2"},
		{"wrong type", "entries:\n  - same: {a: b}\n", "line 2"},
		{"no authority", "entries:\n  - same: [a, b]\n", "line 2, entry 1: the entry of \"a\" has no see"},
		{"no term", "entries:\n  - lay: [a, b]\n    see: x\n", "same holds no term"},
		{"alone", "entries:\n  - same: [a]\n    see: x\n", "stands alone"},
		{"empty term", "entries:\n  - same: [a, '-']\n    see: x\n", "has 0 words"},
		{"twice in an entry", "entries:\n  - same: [trial, Trials]\n    see: x\n", "line 2: \"trial\" and \"Trials\" are the same"},
		{"in two entries", "entries:\n  - same: [a, b]\n    see: x\n  - same: [c, A]\n    see: x\n", "line 4: \"A\" stands already in line 2"},
		{"ambiguous in one only", "entries:\n  - same: [a, b]\n    see: x\n  - same: [c, a]\n    ambiguous: [a]\n    see: x\n", "list it as ambiguous in both"},
		{"flag of an unknown term", "entries:\n  - same: [a, b]\n    caps: [C]\n    see: x\n", "caps lists \"C\""},
		{"caps in small letters", "entries:\n  - same: [a, fit]\n    caps: [fit]\n    see: x\n", "not in capitals"},
		{"weight out of range", "weights: {same: 2, lay: 0.7, related: 0.4, ambiguous: 0.5}\nentries: []\n", "up to 1"},
		{"two documents", "entries: []\n---\nentries: []\n", "more than one"},
		{"not YAML", "entries: [\n", ""},
		{"not UTF-8", "\xff", "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(strings.NewReader(c.text), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestMerge(t *testing.T) {
	base := load(t, small, nil)
	more := load(t, "entries:\n  - same: [CDC, one-stop shop]\n    see: our own team\nremove: [cancer]\n", nil)
	merged := base.Merge(more)
	want := []string{"CDC @0.9: community diagnostic centre, cdcs", "CDC @0.7: diagnostic hub", "CDC @0.4: diagnostic capacity", "CDC @0.9: one stop shop"}
	if diff := cmp.Diff(want, lines("CDC", merged.Expand([]string{"CDC"}))); diff != "" {
		t.Error(diff)
	}
	if got := merged.Expand([]string{"cancer"}); got != nil {
		t.Errorf("a removed term still gives %v", got)
	}
	if got := base.Expand([]string{"cancer"}); len(got) != 1 {
		t.Errorf("merging changed the thesaurus merged into: %v", got)
	}
	if merged.Len() != base.Len()+1 {
		t.Errorf("%d entries, want one more than %d", merged.Len(), base.Len())
	}
}

func TestBuiltIn(t *testing.T) {
	th, err := Default(analysis.New().Term)
	if err != nil {
		t.Fatal(err)
	}
	if th.Len() < 300 {
		t.Errorf("%d entries, want at least 300", th.Len())
	}
	for _, e := range th.Entries() {
		if e.Line == 0 {
			t.Errorf("the entry of %q has no line", e.Same[0])
		}
	}
	for _, c := range []struct{ question, term string }{
		{"waiting for a smear", "cervical screening"},
		{"colon cancer", "bowel cancer"},
		{"gullet cancer", "oesophageal cancer"},
		{"esophageal cancer", "oesophageal cancer"},
		{"linacs", "radiotherapy machine"},
		{"TLHC", "lung cancer screening"},
		{"kids", "children"},
		{"HPV jab", "hpv vaccination"},
		{"when was the scheme scrapped", "discontinue"},
		{"ICBs", "integrated care board"},
		{"brain tumor", "brain tumour"},
		{"CDF", "cancer drugs fund"},
		{"how much money", "funding"},
		{"brexu-cel", "brexucabtagene autoleucel"},
		{"FDS", "faster diagnosis standard"},
		{"renal cancer", "kidney cancer"},
		{"who picks up the bill", "responsibility for costs"},
		{"what picked up the tumour", "diagnosis"},
		{"how many blokes", "men"},
		{"why was it knocked back", "reject"},
		{"a do-it-yourself smear kit", "self sampling"},
		{"can she put in for it", "apply"},
		{"how overdue", "not attended"},
		{"figures hospital by hospital", "trust level"},
		{"what does Brussels say", "european union"},
	} {
		t.Run(c.question, func(t *testing.T) {
			for _, e := range th.Expand(words(c.question)) {
				for _, term := range e.Terms {
					if strings.Join(term, " ") == c.term {
						return
					}
				}
			}
			t.Errorf("no %q among %v", c.term, lines(c.question, th.Expand(words(c.question))))
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(small, "How many CDCs?")
	f.Add("entries:\n  - same: [a, b]\n    see: x\n", "a b")
	f.Add("entries: &a [*a]", "FIT")
	f.Add("remove: [x]", "\xff’s")
	f.Fuzz(func(t *testing.T, text, question string) {
		th, err := Load(strings.NewReader(text), nil)
		if err != nil {
			return
		}
		tokens := words(question)
		at := 0
		for _, e := range th.Expand(tokens) {
			if e.From < at || e.To <= e.From || e.To > len(tokens) || !(e.Weight > 0 && e.Weight <= 1) || len(e.Terms) == 0 {
				t.Fatalf("expansion %+v of %q", e, tokens)
			}
			at = e.From
		}
	})
}

func BenchmarkExpand(b *testing.B) {
	th, err := Default(analysis.New().Term)
	if err != nil {
		b.Fatal(err)
	}
	tokens := words("How much money is the government putting into new radiotherapy machines for kids with brain tumours in the CDCs?")
	b.ReportAllocs()
	for b.Loop() {
		th.Expand(tokens)
	}
}

func BenchmarkDefault(b *testing.B) {
	stem := analysis.New().Term
	for b.Loop() {
		if _, err := Default(stem); err != nil {
			b.Fatal(err)
		}
	}
}

func TestApart(t *testing.T) {
	stem := analysis.New().Term
	text := `
entries:
  - same: [servicing, upkeep]
    see: NHS England
  - same: [governance, oversight]
    see: GOV.UK
`
	question := []string{"governance", "of", "services", "by", "government"}
	got := lines(strings.Join(question, " "), load(t, text, stem).Expand(question))
	if diff := cmp.Diff([]string{"governance @0.9: oversight", "services @0.9: upkeep", "government @0.9: oversight"}, got); diff != "" {
		t.Errorf("without apart (-want +got):\n%s", diff)
	}
	th := load(t, "apart: [service, governments]\n"+text, stem)
	got = lines(strings.Join(question, " "), th.Expand(question))
	if diff := cmp.Diff([]string{"governance @0.9: oversight"}, got); diff != "" {
		t.Errorf("with apart (-want +got):\n%s", diff)
	}
	// A person's additions keep what is built in, and add to it.
	merged := load(t, text, stem).Merge(load(t, "apart: [service]\n", stem))
	if got := lines("services", merged.Expand([]string{"services"})); len(got) > 0 {
		t.Errorf("merged: %v", got)
	}
}

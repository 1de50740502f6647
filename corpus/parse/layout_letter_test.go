package parse

import (
	"slices"
	"strings"
	"testing"

	"ontherecord/corpus"
)

func TestLetterLayout(t *testing.T) {
	const body = "Thank you for your letter of 10 September about vans, which was answered on 3 October 2024.\n\nWe will buy forty vans by 4 March 2026."
	tests := []struct {
		name, text                  string
		to, speaker, role, org, ref string
		title                       string
		date                        string
		body                        []string
	}{
		{name: "bare", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely,\n\n\nSAM SAMPLE\n", to: "Lee", speaker: "Sam Sample"},
		{name: "letterhead", text: "Department of Health and Social Care\n39 Example Street\nLondon\n\nOur ref: PO-1234567\n\n3 Oct. 2025\n\nDear Dr Roe,\n\n" + body +
			"\n\nYours ever,\n\nSAM O'SAMPLE-McROE MP\nMINISTER OF STATE FOR VANS\n",
			to: "Dr Roe", speaker: "Sam O'Sample-McRoe MP", role: "Minister of State for Vans", org: "Department of Health and Social Care", ref: "PO-1234567", date: "2025-10-03"},
		{name: "columns", text: "Sam Sample MP                       Our ref: AB/12345\nMinister of State for Vans      10th September 2025\n\nDear colleague\n\n" + body + "\n\nKind regards\n\nSam Sample MP\nMinister of State for Vans\nDepartment for Transport",
			to: "colleague", speaker: "Sam Sample MP", role: "Minister of State for Vans", org: "Department for Transport", ref: "AB/12345", date: "2025-09-10"},
		{name: "reference and date share a line", text: "Ref: VAN-77 Friday, 3 October 2025\n\nDear Lee,\n\n" + body + "\n\nWith best wishes,\n\nSam Sample",
			to: "Lee", speaker: "Sam Sample", ref: "VAN-77", date: "2025-10-03"},
		{name: "signature and printed name", text: "Dear Lee\n\n" + body + "\n\nBest wishes\n\nSam\n\nRT HON DR SAM MCSAMPLE OBE MP\nSECRETARY OF STATE FOR HEALTH AND SOCIAL CARE\n",
			to: "Lee", speaker: "Rt Hon Dr Sam McSample OBE MP", role: "Secretary of State for Health and Social Care"},
		{name: "office on two lines", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely\n\nANNE-MARIE O'ROE\nParliamentary Under-Secretary of State for Public\nHealth and Prevention\n",
			to: "Lee", speaker: "Anne-Marie O'Roe", role: "Parliamentary Under-Secretary of State for Public Health and Prevention"},
		{name: "office and body on one line", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely\n\nSam Sample\nDirector of Vans, NHS England\n",
			to: "Lee", speaker: "Sam Sample", role: "Director of Vans", org: "NHS England"},
		{name: "subject below", text: "Dear Lee,\n\nRe: Vans in towns\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n", to: "Lee", speaker: "Sam Sample", title: "Vans in towns"},
		{name: "subject alone", text: "Dear Lee,\n\nVans in towns\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n", to: "Lee", speaker: "Sam Sample", title: "Vans in towns"},
		{name: "subject above", text: "11 March 2025\n\nSubject: Vans in towns\n\nDear Lee,\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n",
			to: "Lee", speaker: "Sam Sample", title: "Vans in towns", date: "2025-03-11"},
		{name: "the other's dates", text: "Your letter of:   10 September 2025\nReceived:\n12 September 2025\n\nDear Lee,\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n", to: "Lee", speaker: "Sam Sample"},
		{name: "date under the salutation", text: "Dear Lee,\n\n11 March 2025\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n", to: "Lee", speaker: "Sam Sample", date: "2025-03-11"},
		{name: "date below", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n\nDate: 11/03/2025\n", to: "Lee", speaker: "Sam Sample", date: "2025-03-11"},
		{name: "postscript", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely,\n\nSam Sample\n\nP.S. The vans are blue.\n\ncc Robin Roe\n", to: "Lee", speaker: "Sam Sample",
			body: []string{body, "P.S. The vans are blue."}},
		{name: "page numbers", text: "Dear Lee,\n\nForty vans go.\n\nPage 1 of 2\n\nThey come back.\n\n2\n\nYours sincerely,\n\nSam Sample\n", to: "Lee", speaker: "Sam Sample",
			body: []string{"Forty vans go.", "They come back."}},
		{name: "the other's department", text: "Robin Roe\nVan Users United\n\nSam Sample MP\nSecretary of State\nDepartment of Health and Social Care\n\n1 March 2025\n\nDear Mr Sample,\n\n" + body + "\n\nYours sincerely,\n\nRobin Roe\nChief Executive, Van Users United\n",
			to: "Mr Sample", speaker: "Robin Roe", role: "Chief Executive, Van Users United", date: "2025-03-01"},
		{name: "from line", text: "From Sam Sample MP\nMinister of State for Vans\n\nDepartment of Health and Social Care\nLondon\n\nDear Lee,\n\n" + body + "\n\nYours aye,\n\nSAM SAMPLE MP\n",
			to: "Lee", speaker: "Sam Sample MP", org: "Department of Health and Social Care"},
		{name: "two signatories", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely,\n\nSam Sample          ROBIN ROE\nMinister for Vans   Chief Executive\n", to: "Lee", speaker: "Sam Sample and Robin Roe"},
		{name: "name and office on one line", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely,\n\nSam Sample MP, Minister of State, Department for Transport\n", to: "Lee", speaker: "Sam Sample MP", role: "Minister of State", org: "Department for Transport"},
		{name: "no sign-off", text: "Dear Lee,\n\n" + body + "\n", to: "Lee"},
		{name: "no name", text: "Dear Lee,\n\n" + body + "\n\nYours faithfully,\n\n[signature]\n", to: "Lee"},
		{name: "a name on the line of the sign-off", text: "Dear Lee,\n\n" + body + "\n\nYours sincerely, Sam Sample\n", to: "Lee", speaker: "Sam Sample"},
	}
	for _, tt := range tests {
		for form, text := range map[string]string{
			"": tt.text, ", carriage returns": strings.ReplaceAll(tt.text, "\n", "\r\n"), ", trailing spaces": strings.ReplaceAll(tt.text, "\n", " \n"),
		} {
			t.Run(tt.name+form, func(t *testing.T) {
				d := one(t, "letter.txt", []byte(text))
				if d.Text != text {
					t.Error("the text is not the file's, byte for byte")
				}
				if d.Kind != corpus.KindLetter || d.Title != tt.title || d.Date.ISO() != tt.date || d.Reference != tt.ref {
					t.Errorf("got kind %q, title %q, date %q, reference %q", d.Kind, d.Title, d.Date.ISO(), d.Reference)
				}
				p := part(t, d, corpus.PartBody)
				if p.To != tt.to || p.Speaker != tt.speaker || p.Role != tt.role || p.Organisation != tt.org || p.Date != d.Date {
					t.Errorf("body to %q by %q, %q, %q", p.To, p.Speaker, p.Role, p.Organisation)
				}
				want := tt.body
				if want == nil {
					want = []string{body}
				}
				if got := folded(partText(d, corpus.PartBody)); !slices.Equal(got, folded(want)) {
					t.Errorf("body %q, want %q", got, want)
				}
			})
		}
	}
}

func TestProseIsNoLetter(t *testing.T) {
	for _, text := range []string{
		"Dear oh dear.\n\nThe vans are late again.\n",
		"Vans\n\nDear readers of this page may know that vans are late.\n\nThey come in May.\n",
	} {
		if d := one(t, "x.txt", []byte(text)); d.Kind != corpus.KindOther {
			t.Errorf("%q was taken for a %s", text, d.Kind)
		}
	}
}

func TestProperName(t *testing.T) {
	for in, want := range map[string]string{
		"ASHLEY DALTON": "Ashley Dalton", "Ashley Dalton": "Ashley Dalton", "RT HON WES STREETING MP": "Rt Hon Wes Streeting MP",
		"FIONA MCDONALD": "Fiona McDonald", "SIOBHAN O’BRIEN": "Siobhan O’Brien", "JEAN-LUC D'ARCY": "Jean-Luc D'Arcy",
		"J. R. SMITH": "J. R. Smith", "BARONESS SAMPLE OF NORTHBY": "Baroness Sample of Northby", "PROF. SIR SAM ROE CBE": "Prof. Sir Sam Roe CBE",
		"SAM McDONALD MP": "Sam McDonald MP", "FIONA MacLEOD": "Fiona MacLeod", "LUDWIG VAN ROE": "Ludwig van Roe", "ÉLISE ÅBERG": "Élise Åberg", "de Vries": "de Vries", "SAM   SAMPLE,": "Sam Sample", "": "",
	} {
		if got := properName(in); got != want {
			t.Errorf("properName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDayOnly(t *testing.T) {
	for in, want := range map[string]string{
		"3 Oct. 2025": "2025-10-03", "10th September 2025": "2025-09-10", "Friday, 3 October 2025": "2025-10-03", "March 3rd, 2025": "2025-03-03",
		"2025-03-11": "2025-03-11", "11/03/2025": "2025-03-11", "11.3.2025": "2025-03-11", "Date: 1 Sept 2024.": "2024-09-01", "the 3rd of May 2025": "",
		"31 February 2025": "", "10 September": "", "your letter of 10 September 2025": "", "3 October 2025 and later": "", "may 2025 be good": "", "": "",
		"13/13/2025": "", "1 March 1825": "",
	} {
		if got, _ := dayOnly(in); got.ISO() != want {
			t.Errorf("dayOnly(%q) = %v, want %q", in, got, want)
		}
	}
	if got, ok := dayOnly("October 2025"); !ok || got != (corpus.Date{Year: 2025, Month: 10}) {
		t.Errorf("a month: %v, %v", got, ok)
	}
}

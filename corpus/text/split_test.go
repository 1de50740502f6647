package text

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
)

// checkSpans proves what Sentences promises of its spans.
func checkSpans(t *testing.T, s string, spans []corpus.Span) {
	t.Helper()
	edge := make([]bool, len(s)+1)
	for i := range s {
		edge[i] = true
	}
	edge[len(s)] = true
	at := 0
	for _, sp := range spans {
		if sp.Start < at || sp.End > len(s) || sp.Start >= sp.End {
			t.Fatalf("span %v is empty, out of order or out of range after byte %d of %q", sp, at, s)
		}
		if !edge[sp.Start] || !edge[sp.End] {
			t.Fatalf("span %v splits a character of %q", sp, s)
		}
		if got := s[sp.Start:sp.End]; strings.TrimSpace(got) != got {
			t.Fatalf("span %v has white space around it: %q", sp, got)
		}
		if between := s[at:sp.Start]; strings.TrimFunc(between, unicode.IsSpace) != "" {
			t.Fatalf("%q before span %v is in no sentence of %q", between, sp, s)
		}
		at = sp.End
	}
	if strings.TrimSpace(s[at:]) != "" {
		t.Fatalf("%q at the end of %q is in no sentence", s[at:], s)
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string
	}{
		{"nothing", " \n\t\u00a0\n ", nil},
		{"one without a full stop", "Waiting times in the North", []string{"Waiting times in the North"}},
		{"two", "Waits fell. Scans rose.", []string{"Waits fell.", "Scans rose."}},
		{"question and exclamation marks", "Did waits fall? They did! Why ask?", []string{"Did waits fall?", "They did!", "Why ask?"}},
		{"question mark before a lower-case word", "“Why now?” he asked.", []string{"“Why now?” he asked."}},

		{"titles", "Dr. Okafor, Mr. Lee and Prof. Hart met. They agreed.", []string{"Dr. Okafor, Mr. Lee and Prof. Hart met.", "They agreed."}},
		{"honourable", "My Rt Hon. Friend and the hon. Member for Ely wrote. I replied to the hon. Lady.", []string{"My Rt Hon. Friend and the hon. Member for Ely wrote.", "I replied to the hon. Lady."}},
		{"Rt. Hon. with two full stops", "The Rt. Hon. Ann Hart replied. It was late.", []string{"The Rt. Hon. Ann Hart replied.", "It was late."}},
		{"ranks and offices", "Lt. Col. Shaw and the Gen. Sec. Brown spoke. We heard.", []string{"Lt. Col. Shaw and the Gen. Sec. Brown spoke.", "We heard."}},
		{"No. 10", "No. 10 and Nos. 11 to 12 replied. No. The Minister did not.", []string{"No. 10 and Nos. 11 to 12 replied.", "No.", "The Minister did not."}},
		{"e.g. and i.e.", "Some sites, e.g. Leeds, wait. Others, i.e. York, do not.", []string{"Some sites, e.g. Leeds, wait.", "Others, i.e. York, do not."}},
		{"etc. within a sentence", "Beds, scanners etc. are bought centrally. Staff are not.", []string{"Beds, scanners etc. are bought centrally.", "Staff are not."}},
		{"etc. at the end", "We buy beds, scanners, etc. Leeds buys more.", []string{"We buy beds, scanners, etc.", "Leeds buys more."}},
		{"command paper", "See Cm. 9999 and Cmnd. 12. It is long.", []string{"See Cm. 9999 and Cmnd. 12.", "It is long."}},
		{"short month", "It closed on 3 Oct. 2025 at noon. It opened on 3 Aug. The rest is known.", []string{"It closed on 3 Oct. 2025 at noon.", "It opened on 3 Aug.", "The rest is known."}},
		{"versus", "The arm compared Drug A vs. Placebo in York. It ended.", []string{"The arm compared Drug A vs. Placebo in York.", "It ended."}},
		{"approximately", "It cost approx. £5 million. That is all.", []string{"It cost approx. £5 million.", "That is all."}},
		{"paragraphs, pages, articles", "See para. 12, pp. 3 to 4, Art. 6 and Sched. IV. They apply.", []string{"See para. 12, pp. 3 to 4, Art. 6 and Sched. IV.", "They apply."}},
		{"references", "See Fig. B, trial no. ABC123 and HC Deb. 12. In no. The rest is new.", []string{"See Fig. B, trial no. ABC123 and HC Deb. 12.", "In no.", "The rest is new."}},
		{"numbered paragraphs", "2.3. Waits fell. 1.2 Scans rose.", []string{"2.3. Waits fell.", "1.2 Scans rose."}},
		{"exchange", "Dr J. Lee asked. [Interruption.] No! Is it so? A. Hart said yes.", []string{"Dr J. Lee asked.", "[Interruption.]", "No!", "Is it so?", "A. Hart said yes."}},
		{"saint", "Scans at St. Jude’s Hospital rose. Others fell.", []string{"Scans at St. Jude’s Hospital rose.", "Others fell."}},
		{"companies", "Acme Ltd. Leeds and Beta Inc. York bid. Acme Ltd. The other is Beta Inc.", []string{"Acme Ltd. Leeds and Beta Inc. York bid.", "Acme Ltd.", "The other is Beta Inc."}},
		{"initialisms", "The U.K. Government agreed. It left the U.K. The vote was close.", []string{"The U.K. Government agreed.", "It left the U.K.", "The vote was close."}},
		{"times of day", "Open at 8 a.m. Monday to Friday. It shuts at 6 p.m. Patients may ring.", []string{"Open at 8 a.m. Monday to Friday.", "It shuts at 6 p.m.", "Patients may ring."}},
		{"initials", "We thank J. R. Smith for this. J.R. Smith wrote it.", []string{"We thank J. R. Smith for this.", "J.R. Smith wrote it."}},
		{"a letter that ends a sentence", "All take vitamin D. Doctors agree. This is plan B. The first failed.", []string{"All take vitamin D.", "Doctors agree.", "This is plan B.", "The first failed."}},

		{"amounts and decimals", "We spent £1.5 billion, or 2.75 per cent. £70 million is new. 76.9% of it went north.", []string{"We spent £1.5 billion, or 2.75 per cent.", "£70 million is new.", "76.9% of it went north."}},
		{"year at the end", "It ends in 2028. The next begins.", []string{"It ends in 2028.", "The next begins."}},
		{"numbered points in a line", "There are two aims. 1. Faster scans. 2. Shorter waits.", []string{"There are two aims.", "1. Faster scans.", "2. Shorter waits."}},
		{"ellipses", "We waited… and waited. Then… The scan came. Well ... perhaps.", []string{"We waited… and waited.", "Then…", "The scan came.", "Well ... perhaps."}},
		{"left-out words", "It said “waits […] Must fall”. It was right.", []string{"It said “waits […] Must fall”.", "It was right."}},
		{"quote after a full stop", "He wrote “we have a plan.” The next day it went.", []string{"He wrote “we have a plan.”", "The next day it went."}},
		{"opening quote", "It is done. “So it is.” 'Indeed.' \"Yes.\"", []string{"It is done.", "“So it is.”", "'Indeed.'", "\"Yes.\""}},
		{"bracket after a full stop", "(See the annex.) Next we turn to scans (which rose). [Leeds did.] It grew.", []string{"(See the annex.)", "Next we turn to scans (which rose).", "[Leeds did.]", "It grew."}},
		{"abbreviation in brackets", "Four nations (the whole U.K.) Joined in May. (They met in the U.K.) We did too.", []string{"Four nations (the whole U.K.) Joined in May.", "(They met in the U.K.)", "We did too."}},
		{"footnotes", "We have a plan.[1] Next is money.² It helps.12 Staff come. [3] Beds too.", []string{"We have a plan.[1]", "Next is money.²", "It helps.12", "Staff come. [3]", "Beds too."}},
		{"semicolons", "Waits fell; Scans rose; all is well.", []string{"Waits fell; Scans rose; all is well."}},
		{"missing space", "We back dentistry.Our plan says so.It is in v2.Final and on Gov.Uk too.", []string{"We back dentistry.", "Our plan says so.", "It is in v2.Final and on Gov.Uk too."}},
		{"missing space after a year", "It ends in 2028.The next begins (soon).Then all do.", []string{"It ends in 2028.", "The next begins (soon).", "Then all do."}},
		{"letters and digits that begin a sentence", "Tests are new. mRNA is one. eGFR is another. i.e. is none.", []string{"Tests are new.", "mRNA is one.", "eGFR is another. i.e. is none."}},

		{"address in a sentence", "See https://example.org/a.Bc?d=E.Fg for more. Or www.example.org/x.Yz. It is short.", []string{"See https://example.org/a.Bc?d=E.Fg for more.", "Or www.example.org/x.Yz.", "It is short."}},
		{"address on its own line", "The list is at the following link:\nhttps://example.org/list.pdf\nIt is new each May.", []string{"The list is at the following link:", "https://example.org/list.pdf", "It is new each May."}},
		{"address in wrapped prose", "The guidance that we gave to all of the trusts in March is at \nhttps://example.org/guidance/for/trusts-and-others.pdf \nand it will be looked at again before the end of the year.", []string{"The guidance that we gave to all of the trusts in March is at \nhttps://example.org/guidance/for/trusts-and-others.pdf \nand it will be looked at again before the end of the year."}},
		{"mail address", "Write to a.Bee@example.org. We reply.", []string{"Write to a.Bee@example.org.", "We reply."}},

		{"a paragraph a line", "Waits fell in May, as I said.\nScans rose in June\nThe rest is not held centrally.", []string{"Waits fell in May, as I said.", "Scans rose in June", "The rest is not held centrally."}},
		{"blank line", "Waits fell in\n\nMay.", []string{"Waits fell in", "May."}},
		{"hard-wrapped letter", "Thank you for your letter of 3 May about the waiting times for scans at the hospitals of \nYorkshire, and for the time that you took to meet the Minister and Dr. \nOkafor. I am grateful \nfor it.", []string{"Thank you for your letter of 3 May about the waiting times for scans at the hospitals of \nYorkshire, and for the time that you took to meet the Minister and Dr. \nOkafor.", "I am grateful \nfor it."}},
		{"heading in a wrapped text", "Diagnosis sooner\nPeople should not wait for weeks to hear what a scan of theirs has found, and we will see to \nit that they need not.", []string{"Diagnosis sooner", "People should not wait for weeks to hear what a scan of theirs has found, and we will see to \nit that they need not."}},
		{"closing of a letter", "We will look into this with the trusts concerned in the next few weeks and will write to \nyou again.\nYours sincerely,\nANN HART", []string{"We will look into this with the trusts concerned in the next few weeks and will write to \nyou again.", "Yours sincerely,", "ANN HART"}},
		{"carriage returns", "Waits fell.\r\n\r\nScans\u2029Rose.\r\nBeds came.", []string{"Waits fell.", "Scans", "Rose.", "Beds came."}},
		{"byte order mark and no-break spaces", "\u00a0Waits fell.\u00a0Scans rose.\u202f", []string{"Waits fell.", "Scans rose."}},

		{"bullets with blank lines between", "The plan will:  \n \n• find cancers sooner, above all among the people who are at the greatest risk of \nlate diagnosis; \n\n• cut waits; and  \n\n• train staff. \n\nIt is funded.", []string{"The plan will:", "• find cancers sooner, above all among the people who are at the greatest risk of \nlate diagnosis;", "• cut waits; and", "• train staff.", "It is funded."}},
		{"bullets in one line", "The plan will: • cut waits; • train staff.", []string{"The plan will:", "• cut waits;", "• train staff."}},
		{"dashes and stars", "We will:\n- cut waits\n- train staff\n* buy beds", []string{"We will:", "- cut waits", "- train staff", "* buy beds"}},
		{"second level", "• Scans:\no in Leeds\no in York", []string{"• Scans:", "o in Leeds", "o in York"}},
		{"numbers and letters", "We ask that:\n1. Waits fall. All of them.\n2. Scans rise.\n(a) in Leeds; and\n(iv) in York.\nii. soon", []string{"We ask that:", "1. Waits fall.", "All of them.", "2. Scans rise.", "(a) in Leeds; and", "(iv) in York.", "ii. soon"}},
		{"letters in a sentence", "We publish (a) waits and (b) scans. Both rose.", []string{"We publish (a) waits and (b) scans.", "Both rose."}},
		{"dash at the beginning of a wrapped line", "The new scanners that we bought for the hospitals of the North in the spring of this year \n- all forty of them - are in use by now, as I told the House on the third day of the month of \nMay.", []string{"The new scanners that we bought for the hospitals of the North in the spring of this year \n- all forty of them - are in use by now, as I told the House on the third day of the month of \nMay."}},
		{"year at the beginning of a wrapped line", "The new scanners that we bought for the hospitals of the North came in the spring of \n2024. More of them will come in the autumn of the year after, as I told the House on 29 \nApril.", []string{"The new scanners that we bought for the hospitals of the North came in the spring of \n2024.", "More of them will come in the autumn of the year after, as I told the House on 29 \nApril."}},
		{"mark on a line of its own", "•\ncut waits\n•\ntrain staff", []string{"•\ncut waits", "•\ntrain staff"}},
		{"items that lost their marks", "It includes:\nthe use of scans; and\nthe use of tests.", []string{"It includes:", "the use of scans; and", "the use of tests."}},
		{"table with tabs", "Scans by year. In thousands.\nYear\tLeeds\tYork St. Site\n2023/24\t1.5\tn/a. None\nSource: our own.", []string{"Scans by year.", "In thousands.", "Year\tLeeds\tYork St. Site", "2023/24\t1.5\tn/a. None", "Source: our own."}},
		{"table with bars", "Year | Leeds | York\n2023 | 15 | Nil. All\n| a | b |", []string{"Year | Leeds | York", "2023 | 15 | Nil. All", "| a | b |"}},
		{"table with a cell a line", "Year\nScans\n2023/24\n1,204\nSource: our own", []string{"Year", "Scans", "2023/24", "1,204", "Source: our own"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spans := Sentences(tt.text)
			checkSpans(t, tt.text, spans)
			var got []string
			for _, sp := range spans {
				got = append(got, tt.text[sp.Start:sp.End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Sentences(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	const head, body = "Scans\n", "Waits fell. Scans rose."
	d := &corpus.Document{ID: "x", Text: head + body + "\nLoading…", Parts: []corpus.Part{
		{Kind: corpus.PartBody, Span: corpus.Span{Start: len(head), End: len(head + body)}},
	}}
	Split(d)
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, sp := range d.Parts[0].Sentences {
		q, err := d.Quote(sp)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, q.Text())
	}
	if diff := cmp.Diff([]string{"Waits fell.", "Scans rose."}, got); diff != "" {
		t.Errorf("sentences of the part (-want +got):\n%s", diff)
	}
}

// TestSentencesPromises puts random texts together from awkward pieces and
// checks what Sentences promises of every text.
func TestSentencesPromises(t *testing.T) {
	pieces := []string{" ", " ", "\n", "\n\n", " \n", "\t", "\u00a0", "\u2028", ". ", ".", "? ", "…", "”", "“", "(", ")", "[1]", "12",
		"• ", "- ", "(a) ", "1. ", "o ", "The", "plan", "Dr", "e.g", "U.K", "https://example.org/a.B", " | ", ":", "; and", "£1.5", "\ufeff", "é", "\xff"}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var b strings.Builder
		for range rnd.IntN(40) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		checkSpans(t, b.String(), Sentences(b.String()))
	}
}

func BenchmarkSentences(b *testing.B) {
	prose := strings.Repeat("The Department spent £1.5 billion on scanners in 2024/25, e.g. in Leeds. My Rt Hon. Friend, the Secretary of State, will set out more in due course. A list is at https://example.org/a/b.pdf for reference. ", 200)
	letter := strings.Repeat("Thank you for your letter of 3 May to the Minister, which asks how many scanners the \nhospitals of the North have bought this year. We have bought forty. The rest of them are \non order, and we hope to see them in the autumn. \n \n• one scanner goes to Leeds; and \n\n• another goes to York. \n\n", 150)
	for name, s := range map[string]string{
		"prose": prose, "letter": letter, "full stops": strings.Repeat("a.", 1<<18), "newlines": strings.Repeat("\n", 1<<18),
		"capitals": strings.Repeat("a.A ", 1<<17), "brackets": strings.Repeat("(.", 1<<17), "missing spaces": strings.Repeat("here.There", 1<<15),
		"short lines": strings.Repeat("a\n", 1<<17), "items": strings.Repeat("• a\n", 1<<16),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Sentences(s)
			}
		})
	}
}

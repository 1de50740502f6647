package parse

import (
	"slices"
	"strings"
	"testing"

	"ontherecord/corpus"
)

// answerCase is a pasted answer and what must come of it.
type answerCase struct {
	name, text                                string
	title, reference, date, tabled, to, asker string
	speaker, role, body                       string
	status                                    corpus.Status
	questions                                 []string
	answer                                    string
}

func answerCases() []answerCase {
	const (
		asked  = "To ask the Secretary of State for Transport, where vans go."
		health = "Department of Health and Social Care"
		answer = "Vans go to each town.\n\nThey return in May, at a cost of £1.5 million."
	)
	return []answerCase{
		{name: "all of it", text: "Vans: Towns\n\nLee Example (Green - North Isle)\n\n(asked on 3rd March 2025) - View Source\n\nQuestion to the " + health + ":\n\n" + asked +
			"\n\n\nAnswered by\nSam Sample Portrait\nSam Sample\nMinister of State (" + health + ")\nThis question was answered on 11th March 2025\n\n" + answer + "\n\nLoading…\nShare this\nAccept all cookies. Reject them.\n",
			title: "Vans: Towns", date: "2025-03-11", tabled: "2025-03-03", to: health, asker: "Lee Example", speaker: "Sam Sample", role: "Minister of State", body: health,
			questions: []string{asked}, answer: answer},
		{name: "no portrait, no heading, no site words", text: "(asked on 3 Mar. 2025)\n\nQuestion to the Department for Transport:\n\n" + asked +
			"\n\nAnswered by\nSam Sample\nParliamentary Under-Secretary (Department for Transport)\nThis question was answered on 11 March 2025\n\n" + answer,
			date: "2025-03-11", tabled: "2025-03-03", to: "Department for Transport", speaker: "Sam Sample", role: "Parliamentary Under-Secretary", body: "Department for Transport",
			questions: []string{asked}, answer: answer},
		{name: "no office", text: "Vans: Towns\n(asked on 3 March 2025)\nQuestion to the HM Treasury:\n" + asked + "\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n" + answer,
			title: "Vans: Towns", date: "2025-03-11", tabled: "2025-03-03", to: "HM Treasury", speaker: "Sam Sample", questions: []string{asked}, answer: answer},
		{name: "grouped questions", text: "Vans: Towns\n\n(asked on 3 March 2025)\n\nQuestion to the " + health + ":\n\n" + asked + "\n\nTo ask the Secretary of State, how many vans there are.\n\n" +
			"To ask the Secretary of State, what vans cost.\n\nAnswered by\nSam Sample\nMinister for Care\nThis question was answered on 11 March 2025\n\n" + answer + "\n",
			title: "Vans: Towns", date: "2025-03-11", tabled: "2025-03-03", to: health, speaker: "Sam Sample", role: "Minister for Care",
			questions: []string{asked, "To ask the Secretary of State, how many vans there are.", "To ask the Secretary of State, what vans cost."}, answer: answer},
		{name: "Lords", text: "Vans\n\nAsked by\nLord Example of Northby\n\nAsked on: 3 March 2025\nUIN HL4411\n\nTo ask His Majesty's Government how many vans there are.\n\nAnswered by: Baroness Sample\nAnswered on: 11 March 2025\n\n" + answer,
			title: "Vans", reference: "HL4411", date: "2025-03-11", tabled: "2025-03-03", asker: "Lord Example of Northby", speaker: "Baroness Sample",
			questions: []string{"To ask His Majesty's Government how many vans there are."}, answer: answer},
		{name: "another site", text: "Written question\nVans: Towns\n\nQuestion for " + health + "\nUIN 4411, tabled on 3 March 2025\n\nQuestion\n" + asked + "\n\nAnswer\nSam Sample\nLabour\nNorthby\n\nAnswered on\n11 March 2025\n\n" + answer + "\n",
			title: "Vans: Towns", reference: "4411", date: "2025-03-11", tabled: "2025-03-03", to: health, speaker: "Sam Sample", questions: []string{asked}, answer: answer},
		{name: "the site's heading first", text: "Written question - 4411\n\nVans: Towns\n\nAsked by Lee Example (Green - North Isle and South Isle)\nAsked on: 3 March 2025\n\n" + health + "\n\n" + asked + "\n\nAnswer\n\nAnswered by: Sam Sample\nAnswered on: 11 March 2025\n\n" + answer,
			title: "Vans: Towns", reference: "4411", date: "2025-03-11", tabled: "2025-03-03", to: health, asker: "Lee Example", speaker: "Sam Sample", questions: []string{asked}, answer: answer},
		{name: "introduced as in a debate", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nThe Minister of State, Department for Transport (Baroness Sample) (Lab)\nThis question was answered on 11 March 2025\n\n" + answer,
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Baroness Sample", role: "Minister of State", body: "Department for Transport", questions: []string{asked}, answer: answer},
		{name: "lines broken in mid-sentence", text: "Vans\n\n(asked on 3 March 2025)\n\nTo ask the Secretary of State, with reference to the question\nanswered on 4 February 2025, where vans go.\n\nView the source\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nThe earlier question was\nanswered by the Minister\nand the one\nasked on 3 March 2025\nwas not.\n",
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{"To ask the Secretary of State, with reference to the question answered on 4 February 2025, where vans go."},
			answer: "The earlier question was answered by the Minister and the one asked on 3 March 2025 was not."},
		{name: "holding answer", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 5 March 2025\n\nIt will not be possible to answer this question within the usual time period. An answer is being prepared.\n",
			title: "Vans", date: "2025-03-05", tabled: "2025-03-03", speaker: "Sam Sample", status: corpus.StatusHolding, questions: []string{asked},
			answer: "It will not be possible to answer this question within the usual time period. An answer is being prepared."},
		{name: "holding answer only received", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nHolding answer received on 5 March 2025\n\nWe will write soon.\n",
			title: "Vans", date: "2025-03-05", tabled: "2025-03-03", speaker: "Sam Sample", status: corpus.StatusHolding, questions: []string{asked}, answer: "We will write soon."},
		{name: "holding answer, then the answer", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\n(Holding answer received 5 March 2025)\nThis question was answered on 11 March 2025\n\n" + answer,
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{asked}, answer: answer},
		{name: "corrected", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 5 March 2025\nCorrected on 11 March 2025\n\n" + answer,
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", status: corpus.StatusCorrected, questions: []string{asked}, answer: answer},
		{name: "the answer ends with a list", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nThey go to:\n\n• Northby\n• Southby\n\nReticulating Splines\n",
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{asked}, answer: "They go to:\n\n• Northby\n• Southby"},
		{name: "the answer ends with an address", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nThe list is at the following link:\n\nhttps://example.org/vans\n\nPlease wait...\n",
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{asked}, answer: "The list is at the following link:\n\nhttps://example.org/vans"},
		{name: "one short answer", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nYes.\n\nRelated questions\n\nTo ask the Secretary of State, more of that.\n",
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{asked}, answer: "Yes."},
		{name: "items without bullets", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nThey go to:\n\nNorthby\n\nSouthby\n\nReticulating Splines\n",
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{asked}, answer: "They go to:\n\nNorthby\n\nSouthby"},
		{name: "no full stop", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nNo\n\nWarming Up Pixels\nWas this page useful?\n",
			title: "Vans", date: "2025-03-11", tabled: "2025-03-03", speaker: "Sam Sample", questions: []string{asked}, answer: "No"},
		{name: "department below the heading", text: "Vans: Towns\n" + health + "\n10 March 2025\n\nLord Example (Crossbench - Life peer)\n(asked on 3 March 2025)\n\nTo ask His Majesty's Government how many vans there are.\n\nAnswered by\nBaroness Sample Portrait\nBaroness Sample\nBaroness in Waiting (HM Household) (Whip)\nThis question was answered on 11 March 2025.\n\n" + answer + "\n\n3 comments\n© 2025 A Site\n",
			title: "Vans: Towns", date: "2025-03-11", tabled: "2025-03-03", to: health, asker: "Lord Example", speaker: "Baroness Sample", role: "Baroness in Waiting (HM Household) (Whip)",
			questions: []string{"To ask His Majesty's Government how many vans there are."}, answer: answer},
		{name: "not answered on a day", text: "Vans\n\n(asked on 3 March 2025)\n\n" + asked + "\n\nAnswered by\nSam Sample\nMinister for Care\n\n" + answer,
			title: "Vans", tabled: "2025-03-03", speaker: "Sam Sample", role: "Minister for Care", questions: []string{asked}, answer: answer},
	}
}

func TestAnswerLayout(t *testing.T) {
	for _, tt := range answerCases() {
		for form, text := range map[string]string{
			"": tt.text, ", carriage returns": strings.ReplaceAll(tt.text, "\n", "\r\n"), ", indented": "\n\n  " + strings.ReplaceAll(tt.text, "\n", " \u00a0\n  "),
		} {
			t.Run(tt.name+form, func(t *testing.T) {
				d := one(t, "answer.txt", []byte(text))
				if d.Text != text {
					t.Error("the text is not the file's, byte for byte")
				}
				status := tt.status
				if status == "" {
					status = corpus.StatusFinal
				}
				if d.Kind != corpus.KindWrittenAnswer || d.Status != status || d.Title != tt.title || d.Reference != tt.reference || d.Date.ISO() != tt.date {
					t.Errorf("got kind %q, status %q, title %q, reference %q, date %q", d.Kind, d.Status, d.Title, d.Reference, d.Date.ISO())
				}
				q, a := part(t, d, corpus.PartQuestion), part(t, d, corpus.PartAnswer)
				if q.Date.ISO() != tt.tabled || q.To != tt.to || q.Speaker != tt.asker {
					t.Errorf("question %+v", q)
				}
				if a.Speaker != tt.speaker || a.Role != tt.role || a.Organisation != tt.body {
					t.Errorf("answer by %q, %q, %q", a.Speaker, a.Role, a.Organisation)
				}
				if got := folded(partText(d, corpus.PartQuestion)); !slices.Equal(got, folded(tt.questions)) {
					t.Errorf("questions %q, want %q", got, tt.questions)
				}
				if got := folded(partText(d, corpus.PartAnswer)); !slices.Equal(got, folded([]string{tt.answer})) {
					t.Errorf("answer %q, want %q", got, tt.answer)
				}
			})
		}
	}
}

// folded sets each text on one line, to compare forms that differ in white
// space alone.
func folded(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = fold(s)
	}
	return out
}

func TestTwoAnswersInAFile(t *testing.T) {
	one := "Vans\n\n(asked on 3 March 2025)\n\nTo ask the Secretary of State, where vans go.\n\nAnswered by\nSam Sample\nThis question was answered on 11 March 2025\n\nThey go to each town.\n"
	r := parsed(t, "two.txt", []byte(one+"\n"+one))
	if len(r.Documents) != 1 || len(r.Skipped) != 1 || r.Skipped[0].Line != 15 || !strings.Contains(r.Skipped[0].Reason, "second written answer") {
		t.Fatalf("got %d documents, skipped %v", len(r.Documents), r.Skipped)
	}
	if got := partText(r.Documents[0], corpus.PartAnswer); got[0] != "They go to each town." {
		t.Errorf("answer %q", got)
	}
}

func TestProseIsNoAnswerLayout(t *testing.T) {
	for _, text := range []string{
		"Vans\n\nThe question was answered by the board.\n\nAnswered by many, the survey closed.\n",
		"Vans\n\nQuestion:\nWhere do vans go?\n\nAnswer:\nThey go to towns.\n",
		"Survey\n\nAnswered by\nSam Sample\n\nVans are good.\n",
	} {
		if d := one(t, "x.txt", []byte(text)); d.Kind != corpus.KindOther {
			t.Errorf("%q was taken for a %s", text, d.Kind)
		}
	}
}

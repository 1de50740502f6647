package advice_test

import (
	"testing"

	"ontherecord/retrieval/advice"
)

func TestWanted(t *testing.T) {
	tests := []struct {
		text string
		want advice.Kind
	}{
		{"I have found a lump in my breast, what should I do?", advice.Medical},
		{"I’ve had a cough for six weeks", advice.Medical},
		{"my mum was diagnosed with lung cancer, what treatment is best", advice.Medical},
		{"Should I worry about a mole?", advice.Medical},
		{"how long has my dad got to live", advice.Medical},
		{"is this mole cancerous?", advice.Medical},
		{"should my wife see a doctor", advice.Medical},
		{"I want to kill myself", advice.Urgent},
		{"I am coughing up blood", advice.Urgent},

		{"", advice.None},
		{"How much is going into radiotherapy machines?", advice.None},
		{"What is the government doing for people with a persistent cough?", advice.None},
		{"I have a question about blood tests for cancer", advice.None},
		{"Am I eligible for bowel screening?", advice.None},
		{"how long do patients wait for treatment", advice.None},
		{"What symptoms does Jess's Rule cover?", advice.None},
		{"What is the suicide prevention policy for cancer patients?", advice.None},
		{"What happens to patients who have found a lump?", advice.None},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := advice.Wanted(tt.text); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

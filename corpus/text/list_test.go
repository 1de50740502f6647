package text

import "testing"

func TestListRun(t *testing.T) {
	tests := []struct {
		name string
		text string
		from string // the sentence asked about begins with this
		want string // the run
	}{
		{"from the introduction", "Waits fell. We will:\n\n• cut waits;\n\n• train staff.\n\nIt is funded.", "We will", "We will:\n\n• cut waits;\n\n• train staff."},
		{"from an item", "Waits fell. We will:\n- cut waits\n- train staff\nIt is funded.", "- train", "We will:\n- cut waits\n- train staff"},
		{"from the second sentence of an item", "We will:\n1. Cut waits. All of them.\n2. Train staff.\nIt is funded.", "All", "We will:\n1. Cut waits. All of them.\n2. Train staff."},
		{"in one line", "We will: • cut waits; • train staff.", "• cut", "We will: • cut waits; • train staff."},
		{"with levels", "We will:\n• cut waits:\no in Leeds\no in York\n• train staff\n\nIt is funded.", "o in York", "We will:\n• cut waits:\no in Leeds\no in York\n• train staff"},
		{"without an introduction", "Aims\n\n• cut waits\n• train staff\n\nIt is funded.", "• cut", "• cut waits\n• train staff"},
		{"without marks", "It is new. It includes:\nthe use of scans;\nthe use of tests; and\nthe use of tubes.\nIt is funded.", "the use of tests", "It includes:\nthe use of scans;\nthe use of tests; and\nthe use of tubes."},
		{"the last item without a mark", "It includes:\nscans; and\nTests.\nIt is funded.", "Tests", "It includes:\nscans; and\nTests."},
		{"the sentence after", "We will:\n- cut waits\n- train staff\nIt is funded.", "It is", "It is funded."},
		{"the sentence before", "Waits fell. We will:\n- cut waits", "Waits", "Waits fell."},
		{"a link is no list", "It is at the following link:\nhttps://example.org/a\nIt is new.", "It is at", "It is at the following link:"},
		{"two lists", "We will:\n- cut waits\nThey will:\n- train staff", "- train", "They will:\n- train staff"},
		{"a wrapped item with a second sentence", "We will do these things for the hospitals of the North in the spring of the \ncoming year:\n• cut the waits for scans that are longest at the moment in the hospitals of the \nNorth.\nThey are in Leeds.\n• train staff", "• train", "We will do these things for the hospitals of the North in the spring of the \ncoming year:\n• cut the waits for scans that are longest at the moment in the hospitals of the \nNorth.\nThey are in Leeds.\n• train staff"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spans := Sentences(tt.text)
			for i, sp := range spans {
				if s := tt.text[sp.Start:sp.End]; len(s) < len(tt.from) || s[:len(tt.from)] != tt.from {
					continue
				}
				from, to := ListRun(tt.text, spans, i)
				if got := tt.text[spans[from].Start:spans[to-1].End]; got != tt.want {
					t.Errorf("ListRun from %q:\n got %q\nwant %q", tt.from, got, tt.want)
				}
				return
			}
			t.Fatalf("no sentence begins with %q: %v", tt.from, spans)
		})
	}
}

func TestSentenceForms(t *testing.T) {
	tests := []struct {
		sentence           string
		item, intro, alone bool
	}{
		{"• cut waits;", true, false, false},
		{"•cut waits", true, false, false},
		{"- cut waits", true, false, false},
		{"(iv) cut waits", true, false, false},
		{"12. cut waits:", true, true, false},
		{"o cut waits", true, false, false},
		{"-5 per cent", false, false, false},
		{"-", false, false, false},
		{"2024. It ended", false, false, false},
		{"A. Smith wrote", false, false, false},
		{"of those, two", false, false, false},
		{"We will:", false, true, false},
		{"https://example.org/a", false, false, true},
		{"See https://example.org/a", false, false, false},
		{"", false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.sentence, func(t *testing.T) {
			if got := IsListItem(tt.sentence); got != tt.item {
				t.Errorf("IsListItem = %v", got)
			}
			if got := IntroducesList(tt.sentence); got != tt.intro {
				t.Errorf("IntroducesList = %v", got)
			}
			if got := IsLink(tt.sentence); got != tt.alone {
				t.Errorf("IsLink = %v", got)
			}
		})
	}
}

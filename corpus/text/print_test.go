package text

import "testing"

func TestSimilar(t *testing.T) {
	const base = "We will invest £70 million in new radiotherapy machines for hospitals across England by 2028."
	tests := []struct {
		name string
		a, b string
		want bool
	}{
		{"the same", base, base, true},
		{"punctuation and case", base, "we will invest £70 million, in new radiotherapy machines, for hospitals across England, by 2028", true},
		{"function words", base, "They will also invest £70 million into the new radiotherapy machines for our hospitals in England by 2028.", true},
		{"how a figure is written", base, "We will invest £70m in new radiotherapy machines for hospitals across England by 2028.", true},
		{"inflection", "The trusts are planning scans and screening studies for patients.", "The trust planned scans and a screening study for the patient.", true},
		{"short form in brackets", "Each integrated care board (ICB) plans its scanners and staff.", "Each integrated care board plans its scanners and staff.", true},
		{"NHS in full", "The National Health Service in England will buy scanners for Leeds.", "The NHS in England will buy scanners for Leeds.", true},
		{"ordinals", "It closed on 4th February 2025 in Leeds at noon.", "It closed on 4 February 2025 in Leeds at noon.", true},
		{"a word more in a long statement", "This fund pays for scanners, beds, nurses, doctors, porters, theatres, drugs and research in hospitals.", "In addition, this fund pays for scanners, beds, nurses, doctors, porters, theatres, drugs and research in hospitals.", true},
		{"cannot and can not", "We cannot give figures for scanners.", "We can’t give figures for scanners.", true},

		{"another amount", base, "We will invest £75 million in new radiotherapy machines for hospitals across England by 2028.", false},
		{"another unit", base, "We will invest £70 billion in new radiotherapy machines for hospitals across England by 2028.", false},
		{"another year", base, "We will invest £70 million in new radiotherapy machines for hospitals across England by 2029.", false},
		{"another currency", base, "We will invest $70 million in new radiotherapy machines for hospitals across England by 2028.", false},
		{"a decimal", "Leeds had 1.5 scanners each day.", "Leeds had 15 scanners each day.", false},
		{"negation", base, "We will not invest £70 million in new radiotherapy machines for hospitals across England by 2028.", false},
		{"negation in short", "They will fund scanners in Leeds.", "They won’t fund scanners in Leeds.", false},
		{"negation elsewhere", "We will not buy scanners and will buy beds.", "We will buy scanners and will not buy beds.", false},
		{"another modal verb", base, "We may invest £70 million in new radiotherapy machines for hospitals across England by 2028.", false},
		{"another site", "Screening for breast cancer is offered every three years.", "Screening for prostate cancer is offered every three years.", false},
		{"a narrower site in a long statement", "This fund pays for scanners, beds, nurses, doctors, porters, theatres, drugs and research into breast cancer.", "This fund pays for scanners, beds, nurses, doctors, porters, theatres, drugs and research into metastatic breast cancer.", false},
		{"another place", base, "We will invest £70 million in new radiotherapy machines for hospitals across Wales by 2028.", false},
		{"a limit", base, "We will invest over £70 million in new radiotherapy machines for hospitals across England by 2028.", false},
		{"by and from", base, "We will invest £70 million in new radiotherapy machines for hospitals across England from 2028.", false},
		{"by and to", "Waits in Leeds rose by 90 in March.", "Waits in Leeds rose to 90 in March.", false},
		{"roles swapped", "Breast patients wait longer than lung patients.", "Lung patients wait longer than breast patients.", false},
		{"figures swapped", "Waits fell from 10 to 5 weeks.", "Waits fell from 5 to 10 weeks.", false},
		{"another thing", base, "We will invest £70 million in new diagnostic machines for hospitals across England by 2028.", false},
		{"a word of another stem", "The organ was the cause of delays.", "The organisation was the cause of delays.", false},
		{"a word more in a short statement", "Leeds will buy scanners.", "Leeds will buy ultrasound scanners.", false},
		{"few words", "It is so.", "That was so.", false},
		{"few but the same", "No.", "no", true},
		{"function words alone but the same", "It is so.", "it is so", true},
		{"nothing", "", "", false},
		{"marks alone", "…", "—", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := Fingerprint(tt.a), Fingerprint(tt.b)
			if got := Similar(a, b); got != tt.want {
				t.Errorf("Similar(%q, %q) = %v", tt.a, tt.b, got)
			}
			if ab, ba := Similar(a, b), Similar(b, a); ab != ba {
				t.Errorf("Similar is %v one way and %v the other", ab, ba)
			}
		})
	}
}

func TestSimilarity(t *testing.T) {
	tests := []struct {
		name     string
		a, b     string
		min, max float64
	}{
		{"the same", "Leeds buys scanners.", "Leeds bought the scanners, Leeds.", 0.3, 0.8},
		{"equal", "Leeds buys scanners.", "leeds buys scanners", 1, 1},
		{"nothing in common", "Leeds buys scanners.", "Waits fell in York.", 0, 0},
		{"empty", "", "Waits fell.", 0, 0},
		{"half", "Leeds scanners", "Leeds beds", 0.3, 0.4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Similarity(Fingerprint(tt.a), Fingerprint(tt.b)); got < tt.min || got > tt.max {
				t.Errorf("Similarity = %v, want %v to %v", got, tt.min, tt.max)
			}
		})
	}
}

func BenchmarkFingerprint(b *testing.B) {
	const s = "The Department will invest £70 million in new radiotherapy machines for hospitals across England, so that patients get the treatment that they need sooner."
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Fingerprint(s)
	}
}

func BenchmarkSimilar(b *testing.B) {
	x := Fingerprint("We will invest £70 million in new radiotherapy machines for hospitals across England by 2028.")
	y := Fingerprint("We will invest £70 million in new radiotherapy machines for hospitals in England by 2028.")
	for b.Loop() {
		Similar(x, y)
	}
}

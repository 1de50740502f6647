package retrieval

import (
	"testing"

	"ontherecord/retrieval/analysis"
)

func TestSubjectOfAFollowUp(t *testing.T) {
	for _, tt := range []struct{ question, about string }{
		{"why not ― screening of older men?", "screening of older men?"},
		{"I work for an MP near Walsall – has anything been said about robots?", ""},
		{"Robots — who pays for them?", ""},
		{"who pays?", ""},
	} {
		u := understand(analysis.New(), tt.question)
		got := u.text[u.about:]
		if len(got) > 0 {
			got = got[len(SubjectDash):]
		}
		if got != tt.about {
			t.Errorf("%q: about %q, want %q", tt.question, got, tt.about)
		}
	}
	// What the subject was asked is not asked again.
	u := understand(analysis.New(), "why not ― how many machines there are")
	if u.expect&expectCount != 0 || u.expect&expectReason == 0 {
		t.Errorf("expects %b", u.expect)
	}
}

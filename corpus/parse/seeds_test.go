package parse

import (
	"strings"
	"testing"

	"ontherecord/corpus"
)

func TestSeedAnswer(t *testing.T) {
	data := readFile(t, shared(t, "corpus", "seeds", "000_1baf3d44af017b0c.txt"))
	d := one(t, "000_1baf3d44af017b0c.txt", data)
	if d.Text != string(data) {
		t.Error("the text is not the file's, byte for byte")
	}
	if d.Kind != corpus.KindWrittenAnswer || d.Status != corpus.StatusFinal || d.Title != "Cancer: Health Services" || d.Date.ISO() != "2025-03-11" ||
		d.Reference != "" || d.URL != "" || !strings.HasPrefix(d.ID, "000-1baf3d44af017b0c-") {
		t.Errorf("got %+v", d)
	}
	if len(d.Parts) != 3 {
		t.Fatalf("parts %+v", d.Parts)
	}
	q, a := part(t, d, corpus.PartQuestion), part(t, d, corpus.PartAnswer)
	if q.Speaker != "" || q.To != "Department of Health and Social Care" || q.Date.ISO() != "2025-03-03" {
		t.Errorf("question %+v", q)
	}
	if a.Speaker != "Ashley Dalton" || a.Role != "Parliamentary Under-Secretary" || a.Organisation != "Department of Health and Social Care" || a.Date.ISO() != "2025-03-11" {
		t.Errorf("answer %+v", a)
	}
	question, answer := partText(d, corpus.PartQuestion)[0], partText(d, corpus.PartAnswer)[0]
	if !strings.HasPrefix(question, "To ask the Secretary") || !strings.HasSuffix(question, "(b) treatment.") {
		t.Errorf("question %q", question)
	}
	if !strings.HasPrefix(answer, "A £70 million") || !strings.HasSuffix(answer, "on time again.") {
		t.Errorf("answer %q", answer)
	}
}

func TestSeedLetter(t *testing.T) {
	data := readFile(t, shared(t, "corpus", "seeds", "004_d67d4a786b2a3b71.txt"))
	d := one(t, "004_d67d4a786b2a3b71.txt", data)
	if d.Text != string(data) {
		t.Error("the text is not the file's, byte for byte")
	}
	if d.Kind != corpus.KindLetter || d.Status != corpus.StatusFinal || d.Title != "" || !d.Date.IsZero() || d.Reference != "" || d.URL != "" {
		t.Errorf("got %+v", d)
	}
	if len(d.Parts) != 1 {
		t.Fatalf("parts %+v", d.Parts)
	}
	p := d.Parts[0]
	if p.Kind != corpus.PartBody || p.Speaker != "Ashley Dalton" || p.Role != "" || p.Organisation != "" || p.To != "Lee" || !p.Date.IsZero() {
		t.Errorf("body %+v", p)
	}
	body := partText(d, corpus.PartBody)[0]
	if !strings.HasPrefix(body, "Thank you for your correspondence") || !strings.HasSuffix(body, "with your co-signatories.") {
		t.Errorf("body %q", body)
	}
}

package thesaurus

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/retrieval/analysis"
)

var update = flag.Bool("update", false, "write thesaurus.json from thesaurus.yaml")

// TestBuiltinIsTheFile reads thesaurus.yaml with every check and holds what is
// built in against it.
func TestBuiltinIsTheFile(t *testing.T) {
	text, err := os.ReadFile("thesaurus.yaml")
	if err != nil {
		t.Fatal(err)
	}
	stem := analysis.New().Term
	want, err := Load(bytes.NewReader(text), stem)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		builtin = encode(t, want)
		if err := os.WriteFile("thesaurus.json", builtin, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Default(stem)
	if err != nil {
		t.Fatal(err)
	}
	const mend = "thesaurus.json is not thesaurus.yaml; run: go test ./retrieval/thesaurus -run Builtin -update"
	if diff := cmp.Diff(want.weights, got.weights); diff != "" {
		t.Errorf("%s\n%s", mend, diff)
	}
	if diff := cmp.Diff([][]string{want.removed, want.apart}, [][]string{got.removed, got.apart}); diff != "" {
		t.Errorf("%s\n%s", mend, diff)
	}
	if len(got.entries) != len(want.entries) {
		t.Fatalf("%s\n%d entries, want %d", mend, len(got.entries), len(want.entries))
	}
	for i, e := range want.entries {
		if diff := cmp.Diff(e, got.entries[i]); diff != "" {
			t.Fatalf("%s\nentry %d:\n%s", mend, i, diff)
		}
	}
}

// encode writes th as JSON, an entry a line so that changes can be read.
func encode(t *testing.T, th *Thesaurus) []byte {
	t.Helper()
	var b bytes.Buffer
	put := func(v any) {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	b.WriteString(`{"weights":`)
	put(th.weights)
	b.WriteString(`,"apart":`)
	put(th.apart)
	b.WriteString(`,"remove":`)
	put(th.removed)
	b.WriteString(`,"entries":[`)
	for i, e := range th.entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		put(e)
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

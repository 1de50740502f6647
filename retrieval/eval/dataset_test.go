package eval_test

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus/text"
	"ontherecord/retrieval/eval"
	"ontherecord/retrieval/library"
)

// small is a data set in BEIR layout, by file.
func small() map[string]string {
	return map[string]string{
		"corpus.jsonl": `{"_id":"d1","title":"Scanners","text":"Money is short. The fund pays for nine new scanners in Ambleford.","metadata":{"question":"To ask what the fund in Ambleford pays for.","date_answered":"2025-03-11"}}
{"_id":"d2","title":"Vans","text":"Screening vans visit Tarnby twice a year. They park at the quay."}

{"_id":"d3","title":"Porters","text":"Porters were consulted at length about shoes."}
`,
		"queries.jsonl": `{"_id":"q1","text":"How many scanners does the fund pay for in Ambleford?","metadata":{"answerable":true,"style":"plain"}}
{"_id":"q2","text":"How often do screening vans visit Tarnby?","metadata":{"answerable":true}}
{"_id":"q3","text":"What does a zeppelin cost in Patagonia?","metadata":{"answerable":false}}
`,
		"qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t1\nq2\td3\t0\n",
		"answers.jsonl": `{"query_id":"q1","doc_id":"d1","sentence":"The fund pays for nine new scanners in Ambleford."}
{"query_id":"q2","doc_id":"d2","sentence":"Screening vans visit Tarnby twice a year."}
`,
	}
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	d, err := eval.Load(write(t, small()))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Documents) != 3 || len(d.Queries) != 3 {
		t.Fatalf("%d documents and %d queries", len(d.Documents), len(d.Queries))
	}
	q := d.Queries[1]
	if diff := cmp.Diff(map[string]int{"d2": 1}, q.Relevant); diff != "" {
		t.Errorf("judgements; a score of 0 is none (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]eval.Labelled{{Document: "d2", Sentence: "Screening vans visit Tarnby twice a year."}}, q.Sentences); diff != "" {
		t.Errorf("labelled sentences (-want +got):\n%s", diff)
	}
	if d.Queries[0].Style != "plain" || !*d.Queries[0].Answerable || *d.Queries[2].Answerable {
		t.Errorf("metadata: %+v", d.Queries)
	}
}

func TestLoadErrors(t *testing.T) {
	tests := []struct {
		name, file, data string // data "-" removes the file
		want             []string
	}{
		{"a document that is no JSON", "corpus.jsonl", "{\"_id\":\"d1\",\"text\":\"Fine.\"}\n{broken\n", []string{"corpus.jsonl", "2"}},
		{"a query that is no JSON", "queries.jsonl", "{\"_id\":\"q1\",\"text\":\"a\"}\n\nbroken\n", []string{"queries.jsonl:3"}},
		{"a query without text", "queries.jsonl", "{\"_id\":\"q1\"}\n", []string{"queries.jsonl:1", "_id and text"}},
		{"a judgement with two fields", "qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\n", []string{"test.tsv:2"}},
		{"a judgement without a number", "qrels/test.tsv", "q1\td1\tmuch\n", []string{"test.tsv:1", "much"}},
		{"a judgement of an unknown query", "qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq9\td1\t1\n", []string{"test.tsv:3", "q9"}},
		{"an answer to an unknown query", "answers.jsonl", "{\"query_id\":\"q9\",\"doc_id\":\"d1\",\"sentence\":\"x\"}\n", []string{"answers.jsonl:1", "q9"}},
		{"an answer that is no JSON", "answers.jsonl", "\n\nbroken", []string{"answers.jsonl:3"}},
		{"no documents", "corpus.jsonl", "-", []string{"corpus.jsonl"}},
		{"no queries", "queries.jsonl", "-", []string{"queries.jsonl"}},
		{"no judgements", "qrels/test.tsv", "-", []string{"test.tsv"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := small()
			files[tt.file] = tt.data
			if tt.data == "-" {
				delete(files, tt.file)
			}
			_, err := eval.Load(write(t, files))
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q does not tell %q", err, w)
				}
			}
		})
	}
}

// run loads and measures the data set in dir.
func run(t *testing.T, dir string) *eval.Report {
	t.Helper()
	d, err := eval.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range d.Documents {
		text.Split(doc)
	}
	l, err := library.OpenMemory(context.Background(), library.Options{}, d.Documents...)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	done := 0
	r, err := eval.Run(t.Context(), d, l.Answerer, l.Store, func(n int) { done = n })
	if err != nil {
		t.Fatal(err)
	}
	if done != len(d.Queries) {
		t.Errorf("progress ended at %d of %d", done, len(d.Queries))
	}
	return r
}

func TestRun(t *testing.T) {
	r := run(t, write(t, small()))
	for name, v := range map[string]*float64{
		"ndcg_at_10": r.NDCG10, "success_at_10": r.Success10, "recall_at_10": r.Recall10, "recall_at_100": r.Recall100,
		"mrr": r.MRR, "quote_hit_at_1": r.QuoteHit1, "quote_hit_at_3": r.QuoteHit3, "abstain_auroc": r.AUROC,
		"abstained_unanswerable": r.Unanswered, "verbatim": r.Verbatim,
	} {
		if v == nil || *v != 1 {
			t.Errorf("%s = %v, want 1", name, v)
		}
	}
	if r.WronglyNone == nil || *r.WronglyNone != 0 || r.Queries != 3 || r.Documents != 3 || r.LatencyP50 <= 0 || r.LatencyP99 < r.LatencyP50 {
		t.Errorf("report %+v", r)
	}
	for i, want := range []int{1, 1, 0} {
		if r.Details[i].Hit != want {
			t.Errorf("query %d is hit by quote %d, want %d", i, r.Details[i].Hit, want)
		}
	}
}

func TestRunWithoutLabels(t *testing.T) {
	files := small()
	delete(files, "answers.jsonl")
	files["queries.jsonl"] = `{"_id":"q1","text":"How many scanners?"}` + "\n" + `{"_id":"q2","text":"How often do vans visit?"}` + "\n"
	r := run(t, write(t, files))
	if r.QuoteHit1 != nil || r.QuoteHit3 != nil || r.AUROC != nil || r.Unanswered != nil || r.WronglyNone != nil {
		t.Errorf("figures that nothing tells of: %+v", r)
	}
	if r.NDCG10 == nil {
		t.Error("the ranking was not measured")
	}
}

func TestReportKeys(t *testing.T) {
	r := run(t, write(t, small()))
	r.Details = nil
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(data, &keys); err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(`abstain_auroc abstained_answerable abstained_unanswerable dataset documents latency_ms_p50
		latency_ms_p99 mrr ndcg_at_10 queries quote_hit_at_1 quote_hit_at_3 recall_at_10 recall_at_100 success_at_10 verbatim`)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(keys))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// TestFloors measures the data sets that stand beside the checkout, if any.
// The floors lie below what docs/quality.md reports, and above what a plain
// system reaches.
func TestFloors(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, set := range []struct {
		name   string
		floors func(*eval.Report) map[string][2]float64 // measured, at least
	}{
		{"written-answers", func(r *eval.Report) map[string][2]float64 {
			return map[string][2]float64{"ndcg_at_10": {*r.NDCG10, 0.67}, "recall_at_100": {*r.Recall100, 0.96}, "verbatim": {*r.Verbatim, 1}}
		}},
		{"natural", func(r *eval.Report) map[string][2]float64 {
			return map[string][2]float64{"quote_hit_at_3": {*r.QuoteHit3, 0.70}, "verbatim": {*r.Verbatim, 1}}
		}},
	} {
		t.Run(set.name, func(t *testing.T) {
			dir := filepath.Join("..", "..", "..", "shared", "eval", set.name)
			if _, err := os.Stat(dir); err != nil {
				t.Skipf("the data set is not beside the checkout: %v", err)
			}
			for name, v := range set.floors(run(t, dir)) {
				t.Logf("%s %.4f", name, v[0])
				if v[0] < v[1] {
					t.Errorf("%s is %.4f, below %.2f", name, v[0], v[1])
				}
			}
		})
	}
}

func TestLoadQuestions(t *testing.T) {
	d, err := eval.Load(write(t, small()))
	if err != nil {
		t.Fatal(err)
	}
	doc := d.Documents[1]
	start := strings.Index(doc.Text, "They park")
	words := doc.Text[start : start+len("They park at the quay.")]
	line := func(doc string, start, end int, sum uint32) string {
		return fmt.Sprintf(`{"id":"x1","text":"Where do vans park?","context":"Are there vans?","style":"question","answerable":true,"answers":[{"document":%q,"start":%d,"end":%d,"sum":%d}]}`, doc, start, end, sum)
	}
	sum := crc32.ChecksumIEEE([]byte(words))
	for _, c := range []struct{ name, line, fails string }{
		{"fits", line(doc.ID, start, start+len(words), sum), ""},
		{"other document", line("d9", start, start+len(words), sum), `document "d9" is not among`},
		{"other bytes", line(doc.ID, start+1, start+len(words), sum), "is not what the question was labelled on"},
		{"beyond the end", line(doc.ID, start, 10_000, sum), "is not what the question was labelled on"},
		{"backwards", line(doc.ID, 9, 3, sum), "is not what the question was labelled on"},
		{"no text", `{"id":"x1"}`, "needs id and text"},
		{"no JSON", `{`, "more.jsonl:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "more.jsonl")
			if err := os.WriteFile(path, []byte(c.line+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			more, err := eval.LoadQuestions(path, d.Documents)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Fatalf("error %v, want %q", err, c.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := []eval.Labelled{{Document: doc.ID, Sentence: words}}
			if diff := cmp.Diff(want, more.Queries[0].Sentences); diff != "" || more.Name != "more" || more.Queries[0].Relevant[doc.ID] != 1 || more.Queries[0].Context != "Are there vans?" {
				t.Errorf("%q, -want +got:\n%s", more.Name, diff)
			}
		})
	}
}

// TestHandwrittenQuestions holds the questions of this package against the
// answers that they were labelled on.
func TestHandwrittenQuestions(t *testing.T) {
	d, err := eval.Load("../../../shared/eval/natural")
	if err != nil {
		t.Skip("the labelled answers are not beside the checkout")
	}
	q, err := eval.LoadQuestions("questions/handwritten.jsonl", d.Documents)
	if err != nil {
		t.Fatal(err)
	}
	answerable := 0
	for _, q := range q.Queries {
		if *q.Answerable {
			answerable++
		}
		if *q.Answerable != (len(q.Sentences) > 0) {
			t.Errorf("%s: answerable is %v with %d sentences", q.ID, *q.Answerable, len(q.Sentences))
		}
	}
	if len(q.Queries) != 520 || answerable != 317 {
		t.Errorf("%d questions, %d answerable", len(q.Queries), answerable)
	}
}

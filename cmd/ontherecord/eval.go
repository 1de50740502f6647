package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/eval"
	"ontherecord/retrieval/library"
)

func (a *app) evalCommand() *cobra.Command {
	var (
		asJSON  bool
		details bool
		weights string
		asked   string
		show    int
		seed    uint64
	)
	cmd := &cobra.Command{
		Use:   "eval DIR",
		Short: "Measure retrieval, quoting and abstaining on labelled questions",
		Long: `Eval reads a data set in BEIR layout (corpus.jsonl, queries.jsonl,
qrels/test.tsv) with the sentences that answer in answers.jsonl, asks every
question, and prints how well documents were ranked, how often a quote holds a
sentence that answers, and how well questions without an answer were told
apart. The record in the state folder is neither used nor changed.`,
		Example: `  ontherecord eval data/natural
  ontherecord eval --json data/natural > figures.json
  ontherecord eval --show 10 --seed 7 data/natural
  ontherecord eval --questions retrieval/eval/questions/handwritten.jsonl data/natural`,
		Args: args(cobra.ExactArgs(1), "eval needs one folder: ontherecord eval DIR"),
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			set, err := eval.Load(given[0])
			if err != nil {
				return err
			}
			o, err := a.libraryOptions()
			if err != nil {
				return err
			}
			if weights != "" {
				if o.Retrieval.Weights, err = readWeights(weights); err != nil {
					return err
				}
			}
			if asked != "" {
				if set, err = eval.LoadQuestions(asked, set.Documents); err != nil {
					return err
				}
			}
			for _, d := range set.Documents {
				text.Split(d)
			}
			l, err := library.OpenMemory(ctx, o, set.Documents...)
			if err != nil {
				return err
			}
			defer l.Close()
			if show > 0 {
				return a.showAnswers(ctx, l, set, show, seed)
			}
			bar := a.progress("questions", len(set.Queries))
			report, err := eval.Run(ctx, set, l.Answerer, l.Store, bar.set)
			bar.finish()
			if err != nil {
				return err
			}
			if !details {
				report.Details = nil
			}
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", "  ")
				enc.SetEscapeHTML(false)
				return enc.Encode(report)
			}
			printReport(a.out, report)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&details, "details", false, "tell of each question")
	cmd.Flags().IntVar(&show, "show", 0, "measure nothing, and show the answers to this many questions picked at random")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "which questions --show picks: the same seed picks the same")
	cmd.Flags().StringVar(&asked, "questions", "", "ask the labelled questions of this file, not the folder's own")
	cmd.Flags().StringVar(&weights, "weights", "", "rank by this weights file, not by the built-in weights")
	return cmd
}

// showAnswers shows the answers to n questions of set, picked by seed, as 'ask'
// would.
func (a *app) showAnswers(ctx context.Context, l *library.Library, set *eval.Dataset, n int, seed uint64) error {
	style := styleOf(a.out)
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(set.Queries))
	for _, i := range order[:min(n, len(order))] {
		q := set.Queries[i]
		asked := q.Question()
		answer, err := l.Answerer.Answer(ctx, asked)
		if err != nil {
			return fmt.Errorf("answer query %s: %w", q.ID, err)
		}
		fmt.Fprintln(a.out, style.bold("› "+q.Text))
		if q.Context != "" {
			fmt.Fprintln(a.out, style.faint("after: "+q.Context))
			fmt.Fprintln(a.out, style.faint("read as: "+asked.Text))
		}
		renderAnswer(a.out, style, answer, false)
		fmt.Fprintln(a.out)
	}
	return nil
}

func readWeights(path string) (*retrieval.Weights, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	defer f.Close()
	w, err := retrieval.ReadWeights(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

func printReport(w io.Writer, r *eval.Report) {
	figure := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return strconv.FormatFloat(*v, 'f', 3, 64)
	}
	fmt.Fprintf(w, "%s: %d questions, %d documents\n", r.Dataset, r.Queries, r.Documents)
	for _, row := range []struct{ name, value string }{
		{"nDCG@10", figure(r.NDCG10)},
		{"success@10", figure(r.Success10)},
		{"recall@10", figure(r.Recall10)},
		{"recall@100", figure(r.Recall100)},
		{"MRR", figure(r.MRR)},
		{"quote hit@1", figure(r.QuoteHit1)},
		{"quote hit@3", figure(r.QuoteHit3)},
		{"abstain AUROC", figure(r.AUROC)},
		{"abstained, unanswerable", figure(r.Unanswered)},
		{"abstained, answerable", figure(r.WronglyNone)},
		{"verbatim", figure(r.Verbatim)},
		{"latency p50", fmt.Sprintf("%.2f ms", r.LatencyP50)},
		{"latency p99", fmt.Sprintf("%.2f ms", r.LatencyP99)},
	} {
		fmt.Fprintf(w, "  %-24s %s\n", row.name, row.value)
	}
	for _, d := range r.Details {
		fmt.Fprintf(w, "%s\thit %d\tanswered %t\t%.2f\t%s\n", d.ID, d.Hit, d.Answered, d.Confidence, d.Question)
	}
}

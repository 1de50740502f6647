package main

import (
	"encoding/json"
	"fmt"
	"io"
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
  ontherecord eval --json data/natural > figures.json`,
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
			for _, d := range set.Documents {
				text.Split(d)
			}
			l, err := library.OpenMemory(ctx, o, set.Documents...)
			if err != nil {
				return err
			}
			defer l.Close()
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
	cmd.Flags().StringVar(&weights, "weights", "", "rank by this weights file, not by the built-in weights")
	return cmd
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

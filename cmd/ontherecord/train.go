package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/eval"
	"ontherecord/retrieval/learn"
	"ontherecord/retrieval/library"
)

// weightsHeader stands at the head of a weights file.
const weightsHeader = `# The weights by which sentences are ranked and answers withheld, written by
# 'ontherecord train' from labelled questions. What each name means is said in
# retrieval/features.go and retrieval/signals.go; what the cross-validated
# figures are, in docs/quality.md.
`

func (a *app) trainCommand() *cobra.Command {
	var (
		out, background string
		asked           string
		folds, repeats  int
		o               learn.Options
		threshold       float64
	)
	cmd := &cobra.Command{
		Use:   "train DIR...",
		Short: "Fit the ranking's weights to labelled questions",
		Long: `Train fits the weights by which sentences are ranked and answers withheld to
the labelled questions of one or more data sets (see 'ontherecord eval --help'),
prints cross-validated figures, and writes a weights file.`,
		Example: `  ontherecord train --out weights.yaml data/natural data/written-answers
  ontherecord train --questions retrieval/eval/questions/handwritten.jsonl data/natural
  ontherecord eval --weights weights.yaml data/natural`,
		Args: args(cobra.MinimumNArgs(1), "train needs at least one folder: ontherecord train DIR..."),
		RunE: func(cmd *cobra.Command, dirs []string) error {
			ctx := cmd.Context()
			options, err := a.libraryOptions()
			if err != nil {
				return err
			}
			w, err := retrieval.DefaultWeights()
			if err != nil {
				return err
			}
			options.Retrieval.Weights = w
			var sets []*eval.Dataset
			var examiners []learn.Examiner
			for i, dir := range dirs {
				set, err := eval.Load(dir)
				if err != nil {
					return err
				}
				for _, d := range set.Documents {
					text.Split(d)
				}
				l, err := library.OpenMemory(ctx, options, set.Documents...)
				if err != nil {
					return err
				}
				defer l.Close()
				sets, examiners = append(sets, set), append(examiners, l.Answerer)
				if i > 0 || asked == "" {
					continue
				}
				more, err := eval.LoadQuestions(asked, set.Documents)
				if err != nil {
					return err
				}
				sets, examiners = append(sets, more), append(examiners, l.Answerer)
			}
			examine := func() (cases []learn.Case, err error) {
				for i, set := range sets {
					some, err := learn.Examples(ctx, set, examiners[i])
					if err != nil {
						return nil, err
					}
					cases = append(cases, some...)
				}
				return cases, nil
			}
			if background != "" {
				return writeBackground(background, options.Retrieval.Analyzer, sets)
			}
			cases, err := examine()
			if err != nil {
				return err
			}
			learn.FitSentences(cases, w, o)
			// The signals of answering depend on how sentences are ranked.
			if cases, err = examine(); err != nil {
				return err
			}
			learn.FitAnswers(cases, w, o)
			a.printValidation(learn.CrossValidate(cases, folds, repeats, o), folds, repeats)
			if threshold > 0 {
				w.Threshold = threshold
			}
			return a.writeWeights(w, out)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "", "write the weights to this file (default: standard output)")
	flags.StringVar(&background, "background", "", "write the documents' term frequencies to this file instead, for small records to lean on")
	flags.StringVar(&asked, "questions", "", "learn from the labelled questions of this file too, which point to the first folder's documents")
	flags.IntVar(&folds, "folds", 5, "folds of the cross-validation")
	flags.IntVar(&repeats, "repeats", 10, "how often the cross-validation is repeated on other folds")
	flags.Float64Var(&o.RankPenalty, "rank-penalty", 0, "how much large sentence weights cost (0: default)")
	flags.Float64Var(&o.AnswerPenalty, "answer-penalty", 0, "how much large answer weights cost (0: default)")
	flags.Float64Var(&threshold, "threshold", 0, "the confidence from which on a question is answered (0: unchanged)")
	return cmd
}

func (a *app) printValidation(v learn.Validation, folds, repeats int) {
	fmt.Fprintf(a.err, "cross-validated, %d folds, %d times:\n", folds, repeats)
	fmt.Fprintf(a.err, "  quote hit@1 %.3f, hit@3 %.3f (of %.3f that can be reached)\n", v.QuoteHit1, v.QuoteHit3, v.Best)
	var names []string
	for name := range v.AUROC {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(a.err, "  %s: abstain AUROC %.3f; withholding %.0f%% of the answerable (below %.2f) withholds %.1f%% of the unanswerable\n",
			name, v.AUROC[name], 100*learn.Wrongly, v.Threshold[name], 100*v.Withheld[name])
	}
}

func (a *app) writeWeights(w *retrieval.Weights, path string) error {
	body, err := yaml.Marshal(w)
	if err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	data := append([]byte(weightsHeader), body...)
	if _, err := retrieval.ReadWeights(bytes.NewReader(data)); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	if path == "" {
		_, err = a.out.Write(data)
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func writeBackground(path string, a *analysis.Analyzer, sets []*eval.Dataset) error {
	var docs []*corpus.Document
	for _, s := range sets {
		docs = append(docs, s.Documents...)
	}
	var b bytes.Buffer
	if err := learn.WriteBackground(&b, a, docs); err != nil {
		return fmt.Errorf("write the background frequencies: %w", err)
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

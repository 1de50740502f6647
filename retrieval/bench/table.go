package bench

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
)

// Print writes r as a table for people: a row for each measure, and for each
// size the value, the target and whether it is met.
func (r *Report) Print(w io.Writer) error {
	m := r.Machine
	fmt.Fprintf(w, "%s, %d processors, %s, %s, %s\n\n", m.System, m.Processors, m.Processor, m.Go, r.Began.Format("2006-01-02 15:04 MST"))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(tw, "passages")
	for i := range r.Results {
		fmt.Fprintf(tw, "\t%d\ttarget\t", r.Results[i].Passages)
	}
	fmt.Fprintln(tw)
	for _, t := range Targets() {
		fmt.Fprint(tw, t.Name)
		for i := range r.Results {
			v := t.Value(&r.Results[i])
			bound, ok := t.Bound(r.Results[i].Passages)
			if !ok {
				fmt.Fprintf(tw, "\t%s\t\t", figure(v, t.Unit))
				continue
			}
			sign, verdict := "≤", "met"
			if t.AtLeast {
				sign = "≥"
			}
			if !t.Met(v, bound) {
				verdict = "MISSED"
			}
			fmt.Fprintf(tw, "\t%s\t%s %s\t%s", figure(v, t.Unit), sign, figure(bound, t.Unit), verdict)
		}
		fmt.Fprintln(tw)
	}
	return tw.Flush()
}

// figure shows v with three significant digits.
func figure(v float64, unit string) string {
	digits := 0
	if a := math.Abs(v); a < 100 && a > 0 {
		digits = min(3, max(0, 2-int(math.Floor(math.Log10(a)))))
	}
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if unit != "" && unit != "/s" {
		s += " "
	}
	return s + unit
}

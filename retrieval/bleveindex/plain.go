package bleveindex

import (
	"context"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// SearchPlainly asks the index what bleve's own match query would, for any of
// terms in the answers, scored by bleve, and returns how many passages matched.
// It is there to measure Search against; nothing is answered with it.
func (ix *Index) SearchPlainly(ctx context.Context, terms []string, limit int) (matched uint64, err error) {
	defer guard(&err)
	queries := make([]query.Query, 0, len(terms))
	for _, t := range terms {
		q := bleve.NewTermQuery(t)
		q.SetField(fieldNames[fieldAnswer])
		queries = append(queries, q)
	}
	result, err := ix.bleve.SearchInContext(ctx, bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(queries...), limit, 0, false))
	if err != nil {
		return 0, err
	}
	return result.Total, nil
}

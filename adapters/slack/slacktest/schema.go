package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schema checks shapes against a JSON Schema whose definitions hold Blocks,
// HomeView and ModalView.
type schema struct{ message, home, modal *jsonschema.Schema }

func readSchema(file string) (*schema, error) {
	c := jsonschema.NewCompiler()
	var out schema
	for name, at := range map[string]**jsonschema.Schema{
		"Blocks": &out.message, "HomeView": &out.home, "ModalView": &out.modal} {
		sc, err := c.Compile(file + "#/definitions/" + name)
		if err != nil {
			return nil, fmt.Errorf("read the Block Kit schema: %w", err)
		}
		*at = sc
	}
	return &out, nil
}

// check returns what is wrong with JSON of a kind: message, home or modal.
func (s *schema) check(kind string, raw json.RawMessage) []string {
	sc := map[string]*jsonschema.Schema{"message": s.message, "home": s.home, "modal": s.modal}[kind]
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err == nil {
		err = sc.Validate(v)
	}
	if err != nil {
		return []string{"schema: " + err.Error()}
	}
	return nil
}

package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Contract checks bodies of requests against an OpenAPI 3.1 document. A schema
// is compiled when it is first needed and kept. It may be shared by servers.
type Contract struct {
	paths map[string]map[string]json.RawMessage

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

const contractURL = "contract.json"

// LoadContract reads Discord's OpenAPI document. The error wraps
// os.ErrNotExist where there is no such file.
func LoadContract(file string) (*Contract, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("read the contract's paths: %w", err)
	}
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	c := &Contract{paths: doc.Paths, compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	if err := c.compiler.AddResource(contractURL, tree); err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	return c, nil
}

// Check reports how body breaks the contract of method and path, which is the
// path below the API's base. A path that the contract does not know is an
// error, and so is a body where it knows none.
func (c *Contract) Check(method, path string, body []byte) error {
	template := c.template(path)
	if template == "" {
		return fmt.Errorf("%s %s: no such path in the contract", method, path)
	}
	raw, ok := c.paths[template][strings.ToLower(method)]
	if !ok {
		return fmt.Errorf("%s %s: the contract has no such method", method, template)
	}
	var operation struct {
		RequestBody struct {
			Content map[string]json.RawMessage `json:"content"`
		} `json:"requestBody"`
	}
	if err := json.Unmarshal(raw, &operation); err != nil {
		return fmt.Errorf("%s %s: read the contract: %w", method, template, err)
	}
	if _, wants := operation.RequestBody.Content["application/json"]; !wants {
		if len(bytes.TrimSpace(body)) > 0 {
			return fmt.Errorf("%s %s: has a body, but the contract knows none", method, template)
		}
		return nil
	}
	schema, err := c.schema(strings.ToLower(method), template)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s %s: body is not JSON: %w", method, template, err)
	}
	if err := schema.Validate(value); err != nil {
		return fmt.Errorf("%s %s: %w; body: %s", method, template, err, body)
	}
	return nil
}

func (c *Contract) schema(method, template string) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := method + " " + template
	if s, ok := c.compiled[key]; ok {
		return s, nil
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	pointer := "/paths/" + escape.Replace(template) + "/" + method + "/requestBody/content/application~1json/schema"
	s, err := c.compiler.Compile(contractURL + "#" + (&url.URL{Fragment: pointer}).EscapedFragment())
	if err != nil {
		return nil, fmt.Errorf("compile the contract of %s: %w", key, err)
	}
	c.compiled[key] = s
	return s, nil
}

// template finds the contract's path for a real one; fixed segments win over
// parameters.
func (c *Contract) template(path string) string {
	have := strings.Split(path, "/")
	best, bestFixed := "", -1
	for t := range c.paths {
		want := strings.Split(t, "/")
		if len(want) != len(have) {
			continue
		}
		fixed, ok := 0, true
		for i := range want {
			switch {
			case want[i] == have[i]:
				fixed++
			case strings.HasPrefix(want[i], "{"):
			default:
				ok = false
			}
		}
		if ok && fixed > bestFixed {
			best, bestFixed = t, fixed
		}
	}
	return best
}

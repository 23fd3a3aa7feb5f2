// Reads configurations as Terraform does, with HashiCorp's own parser, and evaluates what they say.
//
// In: a JSON array of texts. Out: a JSON array of bodies, {"attributes": {name: value}, "blocks": [{"type",
// "labels", "body"}]}, or {"error"}.
package main

import (
	"encoding/json"
	"os"

	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

type block struct {
	Type   string   `json:"type"`
	Labels []string `json:"labels"`
	Body   body     `json:"body"`
}

type body struct {
	Attributes map[string]ctyjson.SimpleJSONValue `json:"attributes"`
	Blocks     []block                            `json:"blocks"`
	Error      string                             `json:"error,omitempty"`
}

func read(syntax *hclsyntax.Body) body {
	out := body{Attributes: map[string]ctyjson.SimpleJSONValue{}, Blocks: []block{}}
	for name, attribute := range syntax.Attributes {
		value, diagnostics := attribute.Expr.Value(nil)
		if diagnostics.HasErrors() {
			out.Error = diagnostics.Error()
			return out
		}
		out.Attributes[name] = ctyjson.SimpleJSONValue{Value: value}
	}
	for _, found := range syntax.Blocks {
		inner := read(found.Body)
		if inner.Error != "" {
			out.Error = inner.Error
		}
		out.Blocks = append(out.Blocks, block{found.Type, found.Labels, inner})
	}
	return out
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	bodies := []body{}
	for _, text := range texts {
		file, diagnostics := hclparse.NewParser().ParseHCL([]byte(text), "headstrong_headers.tf")
		if diagnostics.HasErrors() {
			bodies = append(bodies, body{Error: diagnostics.Error()})
			continue
		}
		bodies = append(bodies, read(file.Body.(*hclsyntax.Body)))
	}
	if err := json.NewEncoder(os.Stdout).Encode(bodies); err != nil {
		panic(err)
	}
}

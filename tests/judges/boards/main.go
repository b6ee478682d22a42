// Reads dashboards as Grafana's own types have them, the queries of Prometheus and Loki in them too: of each, what is not known,
// what is wrong and what is left out is a line. On standard input stands a JSON object of dashboards by where they are from.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	var boards map[string]json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&boards); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	code := 0
	for place, text := range boards {
		for _, err := range faults(text) {
			// A list of no errors is an error, too.
			if err != nil && err.Error() != "" {
				fmt.Printf("%s: %s\n", place, err)
				code = 1
			}
		}
	}
	os.Exit(code)
}

// faults of a dashboard. Its type keeps no panels of those that it has looked into, nor looks into how values of one are shown.
func faults(text []byte) []error {
	var board dashboard.Dashboard
	var raw struct{ Panels []json.RawMessage }
	found := []error{board.UnmarshalJSONStrict(text), board.Validate(), json.Unmarshal(text, &raw)}
	for _, each := range raw.Panels {
		var panel dashboard.Panel
		var shown struct{ FieldConfig json.RawMessage }
		var config dashboard.FieldConfigSource
		found = append(found, panel.UnmarshalJSONStrict(each), panel.Validate(), json.Unmarshal(each, &shown), config.UnmarshalJSONStrict(shown.FieldConfig))
	}
	return found
}

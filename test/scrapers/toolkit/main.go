// What the exporter toolkit says to web configuration files: for each that is named, its verdict as a line of JSON.
package main

import (
	"encoding/json"
	"os"

	"github.com/prometheus/exporter-toolkit/web"
)

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, path := range os.Args[1:] {
		fault := ""
		if err := web.Validate(path); err != nil {
			fault = err.Error()
		}
		out.Encode(map[string]string{"path": path, "fault": fault})
	}
}

// Command gardener lets Gardener judge what is written for it: its API server, gardenlet,
// gardener-operator, and the YAML reader that all of them share.
package main

import (
	"io"
	"log"
	"log/slog"

	"alicloud-generator/conformance/serve"
	apiserverfeatures "github.com/gardener/gardener/pkg/apiserver/features"
)

func main() {
	// Helm warns of values that it leaves out.
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	apiserverfeatures.RegisterFeatureGates()
	serve.Main(map[string]serve.Judge{
		"admission":  serve.On(judgeAdmission),
		"gardenlet":  serve.On(judgeGardenlet),
		"operator":   serve.On(judgeOperator),
		"reading":    serve.On(judgeReading),
		"reference":  serve.On(judgeReference),
		"values":     serve.On(judgeValues),
		"write-yaml": serve.On(judgeWriting),
		"yaml":       serve.On(judgeYAML),
	})
}

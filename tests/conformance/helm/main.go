// Command helm lets Helm judge: what it packages from a chart folder, and what its YAML library,
// with which it reads and writes Chart.yaml, makes of values and texts. With the functions that its
// templates have, External Secrets Operator is judged, too, which has the same ones.
package main

import (
	"io"
	"log"
	"log/slog"

	"alicloud-generator/conformance/serve"
)

func main() {
	// Helm warns of old-fashioned charts and of every symbolic link.
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	serve.Main(map[string]serve.Judge{
		"archive": serve.On(judgeArchive),
		"field":   serve.On(judgeField),
		"glob":    serve.On(judgeGlob),
		"package": serve.On(judgePackage),
		"read":    serve.On(judgeRead),
		"secret":  serve.On(judgeSecret),
		"write":   serve.On(judgeWrite),
	})
}

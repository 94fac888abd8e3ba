// Command helm-judge answers, one JSON line per JSON line, what Helm makes of a chart folder and
// what Go's YAML library makes of a text.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"log/slog"
	"os"

	"helm.sh/helm/v4/pkg/action"
	"sigs.k8s.io/yaml"
)

type question struct {
	// Package asks to package the chart folder at this path into the folder Into.
	Package    string `json:"package"`
	Into       string `json:"into"`
	Version    string `json:"version"`
	AppVersion string `json:"appVersion"`
	// Read asks for the value that a YAML text holds.
	Read *string `json:"read"`
	// ReadText asks for the text that lands in a string field for a YAML scalar.
	ReadText *string `json:"readText"`
	// Write asks for the YAML text of a value.
	Write json.RawMessage `json:"write"`
}

type answer struct {
	Path  string `json:"path,omitempty"`
	Value any    `json:"value,omitempty"`
	Text  string `json:"text,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(reply(q)); err != nil {
			log.Fatal(err)
		}
	}
}

func reply(q question) answer {
	var a answer
	var err error
	switch {
	case q.Read != nil:
		err = yaml.Unmarshal([]byte(*q.Read), &a.Value)
	case q.ReadText != nil:
		var field struct {
			Text string `json:"text"`
		}
		err = yaml.Unmarshal([]byte(*q.ReadText), &field)
		a.Text = field.Text
	case q.Write != nil:
		a.Text, err = write(q.Write)
	default:
		a.Path, err = packaged(q)
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	return a
}

func write(value json.RawMessage) (string, error) {
	text, err := yaml.JSONToYAML(value)
	return string(text), err
}

func packaged(q question) (string, error) {
	client := action.NewPackage()
	client.Destination = q.Into
	client.Version = q.Version
	client.AppVersion = q.AppVersion
	return client.Run(q.Package, nil)
}

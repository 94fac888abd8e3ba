package main

import (
	"encoding/json"

	"alicloud-generator/conformance/serve"
)

type valuesOfChart struct {
	Chart  []byte          `json:"chart"`  // a chart as a .tgz
	Values json.RawMessage `json:"values"` // what it is rendered with
}

// judgeValues renders a chart as gardenlet does: Helm holds the values against the chart's schema.
func judgeValues(question valuesOfChart) serve.Reply {
	var values map[string]any
	if err := json.Unmarshal(question.Values, &values); err != nil {
		return serve.Refuse(err)
	}
	if _, err := newRecorder().RenderArchive(question.Chart, "extension", "garden", values); err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{}
}

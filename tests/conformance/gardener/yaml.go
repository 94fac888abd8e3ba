package main

import (
	"encoding/json"

	"alicloud-generator/conformance/serve"
	"sigs.k8s.io/yaml"
)

type yamlText struct {
	Text string `json:"text"`
}

// judgeYAML answers with the JSON that Kubernetes makes of one YAML document.
func judgeYAML(question yamlText) serve.Reply {
	document, err := yaml.YAMLToJSONStrict([]byte(question.Text))
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: json.RawMessage(document)}
}

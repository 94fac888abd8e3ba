package main

import (
	"bytes"
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

type yamlValue struct {
	Value json.RawMessage `json:"value"`
}

// judgeWriting answers with the YAML that Helm writes for a value.
func judgeWriting(question yamlValue) serve.Reply {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(question.Value))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return serve.Refuse(err)
	}
	document, err := yaml.Marshal(value)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: string(document)}
}

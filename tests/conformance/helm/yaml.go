package main

import (
	"encoding/json"

	"alicloud-generator/conformance/serve"
	"sigs.k8s.io/yaml"
)

type text struct {
	Text []byte `json:"text"`
}

// judgeRead answers with the JSON that Helm makes of the first YAML document.
func judgeRead(question text) serve.Reply {
	document, err := yaml.YAMLToJSON(question.Text)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: json.RawMessage(document)}
}

// judgeField answers with the text that a field of type string holds after `text: …` was read.
func judgeField(question text) serve.Reply {
	var field struct {
		Text string `json:"text"`
	}
	if err := yaml.Unmarshal(question.Text, &field); err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: field.Text}
}

type value struct {
	Value any `json:"value"`
}

// judgeWrite answers with the YAML that Helm writes for a value.
func judgeWrite(question value) serve.Reply {
	document, err := yaml.Marshal(question.Value)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: string(document)}
}

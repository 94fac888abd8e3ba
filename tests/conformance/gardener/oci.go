package main

import (
	"alicloud-generator/conformance/serve"
	"github.com/google/go-containerregistry/pkg/name"
)

type ociReference struct {
	Reference string `json:"reference"`
}

// judgeReference answers with the full name of what a reference leads to, parsed with the option
// that gardener's pkg/utils/oci parses it with.
func judgeReference(question ociReference) serve.Reply {
	reference, err := name.ParseReference(question.Reference, name.StrictValidation)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: reference.Name()}
}

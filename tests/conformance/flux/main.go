// Reads objects of Flux as its controllers have them: by their Go types, strictly.
package main

import (
	"fmt"

	"alicloud-generator/conformance/serve"

	kustomize "github.com/fluxcd/kustomize-controller/api/v1"
	source "github.com/fluxcd/source-controller/api/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	serve.Main(map[string]serve.Judge{"object": serve.On(judgeObject)})
}

func judgeObject(question struct {
	Text string `json:"text"`
}) serve.Reply {
	head := struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}{}
	if err := yaml.Unmarshal([]byte(question.Text), &head); err != nil {
		return serve.Refuse(err)
	}
	types := map[string]any{
		kustomize.GroupVersion.String() + " Kustomization": &kustomize.Kustomization{},
		source.GroupVersion.String() + " GitRepository":    &source.GitRepository{},
	}
	object, known := types[head.APIVersion+" "+head.Kind]
	if !known {
		return serve.Refuse(fmt.Errorf("Flux has no %s of %s", head.Kind, head.APIVersion))
	}
	if err := yaml.UnmarshalStrict([]byte(question.Text), object); err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: head.Kind}
}

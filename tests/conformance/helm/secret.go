package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"text/template"

	"alicloud-generator/conformance/serve"
	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// externalSecret has the fields that we write; whoever writes more has to extend the judge.
type externalSecret struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Metadata   metadata `json:"metadata"`
	Spec       struct {
		SecretStoreRef map[string]string `json:"secretStoreRef"`
		Target         struct {
			Template struct {
				Type     string            `json:"type"`
				Metadata metadata          `json:"metadata"`
				Data     map[string]string `json:"data"`
			} `json:"template"`
		} `json:"target"`
		Data []struct {
			SecretKey string `json:"secretKey"`
			RemoteRef struct {
				Key                string `json:"key"`
				Property           string `json:"property"`
				ConversionStrategy string `json:"conversionStrategy"`
				DecodingStrategy   string `json:"decodingStrategy"`
				MetadataPolicy     string `json:"metadataPolicy"`
			} `json:"remoteRef"`
		} `json:"data"`
	} `json:"spec"`
}

type metadata struct {
	Name        string            `json:"name,omitempty"`
	Namespace   string            `json:"namespace,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type store struct {
	Manifest string                       `json:"manifest"`
	Entries  map[string]map[string]string `json:"entries"` // by key, then by property
}

// judgeSecret answers with the Secret that External Secrets Operator makes of an ExternalSecret. Its
// templates are Go's with the functions of sprig, which Helm has, too: ApplyTemplate of the
// operator's externalsecret_controller_template.go, and Execute of its template engine v2.
func judgeSecret(question store) serve.Reply {
	wanted := externalSecret{}
	if err := yaml.UnmarshalStrict([]byte(question.Manifest), &wanted); err != nil {
		return serve.Refuse(err)
	}
	held := map[string]string{}
	for _, item := range wanted.Spec.Data {
		value, found := question.Entries[item.RemoteRef.Key][item.RemoteRef.Property]
		if !found {
			return serve.Refuse(fmt.Errorf("no %s in %s", item.RemoteRef.Property, item.RemoteRef.Key))
		}
		held[item.SecretKey] = value
	}
	secret, err := templated(wanted, held)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: secret}
}

func templated(wanted externalSecret, held map[string]string) (map[string]any, error) {
	shape := wanted.Spec.Target.Template
	meta := metadata{Name: wanted.Metadata.Name, Namespace: wanted.Metadata.Namespace}
	data, err := executed(shape.Data, held)
	if err != nil {
		return nil, err
	}
	if len(shape.Data) == 0 {
		data = held
	}
	if meta.Labels, err = executed(shape.Metadata.Labels, held); err != nil {
		return nil, err
	}
	if meta.Annotations, err = executed(shape.Metadata.Annotations, held); err != nil {
		return nil, err
	}
	encoded := map[string]string{}
	for key, value := range data {
		encoded[key] = base64.StdEncoding.EncodeToString([]byte(value))
	}
	return map[string]any{
		"apiVersion": "v1", "kind": "Secret", "metadata": meta, "type": shape.Type, "data": encoded,
	}, nil
}

func executed(templates map[string]string, held map[string]string) (map[string]string, error) {
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")
	done := map[string]string{}
	for key, text := range templates {
		parsed, err := template.New(key).Option("missingkey=error").Funcs(functions).Parse(text)
		if err != nil {
			return nil, err
		}
		result := &strings.Builder{}
		if err := parsed.Execute(result, held); err != nil {
			return nil, err
		}
		done[key] = result.String()
	}
	return done, nil
}

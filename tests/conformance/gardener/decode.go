package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	gardencore "github.com/gardener/gardener/pkg/api"
	"github.com/gardener/gardener/pkg/apis/core"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	operatorclient "github.com/gardener/gardener/pkg/operator/client"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	strictjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// Each of these refuses unknown and duplicate fields, and applies the defaults of its group.
var (
	// gardenDecoder reads objects of Gardener's API server into its internal types.
	gardenDecoder = serializer.NewCodecFactory(gardencore.Scheme, serializer.EnableStrict).
			UniversalDecoder(core.SchemeGroupVersion)
	// runtimeDecoder reads objects of the garden's runtime cluster and the built-in kinds.
	runtimeDecoder = serializer.NewCodecFactory(operatorclient.RuntimeScheme, serializer.EnableStrict).
			UniversalDeserializer()
)

// documents splits a YAML stream as Kubernetes does and drops the empty documents.
func documents(stream string) ([][]byte, error) {
	var all [][]byte
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader([]byte(stream))))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if content, err := yaml.YAMLToJSON(document); err != nil || string(content) != "null" {
			all = append(all, document)
		}
	}
}

// decode reads one object, whichever of the API servers it is meant for.
func decode(document []byte) (runtime.Object, error) {
	object, err := runtime.Decode(gardenDecoder, document)
	if runtime.IsNotRegisteredError(err) {
		return runtime.Decode(runtimeDecoder, document)
	}
	if err != nil {
		return nil, err
	}
	return object, checkProviderConfig(document)
}

// checkProviderConfig reads the configuration of the old ControllerDeployment strictly: the
// conversion to the internal type drops what it does not know.
func checkProviderConfig(document []byte) error {
	object, _, err := gardencore.Codecs.UniversalDeserializer().Decode(document, nil, nil)
	if err != nil {
		return err
	}
	deployment, ok := object.(*v1beta1.ControllerDeployment)
	if !ok || deployment.Type != v1beta1.ControllerDeploymentTypeHelm {
		return nil
	}
	strict, err := strictjson.UnmarshalStrict(deployment.ProviderConfig.Raw, &v1beta1.HelmControllerDeployment{})
	if err != nil {
		return err
	}
	return utilerrors.NewAggregate(strict)
}

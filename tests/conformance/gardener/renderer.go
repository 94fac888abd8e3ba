package main

import (
	"fmt"

	"github.com/gardener/gardener/pkg/chartrenderer"
	"github.com/gardener/gardener/pkg/client/kubernetes"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/version"
)

// seedDecoder knows every kind that Gardener installs in a seed, and reads it strictly.
var seedDecoder = serializer.NewCodecFactory(kubernetes.SeedScheme, serializer.EnableStrict).
	UniversalDeserializer()

// recorder renders charts as Gardener does and keeps what came out: gardenlet reads it back less
// strictly than we want to, and changes it before it installs it.
type recorder struct {
	chartrenderer.Interface
	charts []*chartrenderer.RenderedChart
}

func newRecorder() *recorder {
	server := &version.Info{GitVersion: "v1.34.0", Major: "1", Minor: "34"}
	return &recorder{Interface: chartrenderer.NewWithServerVersion(server)}
}

func (r *recorder) RenderArchive(archive []byte, release, namespace string, values any) (*chartrenderer.RenderedChart, error) {
	chart, err := r.Interface.RenderArchive(archive, release, namespace, values)
	if err == nil {
		r.charts = append(r.charts, chart)
	}
	return chart, err
}

// objects decodes every rendered document strictly in its real type.
func (r *recorder) objects() (all []runtime.Object, refusals []string) {
	for _, chart := range r.charts {
		for _, manifest := range chart.Manifests {
			object, _, err := seedDecoder.Decode([]byte(manifest.Content), nil, nil)
			if err != nil {
				refusals = append(refusals, fmt.Sprintf("%s: %v", manifest.Name, err))
				continue
			}
			all = append(all, object)
		}
	}
	return all, refusals
}

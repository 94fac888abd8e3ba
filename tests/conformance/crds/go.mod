module alicloud-generator/conformance/crds

go 1.26.5

// Nothing is built of these: tests read their CustomResourceDefinitions.
require (
	github.com/argoproj/argo-cd/v3 v3.5.7
	github.com/fluxcd/kustomize-controller v1.9.6
	github.com/fluxcd/source-controller v1.9.6
)

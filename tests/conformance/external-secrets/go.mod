module alicloud-generator/conformance/external-secrets

go 1.26.5

// Only its download is of use: the definition of its kinds.
require github.com/external-secrets/external-secrets v1.3.2

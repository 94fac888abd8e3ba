module alicloud-generator/conformance/serve

go 1.26

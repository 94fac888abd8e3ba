// Command extension lets provider-alicloud judge what it will read: its configuration file, its
// credentials, its arguments, and the objects that its admission webhook sees.
package main

import "alicloud-generator/conformance/serve"

func main() {
	serve.Main(map[string]serve.Judge{
		"admission":     serve.On(judgeAdmission),
		"arguments":     serve.On(judgeArguments),
		"configuration": serve.On(judgeConfiguration),
		"secret":        serve.On(judgeSecret),
	})
}

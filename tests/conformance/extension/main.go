// Command extension lets provider-alicloud judge what it will read: its credentials, and the objects
// that its admission webhook sees.
package main

import "alicloud-generator/conformance/serve"

func main() {
	serve.Main(map[string]serve.Judge{
		"admission": serve.On(judgeAdmission),
		"secret":    serve.On(judgeSecret),
	})
}

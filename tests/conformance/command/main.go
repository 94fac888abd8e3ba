// Command command lets provider-alicloud's own command judge how it is started: its arguments and
// its configuration file.
package main

import "alicloud-generator/conformance/serve"

func main() {
	serve.Main(map[string]serve.Judge{
		"arguments":     serve.On(judgeArguments),
		"configuration": serve.On(judgeConfiguration),
	})
}

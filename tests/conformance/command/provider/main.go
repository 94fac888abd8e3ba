// Command provider is provider-alicloud itself, the process of the extension's pods, for as long as its
// standard input is open.
package main

import (
	"os"

	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener-extension-provider-alicloud/cmd/gardener-extension-provider-alicloud/app"
	"github.com/gardener/gardener/pkg/logger"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager/signals"
)

func main() {
	log.SetLogger(logger.MustNewZapLogger(logger.InfoLevel, logger.FormatJSON))
	serve.EndWithInput()
	command := app.NewControllerManagerCommand(signals.SetupSignalHandler())
	if err := command.Execute(); err != nil {
		log.Log.Error(err, "The extension ended")
		os.Exit(1)
	}
}

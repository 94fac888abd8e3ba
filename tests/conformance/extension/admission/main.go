// Command admission is provider-alicloud's admission webhook, for as long as its standard input is
// open.
package main

import (
	"os"

	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener-extension-provider-alicloud/cmd/gardener-extension-admission-alicloud/app"
	"github.com/gardener/gardener/pkg/logger"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager/signals"
)

func main() {
	serve.EndWithInput()
	log.SetLogger(logger.MustNewZapLogger(logger.InfoLevel, logger.FormatText))
	if err := app.NewAdmissionCommand(signals.SetupSignalHandler()).Execute(); err != nil {
		log.Log.Error(err, "the webhook ended")
		os.Exit(1)
	}
}

package main

import (
	"context"
	"fmt"

	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener-extension-provider-alicloud/cmd/gardener-extension-provider-alicloud/app"
	alicloudcmd "github.com/gardener/gardener-extension-provider-alicloud/pkg/cmd"
	controllercmd "github.com/gardener/gardener/extensions/pkg/controller/cmd"
	webhookcmd "github.com/gardener/gardener/extensions/pkg/webhook/cmd"
	"github.com/spf13/pflag"
)

type arguments struct {
	Args []string `json:"args"`
}

// judgeArguments parses the arguments as the extension does and answers with the flags they set.
func judgeArguments(question arguments) serve.Reply {
	command := app.NewControllerManagerCommand(context.Background())
	if err := command.ParseFlags(question.Args); err != nil {
		return serve.Refuse(err)
	}
	flags := map[string]string{}
	command.Flags().Visit(func(flag *pflag.Flag) { flags[flag.Name] = flag.Value.String() })
	reply := serve.Reply{Answer: flags}
	for _, word := range command.Flags().Args() {
		reply.Refusals = append(reply.Refusals, fmt.Sprintf("%q is not a flag", word))
	}
	if err := checkNames(command.Flags()); err != nil {
		reply.Refusals = append(reply.Refusals, err.Error())
	}
	return reply
}

// checkNames hands the names of controllers and webhooks to options of their own: the
// command completes its own only after it has found a cluster.
func checkNames(parsed *pflag.FlagSet) error {
	options := controllercmd.NewOptionAggregator(
		alicloudcmd.ControllerSwitchOptions(),
		alicloudcmd.WebhookSwitchOptions(),
	)
	own := pflag.NewFlagSet("names", pflag.ContinueOnError)
	options.AddFlags(own)
	for _, name := range []string{
		controllercmd.ControllersFlag, controllercmd.DisableFlag, webhookcmd.DisableFlag,
	} {
		if err := copyNames(parsed, own, name); err != nil {
			return err
		}
	}
	return options.Complete()
}

func copyNames(parsed, own *pflag.FlagSet, name string) error {
	if !parsed.Changed(name) {
		return nil
	}
	names, err := parsed.GetStringSlice(name)
	if err != nil {
		return err
	}
	return own.Lookup(name).Value.(pflag.SliceValue).Replace(names)
}

// plane is the servers of a control plane in one program, so that what they share is linked once:
// `plane etcd ARG...`, `plane kube-apiserver ARG...`, `plane gardener-apiserver ARG...`.
package main

import (
	"context"
	"fmt"
	"os"

	"alicloud-generator/conformance/serve"
	gardener "github.com/gardener/gardener/cmd/gardener-apiserver/app"
	"github.com/gardener/gardener/pkg/apiserver/features"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	kubernetes "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	server := os.Args[1]
	os.Args = append(os.Args[:1], os.Args[2:]...)
	serve.EndWithInput()
	switch server {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		os.Exit(cli.Run(kubernetes.NewAPIServerCommand()))
	case "gardener-apiserver":
		features.RegisterFeatureGates()
		if gardener.NewCommand().ExecuteContext(context.Background()) != nil {
			os.Exit(1)
		}
	default:
		usage()
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: plane etcd|kube-apiserver|gardener-apiserver ARG...")
	os.Exit(2)
}

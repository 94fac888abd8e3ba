package main

import (
	"context"
	"fmt"

	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener-extension-provider-alicloud/pkg/admission/validator"
	alicloudinstall "github.com/gardener/gardener-extension-provider-alicloud/pkg/apis/alicloud/install"
	extensionswebhook "github.com/gardener/gardener/extensions/pkg/webhook"
	"github.com/gardener/gardener/pkg/apis/core"
	coreinstall "github.com/gardener/gardener/pkg/apis/core/install"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	ctrlmanager "sigs.k8s.io/controller-runtime/pkg/manager"
)

type admission struct {
	Manifest string `json:"manifest"`
	Parent   string `json:"parent"` // the CloudProfile of a NamespacedCloudProfile
}

// manager has as much of a manager as a validator asks for.
type manager struct {
	ctrlmanager.Manager
	scheme *runtime.Scheme
	client client.Client
}

func (m manager) GetScheme() *runtime.Scheme { return m.scheme }
func (m manager) GetClient() client.Client   { return m.client }

// judgeAdmission lets the extension's admission webhook validate the creation of the object.
func judgeAdmission(question admission) serve.Reply {
	scheme := runtime.NewScheme()
	coreinstall.Install(scheme)
	alicloudinstall.Install(scheme)
	// Not strict: the target's Gardener may be newer than the one that the extension was built with.
	codecs := serializer.NewCodecFactory(scheme)
	object, err := runtime.Decode(codecs.UniversalDecoder(core.SchemeGroupVersion), []byte(question.Manifest))
	if err != nil {
		return serve.Refuse(err)
	}
	clients := fake.NewClientBuilder().WithScheme(scheme)
	if question.Parent != "" {
		parent := &v1beta1.CloudProfile{}
		if err := runtime.DecodeInto(codecs.UniversalDecoder(), []byte(question.Parent), parent); err != nil {
			return serve.Refuse(err)
		}
		clients = clients.WithObjects(parent)
	}
	validate, err := validatorOf(object, manager{scheme: scheme, client: clients.Build()})
	if err != nil {
		return serve.Refuse(err)
	}
	return verdict(validate.Validate(context.Background(), object.(client.Object), nil))
}

func validatorOf(object runtime.Object, mgr ctrlmanager.Manager) (extensionswebhook.Validator, error) {
	switch object.(type) {
	case *core.CloudProfile:
		return validator.NewCloudProfileValidator(mgr), nil
	case *core.NamespacedCloudProfile:
		return validator.NewNamespacedCloudProfileValidator(mgr), nil
	case *core.Seed:
		return validator.NewSeedValidator(mgr), nil
	}
	return nil, fmt.Errorf("the extension does not validate a %T", object)
}

func verdict(err error) serve.Reply {
	if aggregate, ok := err.(utilerrors.Aggregate); ok {
		reply := serve.Reply{}
		for _, each := range aggregate.Errors() {
			reply.Refusals = append(reply.Refusals, each.Error())
		}
		return reply
	}
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{}
}

package main

import (
	"context"

	"github.com/gardener/gardener/pkg/api"
	"github.com/gardener/gardener/pkg/apis/core"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	gardencoreinformers "github.com/gardener/gardener/pkg/client/core/informers/externalversions"
	"github.com/gardener/gardener/plugin/pkg/namespacedcloudprofile/validator"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	apiserveradmission "k8s.io/apiserver/pkg/admission"
)

// admitWithParent runs the admission plugin that compares a NamespacedCloudProfile with its parent.
func admitWithParent(profile *core.NamespacedCloudProfile, manifest string) error {
	parent := &v1beta1.CloudProfile{}
	if err := runtime.DecodeInto(api.Codecs.UniversalDecoder(v1beta1.SchemeGroupVersion), []byte(manifest), parent); err != nil {
		return err
	}
	informers := gardencoreinformers.NewSharedInformerFactory(nil, 0)
	if err := informers.Core().V1beta1().CloudProfiles().Informer().GetStore().Add(parent); err != nil {
		return err
	}
	plugin, err := validator.New()
	if err != nil {
		return err
	}
	plugin.SetCoreInformerFactory(informers)
	plugin.AssignReadyFunc(func() bool { return true })
	attributes := apiserveradmission.NewAttributesRecord(
		profile.DeepCopy(), nil,
		core.Kind("NamespacedCloudProfile").WithVersion("internal"), profile.Namespace, profile.Name,
		core.Resource("namespacedcloudprofiles").WithVersion("internal"), "",
		apiserveradmission.Create, &metav1.CreateOptions{}, false, nil,
	)
	return plugin.Validate(context.Background(), attributes, nil)
}

package main

import (
	"context"
	"errors"
	"fmt"

	"alicloud-generator/conformance/serve"
	gardencore "github.com/gardener/gardener/pkg/api"
	operatorvalidation "github.com/gardener/gardener/pkg/api/operator/v1alpha1/validation"
	"github.com/gardener/gardener/pkg/apis/core"
	gardencorev1 "github.com/gardener/gardener/pkg/apis/core/v1"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	operatorv1alpha1 "github.com/gardener/gardener/pkg/apis/operator/v1alpha1"
	"github.com/gardener/gardener/pkg/apiserver/registry/core/cloudprofile"
	"github.com/gardener/gardener/pkg/apiserver/registry/core/controllerdeployment"
	"github.com/gardener/gardener/pkg/apiserver/registry/core/controllerregistration"
	"github.com/gardener/gardener/pkg/apiserver/registry/core/namespacedcloudprofile"
	"github.com/gardener/gardener/pkg/apiserver/registry/core/seed"
	"github.com/gardener/gardener/pkg/features"
	"github.com/gardener/gardener/pkg/utils/gardener/operator"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/validation/field"
	genericrequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

type admission struct {
	Manifest     string          `json:"manifest"`     // a YAML stream
	Parent       string          `json:"parent"`       // the CloudProfile of NamespacedCloudProfiles
	FeatureGates map[string]bool `json:"featureGates"` // of gardener-apiserver
}

// admitted is one object as the API server would store it, in each version that its group serves.
type admitted struct {
	Kind     string                    `json:"kind"`
	Name     string                    `json:"name"`
	Versions map[string]runtime.Object `json:"versions"`
}

// judgeAdmission creates every object of the manifest, as far as an API server can without a cluster.
func judgeAdmission(question admission) serve.Reply {
	restore, err := setFeatureGates(question.FeatureGates)
	if err != nil {
		return serve.Refuse(err)
	}
	defer restore()
	all, err := documents(question.Manifest)
	if err != nil {
		return serve.Refuse(err)
	}
	var (
		answer   = []admitted{}
		refusals []string
	)
	for _, document := range all {
		object, err := decode(document)
		if err == nil {
			err = create(object, question.Parent)
		}
		if err != nil {
			refusals = append(refusals, reasons(err)...)
			continue
		}
		stored, err := describe(object)
		if err != nil {
			refusals = append(refusals, err.Error())
		}
		answer = append(answer, stored)
	}
	return serve.Reply{Answer: answer, Refusals: refusals}
}

type reading struct {
	Manifest string `json:"manifest"` // a YAML stream
}

// judgeReading answers with every object of the manifest as the API server reads it, with its
// defaults, whether it would be admitted or not.
func judgeReading(question reading) serve.Reply {
	all, err := documents(question.Manifest)
	if err != nil {
		return serve.Refuse(err)
	}
	answer := []admitted{}
	for _, document := range all {
		object, err := decode(document)
		if err != nil {
			return serve.Refuse(err)
		}
		read, err := describe(object)
		if err != nil {
			return serve.Refuse(err)
		}
		answer = append(answer, read)
	}
	return serve.Reply{Answer: answer}
}

func setFeatureGates(gates map[string]bool) (func(), error) {
	before := map[string]bool{}
	for feature := range features.DefaultFeatureGate.GetAll() {
		if _, asked := gates[string(feature)]; asked {
			before[string(feature)] = features.DefaultFeatureGate.Enabled(feature)
		}
	}
	restore := func() { _ = features.DefaultFeatureGate.SetFromMap(before) }
	return restore, features.DefaultFeatureGate.SetFromMap(gates)
}

// create runs what stands between the request and etcd, for the kinds that we write.
func create(object runtime.Object, parent string) error {
	switch typed := object.(type) {
	case *core.ControllerDeployment:
		return createWith(controllerdeployment.Strategy, typed)
	case *core.ControllerRegistration:
		return createWith(controllerregistration.Strategy, typed)
	case *core.CloudProfile:
		return createWith(cloudprofile.Strategy, typed)
	case *core.Seed:
		return createWith(seed.NewStrategy(), typed)
	case *core.NamespacedCloudProfile:
		if err := createWith(namespacedcloudprofile.Strategy, typed); err != nil || parent == "" {
			return err
		}
		return admitWithParent(typed, parent)
	case *operatorv1alpha1.Extension:
		if err := operatorvalidation.ValidateExtension(typed).ToAggregate(); err != nil {
			return err
		}
		return createRegistration(typed)
	case *corev1.Secret:
		path := field.NewPath("metadata")
		return validation.ValidateObjectMeta(&typed.ObjectMeta, true, validation.NameIsDNSSubdomain, path).ToAggregate()
	}
	return fmt.Errorf("nobody here validates a %T", object)
}

// createRegistration creates what gardener-operator makes of an Extension in the virtual garden.
func createRegistration(extension *operatorv1alpha1.Extension) error {
	if extension.Spec.Deployment.ExtensionDeployment == nil {
		return nil
	}
	registration, deployment := operator.ControllerRegistrationForExtension(extension)
	deployment.Resources = extension.Spec.Deployment.Resources
	for _, made := range []runtime.Object{registration, deployment} {
		object, err := gardencore.Scheme.ConvertToVersion(made, core.SchemeGroupVersion)
		if err == nil {
			err = create(object, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func createWith(strategy rest.RESTCreateStrategy, object metav1.Object) error {
	ctx := genericrequest.WithNamespace(context.Background(), object.GetNamespace())
	rest.FillObjectMetaSystemFields(object)
	err := rest.BeforeCreate(strategy, ctx, object.(runtime.Object))
	object.SetCreationTimestamp(metav1.Time{})
	object.SetUID("")
	return err
}

// describe converts a stored object to the versions in which users read it.
func describe(object runtime.Object) (admitted, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return admitted{}, err
	}
	answer := admitted{
		Kind:     kindOf(object),
		Name:     accessor.GetName(),
		Versions: map[string]runtime.Object{},
	}
	for _, version := range []schema.GroupVersion{gardencorev1.SchemeGroupVersion, v1beta1.SchemeGroupVersion} {
		if !gardencore.Scheme.Recognizes(version.WithKind(answer.Kind)) {
			continue
		}
		answer.Versions[version.Version], err = gardencore.Scheme.ConvertToVersion(object, version)
		if err != nil {
			return admitted{}, err
		}
	}
	return answer, nil
}

func kindOf(object runtime.Object) string {
	if kinds, _, err := gardencore.Scheme.ObjectKinds(object); err == nil {
		return kinds[0].Kind
	}
	return object.GetObjectKind().GroupVersionKind().Kind
}

// reasons takes an error apart into one line per field that is wrong.
func reasons(err error) []string {
	var lines []string
	if status := apierrors.APIStatus(nil); errors.As(err, &status) && status.Status().Details != nil {
		for _, cause := range status.Status().Details.Causes {
			lines = append(lines, fmt.Sprintf("%s: %s", cause.Field, cause.Message))
		}
	}
	if aggregate := utilerrors.Aggregate(nil); errors.As(err, &aggregate) {
		for _, each := range aggregate.Errors() {
			lines = append(lines, each.Error())
		}
	}
	if len(lines) == 0 {
		lines = append(lines, err.Error())
	}
	return lines
}

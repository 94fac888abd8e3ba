package main

import (
	"context"
	"errors"
	"time"

	"alicloud-generator/conformance/serve"
	gardencorev1 "github.com/gardener/gardener/pkg/apis/core/v1"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	operatorv1alpha1 "github.com/gardener/gardener/pkg/apis/operator/v1alpha1"
	resourcesv1alpha1 "github.com/gardener/gardener/pkg/apis/resources/v1alpha1"
	"github.com/gardener/gardener/pkg/client/kubernetes"
	clientset "github.com/gardener/gardener/pkg/client/kubernetes/fake"
	extensionruntime "github.com/gardener/gardener/pkg/operator/controller/extension/extension/runtime"
	"github.com/gardener/gardener/pkg/utils/gardener/operator"
	"github.com/gardener/gardener/pkg/utils/oci"
	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
)

type runtimeInstallation struct {
	Extension string   `json:"extension"`
	Chart     []byte   `json:"chart"`   // what the OCI registry holds, if it is not asked
	Objects   []string `json:"objects"` // Secrets in the garden that the Extension refers to
}

// judgeOperator lets gardener-operator install the extension in the garden's runtime cluster.
func judgeOperator(question runtimeInstallation) serve.Reply {
	extension := &operatorv1alpha1.Extension{}
	if err := runtime.DecodeInto(runtimeDecoder, []byte(question.Extension), extension); err != nil {
		return serve.Refuse(err)
	}
	cluster, err := runtimeCluster(question.Objects)
	if err != nil {
		return serve.Refuse(err)
	}
	renderer := newRecorder()
	deployer := extensionruntime.New(
		clientset.NewClientSetBuilder().WithClient(cluster).WithChartRenderer(renderer).Build(),
		events.NewFakeRecorder(1), gardenNamespace, registry(question.Chart, cluster),
	)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := deployer.Reconcile(ctx, logr.Discard(), extension); err != nil {
		return serve.Refuse(err)
	}
	return reply(ctx, renderer, cluster, operator.ExtensionRuntimeManagedResourceName(extension.Name))
}

func runtimeCluster(manifests []string) (client.Client, error) {
	objects, err := withSecrets([]client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: gardenNamespace}},
		&schedulingv1.PriorityClass{ObjectMeta: metav1.ObjectMeta{Name: "gardener-garden-system-200"}},
	}, manifests)
	return fake.NewClientBuilder().
		WithScheme(kubernetes.SeedScheme).
		WithObjects(objects...).
		WithInterceptorFuncs(interceptor.Funcs{Create: createHealthy}).
		Build(), err
}

// createHealthy stands for the resource manager, without which the operator would wait for ever.
func createHealthy(ctx context.Context, c client.WithWatch, object client.Object, options ...client.CreateOption) error {
	if managedResource, ok := object.(*resourcesv1alpha1.ManagedResource); ok {
		for condition, status := range map[v1beta1.ConditionType]v1beta1.ConditionStatus{
			resourcesv1alpha1.ResourcesApplied:     v1beta1.ConditionTrue,
			resourcesv1alpha1.ResourcesHealthy:     v1beta1.ConditionTrue,
			resourcesv1alpha1.ResourcesProgressing: v1beta1.ConditionFalse,
		} {
			managedResource.Status.Conditions = append(managedResource.Status.Conditions,
				v1beta1.Condition{Type: condition, Status: status})
		}
	}
	return c.Create(ctx, object, options...)
}

// chart answers every pull from an OCI registry.
type chart []byte

// registry holds an archive; without one, it is where a reference leads to.
func registry(archive []byte, cluster client.Client) oci.Interface {
	if archive == nil {
		return asked{oci.NewHelmRegistry(cluster)}
	}
	return chart(archive)
}

// asked is a registry that is asked; Gardener's panics where a deployment has no chart at all.
type asked struct{ oci.Interface }

func (a asked) Pull(ctx context.Context, repository *gardencorev1.OCIRepository) ([]byte, error) {
	if repository == nil {
		return nil, errors.New("there is neither a chart nor a repository of one")
	}
	return a.Interface.Pull(ctx, repository)
}

func (c chart) Pull(context.Context, *gardencorev1.OCIRepository) ([]byte, error) { return c, nil }

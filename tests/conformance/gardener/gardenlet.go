package main

import (
	"context"
	"errors"
	"fmt"

	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener/pkg/api"
	gardencorev1 "github.com/gardener/gardener/pkg/apis/core/v1"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	"github.com/gardener/gardener/pkg/client/kubernetes"
	clientset "github.com/gardener/gardener/pkg/client/kubernetes/fake"
	"github.com/gardener/gardener/pkg/gardenlet/controller/controllerinstallation/controllerinstallation"
	gardenerutils "github.com/gardener/gardener/pkg/utils/gardener"
	"github.com/gardener/gardener/pkg/utils/managedresources"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

const gardenNamespace = "garden"

type installation struct {
	Deployment string   `json:"deployment"` // the ControllerDeployment
	Seed       string   `json:"seed"`       // empty where the cluster is no seed
	Shoot      string   `json:"shoot"`      // the self-hosted cluster, empty where it is another
	Bootstrap  bool     `json:"bootstrap"`  // of the first control-plane node of such a cluster
	Chart      []byte   `json:"chart"`      // what the OCI registry holds, if it is not asked
	Objects    []string `json:"objects"`    // Secrets in the garden that the deployment refers to
}

// installed is what the chart makes in a cluster: as rendered, and with what Gardener adds to it.
type installed struct {
	Rendered  []runtime.Object `json:"rendered"`
	Installed []client.Object  `json:"installed"`
}

// judgeGardenlet lets gardenlet reconcile an installation of the extension.
func judgeGardenlet(question installation) serve.Reply {
	ctx := context.Background()
	request, garden, err := question.garden()
	if err != nil {
		return serve.Refuse(err)
	}
	renderer := newRecorder()
	seed := fake.NewClientBuilder().WithScheme(kubernetes.SeedScheme).Build()
	gardenlet := controllerinstallation.Reconciler{
		GardenClient:              garden,
		GardenConfig:              &rest.Config{Host: "https://api.garden.example"},
		SeedClientSet:             clientset.NewClientSetBuilder().WithClient(seed).WithChartRenderer(renderer).Build(),
		HelmRegistry:              registry(question.Chart, garden),
		Clock:                     clock.RealClock{},
		Identity:                  &v1beta1.Gardener{Name: "gardenlet", Version: "1.150.0"},
		GardenClusterIdentity:     "garden-example",
		GardenNamespace:           gardenNamespace,
		BootstrapControlPlaneNode: question.Bootstrap,
		SelfHostedShootMeta:       request.shoot,
	}
	name := reconcile.Request{NamespacedName: client.ObjectKeyFromObject(request.installation)}
	if _, err := gardenlet.Reconcile(ctx, name); err != nil {
		return serve.Refuse(err)
	}
	managedResource := gardenerutils.ManagedResourceNameForControllerInstallation(request.installation)
	return reply(ctx, renderer, seed, managedResource)
}

// reply decodes what was rendered, and reads what was installed out of the ManagedResource.
func reply(ctx context.Context, renderer *recorder, cluster client.Client, managedResource string) serve.Reply {
	rendered, refusals := renderer.objects()
	objects, err := managedresources.GetObjects(ctx, cluster, gardenNamespace, managedResource)
	if err != nil {
		refusals = append(refusals, err.Error())
	}
	return serve.Reply{Answer: installed{Rendered: rendered, Installed: objects}, Refusals: refusals}
}

type requested struct {
	installation *v1beta1.ControllerInstallation
	shoot        *types.NamespacedName
}

// garden fills a garden cluster with the objects that gardenlet looks up.
func (i installation) garden() (request requested, garden client.Client, err error) {
	deployment, err := decodeAs[*gardencorev1.ControllerDeployment](i.Deployment, gardencorev1.SchemeGroupVersion)
	if err != nil {
		return request, nil, err
	}
	registration := &v1beta1.ControllerRegistration{ObjectMeta: metav1.ObjectMeta{Name: deployment.Name}}
	request.installation = &v1beta1.ControllerInstallation{
		ObjectMeta: metav1.ObjectMeta{Name: deployment.Name + "-x7k2p"},
		Spec: v1beta1.ControllerInstallationSpec{
			RegistrationRef: corev1.ObjectReference{Name: registration.Name},
			DeploymentRef:   &corev1.ObjectReference{Name: deployment.Name},
		},
	}
	objects := []client.Object{deployment, registration, request.installation}
	objects, err = i.clusters(&request, objects)
	if err != nil {
		return request, nil, err
	}
	objects, err = withSecrets(objects, i.Objects)
	return request, fake.NewClientBuilder().
		WithScheme(kubernetes.GardenScheme).
		WithObjects(objects...).
		WithStatusSubresource(request.installation).
		Build(), err
}

// clusters adds the Seed and the Shoot, and says in the installation where it belongs.
func (i installation) clusters(request *requested, objects []client.Object) ([]client.Object, error) {
	if i.Seed == "" && i.Shoot == "" {
		return nil, errors.New("neither a seed nor a self-hosted shoot to install in")
	}
	if i.Seed != "" {
		seed, err := decodeAs[*v1beta1.Seed](i.Seed, v1beta1.SchemeGroupVersion)
		if err != nil {
			return nil, err
		}
		seed.Status.ClusterIdentity = &seed.Name
		objects = append(objects, seed)
		request.installation.Spec.SeedRef = &corev1.ObjectReference{Name: seed.Name}
	}
	if i.Shoot != "" {
		shoot, err := decodeAs[*v1beta1.Shoot](i.Shoot, v1beta1.SchemeGroupVersion)
		if err != nil {
			return nil, err
		}
		objects = append(objects, shoot)
		request.shoot = &types.NamespacedName{Namespace: shoot.Namespace, Name: shoot.Name}
	}
	return objects, nil
}

// decodeAs reads an object in the version that gardenlet asks the API server for.
func decodeAs[Object runtime.Object](manifest string, version schema.GroupVersion) (object Object, err error) {
	stored, err := runtime.Decode(gardenDecoder, []byte(manifest))
	if err != nil {
		return object, err
	}
	served, err := api.Scheme.ConvertToVersion(stored, version)
	if err != nil {
		return object, err
	}
	object, ok := served.(Object)
	if !ok {
		return object, fmt.Errorf("a %T where a %T belongs", served, object)
	}
	return object, nil
}

func withSecrets(objects []client.Object, manifests []string) ([]client.Object, error) {
	for _, manifest := range manifests {
		secret := &corev1.Secret{}
		if err := runtime.DecodeInto(runtimeDecoder, []byte(manifest), secret); err != nil {
			return nil, err
		}
		objects = append(objects, secret)
	}
	return objects, nil
}

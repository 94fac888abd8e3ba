package main

import (
	"context"
	"testing"

	"github.com/gardener/gardener-extension-provider-alicloud/pkg/alicloud"
	alicloudclient "github.com/gardener/gardener-extension-provider-alicloud/pkg/alicloud/client/mock"
	"github.com/gardener/gardener-extension-provider-alicloud/pkg/controller/infrastructure"
	infrastructurecontroller "github.com/gardener/gardener/extensions/pkg/controller/infrastructure"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	extensionsv1alpha1 "github.com/gardener/gardener/pkg/apis/extensions/v1alpha1"
	"github.com/gardener/gardener/pkg/client/kubernetes"
	"go.uber.org/mock/gomock"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	ctrlmanager "sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// Whether provider-alicloud can reconcile an Infrastructure at all once the Secret of the image
// owner's account is configured. The rule owner-secret-actuator and the documentation state the answer that
// these tests hold: when a new version turns them red, those have to change with them.

const namespace = "shoot--dev--one"

var ownerSecret = &corev1.Secret{
	ObjectMeta: metav1.ObjectMeta{Namespace: "extension-provider-alicloud", Name: "machine-image-owner"},
	Data: map[string][]byte{
		alicloud.AccessKeyID:     []byte("example-access-key-id"),
		alicloud.AccessKeySecret: []byte("example-access-key-secret-of-30-characters"),
	},
}

type seedManager struct {
	ctrlmanager.Manager
	client client.Client
}

func (m seedManager) GetScheme() *runtime.Scheme  { return m.client.Scheme() }
func (m seedManager) GetClient() client.Client    { return m.client }
func (m seedManager) GetAPIReader() client.Reader { return m.client }
func (m seedManager) GetConfig() *rest.Config     { return &rest.Config{} }

func newManager() seedManager {
	shoot := &v1beta1.Shoot{TypeMeta: metav1.TypeMeta{APIVersion: "core.gardener.cloud/v1beta1", Kind: "Shoot"}}
	cluster := &extensionsv1alpha1.Cluster{
		ObjectMeta: metav1.ObjectMeta{Name: namespace},
		Spec:       extensionsv1alpha1.ClusterSpec{Shoot: runtime.RawExtension{Object: shoot}},
	}
	object := &extensionsv1alpha1.Infrastructure{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "one"}}
	return seedManager{client: fake.NewClientBuilder().
		WithScheme(kubernetes.SeedScheme).
		WithObjects(ownerSecret.DeepCopy(), cluster, object).
		WithStatusSubresource(object).
		Build()}
}

func newActuator(t *testing.T, mgr ctrlmanager.Manager, owner *corev1.SecretReference) infrastructurecontroller.Actuator {
	factory := alicloudclient.NewMockClientFactory(gomock.NewController(t))
	if owner != nil {
		factory.EXPECT().NewECSClient(
			"",
			string(ownerSecret.Data[alicloud.AccessKeyID]),
			string(ownerSecret.Data[alicloud.AccessKeySecret]),
		).Return(nil, nil)
	}
	actuator, err := infrastructure.NewActuatorWithDeps(mgr, factory, owner, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	return actuator
}

func TestActuatorExistsWithoutOwnerSecret(t *testing.T) {
	if newActuator(t, newManager(), nil) == nil {
		t.Fatal("no actuator, although no owner Secret is configured")
	}
}

func TestActuatorIsMissingWithOwnerSecret(t *testing.T) {
	owner := &corev1.SecretReference{Namespace: ownerSecret.Namespace, Name: ownerSecret.Name}
	if actuator := newActuator(t, newManager(), owner); actuator != nil {
		t.Fatalf("an actuator (%T): this version no longer has the problem that we warn of", actuator)
	}
}

func TestInfrastructureCannotBeReconciledWithOwnerSecret(t *testing.T) {
	mgr := newManager()
	owner := &corev1.SecretReference{Namespace: ownerSecret.Namespace, Name: ownerSecret.Name}
	reconciler := infrastructurecontroller.NewReconciler(mgr, newActuator(t, mgr, owner), nil, nil)
	defer func() {
		if recover() == nil {
			t.Fatal("no panic: this version no longer has the problem that we warn of")
		}
	}()
	request := reconcile.Request{NamespacedName: client.ObjectKey{Namespace: namespace, Name: "one"}}
	result, err := reconciler.Reconcile(context.Background(), request)
	t.Logf("reconciled: %v, %v", result, err)
}

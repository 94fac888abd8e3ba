package main

import (
	"os"

	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener-extension-provider-alicloud/pkg/apis/config"
	configinstall "github.com/gardener/gardener-extension-provider-alicloud/pkg/apis/config/install"
	configv1alpha1 "github.com/gardener/gardener-extension-provider-alicloud/pkg/apis/config/v1alpha1"
	alicloudcmd "github.com/gardener/gardener-extension-provider-alicloud/pkg/cmd"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

type configuration struct {
	Text string `json:"text"`
}

// effective is what the extension's controllers are given, under the keys that the catalog uses.
type effective struct {
	OwnerSecret        *corev1.SecretReference `json:"ownerSecret"`
	ToBeSharedImageIDs []string                `json:"toBeSharedImageIDs"`
	EnableADController *bool                   `json:"enableADController"`
	EtcdStorageClass   *string                 `json:"etcdStorageClass"`
	EtcdBackupSchedule *string                 `json:"etcdBackupSchedule"`
	LoadBalancerSpec   string                  `json:"loadBalancerSpec"`
}

// judgeConfiguration loads the file as the extension does, and refuses what its loader ignores:
// fields that the type does not have, and fields given twice.
func judgeConfiguration(question configuration) serve.Reply {
	if err := decodeStrictly([]byte(question.Text)); err != nil {
		return serve.Refuse(err)
	}
	completed, err := loadFile(question.Text)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: asApplied(completed)}
}

func decodeStrictly(text []byte) error {
	scheme := runtime.NewScheme()
	configinstall.Install(scheme)
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	_, _, err := decoder.Decode(text, nil, &configv1alpha1.ControllerConfiguration{})
	return err
}

func loadFile(text string) (*alicloudcmd.Config, error) {
	file, err := os.CreateTemp("", "config-*.yaml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString(text); err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	options := alicloudcmd.ConfigOptions{ConfigFilePath: file.Name()}
	if err := options.Complete(); err != nil {
		return nil, err
	}
	return options.Completed(), nil
}

func asApplied(completed *alicloudcmd.Config) effective {
	var (
		answer  effective
		csi     config.CSI
		storage config.ETCDStorage
		backup  config.ETCDBackup
		service config.Service
	)
	completed.ApplyMachineImageOwnerSecretRef(&answer.OwnerSecret)
	completed.ApplyToBeSharedImageIDs(&answer.ToBeSharedImageIDs)
	completed.ApplyCSI(&csi)
	completed.ApplyETCDStorage(&storage)
	completed.ApplyETCDBackup(&backup)
	completed.ApplyService(&service)
	answer.EnableADController = csi.EnableADController
	answer.EtcdStorageClass = storage.ClassName
	answer.EtcdBackupSchedule = backup.Schedule
	answer.LoadBalancerSpec = service.BackendLoadBalancerSpec
	return answer
}

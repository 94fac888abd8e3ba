package main

import (
	"alicloud-generator/conformance/serve"
	"github.com/gardener/gardener-extension-provider-alicloud/pkg/alicloud"
	alicloudvalidation "github.com/gardener/gardener-extension-provider-alicloud/pkg/apis/alicloud/validation"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

type secret struct {
	Manifest string `json:"manifest"`
}

type keys struct {
	AccessKeyID     string `json:"accessKeyID"`
	AccessKeySecret string `json:"accessKeySecret"`
}

// judgeSecret reads the credentials as the extension does and answers with the plain keys. Its rules
// for the form of a key are applied too, which it itself does only for the Secrets of end users.
func judgeSecret(question secret) serve.Reply {
	scheme := runtime.NewScheme()
	utilruntime.Must(corev1.AddToScheme(scheme))
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	object := &corev1.Secret{}
	if _, _, err := decoder.Decode([]byte(question.Manifest), nil, object); err != nil {
		return serve.Refuse(err)
	}
	credentials, err := alicloud.ReadSecretCredentials(object, false)
	if err != nil {
		return serve.Refuse(err)
	}
	if err := alicloudvalidation.ValidateCloudProviderSecret(object); err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: keys{credentials.AccessKeyID, credentials.AccessKeySecret}}
}

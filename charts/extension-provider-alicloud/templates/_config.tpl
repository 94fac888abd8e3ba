{{/*
Folder in the container that holds config.yaml.
*/}}
{{- define "extension-provider-alicloud.configFolder" -}}
/etc/{{ include "extension-provider-alicloud.name" . }}/config
{{- end }}

{{/*
The ControllerConfiguration, as text: the ConfigMap holds it and the Deployment its checksum. It holds what the
extension reads and nothing else, so that other values cannot restart the pods.
*/}}
{{- define "extension-provider-alicloud.config" -}}
{{- $config := .Values.config | default dict -}}
apiVersion: alicloud.provider.extensions.config.gardener.cloud/v1alpha1
kind: ControllerConfiguration
{{- with $config.clientConnection }}
clientConnection:
  {{- with .acceptContentTypes }}
  acceptContentTypes: {{ . | quote }}
  {{- end }}
  {{- with .contentType }}
  contentType: {{ . | quote }}
  {{- end }}
  {{- if not (kindIs "invalid" .qps) }}
  qps: {{ .qps | toJson }}
  {{- end }}
  {{- if not (kindIs "invalid" .burst) }}
  burst: {{ .burst | int64 }}
  {{- end }}
{{- end }}
{{- if include "extension-provider-alicloud.hasOwnerSecret" . }}
machineImageOwnerSecretRef:
  name: {{ include "extension-provider-alicloud.ownerSecretName" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
{{- end }}
{{- with $config.toBeSharedImageIDs }}
toBeSharedImageIDs:
{{- range . }}
- {{ . | quote }}
{{- end }}
{{- end }}
service:
  backendLoadBalancerSpec: {{ ($config.service).backendLoadBalancerSpec | default "slb.s1.small" | quote }}
{{- $storage := ($config.etcd).storage }}
{{- $schedule := (($config.etcd).backup).schedule }}
{{- if or $storage $schedule }}
etcd:
{{- with $storage }}
  storage:
    {{- with .className }}
    className: {{ . | quote }}
    {{- end }}
    {{- with .capacity }}
    capacity: {{ . | quote }}
    {{- end }}
{{- end }}
{{- with $schedule }}
  backup:
    schedule: {{ . | quote }}
{{- end }}
{{- end }}
{{- $healthCheck := $config.healthCheckConfig | default dict }}
{{- if or $healthCheck.syncPeriod $healthCheck.shootRESTOptions }}
healthCheckConfig:
  syncPeriod: {{ $healthCheck.syncPeriod | default "30s" | quote }}
  {{- with $healthCheck.shootRESTOptions }}
  shootRESTOptions:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- if not (kindIs "invalid" ($config.csi).enableADController) }}
csi:
  enableADController: {{ $config.csi.enableADController }}
{{- end }}
{{- end }}

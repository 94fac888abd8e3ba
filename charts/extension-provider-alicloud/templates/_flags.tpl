{{/*
Command line of the extension, a YAML list. A flag whose value is absent is left out: the extension's default holds.
*/}}
{{- define "extension-provider-alicloud.flags" -}}
- {{ printf "--config-file=%s/config.yaml" (include "extension-provider-alicloud.configFolder" .) | quote }}
{{- with (.Values.gardener).version }}
- {{ printf "--gardener-version=%s" . | quote }}
{{- end }}
{{- if (.Values.gardener).selfHostedShootCluster }}
- "--self-hosted-shoot-cluster=true"
{{- end }}
{{- include "extension-provider-alicloud.switchFlags" . }}
{{- include "extension-provider-alicloud.controllerFlags" (.Values.controllers | default dict) }}
- {{ printf "--heartbeat-namespace=%s" .Release.Namespace | quote }}
- {{ printf "--webhook-config-namespace=%s" .Release.Namespace | quote }}
- {{ printf "--webhook-config-service-port=%s" (include "extension-provider-alicloud.webhookServicePort" .) | quote }}
- {{ printf "--webhook-config-server-port=%s" (include "extension-provider-alicloud.webhookPort" .) | quote }}
- {{ printf "--metrics-bind-address=:%s" (include "extension-provider-alicloud.metricsPort" .) | quote }}
- {{ printf "--health-bind-address=:%s" (include "extension-provider-alicloud.healthPort" .) | quote }}
{{- end }}

{{/*
Which controllers and webhooks run. On the garden runtime cluster there are no control planes to care for: only what
the Garden itself needs is reconciled, and of that only objects of class garden. No shell is involved, so the asterisk
stands bare.
*/}}
{{- define "extension-provider-alicloud.switchFlags" -}}
{{- $disabledWebhooks := .Values.disableWebhooks | default list -}}
{{- if include "extension-provider-alicloud.isRuntimeCluster" . -}}
{{- $disabledWebhooks = list "*" }}
- "--controllers=backupbucket,dnsrecord"
- "--extension-classes=garden"
{{- end }}
{{- with .Values.disableControllers }}
- {{ printf "--disable-controllers=%s" (join "," .) | quote }}
{{- end }}
{{- with $disabledWebhooks }}
- {{ printf "--disable-webhooks=%s" (join "," .) | quote }}
{{- end }}
{{- end }}

{{/*
Settings of the controllers. Expects the map controllers of the values.
*/}}
{{- define "extension-provider-alicloud.controllerFlags" -}}
{{- $controllers := . -}}
{{- range $name := list "backupbucket" "backupentry" "bastion" "controlplane" "dnsrecord" "healthcheck" "infrastructure" "worker" }}
{{- with (index $controllers $name).concurrentSyncs }}
- {{ printf "--%s-max-concurrent-reconciles=%d" $name (int64 .) | quote }}
{{- end }}
{{- end }}
{{- with .dnsrecord }}
{{- with .providerClientQPS }}
- {{ printf "--dnsrecord-provider-client-qps=%s" (toJson .) | quote }}
{{- end }}
{{- with .providerClientBurst }}
- {{ printf "--dnsrecord-provider-client-burst=%d" (int64 .) | quote }}
{{- end }}
{{- with .providerClientWaitTimeout }}
- {{ printf "--dnsrecord-provider-client-wait-timeout=%s" . | quote }}
{{- end }}
{{- end }}
{{- with (.heartbeat).renewIntervalSeconds }}
- {{ printf "--heartbeat-renew-interval-seconds=%d" (int64 .) | quote }}
{{- end }}
{{- if .ignoreOperationAnnotation }}
- "--ignore-operation-annotation=true"
{{- end }}
{{- end }}

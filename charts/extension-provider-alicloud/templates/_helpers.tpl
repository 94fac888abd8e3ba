{{/*
Name of every object. Gardener's webhook registration addresses the Service as gardener-extension-<extension name>,
and an installation of the upstream chart is taken over without a second set of objects.
*/}}
{{- define "extension-provider-alicloud.name" -}}
gardener-extension-provider-alicloud
{{- end }}

{{/*
Labels that identify the pods. They are the Deployment's selector, which Kubernetes never lets change.
*/}}
{{- define "extension-provider-alicloud.labels" -}}
app.kubernetes.io/name: {{ include "extension-provider-alicloud.name" . }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/*
"true" on the garden runtime cluster, else empty. gardener-operator sends the flag as a string, so "false" must be off.
*/}}
{{- define "extension-provider-alicloud.isRuntimeCluster" -}}
{{- if eq (toString ((.Values.gardener).runtimeCluster).enabled) "true" -}}true{{- end -}}
{{- end }}

{{/*
Name of the cluster-wide RBAC objects: a cluster can be the garden runtime and a seed at once, so the two differ.
*/}}
{{- define "extension-provider-alicloud.clusterRoleName" -}}
{{- include "extension-provider-alicloud.name" . -}}
{{- if include "extension-provider-alicloud.isRuntimeCluster" . }}-runtime{{ end -}}
{{- end }}

{{/*
Image reference; a tag that is a digest is joined with @.
*/}}
{{- define "extension-provider-alicloud.image" -}}
{{- $image := .Values.image | default dict -}}
{{- $tag := $image.tag | default .Chart.AppVersion -}}
{{- $repository := required "image.repository must not be empty" $image.repository -}}
{{- $separator := hasPrefix "sha256:" $tag | ternary "@" ":" -}}
{{- printf "%s%s%s" $repository $separator $tag -}}
{{- end }}

{{/*
"true" when the tag names this release of the extension or a later one, else empty. Expects root and release. Nothing is
known of a tag that names no release (a digest, "latest"), so it counts as an earlier one.
*/}}
{{- define "extension-provider-alicloud.isAtLeast" -}}
{{- $tag := (.root.Values.image).tag | default .root.Chart.AppVersion -}}
{{- $number := "(0|[1-9][0-9]{0,8})" -}}
{{- with regexFind (printf "^v?%s[.]%s[.]%s" $number $number $number) $tag -}}
{{- if semverCompare (printf ">=%s" $.release) . -}}true{{- end -}}
{{- end -}}
{{- end }}

{{/*
One port number. Expects root, value (a number, digits, a template, or nothing) and index (into usablePorts).
*/}}
{{- define "extension-provider-alicloud.port" -}}
{{- $ports := .root.Values.usablePorts | default (list 8080 10250 8081) -}}
{{- if le (len $ports) .index -}}
{{- fail (printf "usablePorts holds %d ports, but the chart needs at least 3" (len $ports)) -}}
{{- end -}}
{{- if or (kindIs "invalid" .value) (eq (toString .value) "") -}}
{{- index $ports .index | int -}}
{{- else -}}
{{- tpl (toString .value) .root | int -}}
{{- end -}}
{{- end }}

{{- define "extension-provider-alicloud.metricsPort" -}}
{{- include "extension-provider-alicloud.port" (dict "root" . "value" .Values.metricsPort "index" 0) -}}
{{- end }}

{{- define "extension-provider-alicloud.webhookPort" -}}
{{- include "extension-provider-alicloud.port" (dict "root" . "value" (.Values.webhookConfig).serverPort "index" 1) -}}
{{- end }}

{{- define "extension-provider-alicloud.healthPort" -}}
{{- include "extension-provider-alicloud.port" (dict "root" . "value" .Values.healthPort "index" 2) -}}
{{- end }}

{{- define "extension-provider-alicloud.webhookServicePort" -}}
{{- (.Values.webhookConfig).servicePort | default 443 | int -}}
{{- end }}

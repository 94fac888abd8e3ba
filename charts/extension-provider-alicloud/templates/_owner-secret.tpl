{{/*
"true" when the values hold an account that owns customized images, else empty.
*/}}
{{- define "extension-provider-alicloud.hasOwnerSecret" -}}
{{- with (.Values.config).machineImageOwnerSecret -}}
{{- if or .name .accessKeyID .accessKeySecret -}}true{{- end -}}
{{- end -}}
{{- end }}

{{- define "extension-provider-alicloud.ownerSecretName" -}}
{{- .Values.config.machineImageOwnerSecret.name | default "machine-image-owner" -}}
{{- end }}

{{/*
One entry of the owner Secret, checked. Expects secret (the map of values) and key. Messages never show the value.
Text with braces is a reference that gardenlet resolves before it renders; only a local rendering meets it.
*/}}
{{- define "extension-provider-alicloud.ownerSecretEntry" -}}
{{- $path := printf "config.machineImageOwnerSecret.%s" .key -}}
{{- $value := required (printf "%s is required: base64 text" $path) (get .secret .key) -}}
{{- if not (or (contains "{{" $value) (b64dec $value | regexMatch "^[!-~]+$" )) -}}
{{- fail (printf "%s must be base64 of printable ASCII without blanks or line breaks" $path) -}}
{{- end -}}
{{- $value -}}
{{- end }}

{{- define "extension-provider-alicloud.ownerSecretData" -}}
{{- $secret := .Values.config.machineImageOwnerSecret -}}
{{- range $key := list "accessKeyID" "accessKeySecret" }}
{{ $key }}: {{ include "extension-provider-alicloud.ownerSecretEntry" (dict "secret" $secret "key" $key) | quote }}
{{- end }}
{{- end }}

{{/* Names and labels that every object of the release carries. */}}
{{- define "labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* key:value,key:value */}}
{{- define "tags" -}}
{{- $tags := list -}}
{{- range $key, $value := . -}}{{- $tags = append $tags (printf "%s:%s" $key $value) -}}{{- end -}}
{{- join "," $tags -}}
{{- end }}

{{/* The Secrets that the sidecars of all profiles read, each once, as a list in JSON. */}}
{{- define "secrets" -}}
{{- $names := list .Values.sidecar.secretName -}}
{{- range .Values.profiles -}}{{- with .secret -}}{{- with .name -}}{{- $names = append $names . -}}{{- end -}}{{- end -}}{{- end -}}
{{- uniq $names | toJson -}}
{{- end }}

{{/* Where the certificate lies that the webhook serves. */}}
{{- define "tlsSecret" -}}
{{- if eq .Values.tls.source "controller" -}}
{{ .Release.Name }}-certificate
{{- else -}}
{{ required "tls.secretName is needed where tls.source is not controller" .Values.tls.secretName }}
{{- end -}}
{{- end }}

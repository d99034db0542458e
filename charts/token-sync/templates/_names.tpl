{{/* Names and labels that every object of the release carries. */}}
{{- define "labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{/* The Secrets that are copies somewhere, each once, as a list in JSON. */}}
{{- define "copies" -}}
{{- $names := list .Values.copyName -}}
{{- range .Values.profiles -}}{{- with .secret -}}{{- with .name -}}{{- $names = append $names . -}}{{- end -}}{{- end -}}{{- end -}}
{{- uniq $names | toJson -}}
{{- end }}

{{- define "image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

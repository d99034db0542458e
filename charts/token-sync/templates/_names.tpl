{{/* What only this chart says. */}}

{{/* The Secrets that are copies somewhere, each once, as a list in JSON. */}}
{{- define "token-sync.copies" -}}
{{- $names := list .Values.copyName -}}
{{- range .Values.profiles -}}{{- with .secret -}}{{- with .name -}}{{- $names = append $names . -}}{{- end -}}{{- end -}}{{- end -}}
{{- uniq $names | toJson -}}
{{- end }}

{{/* What is missing in the cluster now, where helm can look. Nothing is refused for it: it may come later. */}}
{{- define "token-sync.notes" -}}
{{- if and (include "eksbridge.looks" .) (lookup "v1" "Namespace" "" "kube-system") -}}
{{- range $use, $source := .Values.sources -}}
{{- if not $source.name }}
! token-sync.sources.{{ $use }}.name is empty: no copy is made before it is set. token-sync's readiness names what it found.
{{- else -}}
{{- $secret := lookup "v1" "Secret" $source.namespace $source.name -}}
{{- if not $secret }}
! The Secret {{ $source.namespace }}/{{ $source.name }} is not there (sources.{{ $use }}): no copy is made before it is. Sidecars would have no {{ ternary "API key" "token" (eq $use "apiKey") }}.
{{- else if not (hasKey ($secret.data | default dict) $source.key) }}
! The Secret {{ $source.namespace }}/{{ $source.name }} has no key {{ $source.key }} (sources.{{ $use }}): no copy is made before it has.
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

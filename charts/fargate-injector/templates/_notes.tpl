{{/* What is missing in the cluster now, where helm can look. Nothing is refused for it: it may come later. */}}
{{- define "fargate-injector.notes" -}}
{{- if and (include "eksbridge.looks" .) (lookup "v1" "Namespace" "" "kube-system") -}}
{{- if not (lookup "v1" "Service" .Values.clusterAgent.namespace .Values.clusterAgent.service) }}
! The Service {{ .Values.clusterAgent.namespace }}/{{ .Values.clusterAgent.service }} is not there: sidecars have no cluster agent to talk to. If it is called otherwise, set clusterAgent.namespace and clusterAgent.service; pods that
  cannot resolve names start without a sidecar, with the reason address_unknown, until it is there.
{{- end -}}
{{- end -}}
{{- end }}

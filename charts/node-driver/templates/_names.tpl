{{/* What only this chart says. */}}

{{/* The driver's own namespace: the one that must allow `privileged`. */}}
{{- define "node-driver.namespace" -}}
{{ .Values.namespace.name | default .Release.Namespace }}
{{- end }}

{{/* Datadog's operator finds the driver's pods by the label app. */}}
{{- define "node-driver.selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app: datadog-csi-driver-node-server
{{- end }}

{{/* Datadog's own check for its driver, whose metrics have the same names, and ours beside them. */}}
{{- define "node-driver.checks" -}}
datadog_csi_driver:
  init_config: {}
  instances:
    - openmetrics_endpoint: http://%%host%%:5000/metrics
      extra_metrics: {{ .Values.autodiscovery.metrics | toJson }}
{{- end }}

{{/* What the three charts say alike. They are installed together or one by one, so that each has this file; a test keeps the copies equal. */}}

{{/* What a chart's objects are called: as the release or, where the release is of the umbrella chart, as the chart. */}}
{{- define "eksbridge.name" -}}
{{- if .Chart.IsRoot }}{{ .Release.Name }}{{ else }}{{ .Chart.Name }}{{ end -}}
{{- end }}

{{- define "eksbridge.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{/* The labels by which a workload knows its pods: of the root and a component. */}}
{{- define "eksbridge.selector" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "eksbridge.image" -}}
{{- $shared := (default dict .Values.global).image | default dict -}}
{{- $repository := .Values.image.repository -}}
{{- if not $repository -}}
{{- if not $shared.registry -}}
{{- fail (printf "%s: say where you pushed the image: set image.repository, or global.image.registry where it is <registry>/%s" .Chart.Name .Chart.Name) -}}
{{- end -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" $shared.registry) .Chart.Name -}}
{{- end -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ .Values.image.tag | default $shared.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* Where a pod may run, what it is pulled with and how dear it is. */}}
{{- define "eksbridge.placement" -}}
enableServiceLinks: false # a Service of our name would become variables that look like our flags
nodeSelector: {{- merge (dict "kubernetes.io/os" "linux") (default dict .Values.nodeSelector) | toYaml | nindent 2 }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- $shared := (default dict .Values.global).image | default dict -}}
{{- with concat (default list $shared.pullSecrets) (default list .Values.image.pullSecrets) }}
imagePullSecrets: {{- uniq . | toYaml | nindent 2 }}
{{- end }}
{{- end }}

{{/* One replica lost with a zone or a node, not all: of the root and a component. */}}
{{- define "eksbridge.spread" -}}
{{- $values := (index . 0).Values -}}
{{- if $values.topologySpreadConstraints -}}
topologySpreadConstraints: {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
{{- else -}}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "eksbridge.selector" $ | nindent 8 }}
  {{- end }}
{{- end -}}
{{- end }}

{{/* What the Pod Security Standard `restricted` asks of a pod ... */}}
{{- define "eksbridge.restricted" -}}
runAsNonRoot: true
runAsUser: 1000
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* ... and of a container. */}}
{{- define "eksbridge.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "eksbridge.probes" -}}
startupProbe: # a node that is busy may let it start slowly
  httpGet: {path: /health/liveness, port: management}
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /health/readiness, port: management}
livenessProbe:
  httpGet: {path: /health/liveness, port: management}
{{- end }}

{{/* Labels and annotations of a pod: root, component, container, the checks of it by the Agent (the template of that name), and labels of its own. */}}
{{- define "eksbridge.podMetadata" -}}
{{- $root := .root -}}
{{- $own := include "eksbridge.labels" $root | fromYaml | merge (dict "app.kubernetes.io/component" .component) -}}
labels: {{- merge $own (default dict .labels) (default dict $root.Values.podLabels) | toYaml | nindent 2 }}
{{- $annotations := dict -}}
{{- if $root.Values.autodiscovery.enabled -}}
{{- $_ := set $annotations (printf "ad.datadoghq.com/%s.checks" .container) (include .checks $root | fromYaml | toJson) -}}
{{- end -}}
{{- with $root.Values.profiles -}}
{{- $_ := set $annotations "eksbridge.io/profiles-checksum" (toJson . | sha256sum) -}}
{{- end -}}
{{- with merge $annotations (default dict $root.Values.podAnnotations) }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The check of one of our services on its management port; of its metrics those that are its own. */}}
{{- define "eksbridge.openmetrics" -}}
openmetrics:
  init_config: {}
  instances:
    - openmetrics_endpoint: http://%%host%%:8080/metrics
      namespace: eksbridge
      metrics: {{ .Values.autodiscovery.metrics | toJson }}
{{- end }}

{{/* No more than one of the replicas goes at a time when nodes are drained: of the root, a name and a component. */}}
{{- define "eksbridge.disruption" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ index . 1 }}
  namespace: {{ (index . 0).Release.Namespace }}
  labels: {{- include "eksbridge.labels" (index . 0) | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow # one that is not ready keeps no node from being drained
  selector:
    matchLabels: {{- include "eksbridge.selector" (list (index . 0) (index . 2)) | nindent 6 }}
{{- end }}

{{/* Who may read metrics, and ask of health: the kubelet always may. */}}
{{- define "eksbridge.metricsIngress" -}}
- ports: [{port: {{ index . 1 }}}]
  {{- with (index . 0).Values.networkPolicy.metricsFrom }}
  from: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* The API server is no pod: its ports are what a policy can say of it. */}}
{{- define "eksbridge.apiServerEgress" -}}
- ports: [{{ range $index, $port := .Values.networkPolicy.apiServerPorts }}{{ if $index }}, {{ end }}{port: {{ $port }}}{{ end }}]
{{- with .Values.networkPolicy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "eksbridge.dnsEgress" -}}
- ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
{{- end }}

{{/* A number of a values file is a float: 268435456 must not become 2.68435456e+08. */}}
{{- define "eksbridge.quantity" -}}
{{- if kindIs "string" . }}{{ . }}{{ else if eq (float64 (int64 .)) (float64 .) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end }}

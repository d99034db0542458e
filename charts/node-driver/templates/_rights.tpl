{{/* Accounts, their rights and what runs with them before a release goes: alike in the three charts, as _pod.tpl. */}}

{{- define "eksbridge.hook" -}}
helm.sh/hook: pre-delete
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* A ServiceAccount: root, account, and the weight of its hook where it comes and goes with one. */}}
{{- define "eksbridge.account" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .account }}
  namespace: {{ .home | default .root.Release.Namespace }}
  labels: {{- include "eksbridge.labels" .root | nindent 4 }}
  {{- if .hook }}
  annotations: {{- include "eksbridge.hook" .hook | nindent 4 }}
  {{- end }}
{{- end }}

{{/* A role (of a namespace where one is given) and its binding to accounts of the release: root, name, rules (the template of that name, told of `about`, else of the root), accounts, namespace, hook. */}}
{{- define "eksbridge.grant" -}}
{{- $kind := ternary "Role" "ClusterRole" (hasKey . "namespace") -}}
{{- if hasKey . "rules" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}
metadata: {{- include "eksbridge.grantMetadata" . | nindent 2 }}
rules: {{- include .rules (.about | default .root) | nindent 2 }}
{{- if .accounts }}
---
{{ end }}
{{- end }}
{{- with .accounts -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}Binding
metadata: {{- include "eksbridge.grantMetadata" $ | nindent 2 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{ $.roleKind | default $kind }}, name: {{ $.role | default $.name }}}
subjects:
  {{- range . }}
  - {kind: ServiceAccount, name: {{ . }}, namespace: {{ $.home | default $.root.Release.Namespace }}}
  {{- end }}
{{- end }}
{{- end }}

{{- define "eksbridge.grantMetadata" -}}
name: {{ .name }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels: {{- include "eksbridge.labels" .root | nindent 2 }}
{{- if .hook }}
annotations: {{- include "eksbridge.hook" .hook | nindent 2 }}
{{- end }}
{{- end }}

{{/* What is run before the release is deleted: root, name, weight, deadline in seconds, retries, args (the template of that name), resources, profiles (where they are mounted). */}}
{{- define "eksbridge.job" -}}
{{- $root := .root -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .name }}
  namespace: {{ $root.Release.Namespace }}
  labels: {{- include "eksbridge.labels" $root | nindent 4 }}
  annotations:
    {{- include "eksbridge.hook" .weight | nindent 4 }}
    helm.sh/hook-output-log-policy: hook-failed # of Helm 3.18 on: helm itself prints why
spec:
  backoffLimit: {{ .retries }}
  ttlSecondsAfterFinished: 3600 # one that failed is kept for its log
  activeDeadlineSeconds: {{ .deadline }}
  template:
    metadata:
      labels:
        {{- include "eksbridge.labels" $root | nindent 8 }}
        app.kubernetes.io/component: cleanup
    spec:
      restartPolicy: Never
      serviceAccountName: {{ .name }}
      {{- include "eksbridge.placement" $root | nindent 6 }}
      {{- if not $root.Values.affinity }}
      affinity: # a node of Fargate that waits for its pod would be tolerated, and pulls from a registry only
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              preference: {matchExpressions: [{key: eks.amazonaws.com/compute-type, operator: NotIn, values: [fargate]}]}
      {{- end }}
      securityContext: {{- include "eksbridge.restricted" . | nindent 8 }}
      containers:
        - name: cleanup
          image: {{ include "eksbridge.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: {{- include .args $root | nindent 12 }}
          {{- with $root.Values.extraEnv }}
          env: {{- toYaml . | nindent 12 }}
          {{- end }}
          terminationMessagePolicy: FallbackToLogsOnError
          resources: {{- toYaml .resources | nindent 12 }}
          securityContext: {{- include "eksbridge.confined" . | nindent 12 }}
          {{- with .profiles }}
          volumeMounts:
            - {name: profiles, mountPath: {{ . }}, readOnly: true}
      volumes:
        - name: profiles
          configMap: {name: {{ include "eksbridge.name" $root }}-profiles}
          {{- end }}
{{- end }}

{{/* Which release has an object, as namespace/name; empty where helm does not know. */}}
{{- define "eksbridge.owner" -}}
{{- $marks := .metadata.annotations | default dict -}}
{{- with index $marks "meta.helm.sh/release-name" }}{{ index $marks "meta.helm.sh/release-namespace" }}/{{ . }}{{ end -}}
{{- end }}

{{/* Whether an object is of another release, or of nobody's: of the root and the object. */}}
{{- define "eksbridge.foreign" -}}
{{- $root := index . 0 -}}
{{- if ne (include "eksbridge.owner" (index . 1)) (printf "%s/%s" $root.Release.Namespace $root.Release.Name) }}true{{ end -}}
{{- end }}

{{/* Whether to look at the cluster: empty where it is not to be. Without a cluster (helm template, Argo CD) a lookup finds nothing. */}}
{{- define "eksbridge.looks" -}}
{{- if and .Values.preflight (ne (toString (default dict .Values.global).preflight) "false") }}true{{ end -}}
{{- end }}

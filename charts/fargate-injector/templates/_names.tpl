{{/* What only this chart says. */}}

{{/* key:value,key:value */}}
{{- define "fargate-injector.tags" -}}
{{- $tags := list -}}
{{- range $key, $value := . -}}{{- $tags = append $tags (printf "%s:%s" $key $value) -}}{{- end -}}
{{- join "," $tags -}}
{{- end }}

{{/* The Secrets that the sidecars of all profiles read, each once, as a list in JSON. */}}
{{- define "fargate-injector.secrets" -}}
{{- $names := list .Values.sidecar.secretName -}}
{{- range .Values.profiles -}}{{- with .secret -}}{{- with .name -}}{{- $names = append $names . -}}{{- end -}}{{- end -}}{{- end -}}
{{- uniq $names | toJson -}}
{{- end }}

{{/* Where the certificate lies that the webhook serves. */}}
{{- define "fargate-injector.tlsSecret" -}}
{{- if eq .Values.tls.source "controller" -}}
{{ include "eksbridge.name" . }}-certificate
{{- else -}}
{{ required "tls.secretName is needed where tls.source is not controller" .Values.tls.secretName }}
{{- end -}}
{{- end }}

{{/* What a sidecar is made of and who gets one: the webhook and the controller, which looks for pods that were missed, are told the same. */}}
{{- define "fargate-injector.policyArgs" -}}
- --cluster-agent-namespace={{ .Values.clusterAgent.namespace }}
- --cluster-agent-service={{ .Values.clusterAgent.service }}
- --cluster-domain={{ .Values.clusterDomain }}
- --image={{ .Values.sidecar.image }}
- --site={{ .Values.sidecar.site }}
{{- with .Values.sidecar.clusterName }}
- --cluster-name={{ . }}
{{- end }}
- --secret-name={{ .Values.sidecar.secretName }}
- --api-key-key={{ .Values.sidecar.apiKeyKey }}
- --token-key={{ .Values.sidecar.tokenKey }}
- --cpu={{ include "eksbridge.quantity" .Values.sidecar.cpu }}
- --memory={{ include "eksbridge.quantity" .Values.sidecar.memory }}
- --pull-secrets={{ join "," .Values.sidecar.pullSecrets }}
- --tags={{ include "fargate-injector.tags" .Values.sidecar.tags }}
- --logs={{ .Values.sidecar.logs }}
- --process-collection={{ .Values.sidecar.processes }}
- --form={{ .Values.sidecar.form }}
- --hardening={{ .Values.sidecar.hardening }}
- --address={{ .Values.clusterAgent.address }}
{{- with .Values.clusterAgent.caConfigMap }}
- --cluster-agent-ca={{ . }}
{{- end }}
{{- if .Values.profiles }}
- --profiles=/etc/fargate-injector/profiles/profiles.json
{{- end }}
- --pod-settings={{ join "," .Values.podSettings.allowed }}
- --cpu-range={{ .Values.podSettings.cpuRange }}
- --memory-range={{ .Values.podSettings.memoryRange }}
- --size={{ .Values.size }}
- {{ printf "--kube-system-pods=%s" .Values.kubeSystemPods | quote }}
- --mixed-workloads={{ .Values.mixedWorkloads }}
- --official-sidecar={{ .Values.officialSidecar }}
- --token-sync-namespace={{ .Values.tokenSync.namespace | default .Release.Namespace }}
- {{ printf "--token-sync-selector=%s" .Values.tokenSync.selector | quote }}
- {{ printf "--token-sync-names=%s" (join "," .Values.tokenSync.names) | quote }}
- {{ printf "--token-sync-excluded=%s" (join "," .Values.tokenSync.excluded) | quote }}
- --inject-without-address={{ .Values.injectWithoutAddress }}
- --inject-without-credentials={{ .Values.injectWithoutCredentials }}
{{- with .Values.clusterAgent.ip }}
- --cluster-agent-ip={{ . }}
{{- end }}
{{- end }}

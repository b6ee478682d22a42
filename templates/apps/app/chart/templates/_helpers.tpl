{{- /* <{ header }> */ -}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "app.labels" -}}
{{ include "app.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end }}
<%- if jobs.any %>

{{- /* Of the pods of jobs: who is called tells them by the name of the app; no service, and no disruption budget, takes them for its replicas. */ -}}
{{- define "app.jobLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ printf "%s.jobs" .Release.Name | quote }}
{{- end }}
<%- endif %>
<%- if before.any %>

{{- /* Of the pod of the job before a rollout, with a network policy that is there for it alone. */ -}}
{{- define "app.beforeLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ printf "%s.before" .Release.Name | quote }}
{{- end }}

{{- /* What Helm makes before all else is no part of the release: its annotations, by the order in which it is made. */ -}}
{{- define "app.beforeRollout" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
<%- endif %>
<%- if tested.any %>

{{- /* Of the pod that tries the app: by another name, for whom the app calls is not open to it. */ -}}
{{- define "app.testLabels" -}}
app.kubernetes.io/name: {{ printf "%s.test" .Chart.Name | quote }}
app.kubernetes.io/instance: {{ printf "%s.test" .Release.Name | quote }}
{{- end }}
<%- endif %>
<%- if jobs.any or before.any %>

{{- /* The pod of a job: "root" is the chart, "of" the name of its service account, its variables and its secrets. */ -}}
{{- define "app.jobPod" -}}
<% include "apps/app/chart/job-pod.yaml" %>
{{- end }}
<%- endif %>
<%- if path.any %>

{{- /* A path and all below it, but not what only begins like it: a prefix without a slash at its end is a prefix of words to F5's controller. */ -}}
{{- define "app.paths" -}}
{{- $path := trimSuffix "/" .Values.ingress.path -}}
{{- $ways := list (dict "path" (printf "%s/" $path) "type" "Prefix") -}}
{{- if $path -}}
{{- $ways = prepend $ways (dict "path" $path "type" "Exact") -}}
{{- end -}}
{{- range $ways }}
- path: {{ .path | quote }}
  pathType: {{ .type }}
  backend:
    service:
      name: {{ $.Release.Name | quote }}
      port:
        name: http
{{- end }}
{{- end }}
<%- endif %>

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

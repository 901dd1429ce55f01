{{- define "edge-exporter.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "edge-exporter.fullname" -}}
{{- $name := include "edge-exporter.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The full name with a suffix, within `max` characters (63): dict "root" . "suffix" "push". */}}
{{- define "edge-exporter.suffixed" -}}
{{- $room := sub (.max | default 63 | int) (len .suffix | add1) | int -}}
{{- printf "%s-%s" (include "edge-exporter.fullname" .root | trunc $room | trimSuffix "-") .suffix -}}
{{- end -}}

{{- define "edge-exporter.namespace" -}}
{{- .Values.namespaceOverride | default .Release.Namespace -}}
{{- end -}}

{{/* What selects pods. The component keeps those of pushes and of `helm test` out of the Service: dict "root" . "component" "exporter". */}}
{{- define "edge-exporter.selectorLabels" -}}
{{- toYaml (dict
  "app.kubernetes.io/name" (include "edge-exporter.name" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/component" .component
) -}}
{{- end -}}

{{/* The metadata of an object: dict "root" . and, as wanted, "name" "namespace" "component" "labels" "annotations". */}}
{{- define "edge-exporter.metadata" -}}
{{- $root := .root -}}
{{- $own := dict
  "app.kubernetes.io/name" (include "edge-exporter.name" $root)
  "app.kubernetes.io/instance" $root.Release.Name
  "app.kubernetes.io/version" (toString $root.Chart.AppVersion)
  "app.kubernetes.io/managed-by" $root.Release.Service
  "app.kubernetes.io/part-of" (include "edge-exporter.name" $root)
  "helm.sh/chart" (printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-")
-}}
{{- if .component }}{{ $_ := set $own "app.kubernetes.io/component" .component }}{{ end -}}
{{- $labels := merge $own (.labels | default dict | deepCopy) $root.Values.commonLabels -}}
{{- $annotations := merge (.annotations | default dict | deepCopy) $root.Values.commonAnnotations -}}
{{- toYaml (dict "name" (.name | default (include "edge-exporter.fullname" $root)) "namespace" (.namespace | default (include "edge-exporter.namespace" $root))) }}
labels:
  {{- toYaml $labels | nindent 2 }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "edge-exporter.serviceAccountName" -}}
{{- $own := ternary (include "edge-exporter.fullname" .) "default" .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default $own -}}
{{- end -}}

{{- define "edge-exporter.image" -}}
{{- $registry := .Values.global.imageRegistry | default .Values.image.registry -}}
{{- $repository := ternary (printf "%s/%s" $registry .Values.image.repository) .Values.image.repository (ne $registry "") -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (.Values.image.tag | default .Chart.AppVersion | toString) -}}
{{- end -}}
{{- end -}}

{{/* Pull secrets as objects, whether they were given as names or as objects. */}}
{{- define "edge-exporter.imagePullSecrets" -}}
{{- $secrets := list -}}
{{- range concat .Values.global.imagePullSecrets .Values.imagePullSecrets -}}
{{- $secrets = append $secrets (ternary (dict "name" .) . (kindIs "string" .)) -}}
{{- end -}}
{{- if $secrets }}{{ toYaml ($secrets | uniq) }}{{ end -}}
{{- end -}}

{{/* Those of `fields` that are set in `from`, as YAML: no field is ever null, and 0 counts as not set. */}}
{{- define "edge-exporter.pick" -}}
{{- $picked := dict -}}
{{- range .fields -}}
{{- $value := index $.from . -}}
{{- if or $value (kindIs "bool" $value) }}{{ $_ := set $picked . $value }}{{ end -}}
{{- end -}}
{{- if $picked }}{{ toYaml $picked }}{{ end -}}
{{- end -}}

{{/* The port of a URL, given or that of its scheme. */}}
{{- define "edge-exporter.portOf" -}}
{{- $authority := regexReplaceAll "^[a-z]+://" . "" | splitList "/" | first | splitList "@" | last -}}
{{- $port := regexFind ":[0-9]+$" $authority | trimPrefix ":" -}}
{{- if $port }}{{ $port -}}
{{- else if hasPrefix "https:" . }}443
{{- else if regexMatch "^rediss?:" . }}6379
{{- else }}80
{{- end -}}
{{- end -}}

{{/* The security context of pods. OpenShift chooses the ids by itself. */}}
{{- define "edge-exporter.podSecurityContext" -}}
{{- $context := .Values.podSecurityContext -}}
{{- if .Values.openshift.enabled }}{{ $context = omit $context "runAsUser" "runAsGroup" "fsGroup" }}{{ end -}}
{{- toYaml $context -}}
{{- end -}}

{{/* Arguments that load the providers which are not built in. */}}
{{- define "edge-exporter.providerArgs" -}}
{{- range .Values.extraProviders }}
- {{ printf "--provider=%s" . | quote }}
{{- end -}}
{{- end -}}

{{/* A duration as Prometheus writes it, in milliseconds. */}}
{{- define "edge-exporter.milliseconds" -}}
{{- $units := dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000 "w" 604800000 "y" 31536000000 -}}
{{- $sum := 0 -}}
{{- range regexFindAll "[0-9]+[a-z]+" . -1 -}}
{{- $sum = add $sum (mul (regexFind "^[0-9]+" . | int64) (index $units (regexFind "[a-z]+$" .))) -}}
{{- end -}}
{{- $sum -}}
{{- end -}}

{{/* What tells the dashboards of this release from those of another, within the 40 characters that Grafana takes. */}}
{{- define "edge-exporter.dashboardPrefix" -}}
{{- $name := include "edge-exporter.fullname" . -}}
{{- if gt (len $name) 29 }}{{ $name = printf "%s-%s" ($name | trunc 20 | trimSuffix "-") (sha256sum $name | trunc 8) }}{{ end -}}
{{- $name -}}
{{- end -}}

{{/* Whether a file of rules or dashboards has a use: not if it is named after a provider that is off. */}}
{{- define "edge-exporter.isUsed" -}}
{{- $provider := index .root.Values.providers (base .path | splitList "." | first) | default dict -}}
{{- if or (not (hasKey $provider "enabled")) $provider.enabled }}true{{ end -}}
{{- end -}}

{{/* One map of a list of them, later ones first. Unlike `merge`, it takes false for a value and mixes no nested maps. */}}
{{- define "edge-exporter.overlay" -}}
{{- $result := dict -}}
{{- range . }}{{ range $key, $value := . }}{{ $_ := set $result $key $value }}{{ end }}{{ end -}}
{{- toYaml $result -}}
{{- end -}}

{{/*
The spec of a pod of the program, served or pushing: dict "root" . "isServing" bool "isPushing" bool "hasCache" bool
and, as wanted, "args" list "restartPolicy" string.
*/}}
{{- define "edge-exporter.podSpec" -}}
{{- $values := .root.Values -}}
{{- $secrets := include "edge-exporter.secrets" . | fromYaml -}}
{{- $mountsSecrets := and (eq $values.secretsAs "file") $secrets -}}
{{- $webSecret := ternary (include "edge-exporter.webSecret" .root) "" .isServing -}}
{{- $certificateSecret := ternary $values.web.certificateSecret "" .isServing -}}
{{- $hasLeases := and .isServing (include "edge-exporter.hasLeases" .root) -}}
{{- $mountsCache := and .hasCache (hasPrefix "file://" $values.cache.url) -}}
serviceAccountName: {{ include "edge-exporter.serviceAccountName" .root | quote }}
automountServiceAccountToken: false
# Variables that name Services would only be mistaken for settings.
enableServiceLinks: false
{{- with include "edge-exporter.imagePullSecrets" .root }}
imagePullSecrets:
  {{- . | nindent 2 }}
{{- end }}
securityContext:
  {{- include "edge-exporter.podSecurityContext" .root | nindent 2 }}
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
{{- with .restartPolicy }}
restartPolicy: {{ . }}
{{- end }}
{{- with include "edge-exporter.pick" (dict "from" $values "fields" (list "nodeSelector" "tolerations" "priorityClassName" "runtimeClassName" "schedulerName" "hostAliases" "dnsPolicy" "dnsConfig")) }}
{{ . }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- tpl (toYaml .) $.root | nindent 2 }}
{{- end }}
{{- if and .isServing $values.topologySpreadConstraints }}
{{- $selector := dict "matchLabels" (include "edge-exporter.selectorLabels" (dict "root" .root "component" "exporter") | fromYaml) }}
topologySpreadConstraints:
  {{- range $values.topologySpreadConstraints }}
  - {{ tpl (toYaml (merge (deepCopy .) (ternary dict (dict "labelSelector" $selector) (hasKey . "labelSelector")))) $.root | nindent 4 | trim }}
  {{- end }}
{{- end }}
{{- if and .isServing $values.initContainers }}
initContainers:
  {{- tpl (toYaml $values.initContainers) .root | nindent 2 }}
{{- end }}
containers:
  - name: exporter
    image: {{ include "edge-exporter.image" .root | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    {{- with .args }}
    args:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    env:
      {{- include "edge-exporter.env" . | nindent 6 }}
    {{- with $values.extraEnvFrom }}
    envFrom:
      {{- tpl (toYaml .) $.root | nindent 6 }}
    {{- end }}
    {{- if .isServing }}
    ports:
      - name: http
        containerPort: {{ $values.containerPort }}
        protocol: TCP
      {{- if $hasLeases }}
      - name: peers
        containerPort: {{ $values.cache.peerPort }}
        protocol: TCP
      {{- end }}
    {{- $probes := include "edge-exporter.probes" .root | fromYaml }}
    {{- with include "edge-exporter.pick" (dict "from" $probes "fields" (list "livenessProbe" "readinessProbe" "startupProbe" "lifecycle")) }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- end }}
    securityContext:
      {{- toYaml $values.securityContext | nindent 6 }}
    {{- with $values.resources }}
    resources:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- if $mountsSecrets }}
      - name: secrets
        mountPath: /etc/edge-exporter/secrets
        readOnly: true
      {{- end }}
      {{- if $values.configFile.providers }}
      - name: config
        mountPath: /etc/edge-exporter/config
        readOnly: true
      {{- end }}
      {{- if $values.configFile.existingSecret }}
      - name: accounts
        mountPath: /etc/edge-exporter/accounts
        readOnly: true
      {{- end }}
      {{- if $webSecret }}
      - name: web
        mountPath: /etc/edge-exporter/web
        readOnly: true
      {{- end }}
      {{- if $certificateSecret }}
      - name: certificate
        mountPath: /etc/edge-exporter/certificate
        readOnly: true
      {{- end }}
      {{- if $mountsCache }}
      - name: cache
        mountPath: {{ include "edge-exporter.cachePath" .root | quote }}
      {{- end }}
      {{- if $hasLeases }}
      - name: service-account
        mountPath: /var/run/secrets/kubernetes.io/serviceaccount
        readOnly: true
      {{- end }}
      {{- with $values.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
  {{- if and .isServing $values.extraContainers }}
  {{- tpl (toYaml $values.extraContainers) .root | nindent 2 }}
  {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- if $mountsSecrets }}
  - name: secrets
    projected:
      # 0440 in octal: readable by the group, which is fsGroup, as root owns the files.
      defaultMode: 288
      sources:
        {{- range $name, $source := $secrets }}
        - secret:
            name: {{ $source.secret | quote }}
            items:
              - key: {{ $source.key | quote }}
                path: {{ $name }}
        {{- end }}
  {{- end }}
  {{- if $values.configFile.providers }}
  - name: config
    configMap:
      name: {{ include "edge-exporter.suffixed" (dict "root" .root "suffix" "config") | quote }}
  {{- end }}
  {{- range $name, $secret := dict "web" $webSecret "certificate" $certificateSecret "accounts" $values.configFile.existingSecret }}
  {{- if $secret }}
  - name: {{ $name }}
    projected:
      # As for the secrets above.
      defaultMode: 288
      sources:
        - secret:
            name: {{ $secret | quote }}
  {{- end }}
  {{- end }}
  {{- if $mountsCache }}
  - name: cache
    {{- if $values.cache.persistence.enabled }}
    persistentVolumeClaim:
      claimName: {{ $values.cache.persistence.existingClaim | default (include "edge-exporter.suffixed" (dict "root" .root "suffix" "cache")) | quote }}
    {{- else }}
    emptyDir:
      sizeLimit: {{ $values.cache.sizeLimit | quote }}
    {{- end }}
  {{- end }}
  {{- if $hasLeases }}
  # What would be mounted into every container by itself, for this one alone.
  - name: service-account
    projected:
      defaultMode: 288
      sources:
        - serviceAccountToken:
            path: token
            expirationSeconds: 3607
        - configMap:
            name: kube-root-ca.crt
            items:
              - key: ca.crt
                path: ca.crt
        - downwardAPI:
            items:
              - path: namespace
                fieldRef:
                  fieldPath: metadata.namespace
  {{- end }}
  {{- with $values.extraVolumes }}
  {{- tpl (toYaml .) $.root | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Annotations of a pod: what the chart's own Secrets hold is part of them, so that a change of it starts new pods. */}}
{{- define "edge-exporter.podMetadata" -}}
{{- $secrets := include (print .root.Template.BasePath "/secrets.yaml") .root -}}
{{- $checksum := ternary (dict "checksum/secrets" (sha256sum $secrets)) dict (contains "kind: Secret" $secrets) -}}
{{- $labels := merge (include "edge-exporter.selectorLabels" (dict "root" .root "component" .component) | fromYaml) .root.Values.podLabels .root.Values.commonLabels -}}
labels:
  {{- toYaml $labels | nindent 2 }}
{{- with merge $checksum .root.Values.podAnnotations .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Who gets in: the web configuration file, its certificate, the token, and what they mean for probes and monitors. */}}

{{/* The web configuration file of the values; empty where a Secret of somebody else's holds it, or where there is none. */}}
{{- define "edge-exporter.webConfig" -}}
{{- if not .Values.web.existingSecret -}}
{{- $config := deepCopy .Values.web.config -}}
{{- if .Values.web.certificateSecret -}}
{{- $section := $config.tls_server_config | default dict -}}
{{- if not (or $section.cert_file $section.cert $section.key_file $section.key) -}}
{{- $folder := "/etc/edge-exporter/certificate" -}}
{{- $own := dict "cert_file" (printf "%s/tls.crt" $folder) "key_file" (printf "%s/tls.key" $folder) -}}
{{- $_ := set $config "tls_server_config" (merge $own $section) -}}
{{- end -}}
{{- end -}}
{{- if $config }}{{ toYaml $config }}{{ end -}}
{{- end -}}
{{- end -}}

{{- define "edge-exporter.ownWebSecret" -}}
{{- include "edge-exporter.suffixed" (dict "root" . "suffix" "web") -}}
{{- end -}}

{{/* The Secret with the web configuration file; empty: there is none. */}}
{{- define "edge-exporter.webSecret" -}}
{{- if .Values.web.existingSecret }}{{ .Values.web.existingSecret }}{{ else if include "edge-exporter.webConfig" . }}{{ include "edge-exporter.ownWebSecret" . }}{{ end -}}
{{- end -}}

{{/* The Secret with the bearer token; empty: there is none. */}}
{{- define "edge-exporter.tokenSecret" -}}
{{- if .Values.web.existingTokenSecret }}{{ .Values.web.existingTokenSecret }}{{ else if .Values.web.token }}{{ include "edge-exporter.ownWebSecret" . }}{{ end -}}
{{- end -}}

{{/* Whether TLS is on: what turns it on in the file does so here. */}}
{{- define "edge-exporter.isTls" -}}
{{- $section := .Values.web.config.tls_server_config | default dict -}}
{{- $isInConfig := or $section.cert $section.cert_file $section.key $section.key_file $section.client_ca $section.client_ca_file $section.client_auth_type -}}
{{- if or .Values.web.tls .Values.web.certificateSecret $isInConfig }}true{{ end -}}
{{- end -}}

{{/* Probes and lifecycle hooks; probes by HTTP follow the scheme, unless they name one. */}}
{{- define "edge-exporter.probes" -}}
{{- $probes := dict "lifecycle" .Values.lifecycle -}}
{{- range $name := list "livenessProbe" "readinessProbe" "startupProbe" -}}
{{- $probe := deepCopy (index $.Values $name | default dict) -}}
{{- if eq (toString $probe.enabled) "false" }}{{ $probe = dict }}{{ end -}}
{{- $probe = omit $probe "enabled" -}}
{{- /* Another handler goes before that of the defaults, which a map of values cannot take away everywhere. */ -}}
{{- if or $probe.tcpSocket $probe.exec $probe.grpc }}{{ $probe = omit $probe "httpGet" }}{{ end -}}
{{- if and $probe.httpGet (include "edge-exporter.isTls" $) -}}
{{- $_ := set $probe "httpGet" (merge $probe.httpGet (dict "scheme" "HTTPS")) -}}
{{- end -}}
{{- $_ := set $probes $name $probe -}}
{{- end -}}
{{- toYaml $probes -}}
{{- end -}}

{{/* Whether a monitor is in the namespace of the release, where the chart's Secrets are: dict "root" . "monitor" its values. */}}
{{- define "edge-exporter.isNear" -}}
{{- if or (not .monitor.namespace) (eq .monitor.namespace (include "edge-exporter.namespace" .root)) }}true{{ end -}}
{{- end -}}

{{/* How a monitor gets in: dict "root" . "monitor" its values "scheme" https as its kind spells it. */}}
{{- define "edge-exporter.scrapeAccess" -}}
{{- $access := include "edge-exporter.pick" (dict "from" .monitor "fields" (list "authorization" "basicAuth" "tlsConfig")) | fromYaml -}}
{{- if include "edge-exporter.isTls" .root }}{{ $_ := set $access "scheme" .scheme }}{{ end -}}
{{- $secret := include "edge-exporter.tokenSecret" .root -}}
{{- if and $secret (include "edge-exporter.isNear" .) (not (or .monitor.authorization .monitor.basicAuth)) -}}
{{- $credentials := dict "name" $secret "key" .root.Values.web.existingTokenSecretKey -}}
{{- $_ := set $access "authorization" (dict "credentials" $credentials) -}}
{{- end -}}
{{- toYaml $access -}}
{{- end -}}

{{/* Ends the render with a sentence where the values of `web` cannot work. */}}
{{- define "edge-exporter.validateWeb" -}}
{{- $web := .Values.web -}}
{{- if and $web.existingSecret $web.config -}}
{{- fail "set web.config or web.existingSecret, not both" -}}
{{- end -}}
{{- if and $web.existingTokenSecret $web.token -}}
{{- fail "set web.token or web.existingTokenSecret, not both" -}}
{{- end -}}
{{- if and $web.tls (not $web.existingSecret) -}}
{{- fail "web.tls tells of the file in web.existingSecret, which is not set: name a certificate in web.certificateSecret or web.config" -}}
{{- end -}}
{{- /* The schema would show the value, which may be a password. */ -}}
{{- range $user, $hash := $web.config.basic_auth_users -}}
{{- if not (regexMatch "^\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}$" (toString $hash)) -}}
{{- fail (printf "web.config.basic_auth_users.%s is not hashed with bcrypt: make the hash with htpasswd -nBC 10 \"\"" $user) -}}
{{- end -}}
{{- end -}}
{{- range $name := list "serviceMonitor" "podMonitor" "scrapeConfig" -}}
{{- with index $.Values $name -}}
{{- if and .authorization .basicAuth -}}
{{- fail (printf "set %s.authorization or %s.basicAuth, not both" $name $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $web.healthAuthentication (or (include "edge-exporter.webSecret" .) (include "edge-exporter.tokenSecret" .)) -}}
{{- range $name := list "livenessProbe" "readinessProbe" "startupProbe" -}}
{{- $probe := index (include "edge-exporter.probes" $ | fromYaml) $name | default dict -}}
{{- if and $probe.httpGet (not $probe.httpGet.httpHeaders) -}}
{{- fail (printf "web.healthAuthentication keeps the kubelet out, and %s asks by HTTP: set %s.tcpSocket.port to http" $name $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Settings of the program that are no secret, by the name of their environment variable. Empty ones are left out. */}}
{{- define "edge-exporter.settings" -}}
{{- $site24x7 := .root.Values.providers.site24x7 -}}
{{- $chinacache := .root.Values.providers.chinacache -}}
{{- $settings := dict
  "LOG_LEVEL" .root.Values.config.logLevel
  "LOG_FORMAT" .root.Values.config.logFormat
  "UPSTREAM_TIMEOUT" .root.Values.config.upstreamTimeout
  "HTTPS_PROXY" .root.Values.proxy.httpsProxy
  "HTTP_PROXY" .root.Values.proxy.httpProxy
  "NO_PROXY" .root.Values.proxy.noProxy
-}}
{{- if .root.Values.configFile.providers -}}
{{- $settings = merge $settings (dict "CONFIG_FILE" "/etc/edge-exporter/config/config.yml") -}}
{{- else -}}
{{- $settings = merge $settings (dict "SITE24X7_ENABLED" $site24x7.enabled "CHINACACHE_ENABLED" $chinacache.enabled) -}}
{{- end -}}
{{- if .isServing -}}
{{- $settings = merge $settings (dict
  "LISTEN_ADDRESS" (printf "%s:%v" .root.Values.config.listenHost .root.Values.containerPort)
  "TELEMETRY_PATH" .root.Values.config.metricsPath
  "GEOLOCATION_PATH" .root.Values.config.geolocationPath
  "HEALTH_AUTHENTICATION" (.root.Values.web.healthAuthentication | toString)
  "WEB_CONFIG_FILE" (ternary (printf "/etc/edge-exporter/web/%s" .root.Values.web.existingSecretKey) "" (ne (include "edge-exporter.webSecret" .root) ""))
  "HEADERS_TIMEOUT" .root.Values.config.headersTimeout
  "REQUEST_TIMEOUT" .root.Values.config.requestTimeout
  "RESPONSE_TIMEOUT" .root.Values.config.responseTimeout
  "MAX_HEADER_SIZE" (include "edge-exporter.plain" .root.Values.config.maxHeaderSize)
  "MAX_CONNECTIONS" (include "edge-exporter.plain" .root.Values.config.maxConnections)
  "MAX_SCRAPES" (include "edge-exporter.plain" .root.Values.config.maxScrapes)
  "MAX_SERIES" (include "edge-exporter.plain" .root.Values.config.maxSeries)
  "ALIGN_REFRESHES" (.root.Values.config.alignRefreshes | toString)
  "ENABLE_LIFECYCLE" (.root.Values.config.enableLifecycle | toString)
  "METRICS_CREATED" (.root.Values.config.createdSeries | toString)
) -}}
{{- end -}}
{{- if $site24x7.enabled -}}
{{- $settings = merge $settings (dict
  "SITE24X7_ENDPOINT" $site24x7.endpoint
  "SITE24X7_API_URL" $site24x7.apiUrl
  "ZOHO_ACCOUNTS_URL" $site24x7.accountsUrl
  "SITE24X7_TTL" $site24x7.ttl
  "SITE24X7_MAX_AGE" $site24x7.maxAge
  "SITE24X7_DAILY_CALL_LIMIT" ($site24x7.dailyCallLimit | toString)
  "SITE24X7_SUSPENDED" ($site24x7.suspended | toString)
  "SITE24X7_APM" ($site24x7.apm | toString)
  "SITE24X7_AVAILABILITY" ($site24x7.sources.availability | toString)
  "SITE24X7_CERTIFICATES" ($site24x7.sources.certificates | toString)
  "SITE24X7_MAINTENANCE" ($site24x7.sources.maintenance | toString)
  "SITE24X7_CONFIGURATION" ($site24x7.sources.configuration | toString)
  "SITE24X7_LOCATIONS" ($site24x7.sources.locations | toString)
  "SITE24X7_SLA" ($site24x7.sources.sla | toString)
  "SITE24X7_ALERTS" ($site24x7.sources.alerts | toString)
  "SITE24X7_SERVERS" ($site24x7.sources.servers | toString)
  "SITE24X7_USAGE" ($site24x7.sources.usage | toString)
  "SITE24X7_AVAILABILITY_WINDOWS" (join "," $site24x7.availabilityWindows)
) -}}
{{- end -}}
{{- if $chinacache.enabled -}}
{{- $ids := list }}{{ range $chinacache.channelIds }}{{ $ids = append $ids (include "edge-exporter.plain" .) }}{{ end -}}
{{- $settings = merge $settings (dict
  "CHINACACHE_CHANNEL_IDS" (join "," $ids)
  "CHINACACHE_API_URL" $chinacache.apiUrl
  "CHINACACHE_TTL" $chinacache.ttl
  "CHINACACHE_MAX_AGE" $chinacache.maxAge
  "CHINACACHE_BREAKDOWN_TTL" $chinacache.breakdownTtl
  "CHINACACHE_STATUS_CODES_TTL" $chinacache.statusCodesTtl
  "CHINACACHE_LAG" $chinacache.lag
  "QUERYTIME" ($chinacache.queryMinutes | toString)
) -}}
{{- end -}}
{{- if .isPushing -}}
{{- $grouping := list }}{{ range $key, $value := .root.Values.push.grouping }}{{ $grouping = append $grouping (printf "%s=%s" $key $value) }}{{ end -}}
{{- $settings = merge $settings (dict
  "PUSH_INTERVAL" .root.Values.push.interval
  "PUSH_JOB" .root.Values.push.job
  "PUSH_GROUPING" (join "," $grouping)
  "PUSH_METHOD" .root.Values.push.method
  "PUSH_DELETE_ON_EXIT" (.root.Values.push.deleteOnExit | toString)
) -}}
{{- end -}}
{{- if and .hasCache (hasPrefix "file:" .root.Values.cache.url) }}{{ $_ := set $settings "CACHE_URL" .root.Values.cache.url }}{{ end -}}
{{- if and .isServing (include "edge-exporter.hasLeases" .root) -}}
{{- $settings = merge $settings (dict "CACHE_URL" .root.Values.cache.url "PEER_PORT" .root.Values.cache.peerPort) -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* A number as it was written: YAML makes a float of it, which prints long ids as 1.23e+06. */}}
{{- define "edge-exporter.plain" -}}
{{- if kindIs "float64" . }}{{ ternary (int64 . | toString) (toString .) (eq (floor .) .) }}{{ else }}{{ . }}{{ end -}}
{{- end -}}

{{- define "edge-exporter.providerSecret" -}}
{{- (index .root.Values.providers .provider).existingSecret | default (include "edge-exporter.suffixed" (dict "root" .root "suffix" .provider)) -}}
{{- end -}}

{{- define "edge-exporter.pushSecret" -}}
{{- .Values.push.existingSecret | default (include "edge-exporter.suffixed" (dict "root" . "suffix" "push")) -}}
{{- end -}}

{{- define "edge-exporter.cacheSecret" -}}
{{- .Values.cache.existingSecret | default (include "edge-exporter.suffixed" (dict "root" . "suffix" "cache")) -}}
{{- end -}}

{{/* The secrets in force: for each environment variable, the Secret and the key it comes from. */}}
{{- define "edge-exporter.secrets" -}}
{{- $secrets := dict -}}
{{- with .root.Values.providers.site24x7 }}{{ if .enabled -}}
{{- $secret := include "edge-exporter.providerSecret" (dict "root" $.root "provider" "site24x7") -}}
{{- $_ := set $secrets "ZOHO_CLIENT_ID" (dict "secret" $secret "key" .existingSecretKeys.clientId) -}}
{{- $_ := set $secrets "ZOHO_CLIENT_SECRET" (dict "secret" $secret "key" .existingSecretKeys.clientSecret) -}}
{{- $_ := set $secrets "ZOHO_REFRESH_TOKEN" (dict "secret" $secret "key" .existingSecretKeys.refreshToken) -}}
{{- end }}{{ end -}}
{{- with .root.Values.providers.chinacache }}{{ if .enabled -}}
{{- $secret := include "edge-exporter.providerSecret" (dict "root" $.root "provider" "chinacache") -}}
{{- $_ := set $secrets "CHINACACHE_USER" (dict "secret" $secret "key" .existingSecretKeys.user) -}}
{{- $_ := set $secrets "CHINACACHE_PASS" (dict "secret" $secret "key" .existingSecretKeys.password) -}}
{{- end }}{{ end -}}
{{- $tokenSecret := include "edge-exporter.tokenSecret" .root -}}
{{- if and .isServing $tokenSecret -}}
{{- $_ := set $secrets "METRICS_TOKEN" (dict "secret" $tokenSecret "key" .root.Values.web.existingTokenSecretKey) -}}
{{- end -}}
{{- if .isPushing -}}
{{- $_ := set $secrets "PUSHGATEWAY" (dict "secret" (include "edge-exporter.pushSecret" .root) "key" .root.Values.push.existingSecretKey) -}}
{{- end -}}
{{- toYaml $secrets -}}
{{- end -}}

{{/* The environment of a container of the program. */}}
{{- define "edge-exporter.env" -}}
{{- $env := list -}}
{{- with .root.Values.proxy.existingSecret -}}
{{- range list "HTTPS_PROXY" "HTTP_PROXY" -}}
{{- $source := dict "name" $.root.Values.proxy.existingSecret "key" . "optional" true -}}
{{- $env = append $env (dict "name" . "valueFrom" (dict "secretKeyRef" $source)) -}}
{{- end -}}
{{- end -}}
{{- if and .isServing (gt (int .root.Values.configFile.shards) 1) -}}
{{- $index := dict "fieldPath" "metadata.labels['apps.kubernetes.io/pod-index']" -}}
{{- $env = append $env (dict "name" "POD_INDEX" "valueFrom" (dict "fieldRef" $index)) -}}
{{- $env = append $env (dict "name" "SHARD" "value" (printf "$(POD_INDEX)/%d" (int .root.Values.configFile.shards))) -}}
{{- end -}}
{{- if and .isServing (include "edge-exporter.hasLeases" .root) -}}
{{- $env = append $env (dict "name" "POD_IP" "valueFrom" (dict "fieldRef" (dict "fieldPath" "status.podIP"))) -}}
{{- end -}}
{{- range $name, $value := include "edge-exporter.settings" . | fromYaml -}}
{{- if ne (toString $value) "" }}{{ $env = append $env (dict "name" $name "value" (toString $value)) }}{{ end -}}
{{- end -}}
{{- range $name, $source := include "edge-exporter.secrets" . | fromYaml -}}
{{- if eq $.root.Values.secretsAs "file" -}}
{{- $env = append $env (dict "name" (printf "%s_FILE" $name) "value" (printf "/etc/edge-exporter/secrets/%s" $name)) -}}
{{- else -}}
{{- $env = append $env (dict "name" $name "valueFrom" (dict "secretKeyRef" (dict "name" $source.secret "key" $source.key))) -}}
{{- end -}}
{{- end -}}
{{- if and .hasCache (include "edge-exporter.hasRedis" .root) -}}
{{- $source := dict "name" (include "edge-exporter.cacheSecret" .root) "key" .root.Values.cache.existingSecretKey -}}
{{- $env = append $env (dict "name" "CACHE_URL" "valueFrom" (dict "secretKeyRef" $source)) -}}
{{- end -}}
{{- /* One entry a name, the last one: the API server refuses two of a name. */ -}}
{{- with .root.Values.extraEnv }}{{ $env = concat $env (tpl (toYaml .) $.root | fromYamlArray) }}{{ end -}}
{{- $byName := dict }}{{ range $env }}{{ $_ := set $byName .name . }}{{ end -}}
{{- $unique := list -}}
{{- range $env | reverse -}}
{{- $entry := index $byName .name -}}
{{- if $entry -}}
{{- if hasKey $entry "value" }}{{ $entry = set (deepCopy $entry) "value" (include "edge-exporter.plain" $entry.value) }}{{ end -}}
{{- $unique = prepend $unique $entry -}}
{{- $_ := unset $byName .name -}}
{{- end -}}
{{- end -}}
{{- toYaml $unique -}}
{{- end -}}

{{- define "edge-exporter.hasRedis" -}}
{{- if or .Values.cache.existingSecret (regexMatch "^rediss?://" .Values.cache.url) }}true{{ end -}}
{{- end -}}

{{/* Whether the serving pods share Leases. */}}
{{- define "edge-exporter.hasLeases" -}}
{{- if and .Values.deployment.enabled (eq .Values.cache.url "kubernetes:") }}true{{ end -}}
{{- end -}}

{{- define "edge-exporter.cachePath" -}}
{{- .Values.cache.url | trimPrefix "file://" -}}
{{- end -}}

{{- define "edge-exporter.hasCronJob" -}}
{{- if and .Values.push.enabled (not .Values.push.interval) }}true{{ end -}}
{{- end -}}

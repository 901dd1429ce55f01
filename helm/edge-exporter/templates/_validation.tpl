{{/* Ends the render with a sentence for values that cannot work. The schema has checked each value by itself. */}}
{{- define "edge-exporter.validate" -}}
{{- $values := .Values -}}
{{- $site24x7 := $values.providers.site24x7 -}}
{{- $chinacache := $values.providers.chinacache -}}
{{- $file := $values.configFile -}}
{{- if and $file.providers (or $site24x7.enabled $chinacache.enabled) -}}
{{- fail "set configFile.providers or providers.<name>.enabled, not both" -}}
{{- end -}}
{{- if and (gt (int $file.shards) 1) (not $file.providers) -}}
{{- fail "configFile.shards above 1 divides accounts: set configFile.providers" -}}
{{- end -}}
{{- if and (gt (int $file.shards) 1) (or (gt (int $values.replicaCount) 1) $values.cache.persistence.enabled) -}}
{{- fail "configFile.shards above 1 goes neither with replicaCount above 1 nor with cache.persistence.enabled: share by cache.url, kubernetes: or a Redis" -}}
{{- end -}}
{{- range $name, $accounts := $file.providers -}}
{{- range $accounts -}}
{{- range $key, $value := . -}}
{{- if and (kindIs "float64" $value) (gt $value 9007199254740991.0) -}}
{{- fail (printf "configFile.providers.%s: %s has more digits than a number keeps: put it in quotes" $name $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (or $site24x7.enabled $chinacache.enabled $values.extraProviders $file.providers) -}}
{{- fail "no provider is on: set providers.site24x7.enabled or providers.chinacache.enabled to true" -}}
{{- end -}}
{{- range $name, $provider := $values.providers -}}
{{- if $provider.enabled -}}
{{- $missing := list }}{{ $given := list -}}
{{- range $key, $value := $provider.credentials -}}
{{- $path := printf "providers.%s.credentials.%s" $name $key -}}
{{- if $value }}{{ $given = append $given $path }}{{ else }}{{ $missing = append $missing $path }}{{ end -}}
{{- end -}}
{{- if and $provider.existingSecret $given -}}
{{- fail (printf "set providers.%s.existingSecret or %s, not both" $name (join ", " $given)) -}}
{{- end -}}
{{- if and (not $provider.existingSecret) $missing -}}
{{- fail (printf "providers.%s is enabled without its credentials: set providers.%s.existingSecret to the name of a Secret, or set %s" $name $name (join ", " $missing)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $chinacache.enabled (not $chinacache.channelIds) -}}
{{- fail "providers.chinacache is enabled without channels: set providers.chinacache.channelIds to the ids to report" -}}
{{- end -}}
{{- range $chinacache.channelIds -}}
{{- if and (kindIs "float64" .) (gt . 9007199254740991.0) -}}
{{- fail (printf "providers.chinacache.channelIds: %.0f has more digits than a number keeps: put the id in quotes" .) -}}
{{- end -}}
{{- end -}}
{{- if not (regexMatch "^[a-z]" (include "edge-exporter.fullname" .)) -}}
{{- fail (printf "%s is no name for a Service, which begins with a letter: set fullnameOverride" (include "edge-exporter.fullname" .)) -}}
{{- end -}}

{{- if and $values.cache.url $values.cache.existingSecret -}}
{{- fail "set cache.url or cache.existingSecret, not both" -}}
{{- end -}}
{{- if and $values.cache.persistence.enabled (not (hasPrefix "file://" $values.cache.url)) -}}
{{- fail "cache.persistence.enabled needs a file store: set cache.url to file:///var/cache/edge-exporter" -}}
{{- end -}}
{{- if and (eq $values.cache.url "kubernetes:") (not $values.deployment.enabled) -}}
{{- fail "cache.url kubernetes: is what serving pods share, and deployment.enabled is false: leave cache.url empty" -}}
{{- end -}}
{{- if and (include "edge-exporter.hasLeases" .) (eq (int $values.cache.peerPort) (int $values.containerPort)) -}}
{{- fail "cache.peerPort and containerPort are the same: set cache.peerPort to another port" -}}
{{- end -}}
{{- if and $values.deployment.enabled (gt (int $values.replicaCount) 1) -}}
{{- if not (or (include "edge-exporter.hasRedis" .) (include "edge-exporter.hasLeases" .)) -}}
{{- fail "replicaCount above 1 needs a store that the replicas share, or each would spend its own API calls: set cache.url to kubernetes:, or to redis://host:6379, or cache.existingSecret to a Secret with such a URL" -}}
{{- end -}}
{{- if and $values.push.enabled $values.push.interval -}}
{{- fail "push.interval makes every replica push: set replicaCount to 1, or leave push.interval empty to push from a CronJob" -}}
{{- end -}}
{{- end -}}

{{- include "edge-exporter.validateWeb" . -}}

{{- if $values.push.enabled -}}
{{- if not (or $values.push.url $values.push.existingSecret) -}}
{{- fail "push is enabled without a Pushgateway: set push.url, or push.existingSecret to the name of a Secret with its URL" -}}
{{- end -}}
{{- if and $values.push.url $values.push.existingSecret -}}
{{- fail "set push.url or push.existingSecret, not both" -}}
{{- end -}}
{{- end -}}
{{- if not $values.deployment.enabled -}}
{{- if not (include "edge-exporter.hasCronJob" .) -}}
{{- fail "deployment.enabled is false and no CronJob pushes: set deployment.enabled to true, or push.enabled to true with an empty push.interval" -}}
{{- end -}}
{{- range list "serviceMonitor" "podMonitor" "scrapeConfig" "ingress" "route" "podDisruptionBudget" -}}
{{- if (index $values .).enabled -}}
{{- fail (printf "%s.enabled needs something that serves: set deployment.enabled to true" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $values.podDisruptionBudget.enabled (ne (toString $values.podDisruptionBudget.minAvailable) "") (ne (toString $values.podDisruptionBudget.maxUnavailable) "") -}}
{{- fail "set podDisruptionBudget.minAvailable or podDisruptionBudget.maxUnavailable, not both" -}}
{{- end -}}
{{- range $name := list "serviceMonitor" "podMonitor" "scrapeConfig" -}}
{{- with index $values $name -}}
{{- $key := ternary "scrapeInterval" "interval" (eq $name "scrapeConfig") -}}
{{- $interval := index . $key -}}
{{- if and $interval .scrapeTimeout -}}
{{- if gt (include "edge-exporter.milliseconds" .scrapeTimeout | int64) (include "edge-exporter.milliseconds" $interval | int64) -}}
{{- fail (printf "%s.scrapeTimeout (%s) is longer than %s.%s (%s): the Prometheus Operator would drop the object" $name .scrapeTimeout $name $key $interval) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $values.route.enabled (not $values.route.parentRefs) -}}
{{- fail "route is enabled without a Gateway: set route.parentRefs" -}}
{{- end -}}
{{- if and $values.ingress.enabled (not $values.ingress.hosts) -}}
{{- fail "ingress is enabled without a host: set ingress.hosts" -}}
{{- end -}}
{{- end -}}

#!/usr/bin/env bash
# The chart against a real kube-apiserver with the real CRDs, by Helm 3 and Helm 4: install, upgrade, rollback, uninstall,
# and what only a server knows. There is no kubelet, so no pod runs. Needs Go, npm ci, openssl and Debian's etcd-server.
# With names of sets in ci/ it takes those alone: test/cluster/run.sh default web
set -euo pipefail
cd "$(dirname "$0")/../.."

for need in go etcd openssl; do
  command -v "$need" >/dev/null || { echo "test/cluster/run.sh needs $need" >&2; exit 2; }
done
built=$(bash test/cluster/build.sh)
crds=$(bash test/cluster/crds.sh)
node=node_modules/.bin/node
chart=helm/edge-exporter
work=$(mktemp -d)
pids=()
finish() {
  # At once: what they hold is thrown away, and the server would wait for an etcd that is gone.
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT

passed=0
failed=0
ok() {
  local name=$1
  shift
  if "$@" >"$work/out" 2>&1; then
    passed=$((passed + 1))
    echo "ok - $name"
  else
    failed=$((failed + 1))
    echo "not ok - $name"
    sed 's/^/  /' "$work/out"
  fi
}
not() { ! "$@"; }
says() {
  local text=$1
  shift
  "$@" >"$work/said" 2>&1 || true
  grep -qF -- "$text" "$work/said" || { cat "$work/said"; return 1; }
}

free_ports() {
  $node -e 'const {createServer} = require("node:net")
    const servers = [0, 0, 0].map(() => createServer().listen(0, "127.0.0.1"))
    setTimeout(() => { console.log(servers.map((s) => s.address().port).join(" ")); servers.forEach((s) => s.close()) }, 50)'
}

start() {
  read -r client peer secure <<<"$(free_ports)"
  etcd --data-dir "$work/etcd" --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
    --listen-peer-urls "http://127.0.0.1:$peer" >"$work/etcd.log" 2>&1 &
  pids+=($!)
  openssl genrsa -out "$work/sa.key" 2048 2>/dev/null
  openssl rsa -in "$work/sa.key" -pubout -out "$work/sa.pub" 2>/dev/null
  local token
  token=$(openssl rand -hex 16)
  echo "$token,admin,admin,system:masters" >"$work/tokens.csv"
  "$built/kube-apiserver" --etcd-servers="http://127.0.0.1:$client" --bind-address=127.0.0.1 --secure-port="$secure" \
    --advertise-address=127.0.0.1 --endpoint-reconciler-type=none --cert-dir="$work/certs" --service-cluster-ip-range=10.96.0.0/16 \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$work/sa.pub" \
    --service-account-signing-key-file="$work/sa.key" --authorization-mode=RBAC --token-auth-file="$work/tokens.csv" \
    --disable-admission-plugins=ServiceAccount >"$work/apiserver.log" 2>&1 &
  pids+=($!)
  cat >"$work/kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: test
contexts: [{name: test, context: {cluster: test, user: admin}}]
clusters: [{name: test, cluster: {server: "https://127.0.0.1:$secure", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: $token}}]
YAML
  export KUBECONFIG=$work/kubeconfig HOME=$work HELM_CACHE_HOME=$work/cache HELM_CONFIG_HOME=$work/config HELM_DATA_HOME=$work/data
  local i
  for i in $(seq 120); do
    kubectl get --raw /readyz >/dev/null 2>&1 && return
    sleep 0.5
  done
  cat "$work/apiserver.log"
  exit 1
}
kubectl() { "$built/kubectl" "$@"; }

helm_of() { $node --input-type=module -e "import { helmBinary } from './test/helm/helm.ts'; console.log(helmBinary($1))"; }
helms=([3]=$(helm_of 3) [4]=$(helm_of 4))

start
kubectl apply --server-side --filename "$crds" >/dev/null
kubectl wait --for=condition=Established crd --all --timeout=30s >/dev/null

# Every namespace enforces and warns of Pod Security "restricted".
namespace() {
  kubectl create namespace "$1" >/dev/null
  kubectl label namespace "$1" pod-security.kubernetes.io/{enforce,warn}=restricted >/dev/null
}
minimal=(--set providers.site24x7.enabled=true --set providers.site24x7.existingSecret=zoho)

for major in 3 4; do
  helm=${helms[$major]}
  echo "# $($helm version --short)"
  h() { "$helm" "$@"; }

  for values in "$chart"/ci/*-values.yaml; do
    name=$(basename "$values" -values.yaml)
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    ns=$name-$major
    namespace "$ns"
    h template rel "$chart" --namespace "$ns" --values "$values" >"$work/rendered.yaml"
    # The namespace of a ScrapeConfig of one set is another one; it is there as well.
    sed -i "s/namespace: monitoring$/namespace: $ns/" "$work/rendered.yaml"
    ok "$name: the server takes each object, and knows each field" \
      kubectl apply --server-side --dry-run=server --validate=strict --filename "$work/rendered.yaml"
    h_install=(h install rel "$chart" --namespace "$ns" --values "$values")
    [ "$name" = web ] && h_install+=(--set "scrapeConfig.namespace=$ns")
    ok "$name: installs, without a warning of the server" not says 'would violate PodSecurity' "${h_install[@]}"
    ok "$name: is deployed" says '"status":"deployed"' h status rel --namespace "$ns" --output json
    ok "$name: upgrades" h upgrade rel "$chart" --namespace "$ns" --reuse-values --set commonLabels.changed=yes
    ok "$name: rolls back" h rollback rel 1 --namespace "$ns"
    ok "$name: uninstalls" h uninstall rel --namespace "$ns"
    ok "$name: leaves nothing but a claim that is to be kept" \
      says '0 left' bash -c "echo \$(\"$built/kubectl\" get deployments,cronjobs,services,configmaps,secrets,servicemonitors,prometheusrules,scrapeconfigs,networkpolicies,ingresses --namespace '$ns' --output name | grep -vc -e kube-root-ca || true) left"
  done

  ns=more-$major
  namespace "$ns"
  more=("${minimal[@]}" --set 'route.enabled=true,route.parentRefs[0].name=gateway' --set verticalPodAutoscaler.enabled=true
    --set 'extraEnv[0].name=LOG_LEVEL,extraEnv[0].value=debug,extraEnv[1].name=NUMBER,extraEnv[1].value=8'
    --set service.type=LoadBalancer --set 'service.loadBalancerSourceRanges[0]=192.0.2.0/24' --set web.token=first)
  ok 'what no set of values has: a route, an autoscaler, a variable of the chart again, a token' \
    h install rel "$chart" --namespace "$ns" "${more[@]}"
  secret() { kubectl get secret rel-edge-exporter-web --namespace "$ns" --output 'jsonpath={.data}'; }
  ok 'the token is in the Secret' says METRICS_TOKEN secret
  ok 'an upgrade without the token' h upgrade rel "$chart" --namespace "$ns" "${minimal[@]}" --set web.config.rate_limit.burst=5
  ok 'takes it from the Secret' not says METRICS_TOKEN secret

  kubectl create quota memory --namespace "$ns" --hard=requests.memory=1Gi,limits.memory=1Gi >/dev/null
  # There is no controller to take the quota up.
  kubectl patch resourcequota memory --namespace "$ns" --subresource=status --type=merge \
    --patch '{"status":{"hard":{"requests.memory":"1Gi","limits.memory":"1Gi"},"used":{"requests.memory":"0","limits.memory":"0"}}}' >/dev/null
  h template rel "$chart" --namespace "$ns" "${minimal[@]}" --show-only templates/tests/metrics.yaml >"$work/test.yaml"
  ok 'the pod of helm test is let in under "restricted" and a quota of memory' \
    kubectl create --dry-run=server --filename "$work/test.yaml"
  sed '/^      resources:/,/^      # In place/{/# In place/!d}' "$work/test.yaml" >"$work/unbound.yaml"
  ok 'without resources it would not be' not kubectl create --dry-run=server --filename "$work/unbound.yaml"

  kubectl scale deployment rel-edge-exporter --namespace "$ns" --replicas=2 >/dev/null
  again=(h upgrade rel "$chart" --namespace "$ns" "${minimal[@]}" --set replicaCount=1)
  if [ "$major" = 4 ]; then
    ok 'after kubectl scale an upgrade that sets the replicas says who holds them' says conflict "${again[@]}"
    ok 'and takes them back with --force-conflicts' "${again[@]}" --force-conflicts
  else
    ok 'after kubectl scale an upgrade is an upgrade' "${again[@]}"
  fi
done

# The service account of the chart, with its Role, and the namespace's own, without one.
account() {
  mkdir -p "$work/$1"
  kubectl create token "$1" --namespace leases >"$work/$1/token"
  cp "$work/certs/apiserver.crt" "$work/$1/ca.crt"
  printf leases >"$work/$1/namespace"
}
echo '# Leases'
namespace leases
"${helms[4]}" install rel "$chart" --namespace leases --values "$chart/ci/replicas-leases-values.yaml" >/dev/null
kubectl create serviceaccount stranger --namespace leases >/dev/null
account rel-edge-exporter
account stranger
ok 'the Role of the chart lets replicas share by Leases, and nobody else is let' \
  env KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT="$secure" \
  $node test/cluster/leases.ts "$work/rel-edge-exporter" "$work/stranger"
may() { kubectl auth can-i "$1" leases.coordination.k8s.io --as=system:serviceaccount:leases:rel-edge-exporter --namespace "${2:-leases}"; }
for verb in get create update; do ok "it may $verb Leases" says yes may "$verb"; done
for verb in list watch delete patch; do ok "it may not $verb Leases" says no may "$verb"; done
ok 'nor any in another namespace' says no may get default

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

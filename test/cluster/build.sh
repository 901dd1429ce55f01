#!/usr/bin/env bash
# Builds what run.sh needs from Go modules, once, into the folder that it prints: kube-apiserver, kubectl and the CRDs.
# It takes ten minutes on two idle cores, so CI does not.
set -euo pipefail

kubernetes=1.37.2
operator=0.95.0
gateway=1.4.0
autoscaler=1.5.1

folder=${XDG_CACHE_HOME:-$HOME/.cache}/edge-exporter/cluster-$kubernetes-$operator-$gateway-$autoscaler
export GOFLAGS=-mod=mod

directory_of() {
  go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

build_programs() {
  local sources module
  sources=$(directory_of "k8s.io/kubernetes@v$kubernetes")
  module=$(mktemp -d)
  # The parts that Kubernetes keeps beside itself are modules of their own elsewhere.
  sed -e 's/^module .*/module cluster/' -e "s#=> ./staging/src/\(k8s.io/[a-z-]*\)#=> \1 v0.${kubernetes#1.}#" "$sources/go.mod" >"$module/go.mod"
  cp "$sources/go.sum" "$module/"
  (
    cd "$module"
    go mod edit -require="k8s.io/kubernetes@v$kubernetes"
    printf 'package cluster\n' >cluster.go
    local name=k8s.io/component-base/version
    go build -ldflags "-s -w -X $name.gitVersion=v$kubernetes -X $name.gitMajor=1 -X $name.gitMinor=${kubernetes#1.}" \
      -o "$1/" k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl
  )
  rm -r "$module"
}

generate_crds() {
  local module monitoring=github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring
  module=$(mktemp -d)
  (
    cd "$module"
    printf 'module crds\n\ngo 1.24\n' >go.mod
    printf 'package crds\n\nimport (\n\t_ "%s/v1"\n\t_ "%s/v1alpha1"\n)\n' "$monitoring" "$monitoring" >crds.go
    go get "$monitoring@v$operator" sigs.k8s.io/controller-tools@v0.20.0
    go run sigs.k8s.io/controller-tools/cmd/controller-gen crd:crdVersions=v1,ignoreUnexportedFields=true \
      paths="$monitoring/v1" paths="$monitoring/v1alpha1" output:crd:dir="$1"
  )
  rm -r "$module"
  # Those that only the operator's own objects need are large and of no use here.
  rm "$1"/*_{alertmanagerconfigs,alertmanagers,probes,prometheusagents,prometheuses,thanosrulers}.yaml
  cp "$(directory_of "sigs.k8s.io/gateway-api@v$gateway")/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml" "$1/"
  cp "$(directory_of "k8s.io/autoscaler/vertical-pod-autoscaler@v$autoscaler")/deploy/vpa-v1-crd-gen.yaml" "$1/"
  chmod u+w "$1"/*
}

if [ ! -e "$folder/complete" ]; then
  mkdir -p "$folder/crds"
  {
    [ -x "$folder/kube-apiserver" ] && [ -x "$folder/kubectl" ] || build_programs "$folder"
    generate_crds "$folder/crds"
  } >&2
  touch "$folder/complete"
fi
echo "$folder"

#!/usr/bin/env bash
# Makes the CRDs from their Go modules, once, in the folder that it prints. It takes a minute.
set -euo pipefail
cd "$(dirname "$0")"
. ./versions.sh

folder=$cache/crds-$operator-$gateway-$autoscaler
export GOFLAGS=-mod=mod

generate() {
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

if [ ! -e "$folder" ]; then
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/crds-XXXXXX")
  generate "$work" >&2
  mv "$work" "$folder"
fi
echo "$folder"

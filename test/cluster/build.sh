#!/usr/bin/env bash
# Builds what run.sh needs from Go modules, once, into the folder that it prints: kube-apiserver and kubectl.
# It takes ten minutes on two idle cores, so CI does not.
set -euo pipefail

cd "$(dirname "$0")"
. ./versions.sh

folder=$cache/cluster-$kubernetes
export GOFLAGS=-mod=mod

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

if [ ! -x "$folder/kube-apiserver" ] || [ ! -x "$folder/kubectl" ]; then
  mkdir -p "$folder"
  build_programs "$folder" >&2
fi
echo "$folder"

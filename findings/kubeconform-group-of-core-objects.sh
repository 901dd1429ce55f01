#!/usr/bin/env bash
# kubeconform v0.8.0: in a `-schema-location` template, the `{{.Group}}` of a core object is its version.
#
# A ConfigMap has `apiVersion: v1`, and its group is the empty one. One expects `{{.ResourceKind}}-{{.Group}}-
# {{.ResourceAPIVersion}}.json`, which is right for all objects with a group, to ask for `configmap--v1.json`. It asks for
# `configmap-v1-v1.json`, and says "could not find schema" where the schemas are named by group, kind and version.
# `{{.KindSuffix}}` leaves the group of core objects out, but has only the first word of all others: `networking.k8s.io`
# and any other `networking.…` are one.
#
# Seen, as `name of the schema's file -> what is said of a valid object`:
#   configmap--v1.json                    -> statusError, could not find schema for ConfigMap
#   configmap-v1-v1.json                  -> statusValid
#   ingress-networking.k8s.io-v1.json     -> statusValid
#   by KindSuffix: configmap-v1.json      -> statusValid
#   by KindSuffix: ingress-networking-v1.json -> statusValid
#
# Needs go. Fails when kubeconform does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

GOBIN=$work GOFLAGS=-mod=mod go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0 2> go.log || { cat go.log; exit 1; }
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' > configmap.yaml
printf 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\n' > ingress.yaml

failed=0
expect() { # <status> <template> <name of the only schema> <object>
  rm -rf schemas
  mkdir schemas
  echo '{"type": "object"}' > "schemas/$3"
  local said
  said=$(./kubeconform -verbose -output json -schema-location "schemas/$2" "$4" || true)
  said=$(grep -o '"\(status\|msg\)": "[^"]*"' <<< "$said" | cut -d'"' -f4 | paste -sd, | sed 's/,/, /')
  echo "$2 with $3 -> $said"
  if [[ $said != $1* ]]; then
    echo "  expected $1"
    failed=1
  fi
}
group='{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json'
suffix='{{.ResourceKind}}{{.KindSuffix}}.json'
expect 'statusError, could not find schema for ConfigMap' "$group" configmap--v1.json configmap.yaml
expect statusValid "$group" configmap-v1-v1.json configmap.yaml
expect statusValid "$group" ingress-networking.k8s.io-v1.json ingress.yaml
expect statusValid "$suffix" configmap-v1.json configmap.yaml
expect statusValid "$suffix" ingress-networking-v1.json ingress.yaml
exit "$failed"

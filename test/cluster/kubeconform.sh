#!/usr/bin/env bash
# Builds kubeconform, and its schemas from the API's own description and the CRDs, once. Prints the paths of both.
set -euo pipefail
cd "$(dirname "$0")"
. ./versions.sh

crds=$(bash ./crds.sh)
folder=$cache/kubeconform-$kubeconform
mkdir -p "$folder"
schemas=$folder/schemas-$kubernetes-$(basename "$crds")
export GOFLAGS=-mod=mod

[ -x "$folder/kubeconform" ] || GOBIN=$folder go install "github.com/yannh/kubeconform/cmd/kubeconform@v$kubeconform" >&2
if [ ! -e "$schemas" ]; then
  work=$(mktemp -d "$folder/schemas-XXXXXX")
  ../../node_modules/.bin/node ../helm/kubernetes-schemas.ts "$work" "$(directory_of "k8s.io/kubernetes@v$kubernetes")/api/openapi-spec/swagger.json" "$crds" >&2
  mv "$work" "$schemas"
fi
printf '%s\n' "$folder/kubeconform" "$schemas"

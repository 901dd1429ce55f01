#!/usr/bin/env bash
# k8s.io/apimachinery v0.35.0: `renewTime` of a Lease is a MicroTime, which takes a time with six digits of a second alone.
#
# A Lease says when it was renewed as RFC 3339, and all other times of Kubernetes are read by Go's rules for it, which take
# any number of digits. What JavaScript's `toISOString()` gives has three: a client that works with every other object
# gets 400 for a Lease. Go's own format for the layout wants exactly the digits that it shows.
#
# Seen, as `time -> MicroTime, Time`:
#   2026-01-02T03:04:05.123456Z    -> taken, taken
#   2026-01-02T03:04:05.123Z       -> refused, taken
#   2026-01-02T03:04:05Z           -> refused, taken
#   2026-01-02T03:04:05.123456789Z -> refused, taken
#
# Needs go. Fails when the library does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func word(err error) string {
	if err != nil {
		return "refused"
	}
	return "taken"
}

func main() {
	text, _ := json.Marshal(os.Args[1])
	var micro metav1.MicroTime
	var plain metav1.Time
	fmt.Printf("%s, %s\n", word(json.Unmarshal(text, &micro)), word(json.Unmarshal(text, &plain)))
}
GO
go mod init example.test/microtime 2> go.log
go get k8s.io/apimachinery@v0.35.0 2>> go.log || { cat go.log; exit 1; }
go mod tidy 2>> go.log
go build -o read . || exit 1

failed=0
expect() { # <time> <MicroTime, Time>
  local seen
  seen=$(./read "$1")
  printf '%-30s -> %s\n' "$1" "$seen"
  if [ "$seen" != "$2" ]; then
    echo "  expected $2"
    failed=1
  fi
}
expect 2026-01-02T03:04:05.123456Z 'taken, taken'
expect 2026-01-02T03:04:05.123Z 'refused, taken'
expect 2026-01-02T03:04:05Z 'refused, taken'
expect 2026-01-02T03:04:05.123456789Z 'refused, taken'
exit "$failed"

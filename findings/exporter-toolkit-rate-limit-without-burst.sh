#!/usr/bin/env bash
# exporter-toolkit v0.20.0: a `rate_limit` with an `interval` alone answers every request with 429.
#
# The documentation has `interval`, "time interval between two requests", and `burst`, "permits a burst of <int>
# requests", with no default. One reads it as: without bursts, one request an interval. But `burst` is the size of the
# bucket, and is 0 where it is left out: the file is valid, the server starts, and nobody ever gets in. `burst: 1` is
# what one means.
#
# Seen, as `file -> statuses of three requests, each 30 ms after the one before`:
#   rate_limit: {interval: 10ms}           -> 429 429 429
#   rate_limit: {interval: 10ms, burst: 1} -> 200 200 200
#
# Needs go. Fails when the toolkit does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > main.go <<'GO'
package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/exporter-toolkit/web"
)

func main() {
	if err := web.Validate(os.Args[1]); err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})}
	go func() {
		panic(web.Serve(listener, server, &web.FlagConfig{WebConfigFile: &os.Args[1]}, slog.New(slog.DiscardHandler)))
	}()
	for range 3 {
		time.Sleep(30 * time.Millisecond)
		response, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			panic(err)
		}
		fmt.Print(response.StatusCode, " ")
	}
}
GO
go mod init example.test/rate-limit 2> go.log
go get github.com/prometheus/exporter-toolkit@v0.20.0 2>> go.log || { cat go.log; exit 1; }
go mod tidy 2>> go.log
go build -o serve . || exit 1

failed=0
expect() { # <statuses> <file>
  echo "$2" > web.yml
  local statuses
  statuses=$(./serve web.yml)
  echo "$2 -> $statuses"
  if [ "$statuses" != "$1 " ]; then
    echo "  expected $1"
    failed=1
  fi
}
expect '429 429 429' 'rate_limit: {interval: 10ms}'
expect '200 200 200' 'rate_limit: {interval: 10ms, burst: 1}'
exit "$failed"

#!/usr/bin/env bash
# exporter-toolkit v0.20.0: a blank `http2:`, or a blank `http_server_config:`, turns HTTP/2 off.
#
# The documentation gives `http2` the default true. A key without a value looks like one that was left out, and for
# most keys of the file it is. Here the YAML library writes the zero value over the default that was set before: a
# blank `http2:` is false, and a blank section loses the defaults of all that is in it. `{}` keeps them.
#
# Seen, as `file -> protocol that Go's client gets`:
#   http_server_config left out -> HTTP/2.0
#   http_server_config: {}      -> HTTP/2.0
#   http_server_config:         -> HTTP/1.1
#   http2:                      -> HTTP/1.1
#   http2: ~                    -> HTTP/1.1
#
# Needs go and openssl. Fails when the toolkit does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 1 \
  -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> openssl.log

cat > main.go <<'GO'
package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/prometheus/exporter-toolkit/web"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})}
	go func() {
		panic(web.Serve(listener, server, &web.FlagConfig{WebConfigFile: &os.Args[1]}, slog.New(slog.DiscardHandler)))
	}()
	client := http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true,
		// The certificate is the one that was made a moment ago.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	response, err := client.Get("https://" + listener.Addr().String())
	if err != nil {
		panic(err)
	}
	fmt.Println(response.Proto)
}
GO
go mod init example.test/blank-http2 2> go.log
go get github.com/prometheus/exporter-toolkit@v0.20.0 2>> go.log || { cat go.log; exit 1; }
go mod tidy 2>> go.log
go build -o serve . || exit 1

failed=0
expect() { # <what> <protocol> <lines of the file behind the certificate>
  printf 'tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n%b' "$3" > web.yml
  local protocol
  protocol=$(./serve web.yml)
  echo "$1 -> $protocol"
  if [ "$protocol" != "$2" ]; then
    echo "  expected $2"
    failed=1
  fi
}
expect 'http_server_config left out' HTTP/2.0 ''
expect 'http_server_config: {}     ' HTTP/2.0 'http_server_config: {}\n'
expect 'http_server_config:        ' HTTP/1.1 'http_server_config:\n'
expect 'http2:                     ' HTTP/1.1 'http_server_config:\n  http2:\n'
expect 'http2: ~                   ' HTTP/1.1 'http_server_config:\n  http2: ~\n'
exit "$failed"

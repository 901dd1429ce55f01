// What a scrape costs Prometheus in each format: the bytes on the way, and the CPU of its own parsers.
//
//	go run . exposition.txt exposition.om 20
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"syscall"
	"time"

	kgzip "github.com/klauspost/compress/gzip"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

func main() {
	text := must(os.ReadFile(os.Args[1]))
	openMetrics := must(os.ReadFile(os.Args[2]))
	runs := must(strconv.Atoi(os.Args[3]))
	fmt.Println("| format | bytes | bytes of gzip | inflate, ms | parse known series, ms | parse new series, ms |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, format := range []struct {
		name, mediaType string
		body            []byte
	}{
		{"text 0.0.4", "text/plain", text},
		{"OpenMetrics 1.0", "application/openmetrics-text", openMetrics},
		{"delimited protobuf", "application/vnd.google.protobuf", delimited(text)},
	} {
		packed := pack(format.body)
		fmt.Printf("| %s | %d | %d | %.0f | %.0f | %.0f |\n", format.name, len(format.body), len(packed),
			cpu(runs, func() { unpack(packed) }),
			cpu(runs, func() { parse(format.body, format.mediaType, false) }),
			cpu(runs, func() { parse(format.body, format.mediaType, true) }))
	}
}

// parse reads all series as a scrape does: the labels only of those that no scrape before had.
func parse(body []byte, mediaType string, isNew bool) {
	parser := must(textparse.New(body, mediaType, labels.NewSymbolTable(), textparse.ParserOptions{}))
	var lset labels.Labels
	for {
		entry, err := parser.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		check(err)
		if entry == textparse.EntrySeries {
			parser.Series()
			if isNew {
				parser.Labels(&lset)
			}
		}
	}
}

// delimited gives the same families as Go programs send them.
func delimited(text []byte) []byte {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families := must(parser.TextToMetricFamilies(bytes.NewReader(text)))
	var out bytes.Buffer
	encoder := expfmt.NewEncoder(&out, expfmt.NewFormat(expfmt.TypeProtoDelim))
	for _, family := range families {
		check(encoder.Encode(family))
	}
	return out.Bytes()
}

// pack compresses as the exporter does, as fast as zlib can.
func pack(body []byte) []byte {
	var out bytes.Buffer
	writer := must(gzip.NewWriterLevel(&out, gzip.BestSpeed))
	must(writer.Write(body))
	check(writer.Close())
	return out.Bytes()
}

// unpack inflates with what Prometheus uses.
func unpack(packed []byte) {
	must(io.Copy(io.Discard, must(kgzip.NewReader(bytes.NewReader(packed)))))
}

// cpu is the CPU time of one run in milliseconds, that of the garbage collector included.
func cpu(runs int, run func()) float64 {
	run()
	start := cpuTime()
	for range runs {
		run()
	}
	return float64((cpuTime() - start).Microseconds()) / 1000 / float64(runs)
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

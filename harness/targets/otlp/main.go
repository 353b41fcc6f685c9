// One span, by the OTLP exporter over gRPC of OpenTelemetry for Go. Built by ./install.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"google.golang.org/grpc"
)

const deadline = 20 * time.Second

var (
	showVersion = flag.Bool("version", false, "print the version of the exporter")
	address     = flag.String("connect", "", "where the collector is, HOST:PORT, whatever its name is")
	collector   = flag.String("collector", "", "NAME:PORT")
	caFile      = flag.String("ca", "", "PEM file of the CAs that its certificate leads to")
	certFile    = flag.String("cert", "", "PEM file of the own certificate, with its intermediates")
	keyFile     = flag.String("key", "", "PEM file of its key")
)

func dial(ctx context.Context, _ string) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", *address)
}

// setUp says what is said by environment variables where OpenTelemetry is deployed.
func setUp() {
	for name, value := range map[string]string{
		"OTEL_EXPORTER_OTLP_CERTIFICATE":        *caFile,
		"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": *certFile,
		"OTEL_EXPORTER_OTLP_CLIENT_KEY":         *keyFile,
	} {
		if err := os.Setenv(name, value); err != nil {
			log.Fatal(err)
		}
	}
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	if *showVersion {
		fmt.Println(otlptrace.Version())
		return
	}
	setUp()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	// without the retries of a minute
	exporter, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint("passthrough:///"+*collector),
		otlptracegrpc.WithDialOption(grpc.WithContextDialer(dial)),
		otlptracegrpc.WithRetry(otlptracegrpc.RetryConfig{Enabled: false}))
	if err != nil {
		log.Fatal(err)
	}
	if err := exporter.ExportSpans(ctx, tracetest.SpanStubs{{Name: "mtlspec"}}.Snapshots()); err != nil {
		log.Fatal(err)
	}
	fmt.Println("OK")
}

// One unary call of an empty message, with the defaults of gRPC for Go. Built by ./install.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/types/known/emptypb"
)

const deadline = 20 * time.Second

var (
	showVersion = flag.Bool("version", false, "print the version of gRPC")
	address     = flag.String("connect", "", "where the server is, HOST:PORT, whatever its name is")
	target      = flag.String("target", "", "what is called, NAME:PORT")
	method      = flag.String("method", "", "and what of it, /SERVICE/METHOD")
	caFile      = flag.String("ca", "", "PEM file of the CAs that the server's certificate leads to")
	certFile    = flag.String("cert", "", "PEM file of the own certificate, with its intermediates")
	keyFile     = flag.String("key", "", "PEM file of its key")
)

func config() *tls.Config {
	text, err := os.ReadFile(*caFile)
	if err != nil {
		log.Fatal(err)
	}
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	if !config.RootCAs.AppendCertsFromPEM(text) {
		log.Fatal("no certificate in ", *caFile)
	}
	if *certFile != "" {
		pair, err := tls.LoadX509KeyPair(*certFile, *keyFile)
		if err != nil {
			log.Fatal(err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config
}

func dial(ctx context.Context, _ string) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", *address)
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	if *showVersion {
		fmt.Println(grpc.Version)
		return
	}
	connection, err := grpc.NewClient("passthrough:///"+*target,
		grpc.WithTransportCredentials(credentials.NewTLS(config())), grpc.WithContextDialer(dial))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	if err := connection.Invoke(ctx, *method, &emptypb.Empty{}, &emptypb.Empty{}); err != nil {
		log.Fatal(err)
	}
	fmt.Println("OK")
}

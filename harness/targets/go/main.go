// The server and the client that Go's standard library makes with its defaults: net/http over
// crypto/tls, and httputil.ReverseProxy towards the backend. Built by ./install; Go 1.19 is enough.
package main

import (
	"context"
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"runtime"
	"strings"
)

var modes = map[string]tls.ClientAuthType{
	"NoClientCert":               tls.NoClientCert,
	"RequestClientCert":          tls.RequestClientCert,
	"RequireAnyClientCert":       tls.RequireAnyClientCert,
	"VerifyClientCertIfGiven":    tls.VerifyClientCertIfGiven,
	"RequireAndVerifyClientCert": tls.RequireAndVerifyClientCert,
}

var (
	showVersion = flag.Bool("version", false, "print the version of Go")
	listen      = flag.String("listen", "", "serve there, HOST:PORT")
	backend     = flag.String("backend", "", "of the server: where requests are passed on to, HOST:PORT")
	mode        = flag.String("mode", "", "of the server: its tls.ClientAuthType")
	address     = flag.String("connect", "", "of the client: where the server is, whatever its name is")
	get         = flag.String("get", "", "of the client: the URL")
	caFile      = flag.String("ca", "", "PEM file of the CAs that the other side's certificate leads to")
	certFile    = flag.String("cert", "", "PEM file of the own certificate, with its intermediates")
	keyFile     = flag.String("key", "", "PEM file of its key")
	hosts       hostList
)

// A virtualHost has demands and a backend of its own.
type virtualHost struct {
	name    string // or *.DOMAIN
	backend string
	config  *tls.Config
}

type hostList []*virtualHost

func (list *hostList) String() string {
	return ""
}

func (list *hostList) Set(text string) error {
	part := strings.Split(text, ",")
	if len(part) != 4 {
		return fmt.Errorf("'%s' is not NAME,MODE,CA-FILE,HOST:PORT", text)
	}
	auth, known := modes[part[1]]
	if !known {
		return fmt.Errorf("unknown mode '%s'", part[1])
	}
	config := &tls.Config{ClientAuth: auth}
	if part[2] != "" {
		config.ClientCAs = readPool(part[2])
	}
	*list = append(*list, &virtualHost{name: part[0], backend: part[3], config: config})
	return nil
}

// find looks for the host of a server name or of a Host; nil: there is none.
func (list hostList) find(name string) *virtualHost {
	if alone, _, err := net.SplitHostPort(name); err == nil {
		name = alone
	}
	name = strings.ToLower(name)
	_, domain, _ := strings.Cut(name, ".")
	for _, host := range list {
		if host.name == name || host.name == "*."+domain {
			return host
		}
	}
	return nil
}

func readPool(name string) *x509.CertPool {
	pool := x509.NewCertPool()
	text, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	if !pool.AppendCertsFromPEM(text) {
		log.Fatal("no certificate in ", name)
	}
	return pool
}

// identify tells the backend who the client is, in headers that no client can send: any spelling that
// a backend may take for one of them is removed, and so is what would have the proxy remove ours.
func identify(out *http.Request) {
	for name := range out.Header {
		if strings.HasPrefix(strings.ReplaceAll(strings.ToLower(name), "_", "-"), "x-ssl-client-") {
			delete(out.Header, name)
		}
	}
	out.Header.Del("Connection")
	state := out.TLS
	if len(state.PeerCertificates) == 0 {
		out.Header.Set("X-SSL-Client-Verify", "NONE")
		return
	}
	leaf := state.PeerCertificates[0]
	sum := sha1.Sum(leaf.Raw)
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw})
	if len(state.VerifiedChains) > 0 {
		out.Header.Set("X-SSL-Client-Verify", "SUCCESS")
	} else {
		out.Header.Set("X-SSL-Client-Verify", "UNVERIFIED")
	}
	out.Header.Set("X-SSL-Client-Subject", leaf.Subject.String())
	out.Header.Set("X-SSL-Client-Cert", url.PathEscape(string(block)))
	out.Header.Set("X-SSL-Client-Fingerprint", hex.EncodeToString(sum[:]))
}

func proxyTo(backend string) http.Handler {
	return &httputil.ReverseProxy{Director: func(out *http.Request) {
		out.URL.Scheme = "http"
		out.URL.Host = backend
		identify(out)
	}}
}

// serveHosts demands of a client what the host demands that his handshake names, and sends him
// away where he asks for another one. All else, tickets too, is as crypto/tls has it.
func serveHosts() error {
	certificate, err := tls.LoadX509KeyPair(*certFile, *keyFile)
	if err != nil {
		return err
	}
	proxies := map[*virtualHost]http.Handler{}
	for _, host := range hosts {
		host.config.Certificates = []tls.Certificate{certificate}
		proxies[host] = proxyTo(host.backend)
	}
	server := http.Server{
		Addr: *listen,
		Handler: http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
			host := hosts.find(request.Host)
			if host == nil || host != hosts.find(request.TLS.ServerName) {
				http.Error(answer, "", http.StatusMisdirectedRequest)
				return
			}
			proxies[host].ServeHTTP(answer, request)
		}),
		TLSConfig: &tls.Config{
			GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
				if host := hosts.find(hello.ServerName); host != nil {
					return host.config, nil
				}
				return nil, fmt.Errorf("no host is called '%s'", hello.ServerName)
			},
		},
	}
	return server.ListenAndServeTLS(*certFile, *keyFile)
}

func serve() error {
	if len(hosts) > 0 {
		return serveHosts()
	}
	auth, known := modes[*mode]
	if !known {
		log.Fatalf("unknown mode '%s'", *mode)
	}
	server := http.Server{
		Addr:      *listen,
		Handler:   proxyTo(*backend),
		TLSConfig: &tls.Config{ClientAuth: auth, ClientCAs: readPool(*caFile)},
	}
	return server.ListenAndServeTLS(*certFile, *keyFile)
}

func connect(ctx context.Context, network, _ string) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, *address)
}

func fetch() error {
	config := &tls.Config{RootCAs: readPool(*caFile)}
	if *certFile != "" {
		certificate, err := tls.LoadX509KeyPair(*certFile, *keyFile)
		if err != nil {
			return err
		}
		config.Certificates = []tls.Certificate{certificate}
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: config, DialContext: connect}}
	answer, err := client.Get(*get)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	length, err := io.Copy(io.Discard, answer.Body)
	if err != nil {
		return err
	}
	fmt.Println(answer.Status, length)
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer is %s", answer.Status)
	}
	return nil
}

func main() {
	flag.Var(&hosts, "host", "of the server: a virtual host, NAME,MODE,CA-FILE,HOST:PORT of its backend")
	flag.Parse()
	log.SetFlags(0)
	switch {
	case *showVersion:
		fmt.Println(runtime.Version())
	case *listen != "":
		log.Fatal(serve())
	case *get != "":
		if err := fetch(); err != nil {
			log.Fatal(err)
		}
	default:
		flag.Usage()
		os.Exit(2)
	}
}

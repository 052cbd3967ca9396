package transport

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/smtp"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// unsafe: tls-verification
func newClient() *http.Client {
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		},
	}
}

// safe: tls-verification - certificates of the company are trusted, and checked
func newPartnerClient(bundle string) (*http.Client, error) {
	pem, err := os.ReadFile(bundle)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("no certificates in the bundle")
	}
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		},
	}, nil
}

// unsafe: tls-verification - switched off after the configuration was made
func dialBroker(address string) (*tls.Conn, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	config.InsecureSkipVerify = true
	return tls.Dial("tcp", address, config)
}

// safe: tls-verification - only the name is set
func dialQueue(address string) (*tls.Conn, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	config.ServerName = "queue.acme.example"
	config.InsecureSkipVerify = false
	return tls.Dial("tcp", address, config)
}

// unsafe: tls-verification - the credentials of a gRPC client
func dialStock(target string) (*grpc.ClientConn, error) {
	creds := credentials.NewTLS(&tls.Config{
		ServerName:         "stock.acme.example",
		InsecureSkipVerify: true,
	})
	return grpc.Dial(target, grpc.WithTransportCredentials(creds))
}

// safe: tls-verification - the credentials of a gRPC client from a file
func dialPrices(target string) (*grpc.ClientConn, error) {
	creds, err := credentials.NewClientTLSFromFile("/etc/acme/ca.pem", "prices.acme.example")
	if err != nil {
		return nil, err
	}
	return grpc.Dial(target, grpc.WithTransportCredentials(creds))
}

// unsafe: tls-verification - the callback accepts whatever comes
func startMail(client *smtp.Client, host string) error {
	return client.StartTLS(&tls.Config{
		ServerName:         host,
		InsecureSkipVerify: true,
		VerifyPeerCertificate: func(rawCerts [][]byte, _ [][]*x509.Certificate) error {
			if len(rawCerts) == 0 {
				return errors.New("no certificate")
			}
			return nil
		},
	})
}

// safe: tls-verification - the usual verification, written out with roots of our own
func mailConfig(host string, roots *x509.CertPool) *tls.Config {
	return &tls.Config{
		ServerName:         host,
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			options := x509.VerifyOptions{
				DNSName:       host,
				Roots:         roots,
				Intermediates: x509.NewCertPool(),
			}
			for _, certificate := range state.PeerCertificates[1:] {
				options.Intermediates.AddCert(certificate)
			}
			_, err := state.PeerCertificates[0].Verify(options)
			return err
		},
	}
}

// safe: tls-verification - a callback behind the usual verification
func pinnedConfig(pins map[[sha256.Size]byte]bool) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		VerifyConnection: func(state tls.ConnectionState) error {
			if !pins[sha256.Sum256(state.PeerCertificates[0].Raw)] {
				return errors.New("certificate is not pinned")
			}
			return nil
		},
	}
}

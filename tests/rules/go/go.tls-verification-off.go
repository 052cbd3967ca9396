package clients

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"google.golang.org/grpc"
)

func open() *http.Client {
	// ruleid: go.tls-verification-off
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
}

func later(config *tls.Config) {
	// ruleid: go.tls-verification-off
	config.InsecureSkipVerify = true
}

func plain() (*grpc.ClientConn, error) {
	// ruleid: go.tls-verification-off
	return grpc.Dial("orders.example:443", grpc.WithInsecure())
}

func pooled(pool *x509.CertPool) *tls.Config {
	// ok: go.tls-verification-off
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}

func configured(config config) *tls.Config {
	// ok: go.tls-verification-off
	return &tls.Config{InsecureSkipVerify: config.Insecure}
}

func ownCheck(check func(tls.ConnectionState) error) *tls.Config {
	// ok: go.tls-verification-off
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: check}
}

func counted() *tls.Config {
	// ruleid: go.tls-verification-off
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
		if len(state.PeerCertificates) > 3 {
			return errors.New("too many")
		}
		return nil
	}}
}

func own(roots *x509.CertPool) *tls.Config {
	// ok: go.tls-verification-off
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
		_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots})
		return err
	}}
}

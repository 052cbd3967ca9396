package clients

import "crypto/tls"

func old(config *tls.Config) *tls.Config {
	// ruleid: go.old-tls-version
	config.MinVersion = tls.VersionTLS10
	// ruleid: go.old-tls-version
	other := &tls.Config{MinVersion: tls.VersionSSL30}
	use(other)
	return &tls.Config{
		// ruleid: go.old-tls-version
		MaxVersion: tls.VersionTLS11,
	}
}

func modern(config *tls.Config, version uint16) *tls.Config {
	// ok: go.old-tls-version
	config.MinVersion = tls.VersionTLS13
	// ok: go.old-tls-version
	if version == tls.VersionTLS10 {
		return nil
	}
	// ok: go.old-tls-version
	return &tls.Config{MinVersion: tls.VersionTLS12}
}

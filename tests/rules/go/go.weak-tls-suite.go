package clients

import "crypto/tls"

func weak() *tls.Config {
	return &tls.Config{
		CipherSuites: []uint16{
			// ruleid: go.weak-tls-suite
			tls.TLS_RSA_WITH_AES_128_CBC_SHA,
			// ruleid: go.weak-tls-suite
			tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA,
			// ruleid: go.weak-tls-suite
			tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,
			// ok: go.weak-tls-suite
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		},
	}
}

func strong() []uint16 {
	// ok: go.weak-tls-suite
	return []uint16{tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256}
}

func name(suite uint16) string {
	// ok: go.weak-tls-suite
	if suite == tls.TLS_RSA_WITH_RC4_128_SHA {
		return "weak"
	}
	return "strong"
}

package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
)

const bits = 512

func short() {
	// ruleid: go.short-rsa-key
	a, err := rsa.GenerateKey(rand.Reader, 1024)
	// ruleid: go.short-rsa-key
	b, err := rsa.GenerateKey(rand.Reader, bits)
	// ruleid: go.short-rsa-key
	c, err := rsa.GenerateKey(rand.Reader, 768)
	use(a, b, c, err)
}

func long(size int) {
	// ok: go.short-rsa-key
	a, err := rsa.GenerateKey(rand.Reader, 3072)
	// ok: go.short-rsa-key
	b, err := rsa.GenerateKey(rand.Reader, size)
	// ok: go.short-rsa-key
	_, c, err := ed25519.GenerateKey(rand.Reader)
	use(a, b, c, err)
}

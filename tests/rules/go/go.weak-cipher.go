package boxes

import (
	"crypto/aes"
	"crypto/des"
	"crypto/rc4"

	"golang.org/x/crypto/blowfish"
	"golang.org/x/crypto/chacha20poly1305"
)

func old(key []byte) {
	// ruleid: go.weak-cipher
	a, err := des.NewCipher(key)
	// ruleid: go.weak-cipher
	b, err := des.NewTripleDESCipher(key)
	// ruleid: go.weak-cipher
	c, err := rc4.NewCipher(key)
	// ruleid: go.weak-cipher
	d, err := blowfish.NewCipher(key)
	use(a, b, c, d, err)
}

func modern(key []byte) {
	// ok: go.weak-cipher
	a, err := aes.NewCipher(key)
	// ok: go.weak-cipher
	b, err := chacha20poly1305.New(key)
	// ok: go.weak-cipher
	use(a, b, des.BlockSize, err)
}

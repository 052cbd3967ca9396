package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rand"
	"crypto/rc4"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"io"

	"golang.org/x/crypto/blowfish"
	"golang.org/x/crypto/chacha20poly1305"
)

var errLength = errors.New("length of the message")

// unsafe: weak-cipher
func seal(key, message []byte) ([]byte, error) {
	block, err := des.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, block.BlockSize()+len(message))
	iv := out[:block.BlockSize()]
	if _, err := io.ReadFull(rand.Reader, iv); err != nil {
		return nil, err
	}
	cipher.NewCTR(block, iv).XORKeyStream(out[block.BlockSize():], message)
	return out, nil
}

// safe: weak-cipher - AES in Galois/counter mode with a fresh nonce
func protect(key, message []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(rand.Reader, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, message, nil), nil
}

// unsafe: weak-cipher - a stream cipher that is broken
type channel struct {
	out    io.Writer
	stream *rc4.Cipher
}

func newChannel(out io.Writer, key []byte) (*channel, error) {
	stream, err := rc4.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return &channel{out: out, stream: stream}, nil
}

func (c *channel) Write(p []byte) (int, error) {
	buffer := make([]byte, len(p))
	c.stream.XORKeyStream(buffer, p)
	return c.out.Write(buffer)
}

// safe: weak-cipher - a stream cipher with authentication
func sealMemo(key []byte, memo string) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, []byte(memo), nil), nil
}

// unsafe: weak-cipher - every block on its own, which is ECB
func encryptCard(key, pan []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	size := block.BlockSize()
	if len(pan)%size != 0 {
		return nil, errLength
	}
	out := make([]byte, len(pan))
	for start := 0; start < len(pan); start += size {
		block.Encrypt(out[start:start+size], pan[start:start+size])
	}
	return out, nil
}

// safe: weak-cipher - RSA with OAEP
func wrapKey(recipient *rsa.PublicKey, key []byte) ([]byte, error) {
	return rsa.EncryptOAEP(sha256.New(), rand.Reader, recipient, key, []byte("session"))
}

// unsafe: weak-cipher - blocks of 64 bits
func cardBlock(key []byte, triple bool) (cipher.Block, error) {
	if triple {
		return des.NewTripleDESCipher(key)
	}
	return blowfish.NewCipher(key)
}

// safe: weak-cipher - the branch decides about the length of the key only
func blockFor(key []byte, long bool) (cipher.AEAD, error) {
	length := 16
	if long {
		length = 32
	}
	if len(key) < length {
		return nil, errLength
	}
	block, err := aes.NewCipher(key[:length])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

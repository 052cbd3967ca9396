package boxes

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"io"
)

func empty(sealer cipher.AEAD, text []byte) []byte {
	nonce := make([]byte, sealer.NonceSize())
	// ruleid: go.static-nonce
	return sealer.Seal(nil, nonce, text, nil)
}

func constant(block cipher.Block, text []byte) {
	iv := []byte("0123456789abcdef")
	// ruleid: go.static-nonce
	mode := cipher.NewCBCEncrypter(block, iv)
	mode.CryptBlocks(text, text)
}

func literal(sealer cipher.AEAD, text []byte) []byte {
	// ruleid: go.static-nonce
	return sealer.Seal(nil, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, text, nil)
}

func stream(block cipher.Block, text []byte) {
	// ruleid: go.static-nonce
	cipher.NewCTR(block, make([]byte, aes.BlockSize)).XORKeyStream(text, text)
}

func filled(sealer cipher.AEAD, text []byte) []byte {
	nonce := make([]byte, sealer.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil
	}
	// ok: go.static-nonce
	return sealer.Seal(nonce, nonce, text, nil)
}

func read(block cipher.Block, text []byte) []byte {
	out := make([]byte, aes.BlockSize+len(text))
	iv := out[:aes.BlockSize]
	if _, err := io.ReadFull(rand.Reader, iv); err != nil {
		return nil
	}
	// ok: go.static-nonce
	cipher.NewCTR(block, iv).XORKeyStream(out[aes.BlockSize:], text)
	return out
}

func given(sealer cipher.AEAD, nonce, text []byte) []byte {
	// ok: go.static-nonce
	return sealer.Seal(nil, nonce, text, nil)
}

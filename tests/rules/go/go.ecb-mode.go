package boxes

import (
	"crypto/aes"
	"crypto/cipher"
)

func sealed(key, text []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(text))
	for at := 0; at < len(text); at += aes.BlockSize {
		// ruleid: go.ecb-mode
		block.Encrypt(out[at:at+aes.BlockSize], text[at:at+aes.BlockSize])
	}
	return out
}

func opened(block cipher.Block, text []byte) []byte {
	out := make([]byte, len(text))
	for from, to := 0, 16; from < len(text); from, to = from+16, to+16 {
		// ruleid: go.ecb-mode
		block.Decrypt(out[from:to], text[from:to])
	}
	return out
}

func shrinking(block cipher.Block, out, text []byte) {
	for len(text) > 0 {
		// ruleid: go.ecb-mode
		block.Encrypt(out, text[:16])
		text = text[16:]
		out = out[16:]
	}
}

func one(block cipher.Block, out, text []byte) {
	// ok: go.ecb-mode
	block.Encrypt(out, text)
}

func withMode(block cipher.Block, nonce, text []byte) []byte {
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		return nil
	}
	// ok: go.ecb-mode
	return sealer.Seal(nil, nonce, text, nil)
}

func counter(block cipher.Block, counter, stream []byte) {
	for range 4 {
		// ok: go.ecb-mode
		block.Encrypt(stream, counter)
		counter[15]++
	}
}

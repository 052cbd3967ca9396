package sums

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"hash/crc32"
	"io"
)

func sum(data []byte) [16]byte {
	// ruleid: go.weak-hash
	return md5.Sum(data)
}

func stream(reader io.Reader) []byte {
	// ruleid: go.weak-hash
	h := sha1.New()
	io.Copy(h, reader)
	return h.Sum(nil)
}

func signature(key, data []byte) []byte {
	// ruleid: go.weak-hash
	mac := hmac.New(md5.New, key)
	mac.Write(data)
	return mac.Sum(nil)
}

func short(data []byte) [20]byte {
	// ruleid: go.weak-hash
	return sha1.Sum(data)
}

func strong(data []byte) [32]byte {
	// ok: go.weak-hash
	return sha256.Sum256(data)
}

func sealed(key, data []byte) []byte {
	// ok: go.weak-hash
	mac := hmac.New(sha256.New, key)
	mac.Write(data)
	return mac.Sum(nil)
}

func checksum(data []byte) uint32 {
	// ok: go.weak-hash
	return crc32.ChecksumIEEE(data)
}

func size() int {
	// ok: go.weak-hash
	return md5.Size
}

type maker struct{ make func() hash.Hash }

func picked(strong bool) maker {
	if strong {
		// ok: go.weak-hash
		return maker{make: sha256.New}
	}
	// ruleid: go.weak-hash
	return maker{make: md5.New}
}

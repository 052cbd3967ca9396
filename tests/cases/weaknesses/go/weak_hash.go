package digests

import (
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/fnv"
	"io"
	"os"

	"golang.org/x/crypto/bcrypt"
)

var errAlgorithm = errors.New("algorithm not offered")

// unsafe: weak-hash
func passwordMatches(password string, stored string) bool {
	sum := md5.Sum([]byte(password))
	return subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(stored)) == 1
}

// safe: weak-hash - a function made for passwords
func passphraseMatches(passphrase string, stored []byte) bool {
	return bcrypt.CompareHashAndPassword(stored, []byte(passphrase)) == nil
}

// unsafe: weak-hash - the digest that a release is checked against
func releaseDigest(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	digest := sha1.New()
	if _, err := io.Copy(digest, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// safe: weak-hash - the same with a strong function
func archiveDigest(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// unsafe: weak-hash - the token is nothing but a weak hash over a secret
func resetToken(user string, issued int64, secret string) string {
	return fmt.Sprintf("%x", md5.Sum([]byte(fmt.Sprintf("%s|%d|%s", user, issued, secret))))
}

// safe: weak-hash - a keyed hash
func confirmToken(user string, issued int64, secret []byte) string {
	mac := hmac.New(sha512.New, secret)
	fmt.Fprintf(mac, "%s|%d", user, issued)
	return hex.EncodeToString(mac.Sum(nil))
}

// unsafe: weak-hash - the function is picked, and MD5 is the default
type signer struct {
	newHash func() hash.Hash
}

func newSigner(name string) signer {
	if name == "sha256" {
		return signer{newHash: sha256.New}
	}
	return signer{newHash: md5.New}
}

func (s signer) fingerprint(certificate []byte) string {
	h := s.newHash()
	h.Write(certificate)
	return hex.EncodeToString(h.Sum(nil))
}

// safe: weak-hash - the names of weak functions are refused
func newDigest(name string) (hash.Hash, error) {
	switch name {
	case "md5", "sha1":
		return nil, errAlgorithm
	case "sha512":
		return crypto.SHA512.New(), nil
	default:
		return crypto.SHA256.New(), nil
	}
}

// safe: weak-hash - a shard number and a checksum against broken transfers
func shardOf(key string, shards uint32, block []byte) (uint32, uint32) {
	h := fnv.New32a()
	h.Write([]byte(key))
	return h.Sum32() % shards, crc32.ChecksumIEEE(block)
}

package users

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"

	"golang.org/x/crypto/bcrypt"
)

func stored(password string) string {
	// ruleid: go.fast-password-hash
	sum := sha256.Sum256([]byte(password))
	return hex.EncodeToString(sum[:])
}

func salted(user user, salt string) [20]byte {
	// ruleid: go.fast-password-hash
	return sha1.Sum([]byte(salt + user.Password))
}

func streamed(passwd []byte) []byte {
	h := md5.New()
	// ruleid: go.fast-password-hash
	h.Write(passwd)
	return h.Sum(nil)
}

func slow(password string) ([]byte, error) {
	// ok: go.fast-password-hash
	return bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
}

func digest(data []byte) [32]byte {
	// ok: go.fast-password-hash
	return sha256.Sum256(data)
}

func tokenHash(token string) [32]byte {
	// ok: go.fast-password-hash
	return sha256.Sum256([]byte(token))
}

package users

import (
	"crypto/sha256"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/pbkdf2"
	"golang.org/x/crypto/scrypt"
)

const rounds = 1000

func cheap(password, salt []byte) {
	// ruleid: go.weak-key-derivation
	bcrypt.GenerateFromPassword(password, 4)
	// ruleid: go.weak-key-derivation
	bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
	// ruleid: go.weak-key-derivation
	pbkdf2.Key(password, salt, rounds, 32, sha256.New)
	// ruleid: go.weak-key-derivation
	scrypt.Key(password, salt, 1024, 8, 1, 32)
}

func strong(password, salt []byte) {
	// ok: go.weak-key-derivation
	bcrypt.GenerateFromPassword(password, bcrypt.DefaultCost)
	// ok: go.weak-key-derivation
	bcrypt.GenerateFromPassword(password, 12)
	// ok: go.weak-key-derivation
	pbkdf2.Key(password, salt, 600000, 32, sha256.New)
	// ok: go.weak-key-derivation
	scrypt.Key(password, salt, 32768, 8, 1, 32)
}

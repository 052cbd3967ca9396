package tokens

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	mrand "math/rand"
	"time"

	"github.com/google/uuid"
)

const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// unsafe: weak-random
func sessionToken() string {
	source := mrand.New(mrand.NewSource(time.Now().UnixNano()))
	token := make([]byte, 32)
	source.Read(token)
	return base64.RawURLEncoding.EncodeToString(token)
}

// safe: weak-random - the generator of the operating system
func apiToken() (string, error) {
	token := make([]byte, 32)
	if _, err := rand.Read(token); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(token), nil
}

// unsafe: weak-random - a one-time code
func oneTimeCode() string {
	return fmt.Sprintf("%06d", mrand.Intn(1_000_000))
}

// safe: weak-random - a one-time code from the strong generator
func recoveryCode() (string, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", number), nil
}

// unsafe: weak-random - a password, letter by letter
func initialPassword(length int) string {
	password := make([]byte, length)
	for i := range password {
		password[i] = alphabet[mrand.Intn(len(alphabet))]
	}
	return string(password)
}

// safe: weak-random - a password out of the strong generator, 32 letters divide 256
func temporaryPassword(length int) (string, error) {
	password := make([]byte, length)
	if _, err := rand.Read(password); err != nil {
		return "", err
	}
	for i, b := range password {
		password[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(password), nil
}

// safe: weak-random - a pause between two attempts is no secret
func pause(attempt int) time.Duration {
	base := 200 * time.Millisecond << min(attempt, 7)
	return base/2 + time.Duration(mrand.Int63n(int64(base/2)))
}

// unsafe: weak-random - the key is as guessable as the seed
type keyring struct {
	source *mrand.Rand
}

func newKeyring(started time.Time) *keyring {
	return &keyring{source: mrand.New(mrand.NewSource(started.Unix()))}
}

func (k *keyring) next() string {
	key := make([]byte, 16)
	for i := range key {
		key[i] = byte(k.source.Intn(256))
	}
	return hex.EncodeToString(key)
}

// safe: weak-random - the order of the pictures on the start page
func carousel(pictures []string, day int64) []string {
	shuffled := append([]string(nil), pictures...)
	mrand.New(mrand.NewSource(day)).Shuffle(len(shuffled), func(i, j int) {
		shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
	})
	return shuffled
}

// safe: weak-random - version 4 of the identifiers comes from crypto/rand
func inviteCode() string {
	return uuid.NewString()
}

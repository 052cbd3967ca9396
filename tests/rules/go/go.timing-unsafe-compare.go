package hooks

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

func raw(key, body, given []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	// ruleid: go.timing-unsafe-compare
	return bytes.Equal(mac.Sum(nil), given)
}

func text(key, body []byte, given string) error {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	// ruleid: go.timing-unsafe-compare
	if hex.EncodeToString(mac.Sum(nil)) != given {
		return errors.New("wrong signature")
	}
	return nil
}

func named(key, body []byte, given string) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	expected := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	// ruleid: go.timing-unsafe-compare
	return expected == given
}

func constantTime(key, body, given []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	// ok: go.timing-unsafe-compare
	return hmac.Equal(mac.Sum(nil), given)
}

func empty(key, body []byte, given string) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	// ok: go.timing-unsafe-compare
	if given == "" {
		return false
	}
	expected := hex.EncodeToString(mac.Sum(nil))
	// ok: go.timing-unsafe-compare
	return hmac.Equal([]byte(expected), []byte(given))
}

func same(a, b []byte) bool {
	// ok: go.timing-unsafe-compare
	return bytes.Equal(a, b)
}

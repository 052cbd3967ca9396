package access

import (
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"os"

	"github.com/golang-jwt/jwt/v5"
	"github.com/gorilla/sessions"
)

const signing = "shop-2021-signing"

// ruleid: go.hardcoded-key
var jwtKey = []byte("shop-2021-token")

// ruleid: go.hardcoded-key
var store = sessions.NewCookieStore([]byte("shop-2021-cookies"))

// ok: go.hardcoded-key
var other = sessions.NewCookieStore([]byte(os.Getenv("SHOP_SESSION_KEY")))

// ok: go.hardcoded-key
var listKey = []byte("items:")

func signed(token *jwt.Token) (string, error) {
	// ruleid: go.hardcoded-key
	return token.SignedString([]byte("shop-2021-token"))
}

func mac(data []byte) []byte {
	// ruleid: go.hardcoded-key
	m := hmac.New(sha256.New, []byte(signing))
	m.Write(data)
	return m.Sum(nil)
}

func keyOf(token *jwt.Token) (any, error) {
	// ruleid: go.hardcoded-key
	return []byte("shop-2021-token"), nil
}

func box() {
	// ruleid: go.hardcoded-key
	block, err := aes.NewCipher([]byte("0123456789abcdef"))
	use(block, err)
}

func fromOutside(token *jwt.Token, key []byte) (string, error) {
	// ok: go.hardcoded-key
	return token.SignedString(key)
}

func fromEnvironment(data []byte) []byte {
	// ok: go.hardcoded-key
	m := hmac.New(sha256.New, []byte(os.Getenv("SHOP_KEY")))
	m.Write(data)
	return m.Sum(nil)
}

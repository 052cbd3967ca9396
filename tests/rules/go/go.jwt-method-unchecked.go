package access

import (
	"errors"
	"os"

	"github.com/golang-jwt/jwt/v5"
)

func parsed(text string, key []byte) (*jwt.Token, error) {
	// ruleid: go.jwt-method-unchecked
	return jwt.Parse(text, func(token *jwt.Token) (interface{}, error) {
		return key, nil
	})
}

func withClaims(text string, claims *claims) error {
	// ruleid: go.jwt-method-unchecked
	_, err := jwt.ParseWithClaims(text, claims, func(token *jwt.Token) (any, error) {
		return []byte(os.Getenv("SHOP_KEY")), nil
	})
	return err
}

func public(text string, key any) bool {
	// ruleid: go.jwt-method-unchecked
	token, err := jwt.Parse(text, func(t *jwt.Token) (any, error) { return key, nil })
	return err == nil && token.Valid
}

func compared(text string, key []byte) (*jwt.Token, error) {
	// ok: go.jwt-method-unchecked
	return jwt.Parse(text, func(token *jwt.Token) (any, error) {
		if _, ok := token.Method.(*jwt.SigningMethodHMAC); !ok {
			return nil, errors.New("another method")
		}
		return key, nil
	})
}

func named(text string, key []byte) (*jwt.Token, error) {
	// ok: go.jwt-method-unchecked
	return jwt.Parse(text, func(token *jwt.Token) (any, error) {
		return key, nil
	}, jwt.WithValidMethods([]string{"HS256"}))
}

func elsewhere(text string) (*jwt.Token, error) {
	// ok: go.jwt-method-unchecked
	return jwt.Parse(text, keyOf)
}

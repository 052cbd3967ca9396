package access

import (
	"github.com/go-jose/go-jose/v4/jwt"
	gojwt "github.com/golang-jwt/jwt/v5"
)

func claims(text string) (gojwt.MapClaims, error) {
	found := gojwt.MapClaims{}
	// ruleid: go.jwt-unverified
	_, _, err := new(gojwt.Parser).ParseUnverified(text, found)
	return found, err
}

func josed(token *jwt.JSONWebToken) map[string]any {
	found := map[string]any{}
	// ruleid: go.jwt-unverified
	token.UnsafeClaimsWithoutVerification(&found)
	return found
}

func none(claims gojwt.MapClaims) (string, error) {
	// ruleid: go.jwt-unverified
	token := gojwt.NewWithClaims(gojwt.SigningMethodNone, claims)
	return token.SigningString()
}

func checked(text string) (*gojwt.Token, error) {
	// ok: go.jwt-unverified
	return gojwt.Parse(text, keyOf, gojwt.WithValidMethods([]string{"ES256"}))
}

func signed(claims gojwt.MapClaims, key []byte) (string, error) {
	// ok: go.jwt-unverified
	return gojwt.NewWithClaims(gojwt.SigningMethodHS256, claims).SignedString(key)
}

func verified(token *jwt.JSONWebToken, key any) (map[string]any, error) {
	found := map[string]any{}
	// ok: go.jwt-unverified
	err := token.Claims(key, &found)
	return found, err
}

func errorDropped(text string, keyOf gojwt.Keyfunc) string {
	found := &gojwt.RegisteredClaims{}
	// ruleid: go.jwt-unverified
	_, _ = gojwt.ParseWithClaims(text, found, keyOf, gojwt.WithValidMethods([]string{"ES256"}))
	return found.Subject
}

func issuerFirst(text string, keyOf gojwt.Keyfunc) (*gojwt.Token, error) {
	found := &gojwt.RegisteredClaims{}
	// ok: go.jwt-unverified
	if _, _, err := new(gojwt.Parser).ParseUnverified(text, found); err != nil {
		return nil, err
	}
	return gojwt.ParseWithClaims(text, found, keyOf, gojwt.WithValidMethods([]string{"ES256"}))
}

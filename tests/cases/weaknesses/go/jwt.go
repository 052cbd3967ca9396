package access

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"
)

var errToken = errors.New("token")

type claims struct {
	Role string `json:"role"`
	jwt.RegisteredClaims
}

func bearer(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// unsafe: jwt
func requireAdmin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var c claims
		if _, _, err := jwt.NewParser().ParseUnverified(bearer(r), &c); err != nil || c.Role != "admin" {
			http.Error(w, "forbidden", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// safe: jwt - the signature is checked, with one method only
func requireStaff(key []byte, next http.Handler) http.Handler {
	keyFunc := func(*jwt.Token) (any, error) { return key, nil }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var c claims
		token, err := jwt.ParseWithClaims(bearer(r), &c, keyFunc,
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
		if err != nil || !token.Valid || c.Role != "staff" {
			http.Error(w, "forbidden", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// unsafe: jwt - tokens without a signature are let in
func authenticate(key []byte) gin.HandlerFunc {
	return func(c *gin.Context) {
		token, err := jwt.Parse(bearer(c.Request), func(t *jwt.Token) (any, error) {
			if t.Method.Alg() == "none" {
				return jwt.UnsafeAllowNoneSignatureType, nil
			}
			return key, nil
		})
		if err != nil || !token.Valid {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		c.Set("claims", token.Claims)
	}
}

// safe: jwt - the family of the method is compared in the key function
func authorize(key []byte) gin.HandlerFunc {
	return func(c *gin.Context) {
		token, err := jwt.Parse(bearer(c.Request), func(t *jwt.Token) (any, error) {
			if _, ok := t.Method.(*jwt.SigningMethodHMAC); !ok {
				return nil, fmt.Errorf("method %q", t.Header["alg"])
			}
			return key, nil
		}, jwt.WithExpirationRequired())
		if err != nil || !token.Valid {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		c.Set("claims", token.Claims)
	}
}

// unsafe: jwt - the error of the parser is thrown away
func profile(key []byte) echo.HandlerFunc {
	return func(c echo.Context) error {
		user := &claims{}
		_, _ = jwt.ParseWithClaims(bearer(c.Request()), user, func(*jwt.Token) (any, error) {
			return key, nil
		})
		if user.Subject == "" {
			return echo.ErrUnauthorized
		}
		return c.JSON(http.StatusOK, map[string]string{"subject": user.Subject, "role": user.Role})
	}
}

// safe: jwt - the issuer is read without a check, but only to find the key for the check
func subject(raw string, keys map[string]*rsa.PublicKey) (string, error) {
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired())
	var unchecked jwt.RegisteredClaims
	if _, _, err := parser.ParseUnverified(raw, &unchecked); err != nil {
		return "", err
	}
	key, ok := keys[unchecked.Issuer]
	if !ok {
		return "", errToken
	}
	var checked jwt.RegisteredClaims
	if _, err := parser.ParseWithClaims(raw, &checked, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return "", err
	}
	return checked.Subject, nil
}

// unsafe: jwt - issued without a signature
func ticket(subject string) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{
		"sub": subject,
		"exp": time.Now().Add(time.Hour).Unix(),
	})
	return token.SignedString(jwt.UnsafeAllowNoneSignatureType)
}

// safe: jwt - issued with a signature
func voucher(subject string, key *rsa.PrivateKey) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"sub": subject,
		"exp": time.Now().Add(time.Hour).Unix(),
	})
	return token.SignedString(key)
}

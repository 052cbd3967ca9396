package settings

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"net/http"
	"net/smtp"
	"os"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/redis/go-redis/v9"
)

// unsafe: hardcoded-secret
func openBilling() (*sql.DB, error) {
	return sql.Open("postgres", "postgres://billing:gR7vq2Lm9xTz@db.internal:5432/billing?sslmode=verify-full")
}

// safe: hardcoded-secret - the address comes from the environment
func openLedger() (*sql.DB, error) {
	dsn := os.Getenv("LEDGER_DSN")
	if dsn == "" {
		return nil, errors.New("LEDGER_DSN is not set")
	}
	return sql.Open("postgres", dsn)
}

// unsafe: hardcoded-secret - the key that signs the tokens
var jwtKey = []byte("m3Vd0-pZ8q-signing-key-2021")

func issueToken(subject string) (string, error) {
	claims := jwt.RegisteredClaims{Subject: subject, ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour))}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(jwtKey)
}

// safe: hardcoded-secret - the path of a key, not the key
const ticketKeyFile = "/run/secrets/ticket_key"

func issueTicket(subject string) (string, error) {
	key, err := os.ReadFile(ticketKeyFile)
	if err != nil {
		return "", err
	}
	claims := jwt.RegisteredClaims{Subject: subject, ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour))}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(bytes.TrimSpace(key))
}

// unsafe: hardcoded-secret - a password that stands in for a missing variable
func mailAuth() smtp.Auth {
	password, ok := os.LookupEnv("SMTP_PASSWORD")
	if !ok {
		password = "Winter-Falcon-4471"
	}
	return smtp.PlainAuth("", "notifier@acme.example", password, "smtp.acme.example")
}

// safe: hardcoded-secret - without the variable there is no login
func mailLogin() (smtp.Auth, error) {
	password, ok := os.LookupEnv("SMTP_PASSWORD")
	if !ok {
		return nil, errors.New("no password for the mail server")
	}
	return smtp.PlainAuth("", "notifier@acme.example", password, "smtp.acme.example"), nil
}

// unsafe: hardcoded-secret - an option of a client
func newCache() *redis.Client {
	return redis.NewClient(&redis.Options{
		Addr:     "cache.internal:6379",
		Username: "app",
		Password: "k9!TtQ4w-Zp1",
	})
}

// safe: hardcoded-secret - names of fields, headers and messages
const (
	passwordField   = "password"
	tokenHeader     = "X-Auth-Token"
	passwordMissing = "Please enter your password"
)

func loginProblem(r *http.Request) string {
	if r.Header.Get(tokenHeader) == "" && r.FormValue(passwordField) == "" {
		return passwordMissing
	}
	return ""
}

// safe: hardcoded-secret - the secret is handed in by the caller
type webhook struct {
	secret []byte
}

func newWebhook(ctx context.Context, lookup func(context.Context, string) ([]byte, error)) (*webhook, error) {
	secret, err := lookup(ctx, "webhook-secret")
	if err != nil {
		return nil, err
	}
	return &webhook{secret: secret}, nil
}

func (h *webhook) verify(body, signature []byte) bool {
	mac := hmac.New(sha256.New, h.secret)
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), signature)
}

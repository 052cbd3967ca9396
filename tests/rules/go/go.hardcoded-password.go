package stores

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/smtp"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"golang.org/x/crypto/ssh"
)

const dsn = "shop:Winter-2021@tcp(db.example:3306)/shop"

func open() {
	// ruleid: go.hardcoded-password
	a, err := sql.Open("mysql", dsn)
	// ruleid: go.hardcoded-password
	b, err := pgx.Connect(context.Background(), "postgres://shop:winter@db.example:5432/shop")
	// ruleid: go.hardcoded-password
	c, err := sql.Open("postgres", "host=db.example user=shop password=winter2021 dbname=shop")
	// ruleid: go.hardcoded-password
	d := redis.NewClient(&redis.Options{Addr: "cache.example:6379", Password: "winter"})
	use(a, b, c, d, err)
}

func mail() smtp.Auth {
	// ruleid: go.hardcoded-password
	return smtp.PlainAuth("", "shop", "winter2021", "mail.example")
}

func remote() ssh.AuthMethod {
	// ruleid: go.hardcoded-password
	return ssh.Password("winter")
}

func ask(r *http.Request) {
	// ruleid: go.hardcoded-password
	r.SetBasicAuth("shop", "winter2021")
	// ok: go.hardcoded-password
	r.SetBasicAuth("shop", os.Getenv("SHOP_PASSWORD"))
}

func fromEnvironment() {
	// ok: go.hardcoded-password
	a, err := sql.Open("pgx", os.Getenv("SHOP_DATABASE_URL"))
	// ok: go.hardcoded-password
	b, err := sql.Open("mysql", fmt.Sprintf("shop:%s@tcp(db.example)/shop", os.Getenv("SHOP_PASSWORD")))
	// ok: go.hardcoded-password
	c, err := sql.Open("pgx", "postgres://db.example/shop?sslmode=verify-full")
	// ok: go.hardcoded-password
	d := redis.NewClient(&redis.Options{Addr: "cache.example:6379", Password: ""})
	// ok: go.hardcoded-password
	e, err := sql.Open("pgx", "postgres://shop:shop@localhost/shop_test")
	use(a, b, c, d, e, err)
}

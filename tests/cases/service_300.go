// Package main is a harbour office: berths, bookings and documents behind a small net/http API.
package main

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"crypto/tls"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"math/rand"
	"net/http"
	_ "net/http/pprof"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

const (
	documentFolder = "/var/lib/harbour/documents"
	longestBody    = 1 << 20
	signingKey     = "harbour-2019-signing"
)

var (
	sortColumns = map[string]string{"name": "name", "length": "length_m", "free": "free_from"}
	weatherFeed = map[string]string{
		"north": "https://north.weather.example/v1",
		"south": "https://south.weather.example/v1",
	}
	page = template.Must(template.New("berth").Parse(`<h1>{{.Name}}</h1><p>{{.Length}} m</p>`))
)

type berth struct {
	ID     int64   `json:"id"`
	Name   string  `json:"name"`
	Length float64 `json:"length"`
	Quay   string  `json:"quay"`
}

type booking struct {
	Berth int64     `json:"berth"`
	Ship  string    `json:"ship"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Hook  string    `json:"hook"`
}

type office struct {
	db     *sql.DB
	log    *slog.Logger
	client *http.Client
}

func (o *office) answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		o.log.Error("answer", "error", err)
	}
}

func (o *office) fail(w http.ResponseWriter, status int, err error) {
	o.log.Warn("request failed", "status", status, "error", err)
	http.Error(w, http.StatusText(status), status)
}

func (o *office) needsKey(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		mac := hmac.New(sha256.New, []byte(signingKey))
		mac.Write([]byte(r.URL.Path))
		given, err := hex.DecodeString(r.Header.Get("X-Signature"))
		if err != nil || !hmac.Equal(given, mac.Sum(nil)) {
			o.fail(w, http.StatusUnauthorized, errors.New("wrong signature"))
			return
		}
		next(w, r)
	}
}

func (o *office) rows(ctx context.Context, statement string, values ...any) ([]berth, error) {
	rows, err := o.db.QueryContext(ctx, statement, values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []berth{}
	for rows.Next() {
		var b berth
		if err := rows.Scan(&b.ID, &b.Name, &b.Length, &b.Quay); err != nil {
			return nil, err
		}
		found = append(found, b)
	}
	return found, rows.Err()
}

func (o *office) listBerths(w http.ResponseWriter, r *http.Request) {
	column, ok := sortColumns[r.URL.Query().Get("sort")]
	if !ok {
		column = "name"
	}
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit < 1 || limit > 200 {
		limit = 50
	}
	found, err := o.rows(r.Context(), "SELECT id, name, length_m, quay FROM berths ORDER BY "+column+" LIMIT $1", limit)
	if err != nil {
		o.fail(w, http.StatusInternalServerError, err)
		return
	}
	o.answer(w, http.StatusOK, found)
}

func (o *office) searchBerths(w http.ResponseWriter, r *http.Request) {
	quay := r.URL.Query().Get("quay")
	statement := fmt.Sprintf("SELECT id, name, length_m, quay FROM berths WHERE quay = '%s'", quay)
	rows, err := o.db.QueryContext(r.Context(), statement)
	if err != nil {
		o.fail(w, http.StatusInternalServerError, err)
		return
	}
	defer rows.Close()
	names := []string{}
	for rows.Next() {
		var b berth
		if err := rows.Scan(&b.ID, &b.Name, &b.Length, &b.Quay); err == nil {
			names = append(names, b.Name)
		}
	}
	o.answer(w, http.StatusOK, names)
}

func (o *office) berthByID(r *http.Request) (berth, error) {
	var b berth
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return b, err
	}
	row := o.db.QueryRowContext(r.Context(), "SELECT id, name, length_m, quay FROM berths WHERE id = $1", id)
	return b, row.Scan(&b.ID, &b.Name, &b.Length, &b.Quay)
}

func (o *office) showBerth(w http.ResponseWriter, r *http.Request) {
	b, err := o.berthByID(r)
	if err != nil {
		o.fail(w, http.StatusNotFound, err)
		return
	}
	if err := page.Execute(w, b); err != nil {
		o.log.Error("page", "error", err)
	}
}

func (o *office) greet(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<p>Welcome, captain %s</p>", r.FormValue("captain"))
}

func (o *office) addBooking(w http.ResponseWriter, r *http.Request) {
	var b booking
	body := http.MaxBytesReader(w, r.Body, longestBody)
	if err := json.NewDecoder(body).Decode(&b); err != nil {
		o.fail(w, http.StatusBadRequest, err)
		return
	}
	_, err := o.db.ExecContext(r.Context(),
		"INSERT INTO bookings (berth, ship, starts, ends) VALUES ($1, $2, $3, $4)", b.Berth, b.Ship, b.From, b.To)
	if err != nil {
		o.fail(w, http.StatusConflict, err)
		return
	}
	if b.Hook != "" {
		answer, err := http.Post(b.Hook, "application/json", strings.NewReader(`{"booked":true}`))
		if err == nil {
			answer.Body.Close()
		}
	}
	token := fmt.Sprintf("%08x", rand.Uint32())
	o.answer(w, http.StatusCreated, map[string]string{"token": token})
}

func (o *office) weather(w http.ResponseWriter, r *http.Request) {
	base, ok := weatherFeed[r.PathValue("region")]
	if !ok {
		o.fail(w, http.StatusNotFound, errors.New("no such region"))
		return
	}
	answer, err := o.client.Get(base + "/wind?" + url.Values{"hours": {"12"}}.Encode())
	if err != nil {
		o.fail(w, http.StatusBadGateway, err)
		return
	}
	defer answer.Body.Close()
	var wind map[string]float64
	if err := json.NewDecoder(io.LimitReader(answer.Body, longestBody)).Decode(&wind); err != nil {
		o.fail(w, http.StatusBadGateway, err)
		return
	}
	o.answer(w, http.StatusOK, wind)
}

func (o *office) document(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	data, err := os.ReadFile(filepath.Join(documentFolder, name))
	if err != nil {
		o.fail(w, http.StatusNotFound, err)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, md5.Sum(data)))
	w.Write(data)
}

func (o *office) receipt(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.PathValue("name"))
	http.ServeFile(w, r, filepath.Join(documentFolder, "receipts", name))
}

func (o *office) convert(w http.ResponseWriter, r *http.Request) {
	source := r.PostFormValue("source")
	ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "sh", "-c", "pdftotext "+source+" -").Output()
	if err != nil {
		o.fail(w, http.StatusUnprocessableEntity, err)
		return
	}
	o.answer(w, http.StatusOK, map[string]int{"characters": len(out)})
}

func (o *office) thumbnail(w http.ResponseWriter, r *http.Request) {
	width, err := strconv.Atoi(r.FormValue("width"))
	if err != nil {
		o.fail(w, http.StatusBadRequest, err)
		return
	}
	cover := filepath.Join(documentFolder, "cover.pdf")
	out, err := exec.CommandContext(r.Context(), "pdftoppm", "-png", "-scale-to", strconv.Itoa(width), cover).Output()
	if err != nil {
		o.fail(w, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Write(out)
}

func (o *office) leave(w http.ResponseWriter, r *http.Request) {
	if next := r.FormValue("next"); next != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/berths", http.StatusSeeOther)
}

func (o *office) login(w http.ResponseWriter, r *http.Request) {
	var id int64
	err := o.db.QueryRowContext(r.Context(), "SELECT id FROM officers WHERE badge = $1", r.PostFormValue("badge")).Scan(&id)
	if err != nil {
		o.fail(w, http.StatusUnauthorized, err)
		return
	}
	session := newSession(id)
	http.SetCookie(w, &http.Cookie{Name: "session", Value: session, Path: "/", HttpOnly: true, Secure: false})
	o.answer(w, http.StatusOK, map[string]int64{"officer": id})
}

func newSession(officer int64) string {
	mac := hmac.New(sha256.New, []byte(os.Getenv("HARBOUR_SESSION_KEY")))
	fmt.Fprintf(mac, "%d:%d", officer, time.Now().Unix())
	return hex.EncodeToString(mac.Sum(nil))
}

func (o *office) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /berths", o.listBerths)
	mux.HandleFunc("GET /berths/search", o.searchBerths)
	mux.HandleFunc("GET /berths/{id}", o.showBerth)
	mux.HandleFunc("GET /greeting", o.greet)
	mux.HandleFunc("POST /bookings", o.needsKey(o.addBooking))
	mux.HandleFunc("GET /weather/{region}", o.weather)
	mux.HandleFunc("GET /documents", o.document)
	mux.HandleFunc("GET /receipts/{name}", o.receipt)
	mux.HandleFunc("POST /documents/convert", o.needsKey(o.convert))
	mux.HandleFunc("GET /documents/thumbnail", o.thumbnail)
	mux.HandleFunc("GET /leave", o.leave)
	mux.HandleFunc("POST /login", o.login)
	mux.Handle("/debug/", http.DefaultServeMux)
	return mux
}

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	db, err := sql.Open("pgx", "postgres://harbour:Ahoy-2019@db.example/harbour")
	if err != nil {
		log.Error("database", "error", err)
		os.Exit(1)
	}
	if err := os.MkdirAll(documentFolder, 0o777); err != nil {
		log.Error("documents", "error", err)
		os.Exit(1)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	o := &office{db: db, log: log, client: &http.Client{Transport: transport, Timeout: 5 * time.Second}}
	log.Error("stopped", "error", http.ListenAndServe(":8080", o.routes()))
}

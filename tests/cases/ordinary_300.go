// Command inventory keeps the stock of the shops: articles, movements and reorders.
package main

import (
	"bytes"
	"context"
	"crypto/sha1"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/lib/pq"
)

// config is what the environment decides.
type config struct {
	addr        string
	databaseURL string
	supplierURL string
	photoDir    string
}

func loadConfig() config {
	return config{
		addr:        envOr("INVENTORY_ADDR", "127.0.0.1:8080"),
		databaseURL: os.Getenv("DATABASE_URL"),
		supplierURL: envOr("SUPPLIER_URL", "https://supplier.example.com"),
		photoDir:    envOr("PHOTO_DIR", "photos"),
	}
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

var (
	errNotFound = errors.New("not found")
	errTooFew   = errors.New("not enough in stock")
)

// article is one thing the shops sell.
type article struct {
	SKU      string `json:"sku"`
	Name     string `json:"name"`
	Quantity int    `json:"quantity"`
	Minimum  int    `json:"minimum"`
}

// movement changes the stock of an article; negative amounts take from it.
type movement struct {
	SKU    string `json:"sku"`
	Amount int    `json:"amount"`
	Reason string `json:"reason"`
}

func (m movement) validate() error {
	switch {
	case strings.TrimSpace(m.SKU) == "":
		return errors.New("sku is missing")
	case m.Amount == 0:
		return errors.New("amount must not be zero")
	case len(m.Reason) > 200:
		return errors.New("reason is too long")
	}
	return nil
}

// store reads and writes the stock.
type store struct {
	db *sql.DB
}

const articleColumns = "sku, name, quantity, minimum"

func (s *store) article(ctx context.Context, sku string) (article, error) {
	var a article
	row := s.db.QueryRowContext(ctx, "SELECT "+articleColumns+" FROM articles WHERE sku = $1", sku)
	err := row.Scan(&a.SKU, &a.Name, &a.Quantity, &a.Minimum)
	if errors.Is(err, sql.ErrNoRows) {
		return a, errNotFound
	}
	return a, err
}

// search finds articles by a part of their names, at most limit of them.
func (s *store) search(ctx context.Context, part string, limit int) ([]article, error) {
	rows, err := s.db.QueryContext(ctx,
		`SELECT `+articleColumns+` FROM articles
		 WHERE name ILIKE '%' || $1 || '%' ORDER BY name LIMIT $2`, part, limit)
	if err != nil {
		return nil, fmt.Errorf("search articles: %w", err)
	}
	defer rows.Close()
	found := make([]article, 0, limit)
	for rows.Next() {
		var a article
		if err := rows.Scan(&a.SKU, &a.Name, &a.Quantity, &a.Minimum); err != nil {
			return nil, fmt.Errorf("scan article: %w", err)
		}
		found = append(found, a)
	}
	return found, rows.Err()
}

// apply books a movement and returns the article as it is afterwards.
func (s *store) apply(ctx context.Context, m movement) (article, error) {
	var a article
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return a, fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	row := tx.QueryRowContext(ctx,
		"SELECT "+articleColumns+" FROM articles WHERE sku = $1 FOR UPDATE", m.SKU)
	if err := row.Scan(&a.SKU, &a.Name, &a.Quantity, &a.Minimum); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return a, errNotFound
		}
		return a, fmt.Errorf("lock article: %w", err)
	}
	if a.Quantity+m.Amount < 0 {
		return a, errTooFew
	}
	a.Quantity += m.Amount
	if _, err := tx.ExecContext(ctx,
		"UPDATE articles SET quantity = $1 WHERE sku = $2", a.Quantity, a.SKU); err != nil {
		return a, fmt.Errorf("update article: %w", err)
	}
	if _, err := tx.ExecContext(ctx,
		"INSERT INTO movements (sku, amount, reason, booked_at) VALUES ($1, $2, $3, now())",
		m.SKU, m.Amount, m.Reason); err != nil {
		return a, fmt.Errorf("insert movement: %w", err)
	}
	return a, tx.Commit()
}

// supplier is the client of the supplier's ordering service.
type supplier struct {
	baseURL string
	client  *http.Client
}

// reorder asks for as many pieces as are missing to twice the minimum.
func (s *supplier) reorder(ctx context.Context, a article) error {
	order := map[string]any{"sku": a.SKU, "quantity": 2*a.Minimum - a.Quantity}
	body, err := json.Marshal(order)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost,
		s.baseURL+"/v1/orders", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(req)
	if err != nil {
		return fmt.Errorf("reorder %s: %w", a.SKU, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		return fmt.Errorf("reorder %s: supplier answered %s", a.SKU, resp.Status)
	}
	return nil
}

// server answers the HTTP requests.
type server struct {
	store    *store
	supplier *supplier
	photoDir string
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /articles", s.listArticles)
	mux.HandleFunc("GET /articles/{sku}", s.showArticle)
	mux.HandleFunc("GET /articles/{sku}/photo", s.showPhoto)
	mux.HandleFunc("POST /movements", s.bookMovement)
	return mux
}

func (s *server) listArticles(w http.ResponseWriter, r *http.Request) {
	part := r.URL.Query().Get("q")
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit < 1 || limit > 200 {
		limit = 50
	}
	found, err := s.store.search(r.Context(), part, limit)
	if err != nil {
		s.fail(w, err)
		return
	}
	log.Printf("search for %s: %d articles", part, len(found))
	writeJSON(w, http.StatusOK, found)
}

func (s *server) showArticle(w http.ResponseWriter, r *http.Request) {
	a, err := s.store.article(r.Context(), r.PathValue("sku"))
	if err != nil {
		s.fail(w, err)
		return
	}
	tag := etag(a)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("ETag", tag)
	writeJSON(w, http.StatusOK, a)
}

func etag(a article) string {
	sum := sha1.Sum([]byte(fmt.Sprintf("%s|%s|%d|%d", a.SKU, a.Name, a.Quantity, a.Minimum)))
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

func (s *server) showPhoto(w http.ResponseWriter, r *http.Request) {
	size := r.URL.Query().Get("size")
	if size == "" {
		size = "small"
	}
	http.ServeFile(w, r, filepath.Join(s.photoDir, size, r.PathValue("sku")+".jpg"))
}

func (s *server) bookMovement(w http.ResponseWriter, r *http.Request) {
	var m movement
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 16<<10))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "body is not a movement"})
		return
	}
	if err := m.validate(); err != nil {
		writeJSON(w, http.StatusUnprocessableEntity, map[string]string{"error": err.Error()})
		return
	}
	a, err := s.store.apply(r.Context(), m)
	if err != nil {
		s.fail(w, err)
		return
	}
	if a.Quantity < a.Minimum {
		if err := s.supplier.reorder(r.Context(), a); err != nil {
			log.Printf("reorder failed: %v", err)
		}
	}
	if next := r.URL.Query().Get("next"); next != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	writeJSON(w, http.StatusCreated, a)
}

// fail answers with the status that fits the error and logs what is not the client's.
func (s *server) fail(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errNotFound):
		writeJSON(w, http.StatusNotFound, map[string]string{"error": err.Error()})
	case errors.Is(err, errTooFew):
		writeJSON(w, http.StatusConflict, map[string]string{"error": err.Error()})
	default:
		log.Printf("request failed: %v", err)
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "internal error"})
	}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Printf("write answer: %v", err)
	}
}

func main() {
	cfg := loadConfig()
	db, err := sql.Open("postgres", cfg.databaseURL)
	if err != nil {
		log.Fatalf("open database: %v", err)
	}
	defer db.Close()
	srv := &server{
		store:    &store{db: db},
		supplier: &supplier{baseURL: cfg.supplierURL, client: &http.Client{Timeout: 5 * time.Second}},
		photoDir: cfg.photoDir,
	}
	web := &http.Server{
		Addr:              cfg.addr,
		Handler:           srv.routes(),
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      30 * time.Second,
	}
	if err := web.ListenAndServe(); err != nil {
		log.Printf("serve: %v", err)
	}
}

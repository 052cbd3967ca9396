package audit

import (
	"encoding/json"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

var (
	actions = map[string]string{"c": "created", "d": "deleted", "u": "updated"}
	breaks  = strings.NewReplacer("\n", "\\n", "\r", "\\r")
	logger  = log.New(os.Stderr, "audit ", log.LstdFlags)
)

// unsafe: log-injection
func loginFailed(w http.ResponseWriter, r *http.Request) {
	user := r.FormValue("user")
	log.Printf("login failed for %s", user)
	w.WriteHeader(http.StatusUnauthorized)
}

// safe: log-injection - the verb quotes line ends
func loginRefused(w http.ResponseWriter, r *http.Request) {
	user := r.FormValue("user")
	log.Printf("login refused for %q", user)
	w.WriteHeader(http.StatusUnauthorized)
}

// unsafe: log-injection - a path is decoded before the handler sees it
func notFound(c *gin.Context) {
	message := "no route for " + c.Request.URL.Path
	logger.Println(message)
	c.Status(http.StatusNotFound)
}

// safe: log-injection - the path is escaped again
func gone(c *gin.Context) {
	message := "gone: " + url.PathEscape(c.Request.URL.Path)
	logger.Println(message)
	c.Status(http.StatusGone)
}

// unsafe: log-injection - a member of the JSON body, and only blanks are trimmed
func feedback(c echo.Context) error {
	var body struct {
		Author string `json:"author"`
		Text   string `json:"text"`
	}
	if err := json.NewDecoder(c.Request().Body).Decode(&body); err != nil {
		return echo.ErrBadRequest
	}
	logger.Printf("feedback by %v: %v", strings.TrimSpace(body.Author), strings.TrimSpace(body.Text))
	return c.NoContent(http.StatusNoContent)
}

// safe: log-injection - line ends are replaced in both
func praise(c echo.Context) error {
	var body struct {
		Author string `json:"author"`
		Text   string `json:"text"`
	}
	if err := json.NewDecoder(c.Request().Body).Decode(&body); err != nil {
		return echo.ErrBadRequest
	}
	logger.Printf("praise by %v: %v", breaks.Replace(body.Author), breaks.Replace(body.Text))
	return c.NoContent(http.StatusNoContent)
}

// unsafe: log-injection - the body is written to the log file as it is
func comment(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4096))
	if err != nil {
		http.Error(w, "body", http.StatusBadRequest)
		return
	}
	entry := strings.Join([]string{"comment", r.Method, string(body)}, " ")
	logger.Output(2, entry)
	w.WriteHeader(http.StatusNoContent)
}

// safe: log-injection - structured logging with a handler that writes JSON
func remark(w http.ResponseWriter, r *http.Request) {
	structured := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	structured.Info("remark", "text", r.FormValue("text"))
	w.WriteHeader(http.StatusNoContent)
}

// safe: log-injection - a number and a word out of a constant table
func event(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.FormValue("id"))
	if err != nil {
		http.Error(w, "id", http.StatusBadRequest)
		return
	}
	log.Printf("document %d was %s", id, actions[r.FormValue("action")])
}

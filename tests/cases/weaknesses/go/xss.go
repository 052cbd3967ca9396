package guestbook

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io"
	"net/http"
	"strconv"
	text "text/template"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

var (
	mailPage  = text.Must(text.New("mail").Parse(`<html><body><p>Hello {{.Name}}</p></body></html>`))
	guestPage = template.Must(template.New("guest").Parse(`<html><body><p>Hello {{.Name}}</p></body></html>`))
	greetings = map[string]string{"de": "Guten Tag", "fr": "Bonjour"}
)

type visitor struct {
	Name string `json:"name"`
}

// unsafe: xss
func hello(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<html><body><h1>Hello %s</h1></body></html>", name)
}

// safe: xss - escaped
func welcome(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<html><body><h1>Welcome %s</h1></body></html>", html.EscapeString(name))
}

// unsafe: xss - a template of the package that does not escape
func mailPreview(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := mailPage.Execute(w, visitor{Name: r.FormValue("name")}); err != nil {
		http.Error(w, "template", http.StatusInternalServerError)
	}
}

// safe: xss - a template of the package that escapes
func guestPreview(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := guestPage.Execute(w, visitor{Name: r.FormValue("name")}); err != nil {
		http.Error(w, "template", http.StatusInternalServerError)
	}
}

// unsafe: xss - the conversion tells the template not to escape
func signature(c *gin.Context) {
	page := template.Must(template.New("signature").Parse(`<footer>{{.}}</footer>`))
	c.Header("Content-Type", "text/html; charset=utf-8")
	page.Execute(c.Writer, template.HTML(c.Query("signature")))
}

// safe: xss - the conversion is applied to a constant
func imprint(c *gin.Context) {
	page := template.Must(template.New("imprint").Parse(`<footer>{{.Note}} {{.Owner}}</footer>`))
	c.Header("Content-Type", "text/html; charset=utf-8")
	page.Execute(c.Writer, map[string]any{
		"Note":  template.HTML("<b>&copy;</b>"),
		"Owner": c.Query("owner"),
	})
}

// unsafe: xss - echo's HTML writes what it is given
func search(c echo.Context) error {
	query := c.QueryParam("q")
	page := "<p>No entries for <em>" + query + "</em>.</p>"
	return c.HTML(http.StatusOK, page)
}

// safe: xss - plain text that is not to be sniffed
func lookup(c echo.Context) error {
	query := c.QueryParam("q")
	c.Response().Header().Set("X-Content-Type-Options", "nosniff")
	return c.String(http.StatusOK, "No entries for "+query+".")
}

// safe: xss - JSON
func echoVisitor(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4096))
	if err != nil {
		http.Error(w, "body", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(visitor{Name: string(body)})
}

// safe: xss - a constant greeting and a number
func greeting(w http.ResponseWriter, r *http.Request) {
	visits, err := strconv.Atoi(r.FormValue("visits"))
	word, ok := greetings[r.FormValue("language")]
	if err != nil || !ok {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, "<p>"+word+", visit "+strconv.Itoa(visits)+"</p>")
}

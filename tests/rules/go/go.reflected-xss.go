package pages

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io"
	"net/http"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

var page = template.Must(template.New("page").Parse("<p>{{.}}</p>"))

func greet(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go.reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name)
}

func written(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.reflected-xss
	w.Write([]byte("<p>" + r.FormValue("text") + "</p>"))
	// ruleid: go.reflected-xss
	io.WriteString(w, "<p>"+r.FormValue("text")+"</p>")
}

func printed(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	// ruleid: go.reflected-xss
	fmt.Fprintln(w, "Not found:", r.URL.Path)
}

func withEcho(c echo.Context) error {
	// ruleid: go.reflected-xss
	return c.HTML(http.StatusOK, "<b>"+c.QueryParam("q")+"</b>")
}

func withGin(c *gin.Context) {
	// ruleid: go.reflected-xss
	c.Data(http.StatusOK, "text/html; charset=utf-8", []byte("<b>"+c.Query("q")+"</b>"))
	// ok: go.reflected-xss
	c.String(http.StatusOK, "you asked for %s", c.Query("q"))
	// ok: go.reflected-xss
	c.JSON(http.StatusOK, gin.H{"q": c.Query("q")})
}

func escaped(w http.ResponseWriter, r *http.Request) {
	// ok: go.reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", html.EscapeString(r.FormValue("name")))
	// ok: go.reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", template.HTMLEscapeString(r.FormValue("name")))
}

func rendered(w http.ResponseWriter, r *http.Request) {
	// ok: go.reflected-xss
	page.Execute(w, r.FormValue("name"))
}

func plain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// ok: go.reflected-xss
	fmt.Fprintf(w, "<%s>", r.FormValue("name"))
}

func asJSON(w http.ResponseWriter, r *http.Request) {
	data, err := json.Marshal(map[string]string{"name": r.FormValue("name")})
	if err != nil {
		return
	}
	// ok: go.reflected-xss
	w.Write(data)
}

func number(w http.ResponseWriter, r *http.Request) {
	page, err := strconv.Atoi(r.FormValue("page"))
	if err != nil {
		return
	}
	// ok: go.reflected-xss
	fmt.Fprintf(w, "<p>page %d</p>", page)
}

func file(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile("reports/" + r.PathValue("name"))
	if err != nil {
		// ok: go.reflected-xss
		fmt.Fprintf(w, "<p>%v</p>", err)
		return
	}
	// ok: go.reflected-xss
	w.Write(data)
}

package mailing

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"os"
	text "text/template"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

var greeting = text.Must(text.New("greeting").Parse("Hello {{.Name}}, your order {{.Order}} is on its way.\n"))

var layouts = map[string]string{
	"short": "Order {{.Order}}\n",
	"long":  "Dear {{.Name}},\nwe have sent order {{.Order}}.\n",
}

type shipment struct {
	Name  string
	Order int
}

func (s shipment) Attachment(path string) (string, error) {
	content, err := os.ReadFile(path)
	return string(content), err
}

// unsafe: template-injection
func preview(w http.ResponseWriter, r *http.Request) {
	page, err := text.New("preview").Parse(r.FormValue("template"))
	if err != nil {
		http.Error(w, "template", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	page.Execute(w, shipment{Name: "Kim", Order: 4711})
}

// safe: template-injection - the template is constant, the client's text is data
func confirm(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if err := greeting.Execute(w, shipment{Name: r.FormValue("name"), Order: 4711}); err != nil {
		http.Error(w, "template", http.StatusInternalServerError)
	}
}

// unsafe: template-injection - the subject becomes a part of the template's text
func compose(c *gin.Context) {
	source := fmt.Sprintf("%s\n\nDear {{.Name}}, order {{.Order}} has left us.\n", c.PostForm("subject"))
	message, err := text.New("mail").Parse(source)
	if err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	var out bytes.Buffer
	message.Execute(&out, shipment{Name: "Kim", Order: 4711})
	c.String(http.StatusOK, out.String())
}

// safe: template-injection - the layout is one of two constants
func layout(c *gin.Context) {
	source, ok := layouts[c.PostForm("layout")]
	if !ok {
		c.Status(http.StatusBadRequest)
		return
	}
	message := text.Must(text.New("mail").Parse(source))
	var out bytes.Buffer
	message.Execute(&out, shipment{Name: "Kim", Order: 4711})
	c.String(http.StatusOK, out.String())
}

// unsafe: template-injection - html/template escapes data, not its own text
func page(c echo.Context) error {
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, 1<<16))
	if err != nil {
		return echo.ErrBadRequest
	}
	source := "<html><body>" + string(body) + "</body></html>"
	parsed, err := template.New("page").Parse(source)
	if err != nil {
		return echo.ErrBadRequest
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, shipment{Name: "Kim", Order: 4711}); err != nil {
		return echo.ErrBadRequest
	}
	return c.String(http.StatusOK, out.String())
}

// safe: template-injection - the body is handed to a constant template
func note(c echo.Context) error {
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, 1<<16))
	if err != nil {
		return echo.ErrBadRequest
	}
	parsed := template.Must(template.New("note").Parse("<html><body>{{.}}</body></html>"))
	var out bytes.Buffer
	if err := parsed.Execute(&out, string(body)); err != nil {
		return echo.ErrInternalServerError
	}
	return c.HTMLBlob(http.StatusOK, out.Bytes())
}

// safe: template-injection - the parameter is overwritten before the text is parsed
func standard(w http.ResponseWriter, r *http.Request) {
	source := r.URL.Query().Get("template")
	if len(source) > 0 {
		w.Header().Set("X-Template", "standard")
	}
	source = layouts["short"]
	page := text.Must(text.New("standard").Parse(source))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	page.Execute(w, shipment{Name: "Kim", Order: 4711})
}

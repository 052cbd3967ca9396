package pages

import (
	"html/template"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
)

func greet(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.template-injection
	page, err := template.New("page").Parse("Hello " + r.FormValue("name"))
	use(page, err)
}

func preview(c *gin.Context) {
	text := c.PostForm("template")
	// ruleid: go.template-injection
	page := template.Must(template.New("preview").Parse(text))
	page.Execute(c.Writer, nil)
}

func withFunctions(w http.ResponseWriter, r *http.Request) {
	body := r.URL.Query().Get("body")
	// ruleid: go.template-injection
	page, err := template.New("mail").Funcs(functions).Option("missingkey=error").Parse(body)
	use(page, err)
}

func constant(w http.ResponseWriter, r *http.Request) {
	// ok: go.template-injection
	page := template.Must(template.New("page").Parse("Hello {{.}}"))
	page.Execute(w, r.FormValue("name"))
}

func address(r *http.Request) {
	// ok: go.template-injection
	target, err := url.Parse(r.FormValue("url"))
	use(target, err)
}

func fromFile(r *http.Request, page *template.Template) {
	text := load("page.html")
	// ok: go.template-injection
	parsed, err := page.Parse(text)
	use(parsed, err)
}

func begun(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.template-injection
	page, _ := template.New("page").Parse("Dear " + r.FormValue("name"))
	page.Execute(w, nil)
}

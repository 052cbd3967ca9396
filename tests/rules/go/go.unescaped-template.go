package pages

import (
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/microcosm-cc/bluemonday"
)

func comment(w http.ResponseWriter, r *http.Request, page *template.Template) {
	// ruleid: go.unescaped-template
	page.Execute(w, map[string]any{"Comment": template.HTML(r.FormValue("comment"))})
}

func script(c *gin.Context) {
	// ruleid: go.unescaped-template
	c.HTML(http.StatusOK, "page.html", gin.H{"Setup": template.JS("start('" + c.Query("mode") + "')")})
}

func link(w http.ResponseWriter, r *http.Request, page *template.Template) {
	target := r.URL.Query().Get("target")
	// ruleid: go.unescaped-template
	address := template.URL(target)
	page.Execute(w, address)
}

func plain(w http.ResponseWriter, r *http.Request, page *template.Template) {
	// ok: go.unescaped-template
	page.Execute(w, map[string]any{"Comment": r.FormValue("comment")})
}

func cleaned(w http.ResponseWriter, r *http.Request, page *template.Template) {
	policy := bluemonday.UGCPolicy()
	// ok: go.unescaped-template
	page.Execute(w, template.HTML(policy.Sanitize(r.FormValue("comment"))))
}

func constant(w http.ResponseWriter, r *http.Request, page *template.Template) {
	// ok: go.unescaped-template
	page.Execute(w, template.HTML("<b>new</b>"))
}

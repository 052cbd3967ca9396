package pages

import (
	"net/http"
	"os"
	"text/template"
)

var page = template.Must(template.New("page").Parse("<h1>{{.Name}}</h1>"))

func show(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.text-template-for-html
	page.Execute(w, r.FormValue("name"))
}

func part(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// ruleid: go.text-template-for-html
	if err := page.ExecuteTemplate(w, "part", r.FormValue("name")); err != nil {
		return
	}
}

func parsed(w http.ResponseWriter, r *http.Request) {
	other, err := template.ParseFiles("other.html")
	if err != nil {
		return
	}
	// ruleid: go.text-template-for-html
	other.Execute(w, nil)
}

func plain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// ok: go.text-template-for-html
	page.Execute(w, r.FormValue("name"))
}

func toFile(name string) error {
	file, err := os.Create("page.html")
	if err != nil {
		return err
	}
	// ok: go.text-template-for-html
	return page.Execute(file, name)
}

func onStandardOutput(name string) error {
	// ok: go.text-template-for-html
	return page.Execute(os.Stdout, name)
}

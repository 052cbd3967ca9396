package files

import (
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
)

const folder = "/srv/reports"

var names = map[string]string{"terms": "terms.pdf", "privacy": "privacy.pdf"}

func read(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.path-traversal
	data, err := os.ReadFile(filepath.Join(folder, r.URL.Query().Get("name")))
	use(data, err)
}

func serve(w http.ResponseWriter, r *http.Request) {
	name := chi.URLParam(r, "name")
	// ruleid: go.path-traversal
	http.ServeFile(w, r, folder+"/"+name)
}

func store(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.path-traversal
	file, err := os.Create(path.Join(folder, r.FormValue("name")))
	if err != nil {
		return
	}
	io.Copy(file, r.Body)
}

func remove(c *gin.Context) {
	// ruleid: go.path-traversal
	use(os.RemoveAll("reports/" + c.Param("name")))
}

func send(c *fiber.Ctx) error {
	// ruleid: go.path-traversal
	return c.SendFile("./public/" + c.Query("file"))
}

func onlyCleaned(w http.ResponseWriter, r *http.Request) {
	name := filepath.Clean(r.FormValue("name"))
	// ruleid: go.path-traversal
	file, err := os.Open(filepath.Join(folder, name))
	use(file, err)
}

func withoutDots(w http.ResponseWriter, r *http.Request) {
	name := strings.ReplaceAll(r.FormValue("name"), "../", "")
	// ruleid: go.path-traversal
	file, err := os.OpenFile(folder+"/"+name, os.O_RDONLY, 0)
	use(file, err)
}

func local(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	if !filepath.IsLocal(name) {
		return
	}
	// ok: go.path-traversal
	data, err := os.ReadFile(filepath.Join(folder, name))
	use(data, err)
}

func base(w http.ResponseWriter, r *http.Request) {
	// ok: go.path-traversal
	http.ServeFile(w, r, filepath.Join(folder, filepath.Base(r.PathValue("name"))))
}

func below(w http.ResponseWriter, r *http.Request) {
	wanted := filepath.Join(folder, r.FormValue("name"))
	if !strings.HasPrefix(wanted, folder+"/") {
		http.NotFound(w, r)
		return
	}
	// ok: go.path-traversal
	http.ServeFile(w, r, wanted)
}

func rooted(r *http.Request) {
	// ok: go.path-traversal
	data, err := os.ReadFile(filepath.Join(folder, path.Clean("/"+r.URL.Path)))
	use(data, err)
}

func inRoot(r *http.Request, root *os.Root) {
	// ok: go.path-traversal
	file, err := root.Open(r.FormValue("name"))
	use(file, err)
}

func fromTable(r *http.Request) {
	name, known := names[r.FormValue("document")]
	if !known {
		return
	}
	// ok: go.path-traversal
	data, err := os.ReadFile(filepath.Join(folder, name))
	use(data, err)
}

// The library keeps only the last part of the name of an upload.
func upload(w http.ResponseWriter, r *http.Request) {
	content, header, err := r.FormFile("report")
	if err != nil {
		return
	}
	// ok: go.path-traversal
	file, err := os.Create(filepath.Join(folder, header.Filename))
	use(file, err)
	io.Copy(file, content)
}

func onlyLogged(w http.ResponseWriter, r *http.Request) {
	place := filepath.Join("/srv/files", r.FormValue("name"))
	if !strings.HasPrefix(place, "/srv/files/") {
		log.Println("outside of the folder")
	}
	// ruleid: go.path-traversal
	http.ServeFile(w, r, place)
}

func refused(w http.ResponseWriter, r *http.Request) {
	place := filepath.Join("/srv/files", r.FormValue("name"))
	if !strings.HasPrefix(place, "/srv/files/") {
		http.NotFound(w, r)
		return
	}
	// ok: go.path-traversal
	http.ServeFile(w, r, place)
}

package documents

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

const root = "/srv/documents"

var forms = map[string]string{
	"leave":  "leave-request.pdf",
	"travel": "travel-expenses.pdf",
}

// unsafe: path-traversal
func download(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("file")
	file, err := os.Open(filepath.Join(root, name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	io.Copy(w, file)
}

// safe: path-traversal - joined, then checked to be below the root
func fetch(w http.ResponseWriter, r *http.Request) {
	path := filepath.Join(root, r.URL.Query().Get("file"))
	if !strings.HasPrefix(path, root+string(filepath.Separator)) {
		http.NotFound(w, r)
		return
	}
	file, err := os.Open(path)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	io.Copy(w, file)
}

// unsafe: path-traversal - the prefix of a path that was not cleaned
func report(c *gin.Context) {
	path := "/srv/reports/" + c.Query("name")
	if !strings.HasPrefix(path, "/srv/reports/") {
		c.Status(http.StatusForbidden)
		return
	}
	content, err := os.ReadFile(path)
	if err != nil {
		c.Status(http.StatusNotFound)
		return
	}
	c.Data(http.StatusOK, "application/pdf", content)
}

// safe: path-traversal - only local names are joined
func summary(c *gin.Context) {
	name := c.Query("name")
	if !filepath.IsLocal(name) {
		c.Status(http.StatusForbidden)
		return
	}
	content, err := os.ReadFile(filepath.Join("/srv/summaries", name))
	if err != nil {
		c.Status(http.StatusNotFound)
		return
	}
	c.Data(http.StatusOK, "application/pdf", content)
}

// unsafe: path-traversal - the dots are taken away once
func removeDraft(c echo.Context) error {
	name := strings.ReplaceAll(c.FormValue("draft"), "../", "")
	if err := os.Remove("/srv/drafts/" + name); err != nil {
		return echo.ErrNotFound
	}
	return c.NoContent(http.StatusNoContent)
}

// safe: path-traversal - rooted before it is cleaned, so that no dots are left
func removeNote(c echo.Context) error {
	name := filepath.Clean("/" + c.FormValue("note"))
	if err := os.Remove(filepath.Join("/srv/notes", name)); err != nil {
		return echo.ErrNotFound
	}
	return c.NoContent(http.StatusNoContent)
}

// unsafe: path-traversal - the name of a member of a JSON body
func saveNote(c *gin.Context) {
	var note struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	if err := c.BindJSON(&note); err != nil {
		return
	}
	target := filepath.Join("/srv/notes", filepath.FromSlash(note.Name))
	if err := os.WriteFile(target, []byte(note.Text), 0o600); err != nil {
		c.Status(http.StatusInternalServerError)
	}
}

// safe: path-traversal - an upload gets a name of our own
func saveScan(w http.ResponseWriter, r *http.Request) {
	upload, header, err := r.FormFile("scan")
	if err != nil || header.Size > 1<<24 {
		http.Error(w, "no scan", http.StatusBadRequest)
		return
	}
	defer upload.Close()
	id := make([]byte, 16)
	rand.Read(id)
	target, err := os.OpenFile(filepath.Join("/srv/scans", hex.EncodeToString(id)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		http.Error(w, "not stored", http.StatusInternalServerError)
		return
	}
	defer target.Close()
	io.Copy(target, upload)
}

// safe: path-traversal - the file name stands in a table
func form(w http.ResponseWriter, r *http.Request) {
	if name, ok := forms[r.PathValue("kind")]; ok {
		http.ServeFile(w, r, filepath.Join("/srv/forms", name))
		return
	}
	http.NotFound(w, r)
}

// safe: path-traversal - a number
func invoice(c echo.Context) error {
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil {
		return echo.ErrBadRequest
	}
	return c.File("/srv/invoices/" + strconv.Itoa(number) + ".pdf")
}

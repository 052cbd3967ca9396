package access

import (
	"log"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

func login(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ruleid: go.log-injection
	log.Printf("login of %s failed", name)
	// ruleid: go.log-injection
	log.Println("login failed", name)
	// ruleid: go.log-injection
	log.Print("login of " + name + " failed")
}

func (s *server) search(c *gin.Context) {
	// ruleid: go.log-injection
	s.logger.Printf("search for %v by %d", c.Query("q"), 3)
}

func quoted(r *http.Request) {
	// ok: go.log-injection
	log.Printf("login of %q failed", r.FormValue("name"))
}

func structured(r *http.Request) {
	// ok: go.log-injection
	slog.Info("login failed", "name", r.FormValue("name"))
}

func oneLine(r *http.Request) {
	name := strings.ReplaceAll(r.FormValue("name"), "\n", " ")
	// ok: go.log-injection
	log.Printf("login of %s failed", name)
}

func agent(r *http.Request) {
	// ok: go.log-injection
	log.Printf("%s %s by %s", r.Method, r.URL.EscapedPath(), r.UserAgent())
}

func length(r *http.Request) {
	name := r.FormValue("name")
	if err := check(name); err != nil {
		// ok: go.log-injection
		log.Printf("a name of %d characters: %v", len(name), err)
	}
}

func notFound(r *http.Request) {
	// ruleid: go.log-injection
	log.Printf("no page %s", r.URL.Path)
	// ok: go.log-injection
	log.Printf("no page %q", r.URL.Path)
}

package access

import (
	"net/http"
	"slices"

	"github.com/gin-contrib/sessions"
	"github.com/gin-gonic/gin"
	gorilla "github.com/gorilla/sessions"
)

var languages = []string{"de", "en"}

func remember(w http.ResponseWriter, r *http.Request, store gorilla.Store) {
	session, err := store.Get(r, "shop")
	if err != nil {
		return
	}
	// ruleid: go.trust-boundary
	session.Values["role"] = r.FormValue("role")
	// ruleid: go.trust-boundary
	session.Values[r.FormValue("key")] = true
	session.Save(r, w)
}

func withGin(c *gin.Context) {
	session := sessions.Default(c)
	// ruleid: go.trust-boundary
	session.Set("tenant", c.GetHeader("X-Tenant"))
	session.Save()
}

func listed(r *http.Request, session *gorilla.Session) {
	lang := r.FormValue("lang")
	if !slices.Contains(languages, lang) {
		return
	}
	// ok: go.trust-boundary
	session.Values["lang"] = lang
}

func own(r *http.Request, session *gorilla.Session, users *users) {
	user, err := users.FindByName(r.FormValue("name"))
	if err != nil {
		return
	}
	// ok: go.trust-boundary
	session.Values["user"] = user.ID
}

func constant(c *gin.Context) {
	session := sessions.Default(c)
	// ok: go.trust-boundary
	session.Set("seen", true)
}

func noSession(c *gin.Context, cache *cache) {
	// ok: go.trust-boundary
	cache.Set("last", c.Query("q"))
}

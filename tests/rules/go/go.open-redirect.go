package access

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
)

var pages = []string{"/items", "/orders"}

func login(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.open-redirect
	http.Redirect(w, r, r.FormValue("next"), http.StatusSeeOther)
}

func leave(w http.ResponseWriter, r *http.Request) {
	target := r.URL.Query().Get("to")
	if target == "" {
		target = "/"
	}
	// ruleid: go.open-redirect
	http.Redirect(w, r, target, http.StatusFound)
}

func withGin(c *gin.Context) {
	// ruleid: go.open-redirect
	c.Redirect(http.StatusFound, c.DefaultQuery("next", "/"))
}

func withFiber(c *fiber.Ctx) error {
	// ruleid: go.open-redirect
	return c.Redirect("https://" + c.Query("host"))
}

func header(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.open-redirect
	w.Header().Set("Location", r.PostFormValue("back"))
	w.WriteHeader(http.StatusSeeOther)
}

func constant(w http.ResponseWriter, r *http.Request) {
	// ok: go.open-redirect
	http.Redirect(w, r, "/items?shop="+url.QueryEscape(r.FormValue("shop")), http.StatusSeeOther)
}

func path(w http.ResponseWriter, r *http.Request) {
	// ok: go.open-redirect
	http.Redirect(w, r, "/items/"+r.PathValue("id"), http.StatusSeeOther)
}

func secure(w http.ResponseWriter, r *http.Request) {
	// ok: go.open-redirect
	http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusMovedPermanently)
}

func parsed(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	target, err := url.Parse(next)
	if err != nil || target.Host != "" || target.IsAbs() {
		next = "/"
	}
	// ok: go.open-redirect
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func listed(c *gin.Context) {
	next := c.Query("next")
	if !slices.Contains(pages, next) {
		next = "/"
	}
	// ok: go.open-redirect
	c.Redirect(http.StatusFound, next)
}

func local(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		next = "/"
	}
	// ok: go.open-redirect
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func oneSlash(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if strings.HasPrefix(next, "/") {
		// ruleid: go.open-redirect
		http.Redirect(w, r, next, http.StatusFound)
	}
}

func notTwo(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		next = "/"
	}
	// ok: go.open-redirect
	http.Redirect(w, r, next, http.StatusFound)
}

func firstOfList(w http.ResponseWriter, r *http.Request) {
	pages := []string{"/home"}
	pages = append(pages, r.FormValue("page"))
	// ok: go.open-redirect
	http.Redirect(w, r, pages[0], http.StatusFound)
}

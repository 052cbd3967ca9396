package access

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"
)

func open(w http.ResponseWriter, id string) {
	// ruleid: go.cookie-protection-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true, Secure: false})
	// ruleid: go.cookie-protection-off
	cookie := http.Cookie{Name: "session", Value: id, HttpOnly: false, Secure: true}
	// ruleid: go.cookie-protection-off
	cookie.Secure = false
	http.SetCookie(w, &cookie)
}

func withGin(c *gin.Context, id string) {
	// ruleid: go.cookie-protection-off
	c.SetCookie("session", id, 3600, "/", "", false, true)
	// ok: go.cookie-protection-off
	c.SetCookie("session", id, 3600, "/", "", true, true)
}

func withFiber(c *fiber.Ctx, id string) {
	// ruleid: go.cookie-protection-off
	c.Cookie(&fiber.Cookie{Name: "session", Value: id, HTTPOnly: false})
}

func gorilla(store *sessions.CookieStore) {
	// ruleid: go.cookie-protection-off
	store.Options = &sessions.Options{Path: "/", HttpOnly: false, Secure: true}
}

func closed(w http.ResponseWriter, id string, local bool) {
	// ok: go.cookie-protection-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true, Secure: true})
	// ok: go.cookie-protection-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true, Secure: !local})
}

func other(c connection) {
	// ok: go.cookie-protection-off
	c.Secure = false
}

package access

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
)

func open(w http.ResponseWriter, id string) {
	// ruleid: go.session-cookie-unprotected
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id})
	// ruleid: go.session-cookie-unprotected
	cookie := http.Cookie{Name: "auth_token", Value: id, Path: "/", HttpOnly: true}
	http.SetCookie(w, &cookie)
}

func withFiber(c *fiber.Ctx, id string) {
	// ruleid: go.session-cookie-unprotected
	c.Cookie(&fiber.Cookie{Name: "jwt", Value: id, Secure: true})
}

func closed(w http.ResponseWriter, id string) {
	// ok: go.session-cookie-unprotected
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true, Secure: true})
}

func later(w http.ResponseWriter, id string) {
	// ok: go.session-cookie-unprotected
	cookie := &http.Cookie{Name: "session", Value: id, HttpOnly: true}
	cookie.Secure = true
	http.SetCookie(w, cookie)
}

func language(w http.ResponseWriter) {
	// ok: go.session-cookie-unprotected
	http.SetCookie(w, &http.Cookie{Name: "language", Value: "de"})
}

func leave(w http.ResponseWriter) {
	// ok: go.session-cookie-unprotected
	http.SetCookie(w, &http.Cookie{Name: "session", Value: "", MaxAge: -1})
}

func ask(r *http.Request, id string) {
	// ok: go.session-cookie-unprotected
	r.AddCookie(&http.Cookie{Name: "session", Value: id})
}

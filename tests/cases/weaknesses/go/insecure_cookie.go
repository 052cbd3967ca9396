package sessions

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	gorilla "github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
)

type tokenService interface {
	Create(user string) string
}

// unsafe: insecure-cookie
func remember(w http.ResponseWriter, tokens tokenService, user string) {
	http.SetCookie(w, &http.Cookie{
		Name:    "remember_me",
		Value:   tokens.Create(user),
		Path:    "/",
		Expires: time.Now().Add(14 * 24 * time.Hour),
	})
}

// safe: insecure-cookie - all attributes are set
func keep(w http.ResponseWriter, tokens tokenService, user string) {
	http.SetCookie(w, &http.Cookie{
		Name:     "remember_me",
		Value:    tokens.Create(user),
		Path:     "/",
		Expires:  time.Now().Add(14 * 24 * time.Hour),
		Secure:   true,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

// unsafe: insecure-cookie - the last two arguments are secure and httpOnly
func login(c *gin.Context, tokens tokenService) {
	c.SetCookie("session", tokens.Create(c.GetString("user")), 3600, "/", "acme.example", false, false)
	c.Status(http.StatusNoContent)
}

// safe: insecure-cookie - both arguments are true
func signIn(c *gin.Context, tokens tokenService) {
	c.SetSameSite(http.SameSiteStrictMode)
	c.SetCookie("session", tokens.Create(c.GetString("user")), 3600, "/", "acme.example", true, true)
	c.Status(http.StatusNoContent)
}

// unsafe: insecure-cookie - the options of a session store
func newStore(key []byte) *gorilla.CookieStore {
	store := gorilla.NewCookieStore(key)
	store.Options = &gorilla.Options{
		Path:     "/",
		MaxAge:   8 * 3600,
		HttpOnly: true,
		Secure:   false,
	}
	return store
}

// safe: insecure-cookie - the options of a session store with both flags
func newOfficeStore(key []byte) *gorilla.CookieStore {
	store := gorilla.NewCookieStore(key)
	store.Options = &gorilla.Options{
		Path:     "/",
		MaxAge:   8 * 3600,
		HttpOnly: true,
		Secure:   true,
		SameSite: http.SameSiteLaxMode,
	}
	return store
}

// unsafe: insecure-cookie - scripts can read the token
func refresh(c echo.Context, tokens tokenService) error {
	cookie := new(http.Cookie)
	cookie.Name = "refresh_token"
	cookie.Value = tokens.Create(c.Get("user").(string))
	cookie.Secure = true
	cookie.HttpOnly = false
	c.SetCookie(cookie)
	return c.NoContent(http.StatusNoContent)
}

// safe: insecure-cookie - the fields are set one after the other
func renew(c echo.Context, tokens tokenService) error {
	cookie := new(http.Cookie)
	cookie.Name = "refresh_token"
	cookie.Value = tokens.Create(c.Get("user").(string))
	cookie.Secure = true
	cookie.HttpOnly = true
	cookie.SameSite = http.SameSiteStrictMode
	c.SetCookie(cookie)
	return c.NoContent(http.StatusNoContent)
}

// safe: insecure-cookie - a cookie for a request that the program itself makes
func fetchProfile(client *http.Client, token string) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodGet, "https://accounts.acme.example/profile", nil)
	if err != nil {
		return nil, err
	}
	req.AddCookie(&http.Cookie{Name: "session", Value: token})
	return client.Do(req)
}

package login

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

var localPath = regexp.MustCompile(`^/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$`)

var campaigns = map[string]string{
	"summer": "https://shop.acme.example/summer",
	"winter": "https://shop.acme.example/winter",
}

// unsafe: open-redirect
func afterLogin(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if next == "" {
		next = "/home"
	}
	http.Redirect(w, r, next, http.StatusFound)
}

// safe: open-redirect - a path of word characters on the own host
func afterLogout(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if !localPath.MatchString(next) {
		next = "/home"
	}
	http.Redirect(w, r, next, http.StatusFound)
}

// unsafe: open-redirect - "//attacker.example" begins with a slash as well
func back(c *gin.Context) {
	target := c.Query("path")
	if !strings.HasPrefix(target, "/") {
		target = "/"
	}
	c.Redirect(http.StatusSeeOther, target)
}

// safe: open-redirect - the campaign is looked up
func campaign(c *gin.Context) {
	target, ok := campaigns[c.Param("name")]
	if !ok {
		c.Status(http.StatusNotFound)
		return
	}
	c.Redirect(http.StatusSeeOther, target)
}

// unsafe: open-redirect - the name of the company anywhere in the address is enough
func out(c echo.Context) error {
	address, err := url.QueryUnescape(c.QueryParam("u"))
	if err != nil || !strings.Contains(address, "acme.example") {
		return echo.ErrBadRequest
	}
	return c.Redirect(http.StatusFound, address)
}

// safe: open-redirect - scheme and host of the address are compared
func leave(c echo.Context) error {
	address, err := url.Parse(c.QueryParam("u"))
	if err != nil || address.Scheme != "https" || address.Host != "help.acme.example" {
		return echo.ErrBadRequest
	}
	return c.Redirect(http.StatusFound, address.String())
}

// unsafe: open-redirect - the element that the client gave is taken
func resume(w http.ResponseWriter, r *http.Request) {
	targets := []string{"/dashboard"}
	targets = append(targets, r.URL.Query().Get("return_to"))
	w.Header().Set("Location", targets[len(targets)-1])
	w.WriteHeader(http.StatusSeeOther)
}

// safe: open-redirect - the first element is the constant
func start(w http.ResponseWriter, r *http.Request) {
	targets := []string{"/dashboard"}
	targets = append(targets, r.URL.Query().Get("return_to"))
	w.Header().Set("Location", targets[0])
	w.WriteHeader(http.StatusSeeOther)
}

// safe: open-redirect - a number behind a constant path
func article(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	http.Redirect(w, r, "/articles/"+strconv.Itoa(number), http.StatusMovedPermanently)
}

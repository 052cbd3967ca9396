package crossorigin

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	gincors "github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	rscors "github.com/rs/cors"
)

var origins = map[string]bool{
	"https://shop.acme.example":  true,
	"https://admin.acme.example": true,
}

// unsafe: cors
func withCors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Add("Vary", "Origin")
		next.ServeHTTP(w, r)
	})
}

// safe: cors - the origin is on the list
func withOrigins(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origins[origin] {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
		}
		w.Header().Add("Vary", "Origin")
		next.ServeHTTP(w, r)
	})
}

// unsafe: cors - a function that says yes to everyone
func ginPortal(engine *gin.Engine) {
	engine.Use(gincors.New(gincors.Config{
		AllowOriginFunc:  func(origin string) bool { return true },
		AllowMethods:     []string{"GET", "PUT", "DELETE"},
		AllowCredentials: true,
		MaxAge:           time.Hour,
	}))
}

// safe: cors - a function that compares
func ginShop(engine *gin.Engine) {
	engine.Use(gincors.New(gincors.Config{
		AllowOriginFunc:  func(origin string) bool { return origin == "https://shop.acme.example" },
		AllowMethods:     []string{"GET", "PUT", "DELETE"},
		AllowCredentials: true,
		MaxAge:           time.Hour,
	}))
}

// unsafe: cors - any host that ends so, "https://notacme.example" too
func echoPortal(e *echo.Echo) {
	e.Use(middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOriginFunc: func(origin string) (bool, error) {
			return strings.HasSuffix(origin, "acme.example"), nil
		},
		AllowCredentials: true,
	}))
}

// safe: cors - scheme and host are taken apart, the dot is part of the ending
func echoShop(e *echo.Echo) {
	e.Use(middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOriginFunc: func(origin string) (bool, error) {
			address, err := url.Parse(origin)
			if err != nil || address.Scheme != "https" {
				return false, nil
			}
			return strings.HasSuffix(address.Hostname(), ".acme.example"), nil
		},
		AllowCredentials: true,
	}))
}

// unsafe: cors - the wildcard is reflected together with credentials
func echoAdmin(e *echo.Echo) {
	e.Use(middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins:                             []string{"*"},
		AllowCredentials:                         true,
		UnsafeWildcardOriginWithAllowCredentials: true,
	}))
}

// safe: cors - two origins of our own
func apiHandler(mux *http.ServeMux) http.Handler {
	return rscors.New(rscors.Options{
		AllowedOrigins:   []string{"https://shop.acme.example", "https://admin.acme.example"},
		AllowedMethods:   []string{http.MethodGet, http.MethodPost},
		AllowCredentials: true,
	}).Handler(mux)
}

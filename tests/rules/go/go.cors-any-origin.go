package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/rs/cors"
)

func mirror(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	w.Header().Set("Access-Control-Allow-Credentials", "true")
}

func named(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if origin != "" {
		// ruleid: go.cors-any-origin
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
}

func withGin(c *gin.Context) {
	// ruleid: go.cors-any-origin
	c.Header("Access-Control-Allow-Origin", c.GetHeader("Origin"))
}

func library() *cors.Cors {
	// ruleid: go.cors-any-origin
	return cors.New(cors.Options{AllowedOrigins: []string{"*"}, AllowCredentials: true})
}

func function() *cors.Cors {
	// ruleid: go.cors-any-origin
	return cors.New(cors.Options{
		AllowCredentials: true,
		AllowOriginFunc:  func(origin string) bool { return true },
	})
}

func listed(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if trusted[origin] {
		// ok: go.cors-any-origin
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
}

func public(w http.ResponseWriter) {
	// ok: go.cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", "*")
}

func constant() *cors.Cors {
	// ok: go.cors-any-origin
	return cors.New(cors.Options{AllowedOrigins: []string{"https://shop.example"}, AllowCredentials: true})
}

func withoutCookies() *cors.Cors {
	// ok: go.cors-any-origin
	return cors.New(cors.Options{AllowedOrigins: []string{"*"}})
}

func ending(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	// ruleid: go.cors-any-origin
	if strings.HasSuffix(origin, "shop.example") {
		w.Header().Set("Vary", "Origin")
	}
	// ok: go.cors-any-origin
	if strings.HasSuffix(origin, ".shop.example") {
		w.Header().Set("Vary", "Origin")
	}
	// ok: go.cors-any-origin
	if strings.HasSuffix(r.URL.Path, "shop.example") {
		w.Header().Set("Vary", "Origin")
	}
}

func wildcard() middleware.CORSConfig {
	// ruleid: go.cors-any-origin
	return middleware.CORSConfig{AllowCredentials: true, UnsafeWildcardOriginWithAllowCredentials: true}
}
